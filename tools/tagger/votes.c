#include <stdlib.h>

#include "crf.h"
#include "names/tagger_path.h"

enum { TAGS = LEDE_TAGS };

static void
set_steps(lede_tagger_steps *steps, const crf *model)
{
    int16_t transitions[TAGS][TAGS];
    for (size_t i = 0; i < TAGS * TAGS; i++) {
        transitions[i / TAGS][i % TAGS] =
            crf_rounded(model->transitions[i / TAGS][i % TAGS]);
    }
    lede_tagger_steps_init(steps, transitions, CRF_SCALE);
}

/* Scores the held fold with a model of the others, and labels it. */
static void
look_once(corpus *all, const crf *model, uint32_t fold, unsigned row_bits,
          float (*scores)[TAGS])
{
    lede_tagger_ballot *ballots = all->ballots.data;
    const segment *segments = all->segments.data;
    lede_tagger_lattice *lattice = crf_allocate(1, sizeof *lattice);
    lede_tagger_steps steps;
    set_steps(&steps, model);
    for (size_t n = 0; n < all->segments.count; n++) {
        segment one = segments[n];
        if (one.fold != fold) {
            continue;
        }
        lattice->count = one.count;
        for (size_t t = 0; t < one.count; t++) {
            crf_score(scores[one.first + t], model, all, one.first + t, row_bits);
            for (size_t i = 0; i < TAGS; i++) {
                lattice->scores[t][i] = crf_rounded(scores[one.first + t][i]);
            }
        }
        (void)lede_tagger_best_path(lattice, &steps);
        for (size_t t = 0; t < one.count; t++) {
            ballots[one.first + t].tag = lattice->tags[t];
        }
    }
    free(lattice);
}

/* The segments in which a word stands elsewhere too, with the features of the second look. */
static void
add_second(corpus *out, const corpus *all, const lede_tagger_votes *votes, segment one)
{
    const lede_tagger_ballot *ballots =
        (const lede_tagger_ballot *)all->ballots.data + one.first;
    uint16_t opinions[LEDE_LONGEST_SEGMENT];
    bool any = lede_tagger_opinions(opinions, ballots, one.count, votes);
    for (size_t t = 0; t < one.count; t++) {
        uint32_t features[LEDE_TAGGER_VOTE_FEATURES];
        uint32_t start = (uint32_t)out->features.count;
        size_t count = any ? lede_tagger_vote_features(features, ballots, opinions,
                                                       one.count, t, votes)
                           : 0;
        lede_vector_push(&out->starts, &start);
        lede_vector_append(&out->features, features, count);
    }
    if (any) {
        lede_vector_push(&out->segments, &one);
    }
}

void
crf_train_votes(crf *model, corpus *documents, const crf *first, crf_settings settings,
                crf_settings second, unsigned folds)
{
    float (*scores)[TAGS] = crf_allocate(documents->allowed.count + 1, sizeof *scores);
    settings.epochs = (settings.epochs + 1) / 2; /* good enough to vote */
    for (uint32_t fold = 0; fold < folds; fold++) {
        crf part;
        settings.held = fold;
        crf_train(&part, documents, settings, NULL, NULL);
        look_once(documents, &part, fold, settings.row_bits, scores);
        free(part.weights);
    }
    lede_tagger_votes *votes = crf_allocate(documents->words + 1, sizeof *votes);
    lede_tagger_count_votes(votes, documents->ballots.data, documents->ballots.count);
    lede_arena arena;
    lede_arena_init(&arena);
    corpus seen;
    corpus_init(&seen, &arena);
    for (size_t i = 0; i < documents->segments.count; i++) {
        add_second(&seen, documents, votes, ((const segment *)documents->segments.data)[i]);
    }
    uint32_t end = (uint32_t)seen.features.count;
    lede_vector_push(&seen.starts, &end);
    seen.allowed = documents->allowed;
    fprintf(stderr, "second look at %zu of %zu segments\n", seen.segments.count,
            documents->segments.count);
    crf_train(model, &seen, second, first, (const float (*)[TAGS])scores);
    lede_arena_release(&arena);
    free(votes);
    free(scores);
}
