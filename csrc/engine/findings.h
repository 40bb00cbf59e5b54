/* What the work on one text leaves behind: rows for the frames of a batch.
 *
 * Invariant: rows lie in the findings' own block, no larger than they need, until lede_findings_release:
 * what the passes used is given back at once, so that the next text works in memory that is warm.
 *
 *     lede_findings_make(&findings, &batch, &batch.inputs[i]);
 */
#ifndef LEDE_ENGINE_FINDINGS_H
#define LEDE_ENGINE_FINDINGS_H

#include "engine/batch.h"

typedef struct {
    lede_rows rows[LEDE_FRAME_COUNT];
    lede_outcome outcome;
    lede_seconds seconds;
    void *block;
} lede_findings;

/* Works on one text of a batch; never fails but in its outcome. */
void lede_findings_make(lede_findings *findings, const lede_batch *batch,
                        const lede_input *input);
void lede_findings_release(lede_findings *findings);

#endif
