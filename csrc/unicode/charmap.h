/* The encodings that UTF-8 is mistaken for, read backwards: from the character to its byte.
 *
 * Invariant: bytes below 0x80 are ASCII in every encoding and are not asked for here. C1 controls are
 * what is left where a reader knew no character for a byte, so the Windows encodings have them beside
 * their own; latin-1 is thus a part of windows-1252. Order as in tools/make_mojibake.py.
 *
 *     lede_charmap row = lede_charmap_of(0x20AC);
 *     if (row.trails & 1u << LEDE_CP1252) byte = lede_charmap_byte(row, LEDE_CP1252);   0x80
 */
#ifndef LEDE_UNICODE_CHARMAP_H
#define LEDE_UNICODE_CHARMAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "unicode/transcode.h"

typedef enum {
    LEDE_CP1252,
    LEDE_CP1251,
    LEDE_CP1250,
    LEDE_CP1253,
    LEDE_CP1254,
    LEDE_CP1257,
    LEDE_ISO8859_2,
    LEDE_MACROMAN,
    LEDE_CP437,
    LEDE_CHARMAPS
} lede_charmap_name;

typedef struct {
    uint16_t place;  /* 0 for a character that none of the encodings has above ASCII */
    uint16_t leads;  /* bit k: its byte in encoding k can start a sequence of UTF-8 */
    uint16_t trails; /* bit k: its byte in encoding k can go on with one */
} lede_charmap;

lede_charmap lede_charmap_of(uint32_t point);

/* The byte of a character in an encoding; 0 when it has none above ASCII. */
uint8_t lede_charmap_byte(lede_charmap row, lede_charmap_name name);

/* The gate: the first position from `at` on whose character could start a sequence of UTF-8 that the
 * next one, or if need be the next two, could go on with in the same encoding; text.size when there
 * is none. U+FFFD goes on with anything, and a space with U+00C3, for what is left of à. `text` is
 * well-formed UTF-8. */
size_t lede_charmap_find(lede_text text, size_t at);

/* The same for a single place: bit 0 is set when `here` could go on with a sequence that `last` starts,
 * bit 1 when it could with one that `before_last` starts and `last` goes on with. */
uint32_t lede_charmap_begins(uint32_t before_last, uint32_t last, uint32_t here);

#endif
