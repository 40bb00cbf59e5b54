/* Where a step of normalization may have something to do, seen in code units, sixty-four at a time.
 *
 * Invariant: what is no suspect needs nothing in NFC, and what is none of lede_suspects nothing in any
 * form, but for what a suspect beside it tells. A function and its scalar twin agree on every input;
 * the twin is the definition, the other the one to call.
 *
 *     uint64_t bits = lede_suspects(units, count, at, LEDE_UCS2);
 *     if (bits >> 3 & 1) look at unit at + 3
 */
#ifndef LEDE_UNICODE_SUSPECTS_H
#define LEDE_UNICODE_SUSPECTS_H

#include <stdint.h>

#include "unicode/transcode.h"

#define LEDE_SUSPECTS_BLOCK 64 /* units, a bit each */

/* Letters of one script that may stand side by side: a range is what lies up to `span` behind `first`.
 * None of them is a mark, is changed by NFC, or goes on with mojibake. */
typedef struct {
    struct {
        uint16_t first, span;
    } ranges[4];
} lede_calm;

/* The calm letters that `point` is one of; no letters at all when it is none. */
const lede_calm *lede_calm_of(uint32_t point);

/* The suspects among the units from `at` on: bit k stands for unit at + k. They are all that is not
 * ASCII, controls, ! " # $ % &, a space before a space or control, and one of . / > ? before anything
 * else that lies below U+8000. Spaces are thought behind the array. */
uint64_t lede_suspects(const void *units, size_t count, size_t at, lede_unit unit);
uint64_t lede_suspects_scalar(const void *units, size_t count, size_t at, lede_unit unit);

/* The same in a text that is not mostly ASCII. Letters of `calm` are no suspects, nor are letters of
 * Latin-1 and common punctuation that stand behind ASCII. */
uint64_t lede_suspects_amid(const void *units, size_t count, size_t at, lede_unit unit,
                            const lede_calm *calm);
uint64_t lede_suspects_amid_scalar(const void *units, size_t count, size_t at,
                                   lede_unit unit, const lede_calm *calm);

#endif
