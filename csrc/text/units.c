#include "text/units.h"

#include "text/survey.h"
#include "unicode/lanes.h"
#include "unicode/utf8.h"

enum {
    BLOCK = 64,         /* units that are looked at together, a bit each */
    RUN = 32,           /* units that are copied together */
    FIRST_MARK = 0x300, /* what lies before it starts a segment and is in NFC */
    FIRST_PLAIN = 0x2010,
    LAST_PLAIN = 0x2026, /* quotes and dashes, which are as good */
    GRAPHEME_JOINER = 0x34F,
    GROWTH = 3,   /* most that NFC makes of one: U+FB2C */
    PER_EDIT = 16 /* units; what decomposed French has between two marks */
};

typedef struct {
    const void *units;
    size_t count;
    lede_unit unit;
    bool too_narrow; /* a character beyond the units came up: U+FA6C becomes U+242EE */
    lede_vector out; /* units; `reached` counts them until the end */
    lede_edits edits;
    lede_vector bytes, written, scratch; /* of one segment, see lede_form_write */
} composition;

/* How far composition has come. Handed on by value, so that it stays in registers: through memory each mark
 * would wait for the one before. */
typedef struct {
    size_t read, written; /* units */
} reached;

/* Whatever is inlined below gets a loop of its own for each width of units. */
static inline __attribute__((always_inline)) uint32_t
unit_at(const composition *all, size_t at, lede_unit unit)
{
    return lede_unit_at(all->units, at, unit);
}

/* Most answers need no table: Latin, the combining marks of Latin, quotes and dashes. */
static inline bool
starts(uint32_t point)
{
    bool mark = point >= FIRST_MARK && point < GRAPHEME_JOINER;
    bool plain = point < FIRST_MARK || (point >= FIRST_PLAIN && point <= LAST_PLAIN);
    return plain || (!mark && lede_form_starts(point, LEDE_NFC));
}

/* All but Latin, quotes and dashes. */
static inline lede_wide_lanes
are_doubtful(lede_wide_lanes here)
{
    const lede_wide_lanes marks = here - FIRST_MARK;
    return (lede_wide_lanes)(marks < FIRST_PLAIN - FIRST_MARK) |
           (lede_wide_lanes)(here > LAST_PLAIN);
}

/* The same as a bit for each of the units of a block. */
static inline uint64_t
doubtful_bits(const uint16_t *units)
{
    enum { STEP = sizeof(lede_lanes), HALF = STEP / 2 };
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK; i += STEP) {
        lede_wide_lanes low = are_doubtful(lede_lanes_read_wide(units + i));
        lede_wide_lanes high = are_doubtful(lede_lanes_read_wide(units + i + HALF));
        bits |= lede_lanes_packed_bits(lede_lanes_pack_signed(low, high)) << i;
    }
    return bits;
}

/* The same for the block from `at` on, whatever the units. */
static inline __attribute__((always_inline)) uint64_t
doubtful_from(const composition *all, size_t at, lede_unit unit)
{
    size_t there = all->count - at < BLOCK ? all->count - at : BLOCK;
    if (unit == LEDE_UCS2 && there == BLOCK) {
        return doubtful_bits((const uint16_t *)all->units + at);
    }
    uint16_t block[BLOCK] = {0};
    for (size_t i = 0; i < there; i++) {
        uint32_t point = unit_at(all, at + i, unit);
        block[i] = (uint16_t)(point > 0xFFFF ? 0xFFFF : point);
    }
    return doubtful_bits(block);
}

/* Composition seldom makes longer, so that what is asked for at first is mostly enough. */
static bool
grow(composition *all, reached now, size_t extra)
{
    bool first = all->out.data == NULL;
    all->out.count = now.written;
    if (first) {
        lede_edits_reserve(&all->edits, all->count / PER_EDIT);
    }
    return lede_vector_grow(&all->out, first ? all->count + RUN : extra);
}

/* Room for `extra` units behind those that are written; NULL when memory ran out. */
static inline __attribute__((always_inline)) void *
room_for(composition *all, reached now, size_t extra, lede_unit unit)
{
    if (all->out.capacity - now.written < extra && !grow(all, now, extra)) {
        return NULL;
    }
    return (char *)all->out.data + now.written * unit;
}

/* Copies the units before `at`. Mostly a few more are copied along, for the next ones to overwrite. */
static inline __attribute__((always_inline)) reached
copy_to(composition *all, reached now, size_t at, lede_unit unit)
{
    size_t count = at - now.read;
    const char *from = (const char *)all->units + now.read * unit;
    char *to = room_for(all, now, count + RUN, unit);
    if (to == NULL) {
        return now;
    }
    if (all->count - at < RUN) {
        memcpy(to, from, count * unit);
    } else {
        memcpy(to, from, (size_t)RUN * unit);
        for (size_t i = RUN; i < count; i += RUN) {
            memcpy(to + i * unit, from + i * unit, (size_t)RUN * unit);
        }
    }
    return (reached){at, now.written + count};
}

static inline __attribute__((always_inline)) reached
put_unit(composition *all, reached now, uint32_t point, lede_unit unit)
{
    void *room = room_for(all, now, 1, unit);
    if (room == NULL) {
        return now;
    }
    if (unit == LEDE_UCS2) {
        all->too_narrow |= point > 0xFFFF;
        *(uint16_t *)room = (uint16_t)point;
    } else {
        *(uint32_t *)room = point;
    }
    now.written++;
    return now;
}

/* Goes on behind the segment that ends at `end`; its form was written between `before` and `now`. */
static inline reached
record(composition *all, reached before, reached now, size_t end)
{
    lede_edits_add(&all->edits, (lede_raw_span){(uint32_t)before.read, (uint32_t)end},
                   (lede_span){(uint32_t)before.written, (uint32_t)now.written},
                   LEDE_REASON_FORM);
    now.read = end;
    return now;
}

/* A segment that is more than a letter and a mark, by way of UTF-8. */
static reached
compose_long(composition *all, reached now, size_t start, size_t end, lede_unit unit)
{
    const char *units = (const char *)all->units + start * unit;
    all->bytes.count = all->written.count = 0;
    size_t size = lede_units_utf8_size(units, end - start, unit);
    char *bytes = lede_vector_reserve(&all->bytes, size);
    if (bytes == NULL) {
        return now;
    }
    lede_units_to_utf8(bytes, units, end - start, unit);
    lede_text before = {bytes, size};
    lede_form_write(&all->written, &all->scratch, before, LEDE_NFC);
    lede_text after = {all->written.data, all->written.count};
    if (lede_text_equal(before, after)) {
        return now;
    }
    reached first = now = copy_to(all, now, start, unit);
    for (size_t at = 0, step; at < after.size; at += step) {
        now = put_unit(all, now, lede_utf8_step(after, at, &step), unit);
    }
    return record(all, first, now, end);
}

/* Composes text[start, end), a segment. Most are a letter and a mark. */
static inline __attribute__((always_inline)) reached
compose_segment(composition *all, reached now, size_t start, size_t end, lede_unit unit)
{
    uint32_t letter = unit_at(all, start, unit), whole = 0;
    if (end - start == 2 && starts(letter)) {
        whole = lede_form_composite(letter, unit_at(all, start + 1, unit));
    }
    if (whole == 0) {
        return compose_long(all, now, start, end, unit);
    }
    reached first = copy_to(all, now, start, unit);
    return record(all, first, put_unit(all, first, whole, unit), end);
}

static inline __attribute__((always_inline)) void
compose_units(composition *all, lede_unit unit)
{
    reached now = {0};
    size_t done = 0; /* segments before it are composed */
    for (size_t at = 0; at < all->count; at += BLOCK) {
        uint64_t bits = doubtful_from(all, at, unit);
        for (; bits != 0; bits &= bits - 1) {
            size_t mark = at + (size_t)__builtin_ctzll(bits);
            if (mark < done || starts(unit_at(all, mark, unit))) {
                continue;
            }
            done = mark + 1;
            while (done < all->count && !starts(unit_at(all, done, unit))) {
                done++;
            }
            now = compose_segment(all, now, mark - (mark > 0), done, unit);
        }
    }
    if (now.read != 0) {
        all->out.count = copy_to(all, now, all->count, unit).written;
    }
}

static void
compose(composition *all)
{
    if (all->unit == LEDE_UCS2) {
        compose_units(all, LEDE_UCS2);
    } else {
        compose_units(all, LEDE_UCS4);
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
bits_of_words(const uint16_t *units, size_t count)
{
    uint16_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits = (uint16_t)(bits | units[i]);
    }
    return bits;
}

static uint32_t
bits_of_points(const uint32_t *units, size_t count)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++) {
        bits |= units[i];
    }
    return bits;
}

/* All bits that units have, as far as needed to tell that nothing narrower would do. */
static uint32_t
widest(const void *units, size_t count, lede_unit unit)
{
    enum { STRETCH = 512 };
    uint32_t bits = 0, wide = unit == LEDE_UCS2 ? 0x100 : 0x10000;
    for (size_t at = 0; at < count && bits < wide; at += STRETCH) {
        size_t there = count - at < STRETCH ? count - at : STRETCH;
        bits |= unit == LEDE_UCS2 ? bits_of_words((const uint16_t *)units + at, there)
                                  : bits_of_points((const uint32_t *)units + at, there);
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
    out->widest = widest(out->units, out->count, all->unit);
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
