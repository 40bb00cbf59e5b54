#include "names/tagger_path.h"

#include <math.h>

enum { TAGS = LEDE_TAGS };

/* Worse than any sum of a path, and far from overflow. */
static const int32_t FORBIDDEN = -(1 << 24);

static bool
is_begin(unsigned tag)
{
    return tag == LEDE_TAG_PERSON || tag == LEDE_TAG_ORG || tag == LEDE_TAG_LOC;
}

bool
lede_tagger_is_open(unsigned tag)
{
    return tag >= LEDE_TAG_PERSON && tag < LEDE_TAG_NORP && (tag - 1) % 4 < 2;
}

bool
lede_tagger_may_follow(unsigned last, unsigned next)
{
    if (lede_tagger_is_open(last)) {
        unsigned begin = last - (last - 1) % 4;
        return next == begin + 1 || next == begin + 2;
    }
    if (next == LEDE_TAG_NORP + 1) {
        return last == LEDE_TAG_NORP || last == LEDE_TAG_NORP + 1;
    }
    return next == LEDE_TAG_OUTSIDE || next >= LEDE_TAG_NORP || is_begin(next) ||
           (next - 1) % 4 == 3;
}

void
lede_tagger_steps_init(lede_tagger_steps *steps,
                       const int16_t transitions[LEDE_TAGS][LEDE_TAGS], float scale)
{
    steps->scale = scale;
    for (unsigned i = 0; i < TAGS; i++) {
        for (unsigned j = 0; j < TAGS; j++) {
            bool may = lede_tagger_may_follow(i, j);
            steps->scores[i][j] = may ? transitions[i][j] : FORBIDDEN;
            steps->factors[i][j] = may ? expf((float)transitions[i][j] / scale) : 0;
        }
    }
}

/* ---- The best path (Viterbi) ---- */

static void
step(lede_tagger_lattice *all, const lede_tagger_steps *steps, size_t t,
     int32_t paths[TAGS])
{
    int32_t best[TAGS], from[TAGS];
    for (size_t j = 0; j < TAGS; j++) {
        best[j] = paths[0] + steps->scores[0][j];
        from[j] = 0;
    }
    for (int32_t i = 1; i < TAGS; i++) {
        for (size_t j = 0; j < TAGS; j++) {
            int32_t path = paths[i] + steps->scores[i][j];
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

bool
lede_tagger_best_path(lede_tagger_lattice *all, const lede_tagger_steps *steps)
{
    int32_t paths[TAGS];
    for (size_t j = 0; j < TAGS; j++) {
        paths[j] = j == LEDE_TAG_OUTSIDE ? 0 : FORBIDDEN;
    }
    for (size_t t = 0; t < all->count; t++) {
        step(all, steps, t, paths);
    }
    size_t tag = LEDE_TAG_OUTSIDE;
    for (size_t j = 1; j < TAGS; j++) {
        bool better = paths[j] + steps->scores[j][LEDE_TAG_OUTSIDE] >
                      paths[tag] + steps->scores[tag][LEDE_TAG_OUTSIDE];
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
read_factors(lede_tagger_lattice *all, size_t t, float scale)
{
    int32_t best = all->scores[t][0];
    for (size_t i = 1; i < TAGS; i++) {
        best = all->scores[t][i] > best ? all->scores[t][i] : best;
    }
    for (size_t i = 0; i < TAGS; i++) {
        all->factors[t][i] = expf((float)(all->scores[t][i] - best) / scale);
    }
}

static void
sum_forward(lede_tagger_lattice *all, const lede_tagger_steps *steps)
{
    float last[TAGS] = {1};
    for (size_t t = 0; t < all->count; t++) {
        float sums[TAGS] = {0}, total = 0;
        for (size_t i = 0; i < TAGS; i++) {
            for (size_t j = 0; j < TAGS; j++) {
                sums[j] += last[i] * steps->factors[i][j];
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
sum_backward(lede_tagger_lattice *all, const lede_tagger_steps *steps)
{
    float next[TAGS], ends = 0;
    for (size_t i = 0; i < TAGS; i++) {
        next[i] = steps->factors[i][LEDE_TAG_OUTSIDE];
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
                sum += steps->factors[i][j] * next[j];
            }
            all->backward[t][i] = sum;
        }
    }
}

void
lede_tagger_sum_paths(lede_tagger_lattice *all, const lede_tagger_steps *steps)
{
    for (size_t t = 0; t < all->count; t++) {
        read_factors(all, t, steps->scale);
    }
    sum_forward(all, steps);
    sum_backward(all, steps);
}

float
lede_tagger_probability(const lede_tagger_lattice *all, const lede_tagger_steps *steps,
                        size_t from, size_t end)
{
    float product = all->forward[from][all->tags[from]];
    for (size_t t = from + 1; t < end; t++) {
        product *= steps->factors[all->tags[t - 1]][all->tags[t]] *
                   all->factors[t][all->tags[t]] / all->sums[t];
    }
    return product * all->backward[end - 1][all->tags[end - 1]];
}
