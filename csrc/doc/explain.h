/* Why a sentence ends at a place of a text, or does not.
 *
 * Invariant: the text is read as lede_analyze reads it, so what is told here is what happens there.
 *
 *     lede_explanation found;
 *     status = lede_explain(&found, reader, raw, at, &arena);
 *     if (found.found) … found.decision.by, found.raw
 */
#ifndef LEDE_DOC_EXPLAIN_H
#define LEDE_DOC_EXPLAIN_H

#include "doc/reader.h"

typedef struct {
    bool found;             /* there is a decision at the place */
    lede_decision decision; /* in the clean text */
    lede_raw_span raw;      /* what it was about: the marks and what closes behind them */
    lede_text clean;
    uint32_t features[LEDE_FEATURE_COUNT]; /* where the model decided */
    size_t feature_count;
} lede_explanation;

/* Looks for the decision at byte `at` of `raw`: about the marks that hold it, the white space behind them,
 * or the border of two sentences. What is found lies in the arena. */
LEDE_MUST_USE lede_status lede_explain(lede_explanation *out, const lede_reader *reader,
                                       lede_text raw, size_t at, lede_arena *arena);

#endif
