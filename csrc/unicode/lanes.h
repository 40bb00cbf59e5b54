/* Sixteen bytes looked at together: the few operations that compilers have no portable vectors for.
 *
 * Invariant: both implementations give the same on every input.
 *
 *     uint32_t bits = lede_lanes_bits((lede_lanes)(lanes == ' '));
 */
#ifndef LEDE_UNICODE_LANES_H
#define LEDE_UNICODE_LANES_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef uint8_t lede_lanes __attribute__((vector_size(16)));
typedef int8_t lede_signed_lanes __attribute__((vector_size(16)));
typedef uint16_t lede_wide_lanes __attribute__((vector_size(16)));

static inline lede_lanes
lede_lanes_read(const void *bytes)
{
    lede_lanes lanes;
    memcpy(&lanes, bytes, sizeof lanes);
    return lanes;
}

#ifdef __SSE2__

/* Sixteen units as bytes: 0xFF for those from U+0100, 0 for those from U+8000 on. */
static inline lede_lanes
lede_lanes_narrow(const uint16_t *units)
{
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)units);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(units + 8));
    return (lede_lanes)_mm_packus_epi16(low, high);
}

/* The results of two comparisons as one. */
static inline lede_lanes
lede_lanes_join(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm_packs_epi16((__m128i)low, (__m128i)high);
}

/* Bit k is the highest one of byte k. */
static inline uint32_t
lede_lanes_bits(lede_lanes lanes)
{
    return (uint32_t)_mm_movemask_epi8((__m128i)lanes);
}

#else

static inline lede_lanes
lede_lanes_join(lede_wide_lanes low, lede_wide_lanes high)
{
    lede_lanes lanes;
    for (int i = 0; i < 8; i++) {
        lanes[i] = (uint8_t)low[i];
        lanes[i + 8] = (uint8_t)high[i];
    }
    return lanes;
}

static inline lede_lanes
lede_lanes_narrow(const uint16_t *units)
{
    lede_lanes lanes;
    for (int i = 0; i < 16; i++) {
        uint16_t unit = units[i];
        lanes[i] = (uint8_t)(unit >= 0x8000 ? 0 : unit > 0xFF ? 0xFF : unit);
    }
    return lanes;
}

static inline uint32_t
lede_lanes_bits(lede_lanes lanes)
{
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) {
        bits |= (uint32_t)(lanes[i] >> 7) << i;
    }
    return bits;
}

#endif

#endif
