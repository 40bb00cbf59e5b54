#include "names/tagger.h"

#include "names/rules.h"
#include "names/tagger_decode.h"

/* What the dictionary alone can know: a country cut off to `U.` is written like no name in any text to
 * learn from. */
static bool
is_settled(const lede_scene *scene, const lede_mention *opinion)
{
    return opinion->source == LEDE_SOURCE_GAZETTEER && opinion->end == opinion->first + 2 &&
           lede_scene_has_bits(scene, opinion->first, LEDE_TOKEN_INITIAL) &&
           lede_scene_is_mark(scene, opinion->first + 1, '.');
}

/* The tokens that the model has to leave alone. */
static const bool *
settled_tokens(const lede_scene *scene, const bool *taken, const lede_vector *opinions)
{
    size_t count = scene->tokens->count;
    bool *settled = lede_arena_alloc(scene->arena, count, sizeof *settled);
    const lede_mention *rules = opinions->data;
    if (settled == NULL) {
        return taken;
    }
    memcpy(settled, taken, count * sizeof *settled);
    for (size_t i = 0; i < opinions->count; i++) {
        if (is_settled(scene, &rules[i])) {
            memset(settled + rules[i].first, 1, rules[i].end - rules[i].first);
        }
    }
    return settled;
}

/* In a sentence of capitals the model has little to go by. An opinion as sure as this stands where it
 * finds nothing: a known name, a person behind a title. */
static const float SURE = 0.95f;

/* True for a capitalized word, no title, or a mark that joins words: a name beside it may go on there. */
static bool
may_join(const lede_scene *scene, size_t i, size_t beside)
{
    static const char *const JOINTS[] = {"-", "/", "&", "$", "@", "+"};
    bool capital = lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL) &&
                   !lede_scene_has_cue(scene, i, LEDE_CUE_TITLE | LEDE_CUE_CALENDAR);
    return lede_scene_same_sentence(scene, beside, i) &&
           (capital ||
            lede_scene_is_word(scene, i, JOINTS, sizeof JOINTS / sizeof *JOINTS));
}

/* True when neither side of an opinion has a capital that its name may go on with. */
static bool
stands_apart(const lede_scene *scene, const lede_mention *opinion)
{
    static const char *const THE[] = {"The"};
    size_t first = opinion->first;
    bool joined = first > 0 && may_join(scene, first - 1, first) &&
                  !lede_scene_is_word(scene, first - 1, THE, 1);
    return !joined && !may_join(scene, opinion->end, first);
}

/* True for a known name of several words that a model may only find as it is. One with a comma may be read as
 * two (`Washington, D.C.`), and a small word at the end as no part of it (`the U.N. refugee agency`). */
static bool
holds_together(const lede_scene *scene, const lede_mention *opinion)
{
    size_t words = 0;
    for (size_t i = opinion->first; i < opinion->end; i++) {
        words += lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD);
        if (lede_scene_is_mark(scene, i, ',')) {
            return false;
        }
    }
    size_t last = opinion->end - 1;
    last -= lede_scene_has_bits(scene, last, LEDE_TOKEN_POSSESSIVE); /* St. John's */
    return words > 1 && lede_scene_has_bits(scene, last, LEDE_TOKEN_CAPITAL);
}

/* True behind `Siege of`: what follows is part of a longer name. */
static bool
is_behind_of(const lede_scene *scene, size_t first)
{
    static const char *const OF[] = {"of"};
    return first > 1 && lede_scene_is_word(scene, first - 1, OF, 1) &&
           lede_scene_has_bits(scene, first - 2, LEDE_TOKEN_CAPITAL);
}

/* True for a known place that is likely to mean nothing else: none that people are named by (`Paris`), that
 * stands in capitals, or that the model takes for a part of a name of another kind. */
static bool
is_plain_place(const lede_tagger_view *view, const lede_mention *opinion)
{
    const lede_tagger_token *first = &view->tokens[opinion->first];
    bool person =
        opinion->end == opinion->first + 1 && (first->lists & LEDE_TAGGER_PEOPLE) != 0;
    return opinion->label == LEDE_LABEL_LOC && first->form == LEDE_FORM_CAPITAL &&
           !person && first->tag != LEDE_TAG_OTHER &&
           !is_behind_of(view->scene, opinion->first);
}

/* True for a known organization, place or people, no ordinary word, that stands apart from all other capitals. A model
 * learns least of what the dictionary says by itself, for in the text that it learned from the words told nearly
 * as much; the names of today are not in it. */
static bool
is_known_apart(const lede_tagger_view *view, const lede_mention *opinion)
{
    const lede_scene *scene = view->scene;
    size_t first = opinion->first;
    uint32_t others = LEDE_CUE_HEADLINE | LEDE_CUE_TITLE;
    others |= opinion->end == first + 1
                  ? LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER | LEDE_CUE_GIVEN
                  : 0u;
    bool known = opinion->source == LEDE_SOURCE_GAZETTEER &&
                 (opinion->label == LEDE_LABEL_ORG || is_plain_place(view, opinion) ||
                  (opinion->label == LEDE_LABEL_NORP && holds_together(scene, opinion)));
    return known && lede_scene_has_bits(scene, first, LEDE_TOKEN_CAPITAL) &&
           !lede_scene_has_cue(scene, first, others) && stands_apart(scene, opinion);
}

/* True for a person behind a form of address: `met Mr Winterfold`. Nothing else follows it with a capital. */
static bool
is_addressed(const lede_scene *scene, const lede_mention *opinion)
{
    static const char *const FORMS[] = {"Mr", "Mrs", "Ms", "Miss", "Messrs", "Mme"};
    size_t before = opinion->first;
    before -= before > 0 && lede_scene_is_mark(scene, before - 1, '.');
    return opinion->label == LEDE_LABEL_PERSON && before > 0 &&
           lede_scene_same_sentence(scene, before - 1, opinion->first) &&
           lede_scene_is_word(scene, before - 1, FORMS, sizeof FORMS / sizeof *FORMS);
}

static bool
is_kept(const lede_tagger_view *view, const lede_mention *opinion)
{
    bool shouted = view->tokens[opinion->first].form == LEDE_FORM_SHOUTED;
    return is_settled(view->scene, opinion) || (shouted && opinion->score >= SURE) ||
           is_known_apart(view, opinion) || is_addressed(view->scene, opinion);
}

/* True for a known people or organization that nobody is called by, so that a model which sees a person in it
 * is misled by its company. */
static bool
is_no_person(const lede_tagger_view *view, const lede_mention *opinion)
{
    bool called = (view->tokens[opinion->first].lists & LEDE_TAGGER_PEOPLE) != 0;
    return (opinion->label == LEDE_LABEL_NORP || opinion->label == LEDE_LABEL_ORG) &&
           (!called || holds_together(view->scene, opinion));
}

/* How many mentions from `model` on the opinion of a dictionary takes the place of: those that cut it, or one
 * that makes a person of it. */
static size_t
overruled_by(const lede_tagger_view *view, const lede_mention *opinion,
             const lede_mention *model, size_t count)
{
    size_t met = 0;
    while (met < count && model[met].first < opinion->end) {
        met++;
    }
    if (opinion->source != LEDE_SOURCE_GAZETTEER || met == 0 ||
        model[0].first < opinion->first || model[met - 1].end > opinion->end) {
        return 0;
    }
    bool same = model[0].first == opinion->first && model[0].end == opinion->end;
    bool stronger = same
                        ? model[0].label == LEDE_LABEL_PERSON && is_no_person(view, opinion)
                        : holds_together(view->scene, opinion);
    return stronger ? met : 0;
}

/* What the model found, but known names where it is wrong about them. */
static void
overrule(const lede_tagger_view *view, const lede_vector *found,
         const lede_vector *opinions, lede_vector *out)
{
    const lede_mention *model = found->data, *rules = opinions->data;
    size_t at = 0;
    for (size_t i = 0; i < found->count;) {
        while (at < opinions->count && rules[at].end <= model[i].first) {
            at++;
        }
        size_t met = at < opinions->count
                         ? overruled_by(view, &rules[at], &model[i], found->count - i)
                         : 0;
        lede_vector_push(out, met > 0 ? &rules[at] : &model[i]);
        i += met > 0 ? met : 1;
    }
}

/* Joins what the model found, with what is known of it, and the opinions that are kept beside it. */
static void
complete(const lede_tagger_view *view, const lede_vector *found,
         const lede_vector *opinions, lede_vector *mentions)
{
    const lede_mention *model = found->data, *rules = opinions->data;
    size_t at = 0, end = 0;
    for (size_t i = 0; i <= found->count; i++) {
        size_t next = i < found->count ? model[i].first : SIZE_MAX;
        for (; at < opinions->count && rules[at].first < next; at++) {
            if (rules[at].first >= end && rules[at].end <= next &&
                is_kept(view, &rules[at])) {
                lede_vector_push(mentions, &rules[at]);
            }
        }
        if (i < found->count) {
            lede_mention mention = lede_scene_completed(view->scene, &model[i]);
            if (lede_mention_fits(view->scene->tokens, &mention)) {
                lede_vector_push(mentions, &mention);
            }
            end = mention.end;
        }
    }
}

void
lede_tagger_find(const lede_scene *scene, const bool *taken, lede_vector *mentions)
{
    const lede_tagger_model *model = scene->lexicon->tagger;
    if (model == NULL) {
        lede_rules_find(scene, taken, mentions);
        return;
    }
    lede_vector opinions, found, agreed;
    lede_vector_init(&opinions, scene->arena, sizeof(lede_mention));
    lede_vector_init(&found, scene->arena, sizeof(lede_mention));
    lede_vector_init(&agreed, scene->arena, sizeof(lede_mention));
    lede_rules_find(scene, taken, &opinions);
    lede_tagger_view view;
    lede_tagger_view_init(&view, scene, model, settled_tokens(scene, taken, &opinions),
                          &opinions);
    lede_tagger_decode(&view, model, &found);
    if (view.tokens != NULL) {
        overrule(&view, &found, &opinions, &agreed);
        complete(&view, &agreed, &opinions, mentions);
    }
}
