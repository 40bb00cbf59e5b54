/* The survey and the skipping of prose: a step that they rule out has nothing to do. */
#include "support.h"
#include "support_portable.h"

#include <stdlib.h>
#include <string.h>

#include "text/mojibake.h"
#include "text/normalize.h"
#include "text/survey.h"
#include "unicode/charmap.h"
#include "unicode/suspects_kernel.h"
#include "unicode/transcode.h"

enum { ROUNDS = 30000, SEED = 20200207, MOST_UNITS = 256 };

static const lede_normalize_options NEWS = {.steps = LEDE_STEPS_NEWS, .form = LEDE_NFC};

static const uint32_t POINTS[] = {
    'a',    'b',    'S',    'a',    'i',    'd',    ' ',    ' ',    '\n',   '\n',    '\r',
    '\t',   0x01,   0x7F,   '&',    'a',    'm',    'p',    ';',    '#',    '"',     ',',
    '.',    '!',    0x201C, 0x201D, 0x201D, 0x2019, 0xA0,   0x85,   0xAD,   0x200B,  0xFEFF,
    0x2028, 0x3000, 0xE9,   'e',    0x301,  0x323,  0x327,  0x30A,  0x212B, 0x37E,   0xFB01,
    0xFF06, 0xAC00, 0x11A7, 0x11A8, 0x64B,  0x651,  0x5D0,  0xD83D, 0xDE00, 0x1F600, 0x378,
    0x1B,   '[',    0x93,   0x81,   0x2029, 0xFB01, 0xFF21, 0xFF0C, 0xFF76, 0xFF9E,  0x2026,
    0x27,   0x28,   0xC3,   0xA9,   0xE2,   0x80,   0x20AC, 0x2122, 0x416,  0x437,   0x451,
    0xBB,   0x3C0,  0x3A9,  0xA640, 0xA641, 0x4E2D, 0xFFFD, 0xC9,
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

/* Bits of the steps that text/normalize.c knows. */
static const uint32_t GROUPS[] = {
    LEDE_REASON_MOJIBAKE,
    LEDE_REASON_SURROGATES | LEDE_REASON_C1 | LEDE_REASON_CONTROLS | LEDE_REASON_ENTITIES |
        LEDE_REASON_WIDTH | LEDE_REASON_LIGATURES,
    LEDE_REASON_FORM,
    LEDE_REASON_LINES | LEDE_REASON_SPACES,
    LEDE_REASON_QUOTES,
    LEDE_REASON_GLUED,
};

/* What the survey rules out, a step alone or all of them, has nothing to do. */
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
    lede_normalize_options options = {.steps = steps, .form = form};
    uint32_t needs = lede_survey(units, count, unit, options);
    lede_text all = normalized(raw, steps, form, &arena);
    lede_normalized some;
    assert_int_equal(lede_normalize_needy(&some, raw, needs, options, &arena), LEDE_OK);
    require(lede_text_equal(all, some.text), raw,
            "the survey rules out nothing that has work");
    for (size_t i = 0; i < COUNT_OF(GROUPS); i++) {
        bool characters = (GROUPS[i] & LEDE_REASON_CONTROLS) != 0; /* the form's, too */
        uint32_t needed = needs & (GROUPS[i] | (characters ? LEDE_STEPS_FORM : 0u));
        uint32_t idle = needed != 0 ? 0 : steps & GROUPS[i];
        require(lede_text_equal(normalized(raw, idle, form, &arena), raw), raw,
                "a step that is not needed changes nothing");
    }
    lede_arena_release(&arena);
    free(bytes);
    free(units);
}

/* Random points amid letters of one script, so that every place of a block is met, and both kinds of
 * blocks. */
static size_t
put_points(uint32_t points[MOST_UNITS], random_source *random)
{
    static const uint32_t FILLERS[] = {'x', 'x', 0xE4, 0x436, 0x628, 0x4E2D, 0xA7C0};
    uint32_t filler = FILLERS[random_below(random, COUNT_OF(FILLERS))];
    size_t count = random_below(random, 3) == 0 ? random_below(random, 150) : 0;
    for (size_t i = 0; i < count; i++) {
        points[i] = filler;
    }
    for (size_t more = random_below(random, 13); more > 0; more--) {
        points[count++] = POINTS[random_below(random, COUNT_OF(POINTS))];
    }
    for (size_t more = random_below(random, 3) * 30; more > 0; more--) {
        points[count++] = filler;
    }
    return count;
}

static void
test_survey_rules_out_nothing_that_has_work(void **state)
{
    (void)state;
    random_source random = {SEED};
    static const lede_form FORMS[] = {LEDE_NFC, LEDE_NFC,  LEDE_NFC,
                                      LEDE_NFD, LEDE_NFKC, LEDE_NFKD};
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t points[MOST_UNITS];
        size_t count = put_points(points, &random);
        uint32_t steps = round % 2 == 0
                             ? LEDE_STEPS_NEWS
                             : LEDE_STEPS_FORM | (random_next(&random) & LEDE_STEPS_NEWS);
        check_survey(points, count, steps, FORMS[random_below(&random, COUNT_OF(FORMS))]);
    }
}

/* The same of words, references and damage that single characters seldom add up to. */
static void
test_survey_knows_what_pieces_need(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "&copy",
        "&amp",
        "&",
        "amp",
        ";",
        "#38",
        "lt;",
        "=",
        " ",
        " ",
        ".",
        "?",
        "!",
        "\n",
        "\n",
        "said",
        "He",
        "A lot",
        "I\u2019m",
        "U.S.",
        " J.",
        "O.",
        "E.U.",
        "Next",
        "next",
        "@a",
        "\u201C",
        "\u201D",
        "\"",
        ", ",
        "x",
        "\u2026",
        "\u00C3\u00A9",
        "\u00E2\u20AC\u2122",
        "\u00E2\u20AC",
        "\u015B",
        "\u00C3 ",
        "\u043F\u0440\u0438",
        "\u0421\u0428\u0410\u00BB",
        "e\u0301",
        "\u0301",
        "\u212A",
        "\uFB01",
        "\uFF21",
        "\u00AD",
        "\u0628\u064E\u0651",
        "\u4E2D\u6587",
    };
    random_source random = {SEED};
    for (size_t round = 0; round < ROUNDS; round++) {
        text_buffer buffer;
        uint32_t points[MOST_UNITS];
        size_t count;
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES),
                                    random_below(&random, 30));
        (void)lede_utf8_measure(text, &count);
        assert_true(count <= MOST_UNITS);
        lede_utf8_to_units(points, LEDE_UCS4, text);
        check_survey(points, count, LEDE_STEPS_NEWS, LEDE_NFC);
    }
}

/* ---- suspects ---- */

/* What is calm, of every kind; for the points of a text its own script. */
static const lede_calm *
any_calm(random_source *random, const uint32_t *points, size_t count)
{
    static lede_calm marked;
    switch (random_below(random, 5)) {
    case 0:
        return lede_calm_at_first(false);
    case 1:
        return lede_calm_at_first(true);
    case 2:
        return lede_calm_of('a');
    case 3:
        marked = lede_calm_with_marks(lede_calm_of(points[0]));
        return &marked;
    default:
        return lede_calm_of(points[random_below(random, (uint32_t)count)]);
    }
}

/* A search over whole blocks finds what the definition finds, or ends before it. */
static void
check_search(lede_suspects_search *search, const void *units, size_t count, size_t at,
             lede_unit unit, const lede_calm *calm)
{
    uint64_t found, defined;
    size_t end = search(&found, units, count, at, unit, calm);
    size_t defined_end = lede_suspects_next_scalar(&defined, units, count, at, unit, calm);
    if (found == 0) {
        assert_true(end <= defined_end && end + LEDE_SUSPECTS_BLOCK >= count);
    } else {
        assert_true(end == defined_end && found == defined);
    }
}

static void
check_suspects(const void *units, size_t count, size_t at, lede_unit unit,
               const lede_calm *calm)
{
    uint64_t found, defined;
    size_t end = lede_suspects_next(&found, units, count, at, unit, calm);
    assert_true(end == lede_suspects_next_scalar(&defined, units, count, at, unit, calm));
    assert_true(found == defined);
    if (at == 0 || unit == LEDE_UCS4) {
        return;
    }
    check_search(find_suspects, units, count, at, unit, calm);
    check_search(portable_suspects, units, count, at, unit, calm);
    if (lede_suspects_avx2() != NULL) {
        check_search(lede_suspects_avx2(), units, count, at, unit, calm);
    }
    if (lede_suspects_avx512() != NULL) {
        check_search(lede_suspects_avx512(), units, count, at, unit, calm);
    }
}

static void
test_suspects_agree_with_their_scalar_twins(void **state)
{
    (void)state;
    random_source random = {SEED};
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t points[MOST_UNITS];
        size_t count = put_points(points, &random);
        if (count == 0) {
            continue;
        }
        if (random_below(&random, 2) == 0) {
            points[random_below(&random, (uint32_t)count)] = random_below(&random, 0x3000);
        }
        lede_unit unit = narrowest(points, count);
        void *units = as_units(points, count, unit);
        for (size_t at = 0; at < count; at += 1 + random_below(&random, 64)) {
            check_suspects(units, count, at, unit, any_calm(&random, points, count));
        }
        free(units);
    }
}

/* What the survey passes over at a glance is calm by the tables too. */
static void
test_calm_letters_are_calm(void **state)
{
    (void)state;
    const lede_calm *accents = lede_calm_of('a');
    size_t letters = 0;
    for (uint32_t point = 0x80; point <= 0x10FFFF; point++) {
        if (lede_calm_of(point) != accents) {
            assert_true(lede_form_is_calm(point, LEDE_NFC));
            assert_int_equal(lede_charmap_of(point).trails, 0);
            letters++;
        }
        uint16_t alone[] = {'x', (uint16_t)point, 'x'};
        uint64_t bits;
        if (point <= 0xFFFF &&
            lede_suspects_next(&bits, alone, 3, 0, LEDE_UCS2, accents) == 3) {
            assert_int_equal(lede_survey(alone, 3, LEDE_UCS2, NEWS), 0);
        }
    }
    assert_true(letters > 30000);
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
        assert_int_equal(lede_survey(text.bytes, text.size, LEDE_UCS1, NEWS), 0);
    }
    static const uint16_t CURLY[] = {0x201C, 'I', 0x2019, 'm', ' ', 0x442,
                                     0x43E,  ',', 0x201D, ' ', 'h', 'e',
                                     ' ',    's', 'a',    'i', 'd'};
    assert_int_equal(lede_survey(CURLY, COUNT_OF(CURLY), LEDE_UCS2, NEWS), 0);
}

/* What is known of pairs at the outset, and remembered of them, is what the gate says of each: `l’été`. */
static void
test_remembered_pairs_are_harmless(void **state)
{
    (void)state;
    static const uint32_t LEADS[] = {0x2019, 0xC3, 0xC2, 0xE2, 0xD0, 0x420, 0x102, 0x2018};
    static const uint16_t NEXT[] = {'t', 's', ' '};
    size_t harmful = 0;
    for (size_t i = 0; i < COUNT_OF(LEADS) * COUNT_OF(NEXT); i++) {
        uint16_t next = NEXT[i % COUNT_OF(NEXT)];
        for (uint32_t trail = 0xA1; trail < 0x2123; trail++) {
            uint32_t lead = LEADS[i / COUNT_OF(NEXT)];
            uint16_t units[] = {'l', (uint16_t)lead, (uint16_t)trail, next, 'o', '.', ' ',
                                'l', (uint16_t)lead, (uint16_t)trail, next, 'o'};
            uint32_t points[] = {'l', lead, trail, next, 'o', '.', ' ', 'l'};
            bool found = lede_charmap_begins('l', lead, trail) != 0 &&
                         lede_mojibake_is_suspect(points, COUNT_OF(points), false);
            uint32_t needs = lede_survey(units, COUNT_OF(units), LEDE_UCS2, NEWS);
            bool known = (needs & LEDE_REASON_MOJIBAKE) != 0;
            assert_true(known || !found);
            harmful += found;
        }
    }
    assert_true(harmful > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey_rules_out_nothing_that_has_work),
        cmocka_unit_test(test_clean_prose_needs_nothing),
        cmocka_unit_test(test_survey_knows_what_pieces_need),
        cmocka_unit_test(test_suspects_agree_with_their_scalar_twins),
        cmocka_unit_test(test_calm_letters_are_calm),
        cmocka_unit_test(test_remembered_pairs_are_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
