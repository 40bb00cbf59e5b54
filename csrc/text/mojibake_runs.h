/* Reading a stretch of a line as the bytes of UTF-8, and judging whether it was.
 *
 *     glyphs   c a f Ã © …                a line, one glyph a character
 *     bytes          C3 A9                in windows-1252
 *     unit           └─┴─ é               one sequence of UTF-8, valid in the strict sense
 *     run            all units that follow each other in one encoding
 *
 * Invariant: a unit can be read back: its glyphs are what its character is in UTF-8 in the encoding;
 * except where a byte was lost (U+FFFD, `?`, the end of ”) or 0xA0 became a space.
 *
 *     lede_mojibake_run run = lede_mojibake_judge(line, at, LEDE_CP1252, false);
 */
#ifndef LEDE_TEXT_MOJIBAKE_RUNS_H
#define LEDE_TEXT_MOJIBAKE_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "unicode/charmap.h"
#include "unicode/kinds.h"

typedef struct {
    uint32_t point;
    uint32_t start, end; /* the bytes of the text that it stands for */
    lede_charmap row;
    uint8_t kind; /* a lede_kind */
    bool repaired;
} lede_glyph;

typedef struct {
    const lede_glyph *glyphs;
    size_t count;
} lede_line;

typedef struct {
    uint32_t point;
    uint8_t length; /* glyphs; 0 for no unit */
    uint8_t bytes;  /* of the first sequence, as its first byte announces them */
    bool spaced;    /* a space stands for byte 0xA0 */
    bool lost;      /* a byte is missing: the point is U+FFFD, or ” */
    bool latin;     /* the encoding has accented letters where latin-1 has them */
} lede_mojibake_unit;

typedef struct {
    size_t end, units;
    int gain;         /* how much less surprising the line is with the run decoded */
    int residue;      /* how surprising the neighbours are that the run leaves over */
    bool certain;     /* no unit was read with a space or without a byte */
    bool shortest;    /* a single unit of two bytes */
    bool punctuation; /* a single unit of three bytes for a quote, dash or ellipsis */
    bool spaced;
} lede_mojibake_run;

/* Inlined, so that it is made where it is to lie. */
static inline lede_glyph
lede_glyph_of(uint32_t point, uint32_t start, uint32_t end)
{
    lede_charmap none = {0}; /* ASCII is in no row */
    lede_charmap row = point < 0x80 ? none : lede_charmap_of(point);
    return (lede_glyph){point, start, end, row, (uint8_t)lede_kind_of(point), false};
}

/* The unit at `at`. `bold`: the line is known to be mojibake in this encoding, so lost bytes and
 * spaces for 0xA0 are read too. `inside`: a unit ends at `at`. */
lede_mojibake_unit lede_mojibake_read(lede_line line, size_t at, lede_charmap_name name,
                                      bool bold, bool inside);

/* The run at `at`; run.end == at when there is none. */
lede_mojibake_run lede_mojibake_judge(lede_line line, size_t at, lede_charmap_name name,
                                      bool bold);

#endif
