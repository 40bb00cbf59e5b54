#include "unicode/html.h"

#include "unicode/classes.h"
#include "unicode/plain.h"
#include "unicode/utf8.h"

typedef struct {
    char name[LEDE_HTML_LONGEST];
    uint32_t points[2];
} named_entity;

#include "unicode/tables/html_entities.inc"

static int
compare(const named_entity *entity, lede_text name)
{
    int order = memcmp(entity->name, name.bytes, name.size);
    return order != 0 ? order : entity->name[name.size] != 0;
}

static size_t
decode_name(uint32_t points[2], lede_text name)
{
    size_t low = 0, high = sizeof NAMED_ENTITIES / sizeof *NAMED_ENTITIES;
    if (memchr(name.bytes, 0, name.size) != NULL) {
        return 0; /* in the table a null is the end of a name */
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(&NAMED_ENTITIES[middle], name);
        if (order == 0) {
            memcpy(points, NAMED_ENTITIES[middle].points, 2 * sizeof *points);
            return points[1] != 0 ? 2 : 1;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}

static uint32_t
digit_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return (uint32_t)(digit - '0');
    }
    char lower = (char)(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? (uint32_t)(lower - 'a' + 10) : 99;
}

static size_t
decode_number(uint32_t points[2], lede_text digits)
{
    uint32_t base = 10, value = 0;
    if (digits.size > 0 && (digits.bytes[0] | 0x20) == 'x') {
        base = 16;
        digits = (lede_text){digits.bytes + 1, digits.size - 1};
    }
    if (digits.size == 0) {
        return 0;
    }
    for (size_t i = 0; i < digits.size; i++) {
        uint32_t digit = digit_value(digits.bytes[i]);
        if (digit >= base) {
            return 0;
        }
        value = value > 0x10FFFF ? value : value * base + digit;
    }
    /* WHATWG, "Numeric character reference end state" */
    if (value == 0 || value > 0x10FFFF || lede_is_surrogate(value)) {
        value = LEDE_REPLACEMENT;
    } else if (lede_plain_c1(value) != 0) {
        value = lede_plain_c1(value); /* the same place */
    }
    points[0] = value;
    return 1;
}

size_t
lede_html_decode(uint32_t points[2], lede_text reference)
{
    if (reference.size < 3 || reference.size > LEDE_HTML_LONGEST ||
        reference.bytes[0] != '&' || reference.bytes[reference.size - 1] != ';') {
        return 0;
    }
    lede_text inside = {reference.bytes + 1, reference.size - 2};
    if (inside.bytes[0] == '#') {
        return decode_number(points, (lede_text){inside.bytes + 1, inside.size - 1});
    }
    return decode_name(points, inside);
}

/* How far back signs of a URL are looked for. What goes on longer without white space is none of our
 * words, and a text of references alone must not be read over and over. */
enum { URL_STRETCH = 256 };

static bool
is_legacy(lede_text name)
{
    size_t low = 0, high = sizeof LEGACY_NAMES / sizeof *LEGACY_NAMES;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *other = LEGACY_NAMES[middle];
        int order = memcmp(other, name.bytes, name.size);
        order = order != 0 ? order : other[name.size] != 0;
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

/* The size of the reference at the end of the text, with its ampersand; 0 when there is none. */
static size_t
legacy_size(lede_text text)
{
    for (size_t size = 1; size <= sizeof *LEGACY_NAMES && size <= text.size; size++) {
        const char *start = text.bytes + text.size - size;
        if (*start == '&') {
            return is_legacy((lede_text){start + 1, size - 1}) ? size : 0;
        }
        if (*start == 0) {
            break; /* in the table a null is the end of a name */
        }
    }
    return 0;
}

/* True when the ampersand at `at` may stand in a URL: before it, in the same stretch without white space,
 * quotes or angle brackets, is a slash, an equals sign, or a question mark with something behind it. */
static bool
may_be_url(lede_text text, size_t at)
{
    size_t limit = at > URL_STRETCH ? at - URL_STRETCH : 0, size;
    for (size_t i = at; i > limit; i -= size) {
        uint32_t point = lede_utf8_step_back(text, i, &size);
        uint32_t class = lede_class_of(point);
        if ((class & (LEDE_SPACE | LEDE_QUOTE)) || point == '<' || point == '>') {
            return false;
        }
        if (point == '/' || point == '=' || (point == '?' && i < at)) {
            return true;
        }
    }
    return limit > 0;
}

size_t
lede_html_decode_legacy(uint32_t *point, lede_text text, uint32_t next)
{
    /* A semicolon makes it a reference like others, and HTML too spares a name before = in attributes
     * (WHATWG, "named character reference state"). */
    bool bound = (lede_class_of(next) & LEDE_WORD) ||
                 (next < 0x80 && next != 0 && memchr(";=/_%#", (int)next, 6) != NULL);
    size_t size = bound ? 0 : legacy_size(text);
    if (size == 0 || may_be_url(text, text.size - size)) {
        return 0;
    }
    uint32_t points[2] = {0, 0};
    (void)decode_name(points, (lede_text){text.bytes + text.size - size + 1, size - 1});
    *point = points[0];
    return size;
}
