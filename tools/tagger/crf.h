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

typedef struct {
    unsigned row_bits, epochs;
    float rate;
} crf_settings;

typedef struct {
    float *weights; /* rows of LEDE_TAGS */
    float transitions[LEDE_TAGS][LEDE_TAGS];
} crf;

/* Trains; the caller frees `weights`. */
void crf_train(crf *model, const corpus *documents, crf_settings settings);

#endif
