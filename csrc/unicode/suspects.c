#include "unicode/suspects.h"

#include <stdbool.h>

#include "unicode/lanes.h"

enum { BLOCK = LEDE_SUSPECTS_BLOCK, WINDOW = BLOCK + 2 };

/* ---- Letters that are calm ---- */

#define NOTHING {'a', 0}

/* tests/unit/test_survey.c compares them with the tables. */
static const lede_calm CALM[] = {
    {{NOTHING, NOTHING, NOTHING, NOTHING}},
    {{{0x410, 0x3F}, NOTHING, NOTHING, NOTHING}},             /* Cyrillic, without ё */
    {{{0x621, 0x29}, {0x671, 3}, {0x679, 0x5A}, {0x60C, 0}}}, /* Arabic, Persian, Urdu */
    {{{0x5D0, 0x1A}, NOTHING, NOTHING, NOTHING}},             /* Hebrew */
    {{{0x3AC, 0x13}, {0x3C1, 0xD}, NOTHING, NOTHING}},        /* Greek, without π */
    {{{0x904, 0x37}, {0x93D, 0xF}, {0x964, 0xB}, NOTHING}},   /* Devanagari */
    {{{0xE01, 0x31}, {0xE34, 3}, {0xE40, 7}, NOTHING}},       /* Thai */
    {{{0x3041, 0x55},
      {0x30A1, 0x5D},
      {0x4E00, 0x51FF},
      {0x3001, 1}}},                                    /* Chinese, Japanese */
    {{{0xAC00, 0x2BA3}, NOTHING, NOTHING, NOTHING}},    /* Korean */
    {{{0x10D0, 0x2A}, NOTHING, NOTHING, NOTHING}},      /* Georgian */
    {{{0x561, 0x25}, {0x531, 0x25}, NOTHING, NOTHING}}, /* Armenian */
};

static bool
is_calm(const lede_calm *calm, uint32_t point)
{
    for (size_t i = 0; i < sizeof calm->ranges / sizeof *calm->ranges; i++) {
        if (point - calm->ranges[i].first <= calm->ranges[i].span) {
            return true;
        }
    }
    return false;
}

const lede_calm *
lede_calm_of(uint32_t point)
{
    size_t i = sizeof CALM / sizeof *CALM - 1;
    while (i > 0 && !is_calm(&CALM[i], point)) {
        i--;
    }
    return &CALM[i];
}

/* ---- Definitions ---- */

/* Inlined with a constant unit: the loop becomes vector instructions. */
static inline __attribute__((always_inline)) void
copy_narrow(uint16_t *out, const void *units, size_t from, size_t count, lede_unit unit)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t point = lede_unit_at(units, from + i, unit);
        out[i] = (uint16_t)(point > 0xFFFF ? 0xFFFF : point);
    }
}

/* The units from at - 1 to at + BLOCK, with spaces for those that the array does not have. */
static void
read_window(uint16_t window[WINDOW], const void *units, size_t count, size_t at,
            lede_unit unit)
{
    size_t first = at > 0 ? at - 1 : 0, shift = at > 0 ? 0 : 1;
    size_t there = count - first < WINDOW - shift ? count - first : WINDOW - shift;
    for (size_t i = there < WINDOW ? 0 : WINDOW; i < WINDOW; i++) {
        window[i] = ' ';
    }
    if (unit == LEDE_UCS1) {
        copy_narrow(window + shift, units, first, there, LEDE_UCS1);
    } else if (unit == LEDE_UCS2) {
        memcpy(window + shift, (const uint16_t *)units + first, there * unit);
    } else {
        copy_narrow(window + shift, units, first, there, LEDE_UCS4);
    }
}

/* Takes away what lies behind the end of the array. */
static uint64_t
inside(uint64_t bits, size_t count, size_t at)
{
    return count - at < BLOCK ? bits & ((UINT64_C(1) << (count - at)) - 1) : bits;
}

static bool
is_odd_ascii(uint16_t here, bool spaced)
{
    bool stop = (here | 0x11) == '?'; /* . / > ? differ in these two bits */
    return here == 0x7F || (stop && !spaced) || (here < '\'' && (here != ' ' || spaced));
}

static bool
is_odd(const uint16_t window[WINDOW], size_t i)
{
    uint16_t here = window[i + 1], next = window[i + 2];
    return here >= 0x80 || is_odd_ascii(here, next <= ' ' || next >= 0x8000);
}

/* A letter of Latin-1 or common punctuation behind ASCII. 0xC3 may be what is left of à, 0xAD is the soft
 * hyphen, and a ” may be loose. */
static bool
is_lone(const uint16_t window[WINDOW], size_t i)
{
    uint16_t before = window[i], here = window[i + 1];
    bool letter = here >= 0xA1 && here <= 0x131 && here != 0xAD && here != 0xC3;
    bool mark = here >= 0x2010 && here <= 0x2025 && here != 0x201D;
    return (letter || mark) && before > 0 && before < 0x80;
}

uint64_t
lede_suspects_scalar(const void *units, size_t count, size_t at, lede_unit unit)
{
    uint16_t window[WINDOW];
    uint64_t bits = 0;
    read_window(window, units, count, at, unit);
    for (size_t i = 0; i < BLOCK; i++) {
        bits |= (uint64_t)is_odd(window, i) << i;
    }
    return inside(bits, count, at);
}

uint64_t
lede_suspects_amid_scalar(const void *units, size_t count, size_t at, lede_unit unit,
                          const lede_calm *calm)
{
    uint16_t window[WINDOW];
    uint64_t bits = 0;
    read_window(window, units, count, at, unit);
    for (size_t i = 0; i < BLOCK; i++) {
        bool rests = is_lone(window, i) || is_calm(calm, window[i + 1]);
        bits |= (uint64_t)(is_odd(window, i) && !rests) << i;
    }
    return inside(bits, count, at);
}

/* ---- The same, faster ---- */

static lede_lanes
odd_lanes(lede_lanes here, lede_lanes next)
{
    lede_lanes spaced = (lede_lanes)(next <= ' ');
    lede_lanes low = (lede_lanes)((lede_signed_lanes)here < '\''); /* beyond ASCII too */
    lede_lanes space = (lede_lanes)(here == ' '), del = (lede_lanes)(here == 0x7F);
    lede_lanes stop = (lede_lanes)((here | 0x11) == '?');
    return (low & ~(space & ~spaced)) | (stop & ~spaced) | del;
}

static uint64_t
join_lanes(lede_lanes a, lede_lanes b, lede_lanes c, lede_lanes d)
{
    if (lede_lanes_bits(a | b | c | d) == 0) {
        return 0; /* as most often */
    }
    return lede_lanes_bits(a) | (uint64_t)lede_lanes_bits(b) << 16 |
           (uint64_t)lede_lanes_bits(c) << 32 | (uint64_t)lede_lanes_bits(d) << 48;
}

static lede_lanes
odd_bytes(const uint8_t *units)
{
    return odd_lanes(lede_lanes_read(units), lede_lanes_read(units + 1));
}

static lede_lanes
odd_words(const uint16_t *units)
{
    return odd_lanes(lede_lanes_narrow(units), lede_lanes_narrow(units + 1));
}

/* Reads one unit more than the block has. */
static uint64_t
block_of_words(const uint16_t *units)
{
    return join_lanes(odd_words(units), odd_words(units + 16), odd_words(units + 32),
                      odd_words(units + 48));
}

uint64_t
lede_suspects(const void *units, size_t count, size_t at, lede_unit unit)
{
    if (count - at > BLOCK && unit == LEDE_UCS1) {
        const uint8_t *block = (const uint8_t *)units + at;
        return join_lanes(odd_bytes(block), odd_bytes(block + 16), odd_bytes(block + 32),
                          odd_bytes(block + 48));
    }
    if (count - at > BLOCK && unit == LEDE_UCS2) {
        return block_of_words((const uint16_t *)units + at);
    }
    uint16_t window[WINDOW];
    read_window(window, units, count, at, unit);
    return inside(block_of_words(window + 1), count, at);
}

static lede_wide_lanes
read_wide(const uint16_t *units)
{
    lede_wide_lanes lanes;
    memcpy(&lanes, units, sizeof lanes);
    return lanes;
}

static lede_wide_lanes
within(lede_wide_lanes here, uint16_t first, uint16_t span)
{
    return (lede_wide_lanes)((lede_wide_lanes)(here - first) <= span);
}

static lede_wide_lanes
lone_words(lede_wide_lanes here)
{
    lede_wide_lanes letter = within(here, 0xA1, 0x90);
    lede_wide_lanes mark = within(here, 0x2010, 0x15);
    lede_wide_lanes not = (lede_wide_lanes)(here == 0xAD) |
                          (lede_wide_lanes)(here == 0xC3) |
                          (lede_wide_lanes)(here == 0x201D);
    return (letter | mark) & ~not;
}

static lede_wide_lanes
calm_words(lede_wide_lanes here, const lede_calm *calm)
{
    return within(here, calm->ranges[0].first, calm->ranges[0].span) |
           within(here, calm->ranges[1].first, calm->ranges[1].span) |
           within(here, calm->ranges[2].first, calm->ranges[2].span) |
           within(here, calm->ranges[3].first, calm->ranges[3].span);
}

/* Inlined with `calm` known to be NULL, for no letters, or not. */
static inline __attribute__((always_inline)) lede_lanes
amid_words(const uint16_t *units, const lede_calm *calm)
{
    lede_wide_lanes low = read_wide(units), high = read_wide(units + 8);
    lede_signed_lanes before = (lede_signed_lanes)lede_lanes_narrow(units - 1);
    lede_lanes rests =
        lede_lanes_join(lone_words(low), lone_words(high)) & (lede_lanes)(before > 0);
    if (calm != NULL) {
        rests |= lede_lanes_join(calm_words(low, calm), calm_words(high, calm));
    }
    return odd_words(units) & ~rests;
}

static inline __attribute__((always_inline)) uint64_t
block_amid(const uint16_t *units, const lede_calm *calm)
{
    return join_lanes(amid_words(units, calm), amid_words(units + 16, calm),
                      amid_words(units + 32, calm), amid_words(units + 48, calm));
}

uint64_t
lede_suspects_amid(const void *units, size_t count, size_t at, lede_unit unit,
                   const lede_calm *calm)
{
    uint16_t window[WINDOW];
    const uint16_t *block = window + 1;
    if (at > 0 && count - at > BLOCK && unit == LEDE_UCS2) {
        block = (const uint16_t *)units + at;
    } else {
        read_window(window, units, count, at, unit);
    }
    bool any = calm != CALM;
    return inside(any ? block_amid(block, calm) : block_amid(block, NULL), count, at);
}
