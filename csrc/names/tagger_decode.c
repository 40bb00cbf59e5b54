#include "names/tagger_decode.h"

#include "names/tagger_path.h"

enum { TAGS = LEDE_TAGS };

/* Reporting mentions that are less sure than this costs more right ones than it brings (F1 on the
 * development sets, flat between 0.3 and 0.45). */
static const float LEAST_SCORE = 0.35f;
/* Of several words, nine in ten that are less sure still touch a name: silence helps nobody (F1 is the same). */
static const float LEAST_OF_SEVERAL = 0.27f;
/* One word where only its place may capitalize it must be surer (no difference on the development sets). */
static const float LEAST_BY_PLACE = 0.93f;

typedef struct {
    lede_tagger_view *view;
    const lede_tagger_model *model;
    lede_vector *mentions;
    lede_tagger_steps first_steps, second_steps;
    int16_t (*scores)[TAGS];     /* of the active tokens, after the first look */
    lede_tagger_ballot *ballots; /* the same */
    lede_tagger_votes *votes;    /* one for each different word */
    size_t seen;                 /* active tokens before the segment at hand */
    size_t first;                /* the first token of the segment at hand */
    uint16_t opinions[LEDE_LONGEST_SEGMENT];
    lede_tagger_lattice lattice;
} decoder;

size_t
lede_tagger_segment_end(const lede_tagger_view *view, size_t first)
{
    size_t end = first;
    while (end < view->count && end < first + LEDE_LONGEST_SEGMENT &&
           view->tokens[end].active &&
           view->scene->sentence[end] == view->scene->sentence[first]) {
        end++;
    }
    return end;
}

lede_tagger_ballot
lede_tagger_ballot_of(const lede_tagger_view *view, size_t i, uint8_t tag)
{
    const lede_tagger_token *token = &view->tokens[i];
    return (lede_tagger_ballot){
        .word = token->again,
        .form = token->form,
        .tag = tag,
        .starts = (token->cues & LEDE_CUE_STARTS) != 0,
        .small = (token->cues & LEDE_CUE_SEEN_LOWER) != 0,
    };
}

/* ---- The first look ---- */

/* Adds up the weights of a token's features. Sums wrap as unsigned numbers do; training keeps real
 * ones far from the limits. */
static void
score_token(const decoder *all, size_t token, int16_t scores[TAGS])
{
    uint32_t features[LEDE_TAGGER_FEATURES];
    size_t count = lede_tagger_features(features, all->view, token);
    uint16_t sums[TAGS] = {0};
    for (size_t n = 0; n < count; n++) {
        const int16_t *row = lede_tagger_model_row(all->model, features[n]);
        for (size_t i = 0; i < TAGS; i++) {
            sums[i] = (uint16_t)(sums[i] + (uint16_t)row[i]);
        }
    }
    for (size_t i = 0; i < TAGS; i++) {
        scores[i] = (int16_t)sums[i];
    }
}

static void
read_scores(decoder *all)
{
    for (size_t t = 0; t < all->lattice.count; t++) {
        for (size_t i = 0; i < TAGS; i++) {
            all->lattice.scores[t][i] = all->scores[all->seen + t][i];
        }
    }
}

static void
look_once(decoder *all)
{
    for (size_t t = 0; t < all->lattice.count; t++) {
        score_token(all, all->first + t, all->scores[all->seen + t]);
    }
    read_scores(all);
    (void)lede_tagger_best_path(&all->lattice, &all->first_steps);
    for (size_t t = 0; t < all->lattice.count; t++) {
        all->ballots[all->seen + t] =
            lede_tagger_ballot_of(all->view, all->first + t, all->lattice.tags[t]);
    }
    lede_tagger_count_votes(all->votes, all->ballots + all->seen, all->lattice.count);
}

/* ---- The second look ---- */

/* Adds what the document says of a token's word. */
static void
add_votes(decoder *all, size_t t)
{
    uint32_t features[LEDE_TAGGER_VOTE_FEATURES];
    size_t count =
        lede_tagger_vote_features(features, all->ballots + all->seen, all->opinions,
                                  all->lattice.count, t, all->votes);
    for (size_t n = 0; n < count; n++) {
        const int16_t *row = lede_tagger_model_vote_row(all->model, features[n]);
        for (size_t i = 0; i < TAGS; i++) {
            all->lattice.scores[t][i] += row[i];
        }
    }
}

static uint32_t
label_of(unsigned tag)
{
    return tag >= LEDE_TAG_NORP ? LEDE_LABEL_NORP : (tag - 1) / 4;
}

static bool
goes_on(const lede_tagger_lattice *lattice, size_t t)
{
    return lede_tagger_is_open(lattice->tags[t]) ||
           (lattice->tags[t] >= LEDE_TAG_NORP && t + 1 < lattice->count &&
            lattice->tags[t + 1] == LEDE_TAG_NORP + 1);
}

/* In a text with capitals, words in small letters alone are no name. */
static bool
is_written_as_name(const decoder *all, size_t from, size_t end)
{
    bool capital = !all->view->capitals;
    for (size_t t = from; t < end && !capital; t++) {
        capital = all->view->tokens[all->first + t].form != LEDE_FORM_LOWER;
    }
    return capital;
}

/* `Stone is hard` in a text that writes `stone` in small letters too: one word whose capital may come from the
 * beginning of its sentence alone. */
static bool
is_capital_by_place(const decoder *all, size_t from, size_t end)
{
    const lede_tagger_ballot *first = &all->ballots[all->seen + from];
    return end == from + 1 && first->starts && first->small;
}

/* How sure a mention must be to be reported. */
static float
least_score(const decoder *all, size_t from, size_t end)
{
    return is_capital_by_place(all, from, end) ? LEAST_BY_PLACE
           : end > from + 1                    ? LEAST_OF_SEVERAL
                                               : LEAST_SCORE;
}

/* Where the name in tokens [from, end) begins: not with the 's of the one before. */
static size_t
name_start(const decoder *all, size_t from, size_t end)
{
    while (from + 1 < end &&
           all->view->tokens[all->first + from].form == LEDE_FORM_POSSESSIVE) {
        from++;
    }
    return from;
}

static void
push_mentions(decoder *all, const lede_tagger_steps *steps)
{
    const lede_tagger_lattice *lattice = &all->lattice;
    for (size_t t = 0; t < lattice->count; t++) {
        if (lattice->tags[t] == LEDE_TAG_OUTSIDE || lattice->tags[t] == LEDE_TAG_OTHER) {
            continue;
        }
        size_t from = t;
        while (goes_on(lattice, t)) {
            t++;
        }
        if (!is_written_as_name(all, from, t + 1)) {
            continue;
        }
        float probability = lede_tagger_probability(lattice, steps, from, t + 1);
        lede_mention mention = {
            .first = (uint32_t)(all->first + name_start(all, from, t + 1)),
            .end = (uint32_t)(all->first + t + 1),
            .label = label_of(lattice->tags[from]),
            .source = LEDE_SOURCE_TAGGER,
            .score = lede_tagger_model_score(all->model, probability),
        };
        if (mention.score >= least_score(all, from, t + 1)) {
            lede_vector_push(all->mentions, &mention);
        }
    }
}

static void
look_twice(decoder *all)
{
    lede_tagger_lattice *lattice = &all->lattice;
    const lede_tagger_steps *steps = &all->first_steps;
    read_scores(all);
    if (lede_tagger_opinions(all->opinions, all->ballots + all->seen, lattice->count,
                             all->votes)) {
        steps = &all->second_steps;
        for (size_t t = 0; t < lattice->count; t++) {
            add_votes(all, t);
        }
    }
    bool any = lede_tagger_best_path(lattice, steps);
    for (size_t t = 0; t < lattice->count; t++) {
        all->view->tokens[all->first + t].tag = lattice->tags[t];
    }
    if (any) {
        lede_tagger_sum_paths(lattice, steps);
        push_mentions(all, steps);
    }
}

/* ---- Both ---- */

static void
look(decoder *all, void (*at_segment)(decoder *))
{
    all->seen = 0;
    for (size_t i = 0; i < all->view->count;) {
        size_t end = lede_tagger_segment_end(all->view, i);
        all->first = i;
        all->lattice.count = end - i;
        if (end > i) {
            at_segment(all);
        }
        all->seen += end - i;
        i = end > i ? end : i + 1;
    }
}

static size_t
count_active(const lede_tagger_view *view)
{
    size_t active = 0;
    for (size_t i = 0; i < view->count; i++) {
        active += view->tokens[i].active;
    }
    return active;
}

static bool
make_room(decoder *all, lede_arena *arena)
{
    size_t active = count_active(all->view);
    all->scores = lede_arena_alloc(arena, active + 1, sizeof *all->scores);
    all->ballots = lede_arena_alloc(arena, active + 1, sizeof *all->ballots);
    all->votes = lede_arena_alloc(arena, all->view->words + 1, sizeof *all->votes);
    if (lede_arena_status(arena) != LEDE_OK) {
        return false;
    }
    memset(all->votes, 0, (all->view->words + 1) * sizeof *all->votes);
    return true;
}

void
lede_tagger_decode(lede_tagger_view *view, const lede_tagger_model *model,
                   lede_vector *mentions)
{
    lede_arena *arena = view->scene->arena;
    decoder *all = lede_arena_alloc(arena, 1, sizeof *all);
    if (all == NULL) {
        return;
    }
    const lede_tagger_meta *meta = lede_tagger_model_meta(model);
    all->view = view;
    all->model = model;
    all->mentions = mentions;
    lede_tagger_steps_init(&all->first_steps, meta->transitions, meta->scale);
    lede_tagger_steps_init(&all->second_steps, meta->vote_transitions, meta->scale);
    if (make_room(all, arena)) {
        look(all, look_once);
        look(all, look_twice);
    }
}
