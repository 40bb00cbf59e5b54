/* The survey and the skipping of prose: a step that they rule out has nothing to do. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "text/normalize.h"
#include "text/survey.h"
#include "unicode/prose.h"
#include "unicode/transcode.h"

enum { ROUNDS = 30000, SEED = 20200207, MOST_UNITS = 256 };

static const uint32_t POINTS[] = {
    'a',    'b',    'S',    'a',    'i',    'd',    ' ',    ' ',    '\n',   '\n',    '\r',
    '\t',   0x01,   0x7F,   '&',    'a',    'm',    'p',    ';',    '#',    '"',     ',',
    '.',    '!',    0x201C, 0x201D, 0x201D, 0x2019, 0xA0,   0x85,   0xAD,   0x200B,  0xFEFF,
    0x2028, 0x3000, 0xE9,   'e',    0x301,  0x323,  0x327,  0x30A,  0x212B, 0x37E,   0xFB01,
    0xFF06, 0xAC00, 0x11A7, 0x11A8, 0x64B,  0x651,  0x5D0,  0xD83D, 0xDE00, 0x1F600, 0x378,
    0x1B,   '[',    0x93,   0x81,   0x2029, 0xFB01, 0xFF21, 0xFF0C, 0xFF76, 0xFF9E,
};

static lede_unit
narrowest(const uint32_t *points, size_t count)
{
    lede_unit unit = LEDE_UCS1;
    for (size_t i = 0; i < count; i++) {
        lede_unit needed = points[i] < 0x100     ? LEDE_UCS1
                           : points[i] < 0x10000 ? LEDE_UCS2
                                                 : LEDE_UCS4;
        unit = needed > unit ? needed : unit;
    }
    return unit;
}

/* The points as an array of units that ends with its block. Free it. */
static void *
as_units(const uint32_t *points, size_t count, lede_unit unit)
{
    unsigned char *units = malloc(count * unit + 1);
    assert_non_null(units);
    for (size_t i = 0; i < count; i++) {
        uint8_t one = (uint8_t)points[i];
        uint16_t two = (uint16_t)points[i];
        const void *from = unit == LEDE_UCS1   ? (const void *)&one
                           : unit == LEDE_UCS2 ? (const void *)&two
                                               : (const void *)&points[i];
        memcpy(units + i * unit, from, unit);
    }
    return units;
}

static lede_text
normalized(lede_text raw, uint32_t steps, lede_form form, lede_arena *arena)
{
    lede_normalized clean;
    lede_normalize_options options = {.steps = steps, .form = form};
    assert_int_equal(lede_normalize(&clean, raw, options, arena), LEDE_OK);
    return clean.text;
}

/* Where the survey leaves none of the steps, they have nothing to do. */
static void
check_survey(const uint32_t *points, size_t count, uint32_t steps, lede_form form)
{
    lede_unit unit = narrowest(points, count);
    void *units = as_units(points, count, unit);
    size_t size = lede_units_utf8_size(units, count, unit);
    char *bytes = malloc(size + 1);
    assert_non_null(bytes);
    lede_units_to_utf8(bytes, units, count, unit);
    lede_text raw = {bytes, size};
    lede_arena arena;
    lede_arena_init(&arena);
    uint32_t needs = lede_survey(units, count, unit, form);
    lede_text all = normalized(raw, steps, form, &arena);
    lede_text some = normalized(raw, steps & needs ? steps : 0, form, &arena);
    require(lede_text_equal(all, some), raw, "the survey rules out nothing that has work");
    lede_arena_release(&arena);
    free(bytes);
    free(units);
}

static void
test_survey_rules_out_nothing_that_has_work(void **state)
{
    (void)state;
    random_source random = {SEED};
    static const lede_form FORMS[] = {LEDE_NFC, LEDE_NFD, LEDE_NFKC, LEDE_NFKD};
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t points[12];
        size_t count = random_below(&random, COUNT_OF(points) + 1);
        for (size_t i = 0; i < count; i++) {
            points[i] = POINTS[random_below(&random, COUNT_OF(POINTS))];
        }
        uint32_t steps = round % 2 == 0
                             ? LEDE_STEPS_NEWS
                             : LEDE_STEPS_FORM | (random_next(&random) & LEDE_STEPS_NEWS);
        check_survey(points, count, steps, FORMS[random_below(&random, COUNT_OF(FORMS))]);
    }
}

/* Clean prose needs nothing: else the survey would be of no use. */
static void
test_clean_prose_needs_nothing(void **state)
{
    (void)state;
    static const char *const CLEAN[] = {
        "",
        "One paragraph, \"she said,\" and no more.",
        "One paragraph.\n\nAnd another.\nWith two lines.",
    };
    for (size_t i = 0; i < COUNT_OF(CLEAN); i++) {
        lede_text text = text_of(CLEAN[i]);
        assert_int_equal(lede_survey(text.bytes, text.size, LEDE_UCS1, LEDE_NFC), 0);
    }
    static const uint16_t CURLY[] = {0x201C, 'I', 0x2019, 'm', ' ', 0x442,
                                     0x43E,  ',', 0x201D, ' ', 'h', 'e',
                                     ' ',    's', 'a',    'i', 'd'};
    assert_int_equal(lede_survey(CURLY, COUNT_OF(CURLY), LEDE_UCS2, LEDE_NFC), 0);
}

static void
test_prose_prefix_agrees_with_its_scalar_twin(void **state)
{
    (void)state;
    random_source random = {SEED};
    static const lede_unit UNITS[] = {LEDE_UCS1, LEDE_UCS2, LEDE_UCS4};
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t points[MOST_UNITS];
        size_t count = random_below(&random, MOST_UNITS);
        for (size_t i = 0; i < count; i++) {
            bool rare = random_below(&random, 64) == 0;
            points[i] =
                rare ? random_below(&random, 0x2100) : 'a' + random_below(&random, 26);
            points[i] = random_below(&random, 6) == 0 ? ' ' : points[i];
        }
        lede_unit unit = UNITS[round % 3];
        void *units = as_units(points, count, unit);
        assert_int_equal(lede_prose_prefix(units, count, unit),
                         lede_prose_prefix_scalar(units, count, unit));
        free(units);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey_rules_out_nothing_that_has_work),
        cmocka_unit_test(test_clean_prose_needs_nothing),
        cmocka_unit_test(test_prose_prefix_agrees_with_its_scalar_twin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
