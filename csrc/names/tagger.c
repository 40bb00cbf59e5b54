#include "names/tagger.h"

#include "names/rules.h"
#include "names/tagger_decode.h"
#include "names/tagger_known.h"
#include "names/titles.h"

/* True for a country cut off to `U.` */
static bool
is_cut_off(const lede_scene *scene, const lede_mention *opinion)
{
    return opinion->end == opinion->first + 2 &&
           lede_scene_has_bits(scene, opinion->first, LEDE_TOKEN_INITIAL) &&
           lede_scene_is_mark(scene, opinion->first + 1, '.');
}

/* True for the state behind a party: `Jones, R-Ohio,` and `Jones (D-N.Y.)`. */
static bool
is_behind_party(const lede_scene *scene, const lede_mention *opinion)
{
    static const char *const PARTIES[] = {"D", "R", "I"};
    static const char *const BEFORE[] = {",", "("};
    size_t first = opinion->first;
    return opinion->label == LEDE_LABEL_LOC && first > 2 &&
           lede_scene_is_hyphenated(scene, first) &&
           LEDE_IS_ONE_OF(scene, first - 2, PARTIES) &&
           LEDE_IS_ONE_OF(scene, first - 3, BEFORE);
}

/* What the dictionary alone can know: it is written like no name in any text to learn from. */
static bool
is_settled(const lede_scene *scene, const lede_mention *opinion)
{
    return opinion->source == LEDE_SOURCE_GAZETTEER &&
           (is_cut_off(scene, opinion) || is_behind_party(scene, opinion));
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

/* True for a person behind a form of address: `met Mr Winterfold`. Nothing else follows it with a capital. */
static bool
is_addressed(const lede_scene *scene, const lede_mention *opinion)
{
    size_t before = opinion->first;
    before -= before > 0 && lede_scene_is_mark(scene, before - 1, '.');
    if (opinion->label != LEDE_LABEL_PERSON || before == 0) {
        return false;
    }
    lede_span form = scene->tokens->items[before - 1].span;
    return lede_scene_same_sentence(scene, before - 1, opinion->first) &&
           lede_scene_has_bits(scene, before - 1, LEDE_TOKEN_CAPITAL) && /* to miss */
           lede_is_form_of_address(lede_text_slice(scene->text, form));
}

static bool
is_kept(const lede_tagger_view *view, const lede_mention *opinion)
{
    bool shouted = view->tokens[opinion->first].form == LEDE_FORM_SHOUTED;
    return is_settled(view->scene, opinion) || (shouted && opinion->score >= SURE) ||
           lede_tagger_is_known_apart(view, opinion) || is_addressed(view->scene, opinion);
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
        lede_tagger_overrule(&view, &found, &opinions, &agreed);
        complete(&view, &agreed, &opinions, mentions);
    }
}
