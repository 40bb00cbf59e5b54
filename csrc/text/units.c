#include "text/units.h"

#include "text/survey.h"
#include "unicode/lanes.h"
#include "unicode/utf8.h"

enum {
    FIRST_MARK = 0x300, /* what lies before it starts a segment and is in NFC */
    GRAPHEME_JOINER = 0x34F,
    GROWTH = 3 /* most that NFC makes of one: U+FB2C */
};

typedef struct {
    const void *units;
    size_t count;
    lede_unit unit;
    bool too_narrow; /* a character beyond the units came up: U+FA6C becomes U+242EE */
    size_t copied;   /* units that are already in `out` or replaced */
    lede_vector out; /* units */
    lede_edits edits;
    lede_vector bytes, written, scratch; /* of one segment, see lede_form_write */
} composition;

static uint32_t
unit_at(const composition *all, size_t at)
{
    return lede_unit_at(all->units, at, all->unit);
}

/* Most answers need no table: Latin, the combining marks of Latin, quotes and dashes. */
static inline bool
starts(const composition *all, size_t at)
{
    uint32_t point = unit_at(all, at);
    bool mark = point >= FIRST_MARK && point < GRAPHEME_JOINER;
    bool plain = point < FIRST_MARK || (point >= 0x2010 && point <= 0x2026);
    return plain || (!mark && lede_form_starts(point, LEDE_NFC));
}

/* The first unit from `at` on that lies beyond FIRST_MARK. Inlined with a constant unit: compilers make
 * vectors of the loop inside. */
static inline __attribute__((always_inline)) size_t
skip_low(const void *units, size_t count, size_t at, lede_unit unit)
{
    for (; count - at >= sizeof(lede_lanes); at += sizeof(lede_lanes)) {
        uint8_t high[sizeof(lede_lanes)];
        for (size_t i = 0; i < sizeof high; i++) {
            high[i] = (uint8_t)-(lede_unit_at(units, at + i, unit) >= FIRST_MARK);
        }
        uint64_t bits = lede_lanes_bits(lede_lanes_read(high));
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
    }
    while (at < count && lede_unit_at(units, at, unit) < FIRST_MARK) {
        at++;
    }
    return at;
}

/* The first position from `at` on whose unit starts no segment. */
static size_t
find_mark(const composition *all, size_t at)
{
    for (;; at++) {
        at = all->unit == LEDE_UCS2 ? skip_low(all->units, all->count, at, LEDE_UCS2)
                                    : skip_low(all->units, all->count, at, LEDE_UCS4);
        if (at == all->count || !starts(all, at)) {
            return at;
        }
    }
}

static void
put_unit(composition *all, uint32_t point)
{
    void *room = lede_vector_reserve(&all->out, 1);
    if (room == NULL) {
        return;
    }
    all->out.count++;
    if (all->unit == LEDE_UCS2) {
        all->too_narrow |= point > 0xFFFF;
        *(uint16_t *)room = (uint16_t)point;
    } else {
        *(uint32_t *)room = point;
    }
}

static void
copy_to(composition *all, size_t at)
{
    /* room for all: composition seldom makes longer */
    if (all->out.count == 0 && lede_vector_reserve(&all->out, all->count) == NULL) {
        return;
    }
    const char *from = (const char *)all->units + all->copied * all->unit;
    lede_vector_append(&all->out, from, at - all->copied);
    all->copied = at;
}

/* Records that text[start, end) became what `out` has from `clean` on. */
static void
record(composition *all, size_t start, size_t end, size_t clean)
{
    all->copied = end;
    lede_edits_add(&all->edits, (lede_raw_span){(uint32_t)start, (uint32_t)end},
                   (lede_span){(uint32_t)clean, (uint32_t)all->out.count},
                   LEDE_REASON_FORM);
}

/* A segment that is more than a letter and a mark, by way of UTF-8. */
static void
compose_long(composition *all, size_t start, size_t end)
{
    const char *units = (const char *)all->units + start * all->unit;
    all->bytes.count = all->written.count = 0;
    size_t size = lede_units_utf8_size(units, end - start, all->unit);
    char *bytes = lede_vector_reserve(&all->bytes, size);
    if (bytes == NULL) {
        return;
    }
    lede_units_to_utf8(bytes, units, end - start, all->unit);
    lede_text before = {bytes, size};
    lede_form_write(&all->written, &all->scratch, before, LEDE_NFC);
    lede_text after = {all->written.data, all->written.count};
    if (lede_text_equal(before, after)) {
        return;
    }
    copy_to(all, start);
    size_t clean = all->out.count;
    for (size_t at = 0, step; at < after.size; at += step) {
        put_unit(all, lede_utf8_step(after, at, &step));
    }
    record(all, start, end, clean);
}

static void
compose_segment(composition *all, size_t start, size_t end)
{
    uint32_t whole = end - start != 2 || !starts(all, start)
                         ? 0
                         : lede_form_composite(unit_at(all, start), unit_at(all, end - 1));
    if (whole == 0) {
        compose_long(all, start, end);
        return;
    }
    copy_to(all, start);
    put_unit(all, whole);
    record(all, start, end, all->out.count - 1);
}

/* What most segments are: a letter of Latin and one mark, before another. False for all others. */
static inline __attribute__((always_inline)) bool
compose_pair(composition *all, size_t mark, lede_unit unit)
{
    if (mark == 0 || mark + 1 >= all->count) {
        return false;
    }
    uint32_t letter = lede_unit_at(all->units, mark - 1, unit);
    uint32_t next = lede_unit_at(all->units, mark + 1, unit);
    uint32_t whole =
        letter >= FIRST_MARK || next >= FIRST_MARK
            ? 0
            : lede_form_composite(letter, lede_unit_at(all->units, mark, unit));
    if (whole == 0) {
        return false;
    }
    copy_to(all, mark - 1);
    put_unit(all, whole);
    record(all, mark - 1, mark + 1, all->out.count - 1);
    return true;
}

static void
compose(composition *all)
{
    for (size_t at = 0, end; (at = find_mark(all, at)) < all->count; at = end) {
        end = at + 1;
        if (all->unit == LEDE_UCS2 ? compose_pair(all, at, LEDE_UCS2)
                                   : compose_pair(all, at, LEDE_UCS4)) {
            continue;
        }
        while (end < all->count && !starts(all, end)) {
            end++;
        }
        compose_segment(all, at - (at > 0), end);
    }
    if (all->edits.edits.count != 0) {
        copy_to(all, all->count);
    }
}

static void
composition_init(composition *all, const void *units, size_t count, lede_unit unit,
                 lede_arena *arena)
{
    *all = (composition){.units = units, .count = count, .unit = unit};
    lede_vector_init(&all->out, arena, unit);
    lede_vector_init(&all->bytes, arena, 1);
    lede_vector_init(&all->written, arena, 1);
    lede_vector_init(&all->scratch, arena, sizeof(int32_t));
    lede_edits_init(&all->edits, arena);
}

static uint32_t
widest(const void *units, size_t count, lede_unit unit)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= lede_unit_at(units, i, unit);
    }
    return bits > 0x10FFFF ? 0x10FFFF : bits;
}

/* Composes the text, and keeps what comes of it if nothing else has work there. */
static void
try_composition(lede_normalized_units *out, composition *all,
                lede_normalize_options options)
{
    compose(all);
    if (all->too_narrow) {
        return;
    }
    out->map = lede_edits_map(&all->edits);
    bool changed = out->map.count != 0;
    out->units = changed ? all->out.data : all->units;
    out->count = changed ? all->out.count : all->count;
    options.steps &= ~(uint32_t)LEDE_REASON_FORM;
    out->done = lede_survey(out->units, out->count, all->unit, options) == 0;
    out->widest = all->unit == LEDE_UCS2 ? widest(out->units, out->count, LEDE_UCS2)
                                         : widest(out->units, out->count, LEDE_UCS4);
}

lede_status
lede_normalize_units(lede_normalized_units *out, const void *units, size_t count,
                     lede_unit unit, lede_normalize_options options, lede_arena *arena)
{
    *out = (lede_normalized_units){0};
    uint32_t needs = lede_survey(units, count, unit, options);
    out->done = needs == 0;
    out->needs = needs;
    if (needs != LEDE_REASON_FORM || options.form != LEDE_NFC || unit == LEDE_UCS1 ||
        count > LEDE_TEXT_MAX / GROWTH) {
        return LEDE_OK;
    }
    composition all;
    composition_init(&all, units, count, unit, arena);
    try_composition(out, &all, options);
    return lede_arena_status(arena);
}
