#include "names/tagger_decode.h"

#include <math.h>

enum { TAGS = LEDE_TAGS, LONGEST_SEGMENT = 512 };

/* Worse than any sum of a path, and far from overflow. */
static const int32_t FORBIDDEN = -(1 << 24);

/* A segment in the making; a longer run of active tokens is cut, so that its tables stay small. */
/* Reporting mentions that are less sure than this costs more right ones than it brings (F1 on the
 * development sets, flat between 0.3 and 0.45). */
static const float LEAST_SCORE = 0.35f;

typedef struct {
    const lede_tagger_view *view;
    const lede_tagger_model *model;
    lede_vector *mentions;
    int32_t transitions[TAGS][TAGS];
    float steps[TAGS][TAGS]; /* the same as factors */
    size_t first, count;
    int32_t scores[LONGEST_SEGMENT][TAGS];
    uint8_t from[LONGEST_SEGMENT][TAGS];
    uint8_t tags[LONGEST_SEGMENT];
    float factors[LONGEST_SEGMENT][TAGS], forward[LONGEST_SEGMENT][TAGS];
    float backward[LONGEST_SEGMENT][TAGS], sums[LONGEST_SEGMENT];
} decoder;

static bool
is_begin(unsigned tag)
{
    return tag == LEDE_TAG_PERSON || tag == LEDE_TAG_ORG || tag == LEDE_TAG_LOC;
}

/* True for the beginning and inside of a name that must go on. */
static bool
is_open(unsigned tag)
{
    return tag >= LEDE_TAG_PERSON && tag < LEDE_TAG_NORP && (tag - 1) % 4 < 2;
}

bool
lede_tagger_may_follow(unsigned last, unsigned next)
{
    if (is_open(last)) {
        unsigned begin = last - (last - 1) % 4;
        return next == begin + 1 || next == begin + 2;
    }
    if (next == LEDE_TAG_NORP + 1) {
        return last == LEDE_TAG_NORP || last == LEDE_TAG_NORP + 1;
    }
    return next == LEDE_TAG_OUTSIDE || next >= LEDE_TAG_NORP || is_begin(next) ||
           (next - 1) % 4 == 3;
}

size_t
lede_tagger_segment_end(const lede_tagger_view *view, size_t first)
{
    size_t end = first;
    while (end < view->count && end < first + LONGEST_SEGMENT && view->tokens[end].active &&
           view->scene->sentence[end] == view->scene->sentence[first]) {
        end++;
    }
    return end;
}

static void
read_transitions(decoder *all)
{
    const lede_tagger_meta *meta = lede_tagger_model_meta(all->model);
    for (unsigned i = 0; i < TAGS; i++) {
        for (unsigned j = 0; j < TAGS; j++) {
            bool may = lede_tagger_may_follow(i, j);
            all->transitions[i][j] = may ? meta->transitions[i][j] : FORBIDDEN;
            all->steps[i][j] = may ? expf((float)meta->transitions[i][j] / meta->scale) : 0;
        }
    }
}

/* Adds up the weights of a token's features. Sums wrap as unsigned numbers do; training keeps real
 * ones far from the limits. */
static void
score_token(decoder *all, size_t t)
{
    uint32_t features[LEDE_TAGGER_FEATURES];
    size_t count = lede_tagger_features(features, all->view, all->first + t);
    uint16_t sums[TAGS] = {0};
    for (size_t n = 0; n < count; n++) {
        const int16_t *row = lede_tagger_model_row(all->model, features[n]);
        for (size_t i = 0; i < TAGS; i++) {
            sums[i] = (uint16_t)(sums[i] + (uint16_t)row[i]);
        }
    }
    for (size_t i = 0; i < TAGS; i++) {
        all->scores[t][i] = (int16_t)sums[i];
    }
}

/* ---- The best path (Viterbi) ---- */

static void
step(decoder *all, size_t t, int32_t paths[TAGS])
{
    int32_t best[TAGS], from[TAGS];
    for (size_t j = 0; j < TAGS; j++) {
        best[j] = paths[0] + all->transitions[0][j];
        from[j] = 0;
    }
    for (int32_t i = 1; i < TAGS; i++) {
        for (size_t j = 0; j < TAGS; j++) {
            int32_t path = paths[i] + all->transitions[i][j];
            from[j] = path > best[j] ? i : from[j];
            best[j] = path > best[j] ? path : best[j];
        }
    }
    for (size_t j = 0; j < TAGS; j++) {
        paths[j] = best[j] + all->scores[t][j];
        paths[j] = paths[j] < FORBIDDEN ? FORBIDDEN : paths[j];
        all->from[t][j] = (uint8_t)from[j];
    }
}

/* Fills `tags`; true when one of them is a name. */
static bool
find_best_path(decoder *all)
{
    int32_t paths[TAGS];
    for (size_t j = 0; j < TAGS; j++) {
        paths[j] = j == LEDE_TAG_OUTSIDE ? 0 : FORBIDDEN;
    }
    for (size_t t = 0; t < all->count; t++) {
        step(all, t, paths);
    }
    size_t tag = LEDE_TAG_OUTSIDE;
    for (size_t j = 1; j < TAGS; j++) {
        bool better = paths[j] + all->transitions[j][LEDE_TAG_OUTSIDE] >
                      paths[tag] + all->transitions[tag][LEDE_TAG_OUTSIDE];
        tag = better ? j : tag;
    }
    bool any = false;
    for (size_t t = all->count; t-- > 0;) {
        all->tags[t] = (uint8_t)tag;
        any |= tag != LEDE_TAG_OUTSIDE && tag != LEDE_TAG_OTHER;
        tag = all->from[t][tag];
    }
    return any;
}

/* ---- How sure it is (forward and backward sums) ---- */

static void
read_factors(decoder *all, size_t t)
{
    int32_t best = all->scores[t][0];
    for (size_t i = 1; i < TAGS; i++) {
        best = all->scores[t][i] > best ? all->scores[t][i] : best;
    }
    float scale = lede_tagger_model_meta(all->model)->scale;
    for (size_t i = 0; i < TAGS; i++) {
        all->factors[t][i] = expf((float)(all->scores[t][i] - best) / scale);
    }
}

static void
sum_forward(decoder *all)
{
    float last[TAGS] = {1};
    for (size_t t = 0; t < all->count; t++) {
        float sums[TAGS] = {0}, total = 0;
        for (size_t i = 0; i < TAGS; i++) {
            for (size_t j = 0; j < TAGS; j++) {
                sums[j] += last[i] * all->steps[i][j];
            }
        }
        for (size_t j = 0; j < TAGS; j++) {
            sums[j] *= all->factors[t][j];
            total += sums[j];
        }
        all->sums[t] = total;
        for (size_t j = 0; j < TAGS; j++) {
            last[j] = all->forward[t][j] = total > 0 ? sums[j] / total : 0;
        }
    }
}

/* Scaled so that forward[t] · backward[t] is 1 at each token. */
static void
sum_backward(decoder *all)
{
    float next[TAGS], ends = 0;
    for (size_t i = 0; i < TAGS; i++) {
        next[i] = all->steps[i][LEDE_TAG_OUTSIDE];
        ends += next[i] * all->forward[all->count - 1][i];
    }
    for (size_t i = 0; i < TAGS; i++) {
        all->backward[all->count - 1][i] = ends > 0 ? next[i] / ends : 0;
    }
    for (size_t t = all->count - 1; t-- > 0;) {
        for (size_t j = 0; j < TAGS; j++) {
            next[j] = all->backward[t + 1][j] * all->factors[t + 1][j] / all->sums[t + 1];
        }
        for (size_t i = 0; i < TAGS; i++) {
            float sum = 0;
            for (size_t j = 0; j < TAGS; j++) {
                sum += all->steps[i][j] * next[j];
            }
            all->backward[t][i] = sum;
        }
    }
}

/* The probability of the labels of tokens [from, end), summed over all labels around them. */
static float
probability(const decoder *all, size_t from, size_t end)
{
    float product = all->forward[from][all->tags[from]];
    for (size_t t = from + 1; t < end; t++) {
        product *= all->steps[all->tags[t - 1]][all->tags[t]] *
                   all->factors[t][all->tags[t]] / all->sums[t];
    }
    return product * all->backward[end - 1][all->tags[end - 1]];
}

static uint32_t
label_of(unsigned tag)
{
    return tag >= LEDE_TAG_NORP ? LEDE_LABEL_NORP : (tag - 1) / 4;
}

static bool
goes_on(const decoder *all, size_t t)
{
    return is_open(all->tags[t]) || (all->tags[t] >= LEDE_TAG_NORP && t + 1 < all->count &&
                                     all->tags[t + 1] == LEDE_TAG_NORP + 1);
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

static void
push_mentions(decoder *all)
{
    for (size_t t = 0; t < all->count; t++) {
        if (all->tags[t] == LEDE_TAG_OUTSIDE || all->tags[t] == LEDE_TAG_OTHER) {
            continue;
        }
        size_t from = t;
        while (goes_on(all, t)) {
            t++;
        }
        if (!is_written_as_name(all, from, t + 1)) {
            continue;
        }
        lede_mention mention = {
            .first = (uint32_t)(all->first + from),
            .end = (uint32_t)(all->first + t + 1),
            .label = label_of(all->tags[from]),
            .source = LEDE_SOURCE_TAGGER,
            .score = lede_tagger_model_score(all->model, probability(all, from, t + 1)),
        };
        if (mention.score >= LEAST_SCORE) {
            lede_vector_push(all->mentions, &mention);
        }
    }
}

static void
decode_segment(decoder *all, size_t first, size_t end)
{
    all->first = first;
    all->count = end - first;
    for (size_t t = 0; t < all->count; t++) {
        score_token(all, t);
    }
    if (!find_best_path(all)) {
        return;
    }
    for (size_t t = 0; t < all->count; t++) {
        read_factors(all, t);
    }
    sum_forward(all);
    sum_backward(all);
    push_mentions(all);
}

void
lede_tagger_decode(const lede_tagger_view *view, const lede_tagger_model *model,
                   lede_vector *mentions)
{
    decoder *all = lede_arena_alloc(view->scene->arena, 1, sizeof *all);
    if (all == NULL) {
        return;
    }
    all->view = view;
    all->model = model;
    all->mentions = mentions;
    read_transitions(all);
    for (size_t i = 0; i < view->count;) {
        size_t end = lede_tagger_segment_end(view, i);
        if (end > i) {
            decode_segment(all, i, end);
        }
        i = end > i ? end : i + 1;
    }
}
