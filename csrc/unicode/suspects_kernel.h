/* The search for suspects over blocks that lie inside of their array, for lanes of any width: a file
 * includes this once for each (see LEDE_LANES), and unicode/suspects.c chooses.
 *
 * Invariant: the bits are those of lede_suspects_next_scalar.
 *
 *     size_t at = find_suspects(&bits, units, count, 1, LEDE_UCS2, calm);
 */
#ifndef LEDE_UNICODE_SUSPECTS_KERNEL_H
#define LEDE_UNICODE_SUSPECTS_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "unicode/suspects_lanes.h"

/* Blocks are asked for long before they are looked at: this is faster than memory is. */
enum { BLOCK = LEDE_SUSPECTS_BLOCK, AHEAD = 2048, CACHE_LINE = 64 };

static inline lede_signed_lanes
ascii_of(lede_lanes lanes)
{
    const lede_lanes zero = {0};
    return (lede_signed_lanes)lede_lanes_least(lanes, zero + PAST_ASCII);
}

static inline __attribute__((always_inline)) lede_lanes
look_at_bytes(const uint8_t *units, lede_calm_kind kind)
{
    lede_lanes here = lede_lanes_read(units), none = {0};
    window_lanes all = {ascii_of(lede_lanes_read(units - 1)), ascii_of(here),
                        ascii_of(lede_lanes_read(units + 1))};
    lede_lanes calm =
        kind < LEDE_CALM_ACCENTS ? none : are_accented(here) & are_ascii(all.before);
    return are_suspect(all, calm, none);
}

static inline lede_signed_lanes
read_words(const uint16_t *units)
{
    lede_wide_lanes low = lede_lanes_read_wide(units);
    lede_wide_lanes high = lede_lanes_read_wide(units + LEDE_LANES / 2);
    return ascii_of(lede_lanes_pack_signed(low, high));
}

static inline __attribute__((always_inline)) lede_lanes
look_at_words(const uint16_t *units, lede_calm_kind kind, const lede_calm *letters)
{
    lede_wide_lanes low = lede_lanes_read_wide(units);
    lede_wide_lanes high = lede_lanes_read_wide(units + LEDE_LANES / 2);
    lede_lanes marks = lede_lanes_pack(low - 0x2000, high - 0x2000), calm = {0};
    window_lanes all = {read_words(units - 1), read_words(units), read_words(units + 1)};
    if (kind >= LEDE_CALM_MARKS) {
        calm |= are_marks(marks) & are_ascii(all.before);
    }
    if (kind >= LEDE_CALM_ACCENTS) {
        calm |= are_accented(lede_lanes_pack(low, high)) & are_ascii(all.before);
    }
    if (kind == LEDE_CALM_ALPHABET) {
        calm |= lede_lanes_pack_signed(are_in_range(low, letters, 0),
                                       are_in_range(high, letters, 0));
    }
    if (kind == LEDE_CALM_LETTERS) {
        calm |=
            lede_lanes_pack_signed(are_letters(low, letters), are_letters(high, letters));
    }
    return are_suspect(all, calm, (lede_lanes)(marks == 0x1D));
}

/* Inlined with constants, so that each way to look gets a loop of its own. */
static inline __attribute__((always_inline)) uint64_t
look_at_block(const void *units, size_t at, lede_unit unit, lede_calm_kind kind,
              const lede_calm *calm)
{
    enum { GROUPS = BLOCK / LEDE_LANES };
    lede_lanes groups[GROUPS], any = {0};
    for (size_t i = 0; i < GROUPS; i++) {
        size_t from = at + i * LEDE_LANES;
        groups[i] = unit == LEDE_UCS1
                        ? look_at_bytes((const uint8_t *)units + from, kind)
                        : look_at_words((const uint16_t *)units + from, kind, calm);
        any |= groups[i];
    }
    uint64_t bits = 0;
    for (size_t i = 0; i < GROUPS && lede_lanes_bits(any) != 0; i++) {
        uint64_t some = unit == LEDE_UCS1 ? lede_lanes_bits(groups[i])
                                          : lede_lanes_packed_bits(groups[i]);
        bits |= some << (i * LEDE_LANES);
    }
    return bits;
}

static inline __attribute__((always_inline)) size_t
look_at_blocks(uint64_t *bits, const void *units, size_t count, size_t at, lede_unit unit,
               lede_calm_kind kind, const lede_calm *calm)
{
    for (*bits = 0; at + BLOCK < count; at += BLOCK) {
        const char *ahead = (const char *)units + at * unit + AHEAD;
        for (size_t i = 0; i < BLOCK * (size_t)unit; i += CACHE_LINE) {
            __builtin_prefetch(ahead + i);
        }
        *bits = look_at_block(units, at, unit, kind, calm);
        if (*bits != 0) {
            break;
        }
    }
    return at;
}

/* A lede_suspects_search. */
static size_t
find_suspects(uint64_t *bits, const void *units, size_t count, size_t at, lede_unit unit,
              const lede_calm *calm)
{
    if (unit == LEDE_UCS1) {
        return calm->kind < LEDE_CALM_ACCENTS
                   ? look_at_blocks(bits, units, count, at, LEDE_UCS1, LEDE_CALM_NOTHING,
                                    calm)
                   : look_at_blocks(bits, units, count, at, LEDE_UCS1, LEDE_CALM_ACCENTS,
                                    calm);
    }
    switch (calm->kind) {
    case LEDE_CALM_NOTHING:
        return look_at_blocks(bits, units, count, at, LEDE_UCS2, LEDE_CALM_NOTHING, calm);
    case LEDE_CALM_MARKS:
        return look_at_blocks(bits, units, count, at, LEDE_UCS2, LEDE_CALM_MARKS, calm);
    case LEDE_CALM_ACCENTS:
        return look_at_blocks(bits, units, count, at, LEDE_UCS2, LEDE_CALM_ACCENTS, calm);
    case LEDE_CALM_ALPHABET:
        return look_at_blocks(bits, units, count, at, LEDE_UCS2, LEDE_CALM_ALPHABET, calm);
    default:
        return look_at_blocks(bits, units, count, at, LEDE_UCS2, LEDE_CALM_LETTERS, calm);
    }
}

#endif
