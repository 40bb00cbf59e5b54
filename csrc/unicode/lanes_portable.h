/* The operations of unicode/lanes.h, which includes this, for machines that have no instructions for them.
 *
 * Invariant: see there.
 */
#ifndef LEDE_UNICODE_LANES_PORTABLE_H
#define LEDE_UNICODE_LANES_PORTABLE_H

static inline lede_lanes
lede_lanes_least(lede_lanes a, lede_lanes b)
{
    lede_lanes above = (lede_lanes)(a > b);
    return (a & ~above) | (b & above);
}

/* The byte from `lowest` to `highest` that is nearest to the unit. */
static inline uint8_t
lede_lanes_nearest(uint16_t unit, int lowest, int highest)
{
    int number = (int16_t)unit;
    return (uint8_t)(number < lowest ? lowest : number > highest ? highest : number);
}

static inline lede_lanes
lede_lanes_pack_within(lede_wide_lanes low, lede_wide_lanes high, int lowest, int highest)
{
    lede_lanes lanes;
    for (int i = 0; i < LEDE_LANES / 2; i++) {
        lanes[i] = lede_lanes_nearest(low[i], lowest, highest);
        lanes[i + LEDE_LANES / 2] = lede_lanes_nearest(high[i], lowest, highest);
    }
    return lanes;
}

static inline lede_lanes
lede_lanes_pack(lede_wide_lanes low, lede_wide_lanes high)
{
    return lede_lanes_pack_within(low, high, 0, UINT8_MAX);
}

static inline lede_lanes
lede_lanes_pack_signed(lede_wide_lanes low, lede_wide_lanes high)
{
    return lede_lanes_pack_within(low, high, INT8_MIN, INT8_MAX);
}

static inline uint64_t
lede_lanes_bits(lede_lanes lanes)
{
    uint64_t bits = 0;
    for (int i = 0; i < LEDE_LANES; i++) {
        bits |= (uint64_t)(lanes[i] >> 7) << i;
    }
    return bits;
}

static inline uint64_t
lede_lanes_packed_bits(lede_lanes lanes)
{
    return lede_lanes_bits(lanes);
}

#endif
