/* Where a step of normalization may have something to do, seen in code units, sixty-four at a time.
 *
 * Invariant: what is no suspect needs nothing, and neither does the mark of a sentence's end before it.
 * Nor does anything but white space at the borders, which is not looked for.
 *
 *     uint64_t bits;
 *     at = lede_suspects_next(&bits, units, count, at, LEDE_UCS2, lede_calm_of(0));
 *     if (bits >> 3 & 1) look at unit at + 3
 */
#ifndef LEDE_UNICODE_SUSPECTS_H
#define LEDE_UNICODE_SUSPECTS_H

#include <stdbool.h>
#include <stdint.h>

#include "unicode/transcode.h"

#define LEDE_SUSPECTS_BLOCK 64 /* units, a bit each */

/* What rests beyond ASCII. */
typedef enum {
    LEDE_CALM_NOTHING,
    LEDE_CALM_MARKS,   /* from U+2010 to U+2025, but for ” behind a space */
    LEDE_CALM_ACCENTS, /* those and letters of Latin-1 */
    LEDE_CALM_ALPHABET, /* those and letters of a script, which may stand side by side: the first range */
    LEDE_CALM_LETTERS /* the same with all ranges */
} lede_calm_kind;

/* A range is what lies up to `span` behind `first`. No letter in one is a mark, is changed by NFC, or goes
 * on with mojibake. */
typedef struct {
    lede_calm_kind kind;
    struct {
        uint16_t first, span;
    } ranges[4];
} lede_calm;

/* What is calm beside the letter `point`, and where nothing is known: NFC can rely on marks alone, other
 * forms on nothing. */
const lede_calm *lede_calm_of(uint32_t point);
const lede_calm *lede_calm_at_first(bool composed);

/* The same with combining marks for letters, where composition is due whatever they are: but for scripts
 * that have no room for more. */
lede_calm lede_calm_with_marks(const lede_calm *calm);

/* Looks at the blocks from `at` on and returns the start of the first one with suspects, and them: bit k
 * stands for unit start + k. Returns `count`, and no bits, when there is none. Suspects are
 *   what is not ASCII, but for what is calm; but for letters of a script, that is so behind ASCII only
 *   controls, ampersands, white space behind white space that is no second line end of two
 *   straight quotes, and ”, behind white space
 *   what stands behind a mark of a sentence's end as the next sentence might. */
size_t lede_suspects_next(uint64_t *bits, const void *units, size_t count, size_t at,
                          lede_unit unit, const lede_calm *calm);

/* The same unit by unit: the definition, of which the other is the one to call. */
size_t lede_suspects_next_scalar(uint64_t *bits, const void *units, size_t count, size_t at,
                                 lede_unit unit, const lede_calm *calm);

/* The search over blocks that lie inside of the array, with a unit on either side: returns the first one
 * from `at` on that has suspects, with *bits, or the first that does not lie so, with none. `at` is not 0,
 * units are not LEDE_UCS4. */
typedef size_t lede_suspects_search(uint64_t *bits, const void *units, size_t count,
                                    size_t at, lede_unit unit, const lede_calm *calm);

/* Those for AVX2 and AVX-512; NULL where the machine has none. */
lede_suspects_search *lede_suspects_avx2(void);
lede_suspects_search *lede_suspects_avx512(void);

#endif
