/* Bytes looked at together: the few operations that compilers have no portable vectors for. Sixteen of
 * them, or as many as a file asks for with LEDE_LANES before it includes this: 32 need AVX2, 64 AVX-512.
 *
 * Invariant: all implementations give the same on every input. LEDE_PORTABLE takes the one that is for
 * no machine in particular.
 *
 *     uint32_t bits = lede_lanes_bits((lede_lanes)(lanes == ' '));
 */
#ifndef LEDE_UNICODE_LANES_H
#define LEDE_UNICODE_LANES_H

#include <stdint.h>
#include <string.h>

#ifndef LEDE_LANES
#define LEDE_LANES 16
#endif

#if LEDE_LANES > 16
#include <immintrin.h>
#elif defined(__SSE2__) && !defined(LEDE_PORTABLE)
#include <emmintrin.h>
#endif

typedef uint8_t lede_lanes __attribute__((vector_size(LEDE_LANES)));
typedef int8_t lede_signed_lanes __attribute__((vector_size(LEDE_LANES)));
typedef uint16_t lede_wide_lanes __attribute__((vector_size(LEDE_LANES)));

static inline lede_lanes
lede_lanes_read(const void *bytes)
{
    lede_lanes lanes;
    memcpy(&lanes, bytes, sizeof lanes);
    return lanes;
}

static inline lede_wide_lanes
lede_lanes_read_wide(const uint16_t *units)
{
    lede_wide_lanes lanes;
    memcpy(&lanes, units, sizeof lanes);
    return lanes;
}

/* lede_lanes_least: the smaller one in each lane.
 * lede_lanes_pack, lede_lanes_pack_signed: units as bytes, the nearest ones that there are; units are signed
 * for both. The order of lanes is theirs, and lede_lanes_packed_bits knows it.
 * lede_lanes_bits: bit k is the highest one of byte k. */

#if LEDE_LANES > 16

#include "unicode/lanes_wide.h"

#elif defined(__SSE2__) && !defined(LEDE_PORTABLE)

static inline lede_lanes
lede_lanes_least(lede_lanes a, lede_lanes b)
{
    return (lede_lanes)_mm_min_epu8((__m128i)a, (__m128i)b);
}

static inline lede_lanes
lede_lanes_pack(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm_packus_epi16((__m128i)low, (__m128i)high);
}

static inline lede_lanes
lede_lanes_pack_signed(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm_packs_epi16((__m128i)low, (__m128i)high);
}

static inline uint64_t
lede_lanes_bits(lede_lanes lanes)
{
    return (uint32_t)_mm_movemask_epi8((__m128i)lanes);
}

static inline uint64_t
lede_lanes_packed_bits(lede_lanes lanes)
{
    return lede_lanes_bits(lanes);
}

#else

#include "unicode/lanes_portable.h"

#endif

#endif
