/* The stops of a block, for lanes of any width: a file includes this once for each (see LEDE_LANES), and
 * unicode/stops.c chooses.
 *
 * Invariant: the bits are those of lede_stop_find_scalar.
 *
 *     block_stops(bits, text.bytes, text.size / LEDE_STOPS_BLOCK);
 */
#ifndef LEDE_UNICODE_STOPS_KERNEL_H
#define LEDE_UNICODE_STOPS_KERNEL_H

#include "unicode/lanes.h"
#include "unicode/stops.h"

/* The highest bit in each lane that is_stop holds for: ! and " are neighbours, so are ( and ),
 * and : and ; [ and { differ in one bit, and so do ] and }. */
static lede_lanes
stop_lanes(const char *bytes)
{
    lede_lanes here = lede_lanes_read(bytes), even = here & 0xFE, small = here | 0x20;
    lede_lanes marks = (lede_lanes)((here == '.') | (here == '?') | (here == '\n'));
    lede_lanes pairs =
        (lede_lanes)((((here - 1) & 0xFE) == ' ') | (even == '(') | (even == ':'));
    lede_lanes braces = (lede_lanes)((small == '{') | (small == '}'));
    /* above 0xD3 as signed bytes, and not ASCII: of both together the highest bit */
    lede_lanes high = (lede_lanes)((lede_signed_lanes)here > 0xD3 - 0x100) & here;
    lede_lanes guillemets = (lede_lanes)(here == 0xC2);
    return marks | pairs | braces | high | guillemets;
}

/* A lede_stops_look. */
static void
block_stops(uint64_t *bits, const char *bytes, size_t blocks)
{
    for (size_t i = 0; i < blocks; i++, bytes += LEDE_STOPS_BLOCK) {
        bits[i] = 0;
        for (size_t at = 0; at < LEDE_STOPS_BLOCK; at += LEDE_LANES) {
            bits[i] |= (uint64_t)lede_lanes_bits(stop_lanes(bytes + at)) << at;
        }
    }
}

#endif
