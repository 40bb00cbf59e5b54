/* Any text, any choice of steps, form and shapes: the promises of text/normalize.h, and the same result for
 * every width of code units. */
#include "fuzz.h"

#include "text/survey.h"
#include "text/units.h"

static lede_normalized
normalized(lede_text raw, lede_normalize_options options, lede_arena *arena)
{
    lede_normalized clean;
    fuzz_require(lede_normalize(&clean, raw, options, arena) == LEDE_OK, "status");
    return clean;
}

static bool
same(lede_text a, uint32_t a_start, uint32_t a_end, lede_text b, uint32_t b_start,
     uint32_t b_end)
{
    return a_end <= a.size && b_end <= b.size && a_start <= a_end && b_start <= b_end &&
           lede_text_equal(lede_text_slice(a, (lede_span){a_start, a_end}),
                           lede_text_slice(b, (lede_span){b_start, b_end}));
}

static void
check_map(lede_text raw, const lede_normalized *clean)
{
    uint32_t at_raw = 0, at_clean = 0;
    for (size_t i = 0; i < clean->map.count; i++) {
        lede_edit edit = clean->map.edits[i];
        fuzz_require(
            same(raw, at_raw, edit.raw.start, clean->text, at_clean, edit.clean.start),
            "what is between edits is unchanged");
        fuzz_require(edit.raw.end >= edit.raw.start && edit.clean.end >= edit.clean.start,
                     "edits are ranges");
        fuzz_require(clean->map.reasons[i] != 0, "edits have reasons");
        at_raw = edit.raw.end;
        at_clean = edit.clean.end;
    }
    fuzz_require(same(raw, at_raw, (uint32_t)raw.size, clean->text, at_clean,
                      (uint32_t)clean->text.size),
                 "what is behind the last edit is unchanged");
}

/* The text as code points, and the narrowest unit for them. Free them. */
static uint32_t *
decode(lede_text text, size_t *count, lede_unit *narrowest)
{
    uint32_t *points = malloc((text.size + 1) * sizeof *points), widest = 0;
    fuzz_require(points != NULL, "out of memory");
    *count = 0;
    for (size_t at = 0; at < text.size; (*count)++) {
        at += slow_decode(text.bytes + at, text.size - at, &points[*count]);
        widest |= points[*count];
    }
    *narrowest = widest < 0x100 ? LEDE_UCS1 : widest < 0x10000 ? LEDE_UCS2 : LEDE_UCS4;
    return points;
}

/* What the survey and the shorter way of units make of units of one width. */
static void
check_units(const uint32_t *points, size_t count, lede_unit unit,
            lede_normalize_options options, const lede_normalized *clean, lede_arena *arena)
{
    void *units = malloc(count * unit + (count == 0));
    fuzz_require(units != NULL, "out of memory");
    lede_units_copy(units, unit, points, count, LEDE_UCS4);
    bool changed = clean->map.count != 0;
    fuzz_require(lede_survey(units, count, unit, options) != 0 || !changed,
                 "the survey rules out no work");
    lede_normalized_units by_units;
    fuzz_require(lede_normalize_units(&by_units, units, count, unit, options, arena) ==
                     LEDE_OK,
                 "status of units");
    if (by_units.done) {
        fuzz_require((by_units.map.count != 0) == changed, "units change as bytes do");
    }
    if (by_units.done && changed) {
        size_t size = lede_units_utf8_size(by_units.units, by_units.count, unit);
        char *bytes = malloc(size + 1);
        fuzz_require(bytes != NULL, "out of memory");
        lede_units_to_utf8(bytes, by_units.units, by_units.count, unit);
        fuzz_require(lede_text_equal((lede_text){bytes, size}, clean->text),
                     "units become the same text");
        free(bytes);
    }
    free(units);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input in = {data, size};
    uint32_t low = fuzz_byte(&in), kind = fuzz_byte(&in), high = fuzz_byte(&in);
    lede_normalize_options options = {
        .steps = LEDE_STEPS_FORM | low | high << 8,
        .form = (lede_form)(kind & 3),
        .shapes = {(lede_shape)(kind >> 2 & 3), (lede_shape)(kind >> 4 & 3),
                   (lede_shape)(kind >> 6)},
    };
    lede_text raw = fuzz_text(in);
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized once = normalized(raw, options, &arena);
    check_map(raw, &once);
    size_t bad, count;
    fuzz_require(slow_validate(once.text, &bad), "clean text is UTF-8");
    lede_normalized twice = normalized(once.text, options, &arena);
    fuzz_require(lede_text_equal(once.text, twice.text) && twice.map.count == 0,
                 "twice is once");
    lede_unit unit;
    uint32_t *points = decode(raw, &count, &unit);
    for (; unit <= LEDE_UCS4; unit = (lede_unit)(unit * 2)) {
        check_units(points, count, unit, options, &once, &arena);
    }
    free(points);
    lede_arena_release(&arena);
    free((void *)(uintptr_t)raw.bytes);
    return 0;
}
