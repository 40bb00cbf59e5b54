#include "crf.h"

#include <math.h>
#include <stdlib.h>

#include "names/tagger_path.h"

enum { TAGS = LEDE_TAGS };

/* Gradients below this change nothing worth the time. */
static const float SMALLEST = 1e-2f;
/* What sums of squares begin with: until a row has seen as much, its steps are small, so that no model builds
 * on what stood in the text once. */
static const float DAMPING = 0.1f;

typedef struct {
    const corpus *all;
    crf_settings settings;
    crf *model;
    const float (*given)[TAGS];
    float *squares; /* sums of squared gradients, beside the weights */
    float transition_squares[TAGS][TAGS];
    float steps[TAGS][TAGS]; /* factors of the transitions, 0 where forbidden */
    size_t room;             /* tokens that the tables below hold */
    float (*scores)[TAGS], (*factors)[TAGS], (*forward)[TAGS], (*backward)[TAGS];
    float (*wanted)[TAGS], (*found)[TAGS];
    float *sums;
    float pairs[TAGS][TAGS];
} trainer;

void *
crf_allocate(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return memory;
}

int16_t
crf_rounded(float weight)
{
    float scaled = weight * CRF_SCALE;
    return (int16_t)(scaled > 32767 ? 32767 : scaled < -32767 ? -32767 : lrintf(scaled));
}

static void
make_room(trainer *all, size_t count)
{
    if (count <= all->room) {
        return;
    }
    void *tables[] = {all->scores, all->factors, all->forward, all->backward,
                      all->wanted, all->found,   all->sums};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        free(tables[i]);
    }
    all->room = count;
    all->scores = crf_allocate(count, sizeof *all->scores);
    all->factors = crf_allocate(count, sizeof *all->factors);
    all->forward = crf_allocate(count, sizeof *all->forward);
    all->backward = crf_allocate(count, sizeof *all->backward);
    all->wanted = crf_allocate(count, sizeof *all->wanted);
    all->found = crf_allocate(count, sizeof *all->found);
    all->sums = crf_allocate(count, sizeof *all->sums);
}

static void
read_steps(trainer *all)
{
    for (unsigned i = 0; i < TAGS; i++) {
        for (unsigned j = 0; j < TAGS; j++) {
            all->steps[i][j] =
                lede_tagger_may_follow(i, j) ? expf(all->model->transitions[i][j]) : 0;
        }
    }
}

static const uint32_t *
features_of(const corpus *all, size_t token, size_t *count)
{
    const uint32_t *starts = all->starts.data;
    *count = starts[token + 1] - starts[token];
    return (const uint32_t *)all->features.data + starts[token];
}

static size_t
row_of(uint32_t feature, unsigned row_bits)
{
    return (size_t)(feature >> (32 - row_bits)) * TAGS;
}

void
crf_score(float scores[TAGS], const crf *model, const corpus *documents, size_t token,
          unsigned row_bits)
{
    size_t count;
    const uint32_t *features = features_of(documents, token, &count);
    for (size_t n = 0; n < count; n++) {
        const float *row = model->weights + row_of(features[n], row_bits);
        for (size_t i = 0; i < TAGS; i++) {
            scores[i] += row[i];
        }
    }
}

static void
score_tokens(trainer *all, segment one)
{
    for (size_t t = 0; t < one.count; t++) {
        float sums[TAGS] = {0};
        if (all->given != NULL) {
            memcpy(sums, all->given[one.first + t], sizeof sums);
        }
        crf_score(sums, all->model, all->all, one.first + t, all->settings.row_bits);
        memcpy(all->scores[t], sums, sizeof sums);
    }
}

static void
read_factors(trainer *all, size_t t, uint16_t allowed)
{
    float best = -1e30f;
    for (size_t i = 0; i < TAGS; i++) {
        best = (allowed >> i & 1) && all->scores[t][i] > best ? all->scores[t][i] : best;
    }
    for (size_t i = 0; i < TAGS; i++) {
        all->factors[t][i] = allowed >> i & 1 ? expf(all->scores[t][i] - best) : 0;
    }
}

/* Forward and backward sums over the allowed paths; false when there is none. */
static bool
sum_paths(trainer *all, size_t count)
{
    float last[TAGS] = {1};
    for (size_t t = 0; t < count; t++) {
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
        if (!(total > 1e-30f)) {
            return false;
        }
        all->sums[t] = total;
        for (size_t j = 0; j < TAGS; j++) {
            last[j] = all->forward[t][j] = sums[j] / total;
        }
    }
    float ends = 0;
    for (size_t i = 0; i < TAGS; i++) {
        ends += last[i] * all->steps[i][LEDE_TAG_OUTSIDE];
    }
    if (!(ends > 1e-30f)) {
        return false;
    }
    for (size_t i = 0; i < TAGS; i++) {
        all->backward[count - 1][i] = all->steps[i][LEDE_TAG_OUTSIDE] / ends;
    }
    for (size_t t = count - 1; t-- > 0;) {
        float next[TAGS];
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
    return true;
}

/* Adds the expected pairs of labels, times `sign`, to the gradient of the transitions. */
static void
count_pairs(trainer *all, size_t count, float sign)
{
    for (size_t t = 0; t + 1 < count; t++) {
        float next[TAGS];
        for (size_t j = 0; j < TAGS; j++) {
            next[j] =
                sign * all->backward[t + 1][j] * all->factors[t + 1][j] / all->sums[t + 1];
        }
        for (size_t i = 0; i < TAGS; i++) {
            for (size_t j = 0; j < TAGS; j++) {
                all->pairs[i][j] += all->forward[t][i] * all->steps[i][j] * next[j];
            }
        }
    }
    for (size_t j = 0; j < TAGS; j++) {
        all->pairs[0][j] += sign * all->forward[0][j] * all->backward[0][j];
        all->pairs[j][0] += sign * all->forward[count - 1][j] * all->backward[count - 1][j];
    }
}

/* The expected labels over the paths that `allowed` leaves open (NULL: all). */
static bool
expect(trainer *all, size_t count, const uint16_t *allowed, float (*out)[TAGS], float sign)
{
    for (size_t t = 0; t < count; t++) {
        read_factors(all, t, allowed == NULL ? 0xFFFF : allowed[t]);
    }
    if (!sum_paths(all, count)) {
        return false;
    }
    for (size_t t = 0; t < count; t++) {
        for (size_t i = 0; i < TAGS; i++) {
            out[t][i] = all->forward[t][i] * all->backward[t][i];
        }
    }
    count_pairs(all, count, sign);
    return true;
}

static void
move(float *weights, float *squares, const float gradient[TAGS], float rate)
{
    for (size_t i = 0; i < TAGS; i++) {
        squares[i] += gradient[i] * gradient[i];
        weights[i] -= rate * gradient[i] / sqrtf(squares[i] + DAMPING);
    }
}

static void
learn_tokens(trainer *all, segment one, float rate)
{
    for (size_t t = 0; t < one.count; t++) {
        float gradient[TAGS], largest = 0;
        for (size_t i = 0; i < TAGS; i++) {
            gradient[i] = one.weight * (all->found[t][i] - all->wanted[t][i]);
            largest = fabsf(gradient[i]) > largest ? fabsf(gradient[i]) : largest;
        }
        if (largest < SMALLEST) {
            continue;
        }
        size_t count;
        const uint32_t *features = features_of(all->all, one.first + t, &count);
        for (size_t n = 0; n < count; n++) {
            size_t row = row_of(features[n], all->settings.row_bits);
            move(all->model->weights + row, all->squares + row, gradient, rate);
        }
    }
}

static void
learn_transitions(trainer *all, float weight, float rate)
{
    for (size_t i = 0; i < TAGS; i++) {
        for (size_t j = 0; j < TAGS; j++) {
            all->pairs[i][j] *= weight;
        }
        move(all->model->transitions[i], all->transition_squares[i], all->pairs[i], rate);
    }
    read_steps(all);
}

static bool
learn(trainer *all, segment one, float rate)
{
    make_room(all, one.count);
    score_tokens(all, one);
    memset(all->pairs, 0, sizeof all->pairs);
    const uint16_t *allowed = (const uint16_t *)all->all->allowed.data + one.first;
    if (!expect(all, one.count, allowed, all->wanted, -1) ||
        !expect(all, one.count, NULL, all->found, 1)) {
        return false;
    }
    learn_tokens(all, one, rate);
    learn_transitions(all, one.weight, rate);
    return true;
}

static uint64_t
random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void
shuffle(uint32_t *order, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = random_next(state) % i;
        uint32_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

static uint32_t *
segments_to_learn(const corpus *documents, uint32_t held, size_t *count)
{
    const segment *segments = documents->segments.data;
    uint32_t *order = crf_allocate(documents->segments.count + 1, sizeof *order);
    *count = 0;
    for (size_t i = 0; i < documents->segments.count; i++) {
        order[*count] = (uint32_t)i;
        *count += segments[i].fold != held;
    }
    return order;
}

void
crf_train(crf *model, const corpus *documents, crf_settings settings, const crf *before,
          const float (*given)[TAGS])
{
    size_t size = (size_t)TAGS << settings.row_bits;
    *model = (crf){.weights = crf_allocate(size, sizeof(float))};
    if (before != NULL) {
        memcpy(model->transitions, before->transitions, sizeof model->transitions);
    }
    trainer all = {.all = documents, .settings = settings, .model = model, .given = given};
    all.squares = crf_allocate(size, sizeof(float));
    size_t count;
    uint32_t *order = segments_to_learn(documents, settings.held, &count);
    uint64_t state = 0x5eed;
    read_steps(&all);
    for (unsigned epoch = 0; epoch < settings.epochs; epoch++) {
        shuffle(order, count, &state);
        size_t failed = 0;
        /* the step grows smaller towards the end, which stands for averaging */
        float rate = settings.rate * (1 - 0.8f * (float)epoch / (float)settings.epochs);
        for (size_t i = 0; i < count; i++) {
            failed +=
                !learn(&all, ((const segment *)documents->segments.data)[order[i]], rate);
        }
        fprintf(stderr, "epoch %u: %zu of %zu segments without a path\n", epoch + 1, failed,
                count);
    }
    free(order);
    free(all.squares);
    void *tables[] = {all.scores, all.factors, all.forward, all.backward,
                      all.wanted, all.found,   all.sums};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        free(tables[i]);
    }
}
