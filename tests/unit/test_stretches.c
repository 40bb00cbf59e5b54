/* Sentences read stretch by stretch are those of the text read as a whole. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "doc/article.h"
#include "doc/stretches.h"
#include "failing_memory.h"
#include "support_sentences.h"
#include "unicode/points.h"

static lede_sentence_model *model;
static const lede_text NEVER[] = {{"He said.\n\nNo", 12}};

static lede_reader *
new_reader(lede_newline newline, uint32_t steps, size_t never)
{
    lede_reader_options options = {
        .normalize = {.steps = steps, .form = LEDE_NFC},
        .sentences = {.newline = newline,
                      .language = lede_sentence_model_language(model),
                      .never_split = NEVER,
                      .never_count = never},
    };
    lede_reader *reader = NULL;
    assert_int_equal(lede_reader_new(&reader, &options), LEDE_OK);
    return reader;
}

/* The text as units of the width that Python would give them. */
static void *
units_of(lede_text text, size_t *count, lede_unit *unit)
{
    uint32_t widest = lede_utf8_measure(text, count);
    *unit = widest < 0x100 ? LEDE_UCS1 : widest < 0x10000 ? LEDE_UCS2 : LEDE_UCS4;
    void *units = malloc(*count * *unit + 1);
    assert_non_null(units);
    lede_utf8_to_units(units, *unit, text);
    return units;
}

static void
check_text(const lede_reader *reader, lede_text text)
{
    lede_article article;
    assert_int_equal(
        lede_analyze(&article, reader, text, LEDE_NEEDS_ALL, LEDE_READ_SENTENCES), LEDE_OK);
    size_t count;
    lede_unit unit;
    void *units = units_of(text, &count, &unit);
    static const size_t LEAST[] = {0, 1, 9, LEDE_STRETCH};
    for (size_t k = 0; k < COUNT_OF(LEAST); k++) {
        lede_arena arena;
        lede_vector spans;
        lede_arena_init(&arena);
        lede_vector_init(&spans, &arena, sizeof(lede_point_span));
        assert_int_equal(lede_stretches_read(&spans, reader, units, count, unit, LEAST[k]),
                         LEDE_OK);
        require(spans.count == article.sentence_count, text, "as many sentences");
        lede_points points;
        lede_points_init(&points, text);
        for (size_t i = 0; i < spans.count; i++) {
            lede_point_span found = ((const lede_point_span *)spans.data)[i];
            lede_raw_span whole = article.sentences[i].raw;
            require(found.start == lede_points_at(&points, whole.start), text, "start");
            require(found.end == lede_points_at(&points, whole.end), text, "end");
        }
        lede_arena_release(&arena);
    }
    free(units);
    lede_article_release(&article);
}

/* What stands at the borders of paragraphs, and what is repaired or taken out there. */
static const char *const PIECES[] = {
    "He said.",
    "No",
    "said.Next he",
    "\n\n",
    "\n\n",
    "\n\n",
    "\n",
    "\r\n\r\n",
    "\n\n\n",
    " ",
    " ",
    "\u00A0",
    "\u2028",
    "\u2029",
    "\xC2\x85",
    "&nbsp;",
    "&#10;",
    "&amp;",
    "\u00C2\u00A0",
    "\u00C2",
    "\u00EF\u00BB\u00BF",
    "\u00E2\u20AC\u201C",
    "\u0412\u00A0",
    "\u200B",
    "\uFEFF",
    "\u3164",
    "\u00AD",
    "\u0301",
    "e\u0301",
    "1.",
    "2.",
    "1. One",
    "2. Two",
    "a) x",
    "\u2022",
    "\u2022 x",
    "- x",
    "\u201C",
    "\u201D",
    "\"",
    "\u00AB",
    "\u00BB",
    ", \u201D said",
    "(",
    ")",
    "Mr.",
    "U.S.",
    "p.m.",
    "Smith",
    "date 2020-02-07",
    "2020-02-07",
    "\u3002",
    "\u0434\u0430",
    "\u0414\u0430.",
    "!",
    "?",
    "...",
    "\uFF21",
    "\uFB01",
    "\U0001F600",
    "\xED\xA0\x80",
    "x",
    "Iraq",
};

static void
stretches_are_parts_of_the_whole(void **state)
{
    (void)state;
    lede_reader *readers[] = {
        new_reader(LEDE_NEWLINE_PARAGRAPH, LEDE_STEPS_NEWS, 0),
        new_reader(LEDE_NEWLINE_LINE, LEDE_STEPS_NEWS, 0),
        new_reader(LEDE_NEWLINE_WRAP, LEDE_STEPS_NEWS, 1),
        new_reader(LEDE_NEWLINE_PARAGRAPH, LEDE_STEPS_NEWS | LEDE_STEPS_OPTIONAL, 0),
        new_reader(LEDE_NEWLINE_PARAGRAPH, 0, 0),
    };
    static text_buffer buffer;
    random_source random = {31};
    for (size_t round = 0; round < 40000; round++) {
        size_t count = random_below(&random, 14);
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), count);
        check_text(readers[round % COUNT_OF(readers)], text);
    }
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        lede_reader_free(readers[i]);
    }
}

static void
texts_past_the_limit_are_refused(void **state)
{
    (void)state;
    lede_reader *reader = new_reader(LEDE_NEWLINE_PARAGRAPH, LEDE_STEPS_NEWS, 0);
    lede_arena arena;
    lede_vector spans;
    lede_arena_init(&arena);
    lede_vector_init(&spans, &arena, sizeof(lede_point_span));
    assert_int_equal(lede_stretches_read(&spans, reader, "", (size_t)LEDE_TEXT_MAX + 1,
                                         LEDE_UCS1, LEDE_STRETCH),
                     LEDE_TOO_LARGE);
    lede_arena_release(&arena);
    lede_reader_free(reader);
}

/* ---- memory ---- */

typedef struct {
    const lede_reader *reader;
    const uint16_t *units;
    size_t count;
} sweep;

static lede_status
read_once(void *context)
{
    const sweep *all = context;
    lede_arena arena;
    lede_vector spans;
    lede_arena_init(&arena);
    lede_vector_init(&spans, &arena, sizeof(lede_point_span));
    lede_status status = lede_stretches_read(&spans, all->reader, all->units, all->count,
                                             LEDE_UCS2, LEDE_STRETCH);
    lede_arena_release(&arena);
    return status;
}

static void
reading_survives_exhausted_memory(void **state)
{
    (void)state;
    static const char UNIT[] = "It is over.He said so. \n\nNo. ";
    enum { REPEATED = 2000, SIZE = REPEATED * (sizeof UNIT - 1) };
    static uint16_t units[SIZE];
    for (size_t i = 0; i < SIZE; i++) {
        units[i] = (uint16_t)UNIT[i % (sizeof UNIT - 1)];
    }
    lede_reader *reader = new_reader(LEDE_NEWLINE_PARAGRAPH, LEDE_STEPS_NEWS, 0);
    sweep all = {reader, units, SIZE};
    assert_true(failing_memory_sweep(read_once, &all) > 20);
    lede_reader_free(reader);
}

static int
open_model(void **state)
{
    (void)state;
    return open_sentence_model(&model, "en") != LEDE_OK;
}

static int
free_model(void **state)
{
    (void)state;
    lede_sentence_model_free(model);
    return failing_memory_live() != 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stretches_are_parts_of_the_whole),
        cmocka_unit_test(texts_past_the_limit_are_refused),
        cmocka_unit_test(reading_survives_exhausted_memory),
    };
    return cmocka_run_group_tests(tests, open_model, free_model);
}
