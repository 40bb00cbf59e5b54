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

/* The units from at - 1 to at + BLOCK, with spaces for those that the array does not have. */
static void
read_window(uint16_t window[WINDOW], const void *units, size_t count, size_t at,
            lede_unit unit)
{
    size_t first = at > 0 ? at - 1 : 0, shift = at > 0 ? 0 : 1;
    size_t there = count - first < WINDOW - shift ? count - first : WINDOW - shift;
    if (there < WINDOW) {
        for (size_t i = 0; i < WINDOW; i++) {
            window[i] = ' ';
        }
    }
    for (size_t i = 0; i < there; i++) {
        uint32_t point = lede_unit_at(units, first + i, unit);
        window[shift + i] = (uint16_t)(point > 0xFFFF ? 0xFFFF : point);
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

uint64_t
lede_suspects_scalar(const void *units, size_t count, size_t at, lede_unit unit)
{
    uint16_t window[WINDOW];
    uint64_t bits = 0;
    read_window(window, units, count, at, unit);
    for (size_t i = 0; i < BLOCK; i++) {
        uint16_t here = window[i + 1], next = window[i + 2];
        bool odd = is_odd_ascii(here, next <= ' ' || next >= 0x8000);
        bits |= (uint64_t)(here >= 0x80 || odd) << i;
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
        uint16_t before = window[i], here = window[i + 1], next = window[i + 2];
        /* 0xC3 may be what is left of à; 0xAD is the soft hyphen; a ” may be loose */
        bool letter = here >= 0xA1 && here <= 0x131 && here != 0xAD && here != 0xC3;
        bool mark = here >= 0x2010 && here <= 0x2025 && here != 0x201D;
        bool lone = (letter || mark) && before < 0x80;
        bool odd = here < 0x80 ? is_odd_ascii(here, next <= ' ') : !lone;
        bits |= (uint64_t)(odd && !is_calm(calm, here)) << i;
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

/* All ones where `point` lies in the range: compilers make vectors of such. */
static inline uint16_t
within(uint16_t point, uint16_t first, uint16_t span)
{
    return (uint16_t)-((uint16_t)(point - first) <= span);
}

uint64_t
lede_suspects_amid(const void *units, size_t count, size_t at, lede_unit unit,
                   const lede_calm *calm)
{
    uint16_t window[WINDOW];
    uint8_t lanes[BLOCK];
    lede_calm own = *calm; /* which nothing that is written here can change */
    read_window(window, units, count, at, unit);
    for (size_t i = 0; i < BLOCK; i++) {
        uint16_t before = window[i], here = window[i + 1], next = window[i + 2];
        uint16_t spaced = within(next, 0, ' ');
        uint16_t low = within(here, 0, '&') & (uint16_t)~(within(here, ' ', 0) & ~spaced);
        uint16_t stop = within((uint16_t)(here | 0x11), '?', 0) & (uint16_t)~spaced;
        uint16_t letter = within(here, 0xA1, 0x90) &
                          (uint16_t)~(within(here, 0xAD, 0) | within(here, 0xC3, 0));
        uint16_t mark = within(here, 0x2010, 0x15) & (uint16_t)~within(here, 0x201D, 0);
        uint16_t lone = (letter | mark) & within(before, 0, 0x7F);
        uint16_t home = within(here, own.ranges[0].first, own.ranges[0].span) |
                        within(here, own.ranges[1].first, own.ranges[1].span) |
                        within(here, own.ranges[2].first, own.ranges[2].span) |
                        within(here, own.ranges[3].first, own.ranges[3].span);
        uint16_t wide = within(here, 0x7F, 0xFF80) & (uint16_t)~(lone | home);
        lanes[i] = (uint8_t)(low | stop | wide);
    }
    return inside(join_lanes(lede_lanes_read(lanes), lede_lanes_read(lanes + 16),
                             lede_lanes_read(lanes + 32), lede_lanes_read(lanes + 48)),
                  count, at);
}
