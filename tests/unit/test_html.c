/* Legacy references: which are read where, and that nothing is read beyond the text. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

/* The tables themselves. */
#include "unicode/html.c"

static void
all_legacy_names_are_names(void **state)
{
    (void)state;
    assert_int_equal(COUNT_OF(LEGACY_NAMES), 106); /* WHATWG, named character references */
    for (size_t i = 0; i < COUNT_OF(LEGACY_NAMES); i++) {
        const char *name = LEGACY_NAMES[i];
        assert_true(i == 0 || strcmp(LEGACY_NAMES[i - 1], name) < 0);
        uint32_t points[2] = {0, 0}, point = 0;
        assert_int_equal(decode_name(points, text_of(name)), 1);
        char bytes[8] = "&";
        strcpy(bytes + 1, name);
        lede_text whole = text_of(bytes);
        assert_int_equal(lede_html_decode_legacy(&point, whole, ' '), whole.size);
        assert_int_equal(point, points[0]);
        assert_int_equal(lede_html_decode_legacy(&point, whole, 'x'), 0);
    }
}

/* The reference at the end of `text` becomes `point`, or stays if that is 0. */
static const struct {
    const char *text;
    uint32_t next, point;
} PLACES[] = {
    {"caf&eacute", ' ', 0xE9},
    {"&copy", ' ', 0xA9},
    {"&copy", 0, 0xA9},
    {"caf&eacute", ',', 0xE9},
    {"caf&eacute", 0x201D, 0xE9},
    {"caf&eacute", '\n', 0xE9},
    {"&lt", '&', '<'},
    {"What?&nbsp", ' ', 0xA0},
    {"<b>&copy", ' ', 0xA9},
    {"a=1 &copy", ' ', 0xA9},
    {"\"a=1\"&copy", ' ', 0xA9},
    {"\xC3\xA9&eacute", '.', 0xE9},
    {"AT&T", ' ', 0},
    {"&copy", '=', 0},
    {"?a=1&copy", '&', 0},
    {"?a&copy", ' ', 0},
    {"?a=1&copy=2&reg", 'i', 0},
    {"http://x.org/a&copy", ' ', 0},
    {"&copy", ';', 0},
    {"&copy", 'r', 0},
    {"&copy", '2', 0},
    {"&copy", 0xE9, 0},
    {"&copy", 0x301, 0},
    {"&copy", '_', 0},
    {"&copy", '/', 0},
    {"&hellip", ' ', 0},
    {"&Copy", ' ', 0},
    {"&cop", ' ', 0},
    {"&copyr", ' ', 0},
    {"copy", ' ', 0},
    {"&", ' ', 0},
    {"", ' ', 0},
};

static void
places_decide(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(PLACES); i++) {
        char *block;
        lede_text text = exact_copy(&block, text_of(PLACES[i].text), 0);
        uint32_t point = 0;
        size_t size = lede_html_decode_legacy(&point, text, PLACES[i].next);
        require(point == PLACES[i].point, text, "the code point");
        require((size != 0) == (point != 0), text, "the size");
        require(size == 0 || text.bytes[text.size - size] == '&', text,
                "from the ampersand on");
        free(block);
    }
}

/* The stretch before the ampersand is read in part only: what is too long may be a URL. */
static void
long_stretches_are_left_alone(void **state)
{
    (void)state;
    static text_buffer buffer;
    for (size_t length = URL_STRETCH - 1; length <= URL_STRETCH + 1; length++) {
        buffer.size = 0;
        for (size_t i = 0; i < length; i++) {
            put_string(&buffer, "a");
        }
        put_string(&buffer, "&copy");
        uint32_t point = 0;
        lede_text text = {buffer.bytes, buffer.size};
        size_t size = lede_html_decode_legacy(&point, text, ' ');
        assert_int_equal(size, length <= URL_STRETCH ? 5 : 0);
    }
}

static void
names_hold_no_null(void **state)
{
    (void)state;
    uint32_t point;
    assert_int_equal(lede_html_decode_legacy(&point, (lede_text){"&lt\0", 4}, ' '), 0);
    assert_int_equal(lede_html_decode_legacy(&point, (lede_text){"&lt\0lt", 6}, ' '), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_legacy_names_are_names),
        cmocka_unit_test(places_decide),
        cmocka_unit_test(long_stretches_are_left_alone),
        cmocka_unit_test(names_hold_no_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
