/* Byte offsets to code points, for the border alone.
 *
 * Invariant: a lede_points walks forward; asking in ascending order costs one pass over the text in
 * all. An offset before the last ones asked may be answered by starting over.
 *
 *     lede_points points;
 *     lede_points_init(&points, text);
 *     size_t start = lede_points_at(&points, span.start);
 */
#ifndef LEDE_UNICODE_POINTS_H
#define LEDE_UNICODE_POINTS_H

#include "base/span.h"

typedef struct {
    lede_text text;
    size_t byte, point; /* `point` code points start before offset `byte` */
    size_t
        plain; /* from `byte` up to here the text is ASCII, and nothing need be counted */
} lede_points;

void lede_points_init(lede_points *points, lede_text text);

/* The number of code points before byte offset `byte`, which is at most the text's size. */
size_t lede_points_at(lede_points *points, size_t byte);

#endif
