/* The operations of unicode/lanes.h, which includes this, on registers of 32 and 64 bytes.
 *
 * Invariant: see there. Packing goes by parts of sixteen bytes, so the order of its lanes is odd.
 */
#ifndef LEDE_UNICODE_LANES_WIDE_H
#define LEDE_UNICODE_LANES_WIDE_H

#if LEDE_LANES == 32

static inline lede_lanes
lede_lanes_least(lede_lanes a, lede_lanes b)
{
    return (lede_lanes)_mm256_min_epu8((__m256i)a, (__m256i)b);
}

static inline lede_lanes
lede_lanes_pack(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm256_packus_epi16((__m256i)low, (__m256i)high);
}

static inline lede_lanes
lede_lanes_pack_signed(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm256_packs_epi16((__m256i)low, (__m256i)high);
}

static inline uint64_t
lede_lanes_bits(lede_lanes lanes)
{
    return (uint32_t)_mm256_movemask_epi8((__m256i)lanes);
}

static inline uint64_t
lede_lanes_packed_bits(lede_lanes lanes)
{
    enum { ORDER = 0 | 2 << 2 | 1 << 4 | 3 << 6 };
    return (uint32_t)_mm256_movemask_epi8(_mm256_permute4x64_epi64((__m256i)lanes, ORDER));
}

#else

static inline lede_lanes
lede_lanes_least(lede_lanes a, lede_lanes b)
{
    return (lede_lanes)_mm512_min_epu8((__m512i)a, (__m512i)b);
}

static inline lede_lanes
lede_lanes_pack(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm512_packus_epi16((__m512i)low, (__m512i)high);
}

static inline lede_lanes
lede_lanes_pack_signed(lede_wide_lanes low, lede_wide_lanes high)
{
    return (lede_lanes)_mm512_packs_epi16((__m512i)low, (__m512i)high);
}

static inline uint64_t
lede_lanes_bits(lede_lanes lanes)
{
    return _mm512_movepi8_mask((__m512i)lanes);
}

static inline uint64_t
lede_lanes_packed_bits(lede_lanes lanes)
{
    __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    return _mm512_movepi8_mask(_mm512_permutexvar_epi64(order, (__m512i)lanes));
}

#endif

#endif
