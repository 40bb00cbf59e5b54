/* UTF-8, ASCII, transcoding, offsets in code points, HTML references. Tables: test_tables.c. */
#include "support.h"
#include "support_portable.h"

#include <stdlib.h>
#include <string.h>

#include "unicode/ascii.h"
#include "unicode/html.h"
#include "unicode/points.h"
#include "unicode/prose.h"
#include "unicode/transcode.h"
#include "unicode/utf8.h"

enum { LAST_POINT = 0x10FFFF, REPLACEMENT = 0xFFFD };

/* Characters of every size, at the borders of their rows, and pieces that are none. */
static const char *const PIECES[] = {
    "a",
    "Z ",
    "\x7F",
    "\xC2\x80",
    "\xDF\xBF",
    "\xE0\xA0\x80",
    "\xEF\xBF\xBF",
    "\xF0\x90\x80\x80",
    "\xF4\x8F\xBF\xBF",
    "\xED\xA0\x80",
    "\xED\xBF\xBF",
    "\x80",
    "\xBF\xBF",
    "\xC0\xAF",
    "\xE2\x82",
    "\xF0\x9F",
    "\xF5",
    "\xFF",
    "\xE0\x80\x80",
    "\xF4\x90\x80\x80",
    "plain text of more than thirty-two bytes, so that whole steps are taken",
};
enum { WELL_FORMED = 9 }; /* the first of them */

/* ---- utf8 ---- */

static void
check_step(lede_text text, size_t at)
{
    uint32_t expected = REPLACEMENT;
    size_t expected_size = slow_decode(text.bytes + at, text.size - at, &expected);
    size_t size = 99;
    uint32_t point = lede_utf8_step(text, at, &size);
    bool right = expected_size == 0 ? point == REPLACEMENT && size == 1
                                    : point == expected && size == expected_size;
    require(right, text, "lede_utf8_step");
}

/* The sequence that ends just before `at` is the one that is as long as the way to it. */
static void
check_step_back(lede_text text, size_t at)
{
    uint32_t expected = REPLACEMENT, point;
    size_t expected_size = 1, size = 99;
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        if (slow_decode(text.bytes + at - back, back, &point) == back) {
            expected = point;
            expected_size = back;
        }
    }
    point = lede_utf8_step_back(text, at, &size);
    require(point == expected && size == expected_size, text, "lede_utf8_step_back");
}

static void
check_validate(lede_text text)
{
    size_t bad = 99, expected_bad = 99;
    bool expected = slow_validate(text, &expected_bad);
    bool valid = lede_utf8_validate(text, &bad);
    require(valid == expected && bad == expected_bad, text, "lede_utf8_validate");
}

static void
every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= LAST_POINT; point++) {
        char expected[4], bytes[4];
        size_t size = slow_encode(expected, point);
        if (lede_utf8_write(bytes, point) != size || memcmp(bytes, expected, size) != 0) {
            fail_msg("U+%04X is written otherwise", point);
        }
        lede_text text = {bytes, size};
        check_step(text, 0);
        check_step_back(text, size);
        check_validate(text);
        if (lede_utf8_count(text) != 1) {
            fail_msg("U+%04X is counted otherwise", point);
        }
    }
}

/* In a block that ends with the text: a step beyond it is seen. */
static void
check_bytes(const unsigned char *bytes, size_t size)
{
    char *block;
    lede_text text = exact_copy(&block, (lede_text){(const char *)bytes, size}, 0);
    check_step(text, 0);
    check_step_back(text, size);
    check_validate(text);
    free(block);
}

static void
all_pairs_of_bytes_are_read_right(void **state)
{
    (void)state;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        const unsigned char bytes[2] = {(unsigned char)(pair >> 8), (unsigned char)pair};
        check_bytes(bytes, 2);
        check_bytes(bytes, 1);
    }
}

/* Every first byte with every second one, and behind them what is at the borders of the table. */
static void
longer_sequences_are_read_right(void **state)
{
    (void)state;
    static const unsigned char EDGES[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90,
                                          0x9F, 0xA0, 0xBF, 0xC0, 0xE0, 0xFF};
    for (unsigned first = 0xC0; first < 0x100; first++) {
        for (unsigned second = 0x70; second < 0xD0; second++) {
            for (size_t i = 0; i < COUNT_OF(EDGES) * COUNT_OF(EDGES); i++) {
                const unsigned char bytes[4] = {(unsigned char)first, (unsigned char)second,
                                                EDGES[i / COUNT_OF(EDGES)],
                                                EDGES[i % COUNT_OF(EDGES)]};
                check_bytes(bytes, 4);
                if (i % COUNT_OF(EDGES) == 0) {
                    check_bytes(bytes, 3);
                }
            }
        }
    }
}

static size_t
slow_count(lede_text text)
{
    size_t count = 0, size;
    uint32_t point;
    for (size_t at = 0; at < text.size; at += size, count++) {
        size = slow_decode(text.bytes + at, text.size - at, &point);
        size = size == 0 ? 1 : size;
    }
    return count;
}

static void
texts_are_read_right_at_every_byte(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {3};
    for (size_t round = 0; round < 3000; round++) {
        size_t kinds = round % 2 == 0 ? COUNT_OF(PIECES) : WELL_FORMED;
        lede_text made =
            put_pieces(&buffer, &random, PIECES, kinds, random_below(&random, 12));
        char *block;
        lede_text text = exact_copy(&block, made, 0);
        for (size_t at = 0; at < text.size; at++) {
            check_step(text, at);
            check_step_back(text, at + 1);
        }
        check_validate(text);
        if (round % 2 == 1) {
            assert_int_equal(lede_utf8_count(text), slow_count(text));
        }
        free(block);
    }
}

/* ---- ascii ---- */

/* One byte that is not ASCII at each place of texts of each length, at each alignment. */
static void
ascii_prefix_ends_at_the_first_other_byte(void **state)
{
    (void)state;
    for (size_t size = 0; size <= 100; size++) {
        for (size_t other = 0; other <= size; other++) {
            char bytes[100];
            memset(bytes, 'a', sizeof bytes);
            if (other < size) {
                bytes[other] = (char)(other % 2 == 0 ? 0x80 : 0xFF);
            }
            char *block;
            lede_text text =
                exact_copy(&block, (lede_text){bytes, size}, (size + other) % 16);
            assert_int_equal(lede_ascii_prefix(text), other);
            assert_int_equal(lede_ascii_prefix_scalar(text), other);
            free(block);
        }
    }
}

/* ---- transcode ---- */

static const uint32_t HIGHEST[5] = {
    [LEDE_UCS1] = 0xFF, [LEDE_UCS2] = 0xFFFF, [LEDE_UCS4] = LAST_POINT};

static uint32_t
random_unit(random_source *random, lede_unit unit, uint32_t one_in)
{
    static const uint32_t BORDERS[] = {0x7F,   0x80,   0xFF,   0x7FF,  0x800,   0xD7FF,
                                       0xD800, 0xDFFF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    if (random_below(random, one_in) != 0) {
        return random_below(random, 0x80);
    }
    uint32_t point = BORDERS[random_below(random, COUNT_OF(BORDERS))];
    if (random_below(random, 2) == 0) {
        point = random_next(random) % (HIGHEST[unit] + 1);
    }
    return point > HIGHEST[unit] ? HIGHEST[unit] : point;
}

static void
put_unit(void *units, size_t at, uint32_t point, lede_unit unit)
{
    uint8_t narrow = (uint8_t)point;
    uint16_t middle = (uint16_t)point;
    const void *source = unit == LEDE_UCS1   ? (const void *)&narrow
                         : unit == LEDE_UCS2 ? (const void *)&middle
                                             : (const void *)&point;
    memcpy((char *)units + at * unit, source, unit);
}

/* Transcodes both ways, in blocks without a byte to spare. */
static void
check_units(const void *units, size_t count, lede_unit unit, lede_text expected,
            uint32_t widest)
{
    require(lede_units_utf8_size(units, count, unit) == expected.size, expected,
            "utf8_size");
    char *fast = malloc(expected.size + 1), *slow = malloc(expected.size + 1);
    assert_true(fast != NULL && slow != NULL);
    fast[expected.size] = slow[expected.size] = '#';
    lede_units_to_utf8(fast, units, count, unit);
    lede_units_to_utf8_scalar(slow, units, count, unit);
    require(memcmp(fast, expected.bytes, expected.size) == 0, expected, "units_to_utf8");
    require(memcmp(slow, expected.bytes, expected.size) == 0, expected,
            "units_to_utf8_scalar");
    assert_true(fast[expected.size] == '#' && slow[expected.size] == '#');
    size_t measured = 99;
    require(lede_utf8_measure(expected, &measured) == widest, expected, "utf8_measure");
    require(measured == count, expected, "count of units");
    void *back = malloc(count * unit + (count == 0));
    assert_non_null(back);
    memset(back, 0x55, count * unit);
    lede_utf8_to_units(back, unit, expected);
    require(memcmp(back, units, count * unit) == 0, expected, "utf8_to_units");
    memset(back, 0x55, count * unit);
    lede_utf8_to_units_scalar(back, unit, expected);
    require(memcmp(back, units, count * unit) == 0, expected, "utf8_to_units_scalar");
    free(back);
    free(fast);
    free(slow);
}

static void
check_random_units(random_source *random, size_t count, lede_unit unit, uint32_t one_in)
{
    static text_buffer buffer;
    buffer.size = 0;
    uint32_t widest = 0;
    size_t offset = random_below(random, 8) * unit;
    char *block = malloc(offset + count * unit + 1);
    assert_non_null(block);
    for (size_t i = 0; i < count; i++) {
        uint32_t point = random_unit(random, unit, one_in);
        put_unit(block + offset, i, point, unit);
        widest = point > widest ? point : widest;
        char bytes[4];
        put_text(&buffer, (lede_text){bytes, slow_encode(bytes, point)});
    }
    /* ASCII is one width: which of its characters is the greatest makes no difference */
    widest = count > 0 && widest < 0x7F ? 0x7F : widest;
    check_units(block + offset, count, unit, (lede_text){buffer.bytes, buffer.size},
                widest);
    free(block);
}

static void
units_go_there_and_back(void **state)
{
    (void)state;
    static const lede_unit UNITS[] = {LEDE_UCS1, LEDE_UCS2, LEDE_UCS4};
    static const uint32_t ONE_IN[] = {1, 2, 20, UINT32_MAX};
    random_source random = {4};
    for (size_t u = 0; u < COUNT_OF(UNITS); u++) {
        for (size_t count = 0; count <= 100; count++) {
            for (size_t i = 0; i < 3 * COUNT_OF(ONE_IN); i++) {
                check_random_units(&random, count, UNITS[u], ONE_IN[i % COUNT_OF(ONE_IN)]);
            }
        }
    }
}

static void
units_past_the_last_code_point_are_replaced(void **state)
{
    (void)state;
    static const uint32_t UNITS[20] = {'a', 0x110000, UINT32_MAX, 'b', 0x7FFFFFFF};
    static const char EXPECTED[] = "a\xEF\xBF\xBD\xEF\xBF\xBD"
                                   "b\xEF\xBF\xBD";
    for (size_t count = 5; count <= 20; count += 15) { /* alone, and in a step of sixteen */
        char bytes[64] = {0}, scalar[64] = {0};
        assert_int_equal(lede_units_utf8_size(UNITS, count, LEDE_UCS4), 11 + count - 5);
        lede_units_to_utf8(bytes, UNITS, count, LEDE_UCS4);
        lede_units_to_utf8_scalar(scalar, UNITS, count, LEDE_UCS4);
        assert_memory_equal(bytes, EXPECTED, 11);
        assert_memory_equal(bytes, scalar, sizeof bytes);
    }
}

/* Bytes that are no UTF-8 count one each, in what is measured as in what is written. */
static void
bytes_that_are_no_text_become_replacements(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {22};
    for (size_t round = 0; round < 2000; round++) {
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), round % 12);
        uint32_t expected[MOST_TEXT], units[MOST_TEXT], widest = 0;
        size_t count = 0, size, measured;
        for (size_t at = 0; at < text.size; at += size, count++) {
            size = slow_decode(text.bytes + at, text.size - at, &expected[count]);
            expected[count] = size == 0 ? REPLACEMENT : expected[count];
            size = size == 0 ? 1 : size;
            widest = expected[count] > widest ? expected[count] : widest;
        }
        widest = count > 0 && widest < 0x7F ? 0x7F : widest;
        require(lede_utf8_measure(text, &measured) == widest, text, "widest");
        require(measured == count, text, "count");
        lede_utf8_to_units(units, LEDE_UCS4, text);
        require(memcmp(units, expected, count * sizeof *units) == 0, text, "units");
    }
}

/* ---- prose ---- */

/* The definition at the top of prose.h, on code points. */
static size_t
slow_prose(const uint32_t *points, size_t count)
{
    size_t at = 0;
    for (; at < count; at++) {
        uint32_t here = points[at], next = at + 1 < count ? points[at + 1] : ' ';
        bool printable = here >= 0x20 && here <= 0x7E;
        bool marked = here != 0 && here < 0x80 && strchr("!\"#$%&", (int)here) != NULL;
        bool stop = here == '.' || here == '/' || here == '>' || here == '?';
        bool spaced = next <= 0x20;
        if (!printable || marked || (here == 0x20 && spaced) || (stop && !spaced)) {
            break;
        }
    }
    return at;
}

static void
prose_ends_where_its_definition_says(void **state)
{
    (void)state;
    static const uint32_t ODD[] = {' ', ' ', '\n', '&', '"', 0x7F, 0x80, 0xFF, 0x1F, '~',
                                   '!', '?', '.',  '.', '$', '#',  '%',  '\'', 0};
    random_source random = {29};
    for (size_t round = 0; round < 100000; round++) {
        uint32_t points[120];
        size_t count = random_below(&random, 120), odd = 1 + random_below(&random, 100);
        char *block, bytes[COUNT_OF(points)];
        for (size_t i = 0; i < count; i++) {
            points[i] = random_below(&random, (uint32_t)odd) == 0
                            ? ODD[random_below(&random, COUNT_OF(ODD))]
                            : 'a' + random_below(&random, 26);
            bytes[i] = (char)points[i];
        }
        lede_text exact =
            exact_copy(&block, (lede_text){bytes, count}, random_below(&random, 8));
        size_t expected = slow_prose(points, count);
        require(lede_prose_prefix(exact) == expected, exact, "prose");
        require(portable_prose_prefix(exact) == expected, exact, "portable prose");
        free(block);
    }
}

/* ---- points ---- */

static void
offsets_agree_with_a_count(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {5};
    for (size_t round = 0; round < 500; round++) {
        lede_text text = put_pieces(&buffer, &random, PIECES, WELL_FORMED, 1 + round % 20);
        size_t count[MOST_TEXT + 1], at_byte = 0;
        for (size_t at = 0; at <= text.size; at++) {
            count[at] = at_byte; /* characters that start before `at` */
            at_byte += at < text.size && ((unsigned char)text.bytes[at] & 0xC0) != 0x80;
        }
        lede_points points;
        lede_points_init(&points, text);
        for (size_t at = 0; at <= text.size; at += 1 + random_below(&random, 3)) {
            require(lede_points_at(&points, at) == count[at], text, "ascending");
        }
        for (size_t i = 0; i < 20; i++) {
            size_t at = random_below(&random, (uint32_t)text.size + 1);
            require(lede_points_at(&points, at) == count[at], text, "in any order");
        }
    }
}

/* ---- html ---- */

/* Expected values from the WHATWG tables; none of these is decoded where `first` is 0. */
static const struct {
    const char *reference;
    uint32_t first, second;
} REFERENCES[] = {
    {"&amp;", '&', 0},
    {"&AMP;", '&', 0},
    {"&lt;", '<', 0},
    {"&nbsp;", 0xA0, 0},
    {"&eacute;", 0xE9, 0},
    {"&Eacute;", 0xC9, 0},
    {"&rsquo;", 0x2019, 0},
    {"&hellip;", 0x2026, 0},
    {"&CounterClockwiseContourIntegral;", 0x2233, 0}, /* the longest */
    {"&NotEqualTilde;", 0x2242, 0x338},
    {"&zwnj;", 0x200C, 0}, /* the last by bytes */
    {"&AElig;", 0xC6, 0},  /* the first by bytes */
    {"&#8217;", 0x2019, 0},
    {"&#x2019;", 0x2019, 0},
    {"&#X2019;", 0x2019, 0},
    {"&#0038;", '&', 0},
    {"&#128;", 0x20AC, 0}, /* windows-1252 */
    {"&#x9F;", 0x178, 0},
    {"&#x81;", 0x81, 0},
    {"&#0;", REPLACEMENT, 0},
    {"&#xD800;", REPLACEMENT, 0},
    {"&#xDFFF;", REPLACEMENT, 0},
    {"&#x10FFFF;", 0x10FFFF, 0},
    {"&#x110000;", REPLACEMENT, 0},
    {"&#99999999999999999999;", REPLACEMENT, 0},
    {"&#x100000000;", REPLACEMENT, 0},
    {"&amp", 0, 0},
    {"amp;", 0, 0},
    {"&;", 0, 0},
    {"&#;", 0, 0},
    {"&#x;", 0, 0},
    {"&#xg;", 0, 0},
    {"&#12a;", 0, 0},
    {"&#-1;", 0, 0},
    {"& amp;", 0, 0},
    {"&am;", 0, 0},
    {"&ampx;", 0, 0},
    {"&Amp;", 0, 0},
    {"&CounterClockwiseContourIntegralx;", 0, 0},
    {"&CounterClockwiseContourIntegralxx;", 0, 0},
    {"", 0, 0},
    {"&", 0, 0},
    {";", 0, 0},
};

static void
references_are_decoded(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(REFERENCES); i++) {
        char *block;
        lede_text reference = exact_copy(&block, text_of(REFERENCES[i].reference), 0);
        uint32_t points[2] = {0, 0};
        size_t count = lede_html_decode(points, reference);
        uint32_t first = REFERENCES[i].first, second = REFERENCES[i].second;
        require(count == (size_t)(first != 0) + (second != 0), reference, "count");
        require(count == 0 || points[0] == first, reference, "first code point");
        require(count < 2 || points[1] == second, reference, "second code point");
        free(block);
    }
}

static void
references_hold_no_null(void **state)
{
    (void)state;
    uint32_t points[2];
    assert_int_equal(lede_html_decode(points, (lede_text){"&amp\0;", 6}), 0);
    assert_int_equal(lede_html_decode(points, (lede_text){"&\0;", 3}), 0);
    assert_int_equal(lede_html_decode(points, (lede_text){"&#6\0;", 5}), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_goes_there_and_back),
        cmocka_unit_test(all_pairs_of_bytes_are_read_right),
        cmocka_unit_test(longer_sequences_are_read_right),
        cmocka_unit_test(texts_are_read_right_at_every_byte),
        cmocka_unit_test(ascii_prefix_ends_at_the_first_other_byte),
        cmocka_unit_test(units_go_there_and_back),
        cmocka_unit_test(units_past_the_last_code_point_are_replaced),
        cmocka_unit_test(bytes_that_are_no_text_become_replacements),
        cmocka_unit_test(prose_ends_where_its_definition_says),
        cmocka_unit_test(offsets_agree_with_a_count),
        cmocka_unit_test(references_are_decoded),
        cmocka_unit_test(references_hold_no_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
