#include "names/tagger_known.h"

/* ---- Known names where the model finds nothing ---- */

/* True for a capitalized word, no title, or a mark that joins words: a name beside it may go on there. */
static bool
may_join(const lede_scene *scene, size_t i, size_t beside)
{
    static const char *const JOINTS[] = {"-", "/", "&", "$", "@", "+"};
    bool capital = lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL) &&
                   !lede_scene_has_cue(scene, i, LEDE_CUE_TITLE | LEDE_CUE_CALENDAR);
    return lede_scene_same_sentence(scene, beside, i) &&
           (capital || LEDE_IS_ONE_OF(scene, i, JOINTS));
}

/* True when neither side of an opinion has a capital that its name may go on with. */
static bool
stands_apart(const lede_scene *scene, const lede_mention *opinion)
{
    static const char *const THE[] = {"The"};
    size_t first = opinion->first;
    bool joined = first > 0 && may_join(scene, first - 1, first) &&
                  !LEDE_IS_ONE_OF(scene, first - 1, THE);
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
    return first > 1 && LEDE_IS_ONE_OF(scene, first - 1, OF) &&
           lede_scene_has_bits(scene, first - 2, LEDE_TOKEN_CAPITAL);
}

/* True for a known place that is likely to mean nothing else: none that people are named by (`Paris`), that
 * stands in capitals, or that the model takes for a part of a name of another kind, unless it never saw the word. */
static bool
is_plain_place(const lede_tagger_view *view, const lede_mention *opinion)
{
    const lede_tagger_token *first = &view->tokens[opinion->first];
    bool person =
        opinion->end == opinion->first + 1 && (first->lists & LEDE_TAGGER_PEOPLE) != 0;
    return opinion->label == LEDE_LABEL_LOC && first->form == LEDE_FORM_CAPITAL &&
           !person && !(first->tag == LEDE_TAG_OTHER && first->company != 0) &&
           !is_behind_of(view->scene, opinion->first);
}

/* True for a known organization, place or people, no ordinary word, that stands apart from all other capitals. A model
 * learns least of what the dictionary says by itself, for in the text that it learned from the words told nearly
 * as much; the names of today are not in it. */
bool
lede_tagger_is_known_apart(const lede_tagger_view *view, const lede_mention *opinion)
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

/* ---- Known names that the model is wrong about ---- */

/* What the model and the dictionary say of the same place. */
typedef struct {
    const lede_tagger_view *view;
    const lede_mention
        *known; /* the first opinion that ends behind the model's first mention */
    size_t known_count;
    const lede_mention *model;
    size_t met; /* mentions of the model that begin before the known name ends */
    lede_vector *out;
} dispute;

/* True for a known people or organization that nobody is called by, so that a model which sees a person in it
 * is misled by its company. */
static bool
is_no_person(const dispute *all)
{
    const lede_mention *known = all->known;
    bool called = (all->view->tokens[known->first].lists & LEDE_TAGGER_PEOPLE) != 0;
    return (known->label == LEDE_LABEL_NORP || known->label == LEDE_LABEL_ORG) &&
           (!called || holds_together(all->view->scene, known));
}

/* True when the model leaves out the stop alone: `Fla.` */
static bool
lacks_stop(const dispute *all)
{
    return all->model[0].first == all->known->first &&
           all->model[0].end + 1 == all->known->end &&
           lede_scene_is_mark(all->view->scene, all->model[0].end, '.');
}

/* The known name for what cuts it or makes a person of it; how many mentions that are. */
static size_t
put_known(const dispute *all)
{
    const lede_mention *known = all->known, *model = all->model;
    if (all->met == 0 || model[0].first < known->first ||
        model[all->met - 1].end > known->end) {
        return 0;
    }
    bool same = model[0].first == known->first && model[0].end == known->end;
    bool stronger = same ? model[0].label == LEDE_LABEL_PERSON && is_no_person(all)
                         : holds_together(all->view->scene, known) || lacks_stop(all);
    if (stronger) {
        lede_vector_push(all->out, known);
    }
    return stronger ? all->met : 0;
}

/* Two known names with `and` between them that the model takes for one. */
static size_t
put_pair(const dispute *all)
{
    static const char *const AND[] = {"and"};
    const lede_mention *known = all->known, *both = all->model;
    if (all->known_count < 2 || known[0].first != both->first ||
        known[1].end != both->end || known[0].end + 1 != known[1].first ||
        known[0].label != both->label || known[1].label != both->label ||
        known[1].source != LEDE_SOURCE_GAZETTEER ||
        !LEDE_IS_ONE_OF(all->view->scene, known[0].end, AND)) {
        return 0;
    }
    lede_vector_push(all->out, &known[0]);
    lede_vector_push(all->out, &known[1]);
    return 1;
}

/* Settles what the model and the dictionary see differently at one place; how many mentions of the model that
 * took. */
static size_t
settle(dispute *all, size_t model_count)
{
    if (all->known_count == 0 || all->known->source != LEDE_SOURCE_GAZETTEER) {
        return 0;
    }
    all->met = 0;
    while (all->met < model_count && all->model[all->met].first < all->known->end) {
        all->met++;
    }
    size_t settled = put_known(all);
    return settled > 0 ? settled : put_pair(all);
}

void
lede_tagger_overrule(const lede_tagger_view *view, const lede_vector *found,
                     const lede_vector *opinions, lede_vector *out)
{
    const lede_mention *model = found->data, *known = opinions->data;
    size_t at = 0;
    for (size_t i = 0; i < found->count;) {
        while (at < opinions->count && known[at].end <= model[i].first) {
            at++;
        }
        dispute all = {view, &known[at], opinions->count - at, &model[i], 0, out};
        size_t settled = settle(&all, found->count - i);
        if (settled == 0) {
            lede_vector_push(out, &model[i]);
            settled = 1;
        }
        i += settled;
    }
}
