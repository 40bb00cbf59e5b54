/* The sentences of a text of code units, in code points, without an article that would hold them.
 *
 * A text is read stretch by stretch, and a stretch ends at a blank line:
 *
 *     … repaired.⏎⏎The next …        the first stretch sees `… repaired.⏎⏎T`, so that the blank line
 *                  ^ cut             is none at the end of a text; the sentence `T` is dropped
 *
 * Invariant: the spans are those of lede_analyze on the whole text: no step of normalization and no
 * sentence looks past a blank line. So work on damage, and memory, are those of a stretch.
 *
 *     status = lede_stretches_read(&spans, reader, units, count, LEDE_UCS2);
 */
#ifndef LEDE_DOC_STRETCHES_H
#define LEDE_DOC_STRETCHES_H

#include "doc/reader.h"
#include "unicode/transcode.h"

typedef struct {
    uint32_t start, end;
} lede_point_span; /* code points of the caller's text */

/* Appends the sentences to `spans`, a vector of lede_point_span; on failure, some of them. `least` is how
 * many units a stretch has at least: LEDE_STRETCH but in tests. LEDE_NO_MEMORY, or LEDE_TOO_LARGE as
 * from lede_analyze. */
LEDE_MUST_USE lede_status lede_stretches_read(lede_vector *spans, const lede_reader *reader,
                                              const void *units, size_t count,
                                              lede_unit unit, size_t least);

/* A few articles: enough for what a stretch costs by itself not to count, and few enough to stay in the
 * nearest caches. */
#define LEDE_STRETCH 4096

#endif
