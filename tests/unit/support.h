/* What the unit tests share: random input, exact buffers, and definitions that are slow and obvious.
 *
 * Invariant: nothing here calls the code under test, so that it can say what is right. Random numbers
 * depend on the seed alone: a failure comes again.
 *
 *     random_source random = {SEED};
 *     uint32_t die = random_below(&random, 6) + 1;
 */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/span.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

typedef struct {
    uint64_t state;
} random_source;

uint32_t random_next(random_source *random);

/* A number from 0 to limit - 1. */
uint32_t random_below(random_source *random, uint32_t limit);

/* The text of a C string. */
lede_text text_of(const char *string);

/* A copy at `offset` of a block that ends with it, so that the sanitizer sees any byte read beyond.
 * Free *block. */
lede_text exact_copy(char **block, lede_text text, size_t offset);

/* Text put together of random pieces. */
enum { MOST_TEXT = 4096 };

typedef struct {
    char bytes[MOST_TEXT];
    size_t size;
} text_buffer;

void put_text(text_buffer *buffer, lede_text text);
void put_string(text_buffer *buffer, const char *string);
lede_text put_pieces(text_buffer *buffer, random_source *random, const char *const *pieces,
                     size_t piece_count, size_t count);

/* Writes code points up to the first 0 as UTF-8, by the definition in Unicode 15.0, table 3-6. */
size_t slow_encode(char out[4], uint32_t point);

/* The size of the sequence at the start of the bytes by table 3-7, with surrogates allowed as a row of
 * their own; 0 when they begin none. */
size_t slow_decode(const char *bytes, size_t size, uint32_t *point);

/* True when every sequence is one of table 3-7 proper; otherwise *bad is where the first other is. */
bool slow_validate(lede_text text, size_t *bad);

/* White space as Python's str.isspace has it, written out. */
bool slow_is_space(uint32_t point);

/* The size of the white space character at `at`, or 0; and whether there are such alone in between. */
size_t space_size(lede_text text, size_t at);
bool is_all_space(lede_text text, size_t start, size_t end);

/* Fails the test, and shows `text` in escapes, unless the condition holds. */
void require(bool holds, lede_text text, const char *what);

/* Text as a pass under test is given it. */
typedef void (*linear_run)(lede_text text);

/* Fails the test when four times the text takes far more than four times as long. `unit` is what the
 * text repeats. */
void require_linear(linear_run run, const char *unit, const char *what);

#endif
