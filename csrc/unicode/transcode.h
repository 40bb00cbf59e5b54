/* Between UTF-8 and arrays of code units of one, two or four bytes (Latin-1, UCS-2, UCS-4), which
 * is how Python keeps its strings.
 *
 * Invariant: one unit is one code point, in both directions, so offsets in units are offsets in
 * code points. Lone surrogates pass through as three bytes. The vector path agrees with the scalar
 * one on every input.
 *
 *     size_t size = lede_units_utf8_size(units, count, LEDE_UCS2);
 *     lede_units_to_utf8(bytes, units, count, LEDE_UCS2);
 */
#ifndef LEDE_UNICODE_TRANSCODE_H
#define LEDE_UNICODE_TRANSCODE_H

#include "base/span.h"

typedef enum { LEDE_UCS1 = 1, LEDE_UCS2 = 2, LEDE_UCS4 = 4 } lede_unit; /* bytes a unit */

/* The code point of a unit; U+FFFD for one above U+10FFFF. */
static inline uint32_t
lede_unit_at(const void *units, size_t at, lede_unit unit)
{
    if (unit == LEDE_UCS1) {
        return ((const uint8_t *)units)[at];
    }
    if (unit == LEDE_UCS2) {
        return ((const uint16_t *)units)[at];
    }
    uint32_t point = ((const uint32_t *)units)[at];
    return point > 0x10FFFF ? 0xFFFD : point;
}

/* The exact size of the units in UTF-8; units above U+10FFFF count as U+FFFD. */
size_t lede_units_utf8_size(const void *units, size_t count, lede_unit unit);

/* Room for the units in UTF-8: the exact size, or for few units up to four times it, which costs less than
 * to count. */
size_t lede_units_utf8_room(const void *units, size_t count, lede_unit unit);

/* Writes the UTF-8 of the units and returns its end; `out` has room for lede_units_utf8_size bytes. */
char *lede_units_to_utf8(char *out, const void *units, size_t count, lede_unit unit);
void lede_units_to_utf8_scalar(char *out, const void *units, size_t count, lede_unit unit);

/* Copies units to others of the same width or of another, which must be wide enough for all of them. */
void lede_units_copy(void *out, lede_unit out_unit, const void *units, size_t count,
                     lede_unit unit);

/* The greatest code point of the text, which decides the width of its units, and their number in
 * `count`. All ASCII counts as U+007F; 0 for the empty text. Bytes that are no UTF-8 are U+FFFD, one
 * each. */
uint32_t lede_utf8_measure(lede_text text, size_t *count);

/* Writes the code points of the text as units, which must be wide enough for all of them. */
void lede_utf8_to_units(void *out, lede_unit unit, lede_text text);
void lede_utf8_to_units_scalar(void *out, lede_unit unit, lede_text text);

#endif
