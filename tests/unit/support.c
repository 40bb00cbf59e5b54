#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* splitmix64 (Steele, Lea, Flood 2014) */
uint32_t
random_next(random_source *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t bits = random->state;
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(bits >> 32);
}

uint32_t
random_below(random_source *random, uint32_t limit)
{
    return random_next(random) % limit;
}

lede_text
text_of(const char *string)
{
    return (lede_text){string, strlen(string)};
}

lede_text
exact_copy(char **block, lede_text text, size_t offset)
{
    *block = malloc(offset + text.size + (offset + text.size == 0));
    assert_non_null(*block);
    if (text.size != 0) {
        memcpy(*block + offset, text.bytes, text.size);
    }
    return (lede_text){*block + offset, text.size};
}

void
put_text(text_buffer *buffer, lede_text text)
{
    if (text.size <= sizeof buffer->bytes - buffer->size) {
        memcpy(buffer->bytes + buffer->size, text.bytes, text.size);
        buffer->size += text.size;
    }
}

void
put_string(text_buffer *buffer, const char *string)
{
    put_text(buffer, text_of(string));
}

lede_text
put_pieces(text_buffer *buffer, random_source *random, const char *const *pieces,
           size_t piece_count, size_t count)
{
    buffer->size = 0;
    for (size_t i = 0; i < count; i++) {
        put_string(buffer, pieces[random_below(random, (uint32_t)piece_count)]);
    }
    return (lede_text){buffer->bytes, buffer->size};
}

size_t
slow_encode(char out[4], uint32_t point)
{
    unsigned char *to = (unsigned char *)out;
    if (point < 0x80) {
        to[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (unsigned char)(0xC0 + point / 64);
        to[1] = (unsigned char)(0x80 + point % 64);
        return 2;
    }
    if (point < 0x10000) {
        to[0] = (unsigned char)(0xE0 + point / 4096);
        to[1] = (unsigned char)(0x80 + point / 64 % 64);
        to[2] = (unsigned char)(0x80 + point % 64);
        return 3;
    }
    to[0] = (unsigned char)(0xF0 + point / 262144);
    to[1] = (unsigned char)(0x80 + point / 4096 % 64);
    to[2] = (unsigned char)(0x80 + point / 64 % 64);
    to[3] = (unsigned char)(0x80 + point % 64);
    return 4;
}

/* Unicode 15.0, table 3-7, and in row 4 the surrogates. */
static const struct {
    unsigned char first[2], second[2];
    size_t size;
} ROWS[] = {
    {{0x00, 0x7F}, {0, 0}, 1},       {{0xC2, 0xDF}, {0x80, 0xBF}, 2},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, 3}, {{0xE1, 0xEC}, {0x80, 0xBF}, 3},
    {{0xED, 0xED}, {0xA0, 0xBF}, 3}, {{0xED, 0xED}, {0x80, 0x9F}, 3},
    {{0xEE, 0xEF}, {0x80, 0xBF}, 3}, {{0xF0, 0xF0}, {0x90, 0xBF}, 4},
    {{0xF1, 0xF3}, {0x80, 0xBF}, 4}, {{0xF4, 0xF4}, {0x80, 0x8F}, 4},
};

static bool
within(unsigned char byte, const unsigned char range[2])
{
    return byte >= range[0] && byte <= range[1];
}

static bool
fits_row(const unsigned char *bytes, size_t size, size_t row)
{
    static const unsigned char CONTINUES[2] = {0x80, 0xBF};
    bool fits = size >= ROWS[row].size && within(bytes[0], ROWS[row].first);
    for (size_t i = 1; fits && i < ROWS[row].size; i++) {
        fits = within(bytes[i], i == 1 ? ROWS[row].second : CONTINUES);
    }
    return fits;
}

size_t
slow_decode(const char *bytes, size_t size, uint32_t *point)
{
    const unsigned char *at = (const unsigned char *)bytes;
    for (size_t row = 0; row < COUNT_OF(ROWS); row++) {
        if (!fits_row(at, size, row)) {
            continue;
        }
        static const uint32_t LEADS[] = {0, 0, 0xC0, 0xE0, 0xF0};
        *point = at[0] - LEADS[ROWS[row].size];
        for (size_t i = 1; i < ROWS[row].size; i++) {
            *point = *point * 64 + (at[i] - 0x80u);
        }
        return ROWS[row].size;
    }
    return 0;
}

bool
slow_validate(lede_text text, size_t *bad)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t point = 0;
        size_t size = slow_decode(text.bytes + at, text.size - at, &point);
        if (size == 0 || (point >= 0xD800 && point <= 0xDFFF)) {
            *bad = at;
            return false;
        }
        at += size;
    }
    return true;
}

bool
slow_is_space(uint32_t point)
{
    static const uint32_t OTHERS[] = {0x20,   0x85,   0xA0,   0x1680, 0x2028,
                                      0x2029, 0x202F, 0x205F, 0x3000};
    for (size_t i = 0; i < COUNT_OF(OTHERS); i++) {
        if (point == OTHERS[i]) {
            return true;
        }
    }
    return (point >= 0x09 && point <= 0x0D) || (point >= 0x1C && point <= 0x1F) ||
           (point >= 0x2000 && point <= 0x200A);
}

/* The size of the white space at the start of the text; only whole characters are looked at. */
size_t
space_size(lede_text text, size_t at)
{
    uint32_t point = 0;
    size_t size = slow_decode(text.bytes + at, text.size - at, &point);
    return size > 0 && slow_is_space(point) ? size : 0;
}

bool
is_all_space(lede_text text, size_t start, size_t end)
{
    for (size_t size; start < end; start += size) {
        size = space_size(text, start);
        if (size == 0) {
            return false;
        }
    }
    return start == end;
}

void
require(bool holds, lede_text text, const char *what)
{
    if (holds) {
        return;
    }
    fprintf(stderr, "%s:\n    \"", what);
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        bool plain = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
        fprintf(stderr, plain ? "%c" : "\\%03o", byte);
    }
    fprintf(stderr, "\"\n");
    fail_msg("%s", what);
}

/* The least CPU time of a few runs: what other processes do makes it longer, never shorter. */
static double
seconds_of(linear_run run, lede_text text)
{
    double least = 1e9;
    for (size_t i = 0; i < 3; i++) {
        clock_t before = clock();
        run(text);
        double took = (double)(clock() - before) / CLOCKS_PER_SEC;
        least = took < least ? took : least;
    }
    return least;
}

void
require_linear(linear_run run, const char *unit, const char *what)
{
    enum { SMALL = 16 * 1024, LARGE = 4 * SMALL };
    static char bytes[LARGE];
    size_t size = strlen(unit);
    for (size_t i = 0; i < LARGE; i++) {
        bytes[i] = unit[i % size];
    }
    double small = seconds_of(run, (lede_text){bytes, SMALL / size * size});
    double large = seconds_of(run, (lede_text){bytes, LARGE / size * size});
    /* quadratic is 16; below some milliseconds the clock tells nothing */
    if (large > 10 * small && large > 0.02) {
        fail_msg("%s of \"%s\" repeated: %.4f s, four times as much: %.4f s", what, unit,
                 small, large);
    }
}
