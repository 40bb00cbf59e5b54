/* What the work on one text leaves behind: rows for the frames of a batch.
 *
 * Invariant: rows lie in the findings' own arena or in the article, and both live until
 * lede_findings_release.
 *
 *     lede_findings_make(&findings, &batch, &batch.inputs[i]);
 */
#ifndef LEDE_ENGINE_FINDINGS_H
#define LEDE_ENGINE_FINDINGS_H

#include "engine/batch.h"

typedef struct {
    lede_rows rows[LEDE_FRAME_COUNT];
    lede_outcome outcome;
    lede_opened opened;
    lede_article article;
    lede_arena arena;
} lede_findings;

/* Works on one text of a batch; never fails but in its outcome. */
void lede_findings_make(lede_findings *findings, const lede_batch *batch,
                        const lede_input *input);
void lede_findings_release(lede_findings *findings);

#endif
