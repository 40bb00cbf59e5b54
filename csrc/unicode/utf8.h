/* UTF-8: step, write, validate, count.
 *
 * Invariant: text inside the core is UTF-8 in which lone surrogates may stand as three bytes, as
 * the transcoder leaves them for the normalizer to see. lede_utf8_step is safe on any bytes.
 *
 *     for (size_t at = 0, size; at < text.size; at += size) {
 *         uint32_t point = lede_utf8_step(text, at, &size);
 *     }
 */
#ifndef LEDE_UNICODE_UTF8_H
#define LEDE_UNICODE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define LEDE_REPLACEMENT 0xFFFDu /* what stands for a character that cannot be read */
#define LEDE_UTF8_MOST 4         /* bytes a code point */

/* The same for what is longer than two bytes, or no character. */
uint32_t lede_utf8_step_long(lede_text text, size_t at, size_t *size);

/* The code point at text.bytes[at] (at < text.size) and its size in bytes. A byte that starts no
 * complete sequence is U+FFFD of size 1. */
static inline uint32_t
lede_utf8_step(lede_text text, size_t at, size_t *size)
{
    unsigned char first = (unsigned char)text.bytes[at];
    if (first < 0x80) {
        *size = 1;
        return first;
    }
    bool pair = first >= 0xC2 && first < 0xE0 && text.size - at > 1;
    uint32_t second = pair ? (unsigned char)text.bytes[at + 1] : 0;
    if ((second & 0xC0) == 0x80) {
        *size = 2;
        return (first & 0x1Fu) << 6 | (second & 0x3Fu);
    }
    return lede_utf8_step_long(text, at, size);
}

static inline bool
lede_is_surrogate(uint32_t point)
{
    return point >= 0xD800 && point <= 0xDFFF;
}

/* The character that a pair of surrogates stands for; 0 when they are no pair. */
uint32_t lede_utf8_join_surrogates(uint32_t high, uint32_t low);

/* The code point that ends just before `at` (at > 0) and its size. */
uint32_t lede_utf8_step_back(lede_text text, size_t at, size_t *size);

/* Writes `point` (at most U+10FFFF) and returns the number of bytes, 1 to 4. */
size_t lede_utf8_write(char out[LEDE_UTF8_MOST], uint32_t point);

/* True for well-formed UTF-8 without surrogates (Unicode 15.0, table 3-7); otherwise `bad` is the
 * offset of the first byte that does not belong. */
bool lede_utf8_validate(lede_text text, size_t *bad);

/* The number of code points of well-formed text. */
size_t lede_utf8_count(lede_text text);

#endif
