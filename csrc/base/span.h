/* Texts and ranges of texts.
 *
 * Invariant: a range is half-open and its type names its coordinate space. lede_span counts bytes
 * of the clean (normalized) text, lede_raw_span bytes of the caller's text in UTF-8. Code points
 * appear only at the border: the converter of unicode/, the binding and the columns of engine/.
 *
 *     lede_text iraq = lede_text_slice(clean, (lede_span){26, 30});
 */
#ifndef LEDE_BASE_SPAN_H
#define LEDE_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Offsets are 32 bits wide; half of the range is kept for sums. */
#define LEDE_TEXT_MAX ((size_t)INT32_MAX)

typedef struct {
    const char *bytes;
    size_t size;
} lede_text;

typedef struct {
    uint32_t start, end;
} lede_span;

typedef struct {
    uint32_t start, end;
} lede_raw_span;

static inline lede_text
lede_text_slice(lede_text text, lede_span span)
{
    return (lede_text){text.bytes + span.start, (size_t)(span.end - span.start)};
}

static inline bool
lede_text_equal(lede_text a, lede_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

#endif
