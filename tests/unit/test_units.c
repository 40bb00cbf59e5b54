/* Normalization without transcoding: what it does is what the steps do, and it does no more. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "text/units.h"
#include "unicode/forms.h"
#include "unicode/points.h"
#include "unicode/transcode.h"
#include "unicode/utf8.h"

enum { ROUNDS = 30000, SEED = 20200208, MOST_UNITS = 256, COMMON = 25 };

static const lede_normalize_options NEWS = {.steps = LEDE_STEPS_NEWS, .form = LEDE_NFC};

/* Letters, marks of several classes, what NFC changes or orders, and a little that other steps do. */
static const uint32_t POINTS[] = {
    ' ',   'a',    'e',    'o',     'u',     'n',     'A',     'E',    'x',
    '=',   0xE9,   0xEA,   0x1A1,   0x301,   0x300,   0x308,   0x302,  0x323,
    0x31B, 0x327,  0x338,  0x345,   0x340,   0x344,   0x212B,  0x2126, 0x958,
    0x928, 0x93C,  0x1100, 0x1161,  0x11A8,  0xAC00,  0x11A7,  0x628,  0x64E,
    0x651, 0x2019, 0x41F,  0x43E,   0x438,   0x306,   0x4E2D,  0xF900, 0xFA6C,
    0x378, 0xFB2C, 0x1FFF, 0x1D15E, 0x11099, 0x110BA, 0x1F600, 0xAD,   '&',
};

/* The points as an array of units that ends with its block. Free it. */
static void *
as_units(lede_unit *unit, const uint32_t *points, size_t count)
{
    *unit = LEDE_UCS2;
    for (size_t i = 0; i < count; i++) {
        *unit = points[i] > 0xFFFF ? LEDE_UCS4 : *unit;
    }
    void *units = malloc(count * *unit + (count == 0));
    assert_non_null(units);
    lede_units_copy(units, *unit, points, count, LEDE_UCS4);
    return units;
}

/* The bytes of a unit that holds the point; ASCII, which Python marks, needs less than one. */
static int
width_of(uint32_t point)
{
    return point < 0x80 ? 0 : point < 0x100 ? 1 : point < 0x10000 ? 2 : 4;
}

static void
check_map(const lede_normalized *by_bytes, const lede_normalized_units *by_units,
          lede_text raw)
{
    assert_int_equal(by_units->map.count, by_bytes->map.count);
    lede_points in_raw, in_clean;
    lede_points_init(&in_raw, raw);
    lede_points_init(&in_clean, by_bytes->text);
    for (size_t i = 0; i < by_bytes->map.count; i++) {
        lede_edit bytes = by_bytes->map.edits[i], units = by_units->map.edits[i];
        assert_int_equal(units.raw.start, lede_points_at(&in_raw, bytes.raw.start));
        assert_int_equal(units.raw.end, lede_points_at(&in_raw, bytes.raw.end));
        assert_int_equal(units.clean.start, lede_points_at(&in_clean, bytes.clean.start));
        assert_int_equal(units.clean.end, lede_points_at(&in_clean, bytes.clean.end));
        assert_int_equal(by_units->map.reasons[i], by_bytes->map.reasons[i]);
    }
}

/* The text of the units, which lie in the arena or are those given. */
static lede_text
as_utf8(const void *units, size_t count, lede_unit unit, lede_arena *arena)
{
    size_t size = lede_units_utf8_size(units, count, unit);
    char *bytes = lede_arena_alloc(arena, size + 1, 1);
    assert_non_null(bytes);
    lede_units_to_utf8(bytes, units, count, unit);
    return (lede_text){bytes, size};
}

/* True when the units took no transcoding. */
static bool
check_units(const uint32_t *points, size_t count)
{
    lede_unit unit;
    void *units = as_units(&unit, points, count);
    lede_arena arena;
    lede_arena_init(&arena);
    lede_text raw = as_utf8(units, count, unit, &arena);
    lede_normalized by_bytes;
    lede_normalized_units by_units;
    assert_int_equal(lede_normalize(&by_bytes, raw, NEWS, &arena), LEDE_OK);
    assert_int_equal(lede_normalize_units(&by_units, units, count, unit, NEWS, &arena),
                     LEDE_OK);
    if (by_units.done && by_units.map.count == 0) {
        require(lede_text_equal(raw, by_bytes.text), raw, "nothing to do");
    } else if (by_units.done) {
        lede_text text = as_utf8(by_units.units, by_units.count, unit, &arena);
        require(lede_text_equal(text, by_bytes.text), raw, "composed");
        check_map(&by_bytes, &by_units, raw);
        int width = 0;
        for (size_t i = 0; i < by_units.count; i++) {
            int needed = width_of(lede_unit_at(by_units.units, i, unit));
            width = needed > width ? needed : width;
        }
        assert_int_equal(width_of(by_units.widest), width);
        assert_true(by_units.widest <= 0x10FFFF);
    }
    lede_arena_release(&arena);
    free(units);
    return by_units.done;
}

/* Words with a mark among them now and then, so that runs of all lengths are copied, and much behind. */
static size_t
put_points(uint32_t points[MOST_UNITS], random_source *random, size_t round)
{
    size_t count = random_below(random, 4) * random_below(random, 60);
    uint32_t between = 1 + random_below(random, 80);
    for (size_t i = 0; i < count; i++) {
        bool mark = round % 3 == 0 && random_below(random, between) == 0;
        points[i] = mark         ? POINTS[1 + random_below(random, COMMON - 1)]
                    : i % 7 == 6 ? ' '
                                 : 'a' + random_below(random, 26);
    }
    uint32_t kinds = round % 2 == 0 ? COMMON : COUNT_OF(POINTS);
    for (size_t more = random_below(random, 12); more > 0; more--) {
        points[count++] = POINTS[random_below(random, kinds)];
    }
    return count;
}

static void
units_and_bytes_give_the_same(void **state)
{
    (void)state;
    random_source random = {SEED};
    size_t done = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t points[MOST_UNITS];
        size_t count = put_points(points, &random, round);
        done += check_units(points, count);
    }
    assert_true(done > ROUNDS / 2);
}

/* Every composite of a letter and a mark is found, and nothing else. */
static void
composites_are_those_of_the_decompositions(void **state)
{
    (void)state;
    assert_int_equal(lede_form_composite('e', 0x301), 0xE9);
    assert_int_equal(lede_form_composite(0x3C9, 0x345), 0x1FF3);
    assert_int_equal(lede_form_composite(0x11099, 0x110BA), 0x1109A);
    assert_int_equal(lede_form_composite('x', 0x301), 0);
    assert_int_equal(lede_form_composite(0x915, 0x93C), 0); /* excluded */
    assert_int_equal(lede_form_composite(UINT32_MAX, UINT32_MAX), 0);
}

static lede_status
compose_in_want(void *context)
{
    (void)context;
    static const uint16_t UNITS[] = {'e', 0x301, ' ', 'o', 0x323, 0x302, ' ', 'x', 0x301};
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized_units clean;
    lede_status status =
        lede_normalize_units(&clean, UNITS, COUNT_OF(UNITS), LEDE_UCS2, NEWS, &arena);
    lede_arena_release(&arena);
    return status;
}

static void
memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    assert_true(failing_memory_sweep(compose_in_want, NULL) > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_and_bytes_give_the_same),
        cmocka_unit_test(composites_are_those_of_the_decompositions),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
