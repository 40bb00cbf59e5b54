/* A linear-chain conditional random field with hashed features, trained with AdaGrad.
 *
 * Where a token may have several labels, the probability of all paths through them counts (a lattice).
 *
 * Invariant: the result depends on the corpus and the settings alone.
 */
#ifndef LEDE_TOOLS_CRF_H
#define LEDE_TOOLS_CRF_H

#include "corpus.h"
#include "names/tagger_model.h"

#define CRF_NO_FOLD UINT32_MAX
#define CRF_SCALE 256.0F /* what a weight of 1 is stored as */

typedef struct {
    unsigned row_bits, epochs;
    float rate;
    uint32_t held; /* the fold that is left out, or CRF_NO_FOLD */
} crf_settings;

typedef struct {
    float *weights; /* rows of LEDE_TAGS */
    float transitions[LEDE_TAGS][LEDE_TAGS];
} crf;

/* Zeroed memory; ends the program when there is none. */
void *crf_allocate(size_t count, size_t size);

/* A weight as a model file has it. */
int16_t crf_rounded(float weight);

/* Trains; the caller frees `weights`. Learning begins with the transitions of `before` and adds to the
 * scores that `given` has for each token (NULL: from nothing). */
void crf_train(crf *model, const corpus *documents, crf_settings settings,
               const crf *before, const float (*given)[LEDE_TAGS]);

/* Adds up the weights of a token's features. */
void crf_score(float scores[LEDE_TAGS], const crf *model, const corpus *documents,
               size_t token, unsigned row_bits);

/* Trains the second look (names/tagger_votes.h) on what models of the other folds made of each document.
 * `first` is the model of the first look. */
void crf_train_votes(crf *model, corpus *documents, const crf *first, crf_settings settings,
                     crf_settings votes, unsigned folds);

#endif
