#include "unicode/suspects.h"

#include "unicode/suspects_kernel.h"

enum { WINDOW = BLOCK + 2 };

/* ---- Letters that are calm ---- */

#define NONE {'a', 0}
#define SCRIPT(...)                                                                        \
    {                                                                                      \
        LEDE_CALM_LETTERS,                                                                 \
        {                                                                                  \
            __VA_ARGS__                                                                    \
        }                                                                                  \
    }

#define ALPHABET(first, span)                                                              \
    {                                                                                      \
        LEDE_CALM_ALPHABET,                                                                \
        {                                                                                  \
            {first, span}, NONE, NONE, NONE                                                \
        }                                                                                  \
    }

static const lede_calm NOTHING = {LEDE_CALM_NOTHING, {NONE, NONE, NONE, NONE}};
static const lede_calm MARKS = {LEDE_CALM_MARKS, {NONE, NONE, NONE, NONE}};
static const lede_calm ACCENTS = {LEDE_CALM_ACCENTS, {NONE, NONE, NONE, NONE}};

/* tests/unit/test_survey.c compares them with the tables. */
static const lede_calm SCRIPTS[] = {
    ALPHABET(0x410, 0x3F), /* Cyrillic, without ё */
    SCRIPT({0x621, 0x29}, {0x671, 3}, {0x679, 0x5A},
           {0x60C, 0}),                                      /* Arabic, Persian, Urdu */
    ALPHABET(0x5D0, 0x1A),                                   /* Hebrew */
    SCRIPT({0x3AC, 0x13}, {0x3C1, 0xD}, NONE, NONE),         /* Greek, without π */
    SCRIPT({0x904, 0x37}, {0x93D, 0xF}, {0x964, 0xB}, NONE), /* Devanagari */
    SCRIPT({0xE01, 0x31}, {0xE34, 3}, {0xE40, 7}, NONE),     /* Thai */
    SCRIPT({0x3041, 0x55}, {0x30A1, 0x5D}, {0x4E00, 0x51FF},
           {0x3001, 1}),                              /* Chinese, Japanese */
    ALPHABET(0xAC00, 0x2BA3),                         /* Korean */
    ALPHABET(0x10D0, 0x2A),                           /* Georgian */
    SCRIPT({0x561, 0x25}, {0x531, 0x25}, NONE, NONE), /* Armenian */
};

static bool
is_letter(const lede_calm *calm, uint32_t point)
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
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS && point >= 0x80; i++) {
        if (is_letter(&SCRIPTS[i], point)) {
            return &SCRIPTS[i];
        }
    }
    return &ACCENTS;
}

const lede_calm *
lede_calm_at_first(bool composed)
{
    return composed ? &MARKS : &NOTHING;
}

lede_calm
lede_calm_with_marks(const lede_calm *calm)
{
    static const lede_calm MARKED = ALPHABET(0x300, 0x6F);
    lede_calm all = *calm;
    bool first = all.kind < LEDE_CALM_ALPHABET;
    size_t place = first ? 0 : sizeof all.ranges / sizeof *all.ranges - 1;
    if (all.ranges[place].first == MARKED.ranges[1].first) { /* there is room */
        all.kind = first ? LEDE_CALM_ALPHABET : LEDE_CALM_LETTERS;
        all.ranges[place] = MARKED.ranges[0];
    }
    return all;
}

/* ---- The definition ---- */

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

/* White space, and controls, which are suspects themselves. */
static bool
is_low(uint16_t unit)
{
    return unit <= ' ';
}

static bool
is_stop(uint16_t unit)
{
    return unit == '!' || (unit | 0x11) == '?'; /* . / > ? differ in these two bits */
}

/* True for what rests behind ASCII. 0xC3 may be what is left of à, and 0xAD is the soft hyphen. */
static bool
is_lone(uint16_t here, lede_calm_kind kind)
{
    bool letter = here >= 0xA1 && here < 0xFF && here != 0xAD && here != 0xC3;
    bool mark = here >= 0x2010 && here <= 0x2025;
    return (kind >= LEDE_CALM_MARKS && mark) || (kind >= LEDE_CALM_ACCENTS && letter);
}

static bool
is_restless(uint16_t before, uint16_t here, const lede_calm *calm)
{
    bool behind_ascii = before > 0 && before < 0x7F;
    bool lone = behind_ascii && is_lone(here, calm->kind);
    bool letter = calm->kind >= LEDE_CALM_ALPHABET && is_letter(calm, here);
    return here >= 0x7F ? !lone && !letter : here == '&' || (here < ' ' && here != '\n');
}

static bool
is_odd_space(uint16_t before, uint16_t here, uint16_t next)
{
    bool second = before == '\n' && here == '\n' && next != '\n';
    return is_low(before) && is_low(here) && !second;
}

/* Behind a mark: neither a space, nor the letter of an initial, nor a digit or quote before a space. */
static bool
may_follow_stop(uint16_t here, uint16_t next)
{
    bool letter = here > '@' && here < 0x7F;
    return !is_low(here) && next != '.' && (letter || !is_low(next));
}

static bool
is_suspect(const uint16_t window[WINDOW], size_t i, const lede_calm *calm)
{
    uint16_t before = window[i], here = window[i + 1], next = window[i + 2];
    return is_restless(before, here, calm) || is_odd_space(before, here, next) ||
           (is_stop(before) && may_follow_stop(here, next)) ||
           (is_low(before) && (here == '"' || here == 0x201D));
}

size_t
lede_suspects_next_scalar(uint64_t *bits, const void *units, size_t count, size_t at,
                          lede_unit unit, const lede_calm *calm)
{
    for (*bits = 0; at < count; at += BLOCK) {
        uint16_t window[WINDOW];
        read_window(window, units, count, at, unit);
        for (size_t i = 0; i < BLOCK; i++) {
            *bits |= (uint64_t)is_suspect(window, i, calm) << i;
        }
        *bits = inside(*bits, count, at);
        if (*bits != 0) {
            return at;
        }
    }
    return count;
}

/* ---- The same, faster ---- */

static lede_suspects_search *
best_search(void)
{
    lede_suspects_search *fast = lede_suspects_avx512();
    fast = fast != NULL ? fast : lede_suspects_avx2();
    return fast != NULL ? fast : find_suspects;
}

/* Asks for the start of an array before any of it is looked at. */
static void
prefetch(const void *units, size_t size)
{
    for (size_t i = 0; i < AHEAD && i < size; i += CACHE_LINE) {
        __builtin_prefetch((const char *)units + i);
    }
}

size_t
lede_suspects_next(uint64_t *bits, const void *units, size_t count, size_t at,
                   lede_unit unit, const lede_calm *calm)
{
    lede_suspects_search *search = best_search();
    if (at == 0) {
        prefetch(units, count * unit);
    }
    for (*bits = 0; at < count; at += BLOCK) {
        if (at > 0 && unit != LEDE_UCS4) {
            at = search(bits, units, count, at, unit, calm);
        }
        if (*bits == 0 && at < count) { /* at the borders, or in units that are too wide */
            uint16_t window[WINDOW];
            read_window(window, units, count, at, unit);
            (void)search(bits, window, WINDOW, 1, LEDE_UCS2, calm);
            *bits = inside(*bits, count, at);
        }
        if (*bits != 0) {
            return at;
        }
    }
    return count;
}
