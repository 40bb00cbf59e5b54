/* Where a splitter of sentences has to look: marks, quotes, brackets and line ends, found sixty-four
 * bytes a step.
 *
 * Invariant: lede_stops_next and lede_stop_find_scalar agree on every text; the second is the
 * definition, the first the one to call. Letters of Latin, Greek and Cyrillic are passed over; bytes
 * that may begin a mark of some other script are not.
 *
 *     lede_stops stops = lede_stops_of(text);
 *     for (size_t at = 0; (at = lede_stops_next(&stops, at)) < text.size;) …
 */
#ifndef LEDE_UNICODE_STOPS_H
#define LEDE_UNICODE_STOPS_H

#include "base/span.h"

enum { LEDE_STOPS_BLOCK = 64, LEDE_STOPS_AHEAD = 16 };

/* Bit k of bits[i]: byte k of block i at `bytes` is a stop. */
typedef void lede_stops_look(uint64_t *bits, const char *bytes, size_t blocks);

typedef struct {
    lede_text text;
    size_t base;   /* of the block at hand */
    uint64_t bits; /* of it */
    size_t first;  /* of the blocks that are known, and where they end */
    size_t end;
    uint64_t known[LEDE_STOPS_AHEAD];
    lede_stops_look *look;
} lede_stops;

lede_stops lede_stops_of(lede_text text);

/* Goes on with the block of `at` and those behind it, to one that has a stop at `at` or later. */
size_t lede_stops_advance(lede_stops *stops, size_t at);

/* The first position from `at` on that holds one of . ! ? : ; " ( ) [ ] { } and the line feed, or a byte
 * that may begin another mark, quote or bracket; text.size when there is none. */
static inline size_t
lede_stops_next(lede_stops *stops, size_t at)
{
    size_t inside = at - stops->base;
    uint64_t bits = inside < LEDE_STOPS_BLOCK ? stops->bits >> inside : 0;
    return bits != 0 ? at + (size_t)__builtin_ctzll(bits) : lede_stops_advance(stops, at);
}

/* With wider registers; NULL on machines that have none. */
lede_stops_look *lede_stops_avx2(void);
lede_stops_look *lede_stops_avx512(void);

size_t lede_stop_find_scalar(lede_text text, size_t at);

#endif
