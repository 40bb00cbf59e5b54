/* Sentences: their invariants on random text, examples, what is known of words, and linear time. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "support_sentences.h"
#include "text/items.h"
#include "text/sentences.h"
#include "unicode/stops_kernel.h"
#include "unicode/utf8.h"

static lede_sentence_model *model, *shared;
static lede_sentence_options english;

static int
open_models(void **state)
{
    (void)state;
    if (open_sentence_model(&model, "en") != LEDE_OK ||
        open_sentence_model(&shared, "xx") != LEDE_OK) {
        return 1;
    }
    english.language = lede_sentence_model_language(model);
    return 0;
}

static int
close_models(void **state)
{
    (void)state;
    lede_sentence_model_free(model);
    lede_sentence_model_free(shared);
    return 0;
}

static const char *const PIECES[] = {
    "a",
    "The",
    "Gen",
    "U.S.",
    "p.m",
    "3",
    "12",
    ".",
    "..",
    ". ",
    " . .",
    "!",
    "?",
    "\u2026",
    ":",
    ":)",
    "\"",
    "'",
    "\u201C",
    "\u201D",
    "\u201E",
    "\u00AB",
    "\u00BB ",
    "(",
    ")",
    "[1]",
    "]",
    " ",
    "\u00A0",
    "\n",
    "\n\n",
    "\r\n",
    "1. ",
    "2) ",
    "\u2022 ",
    "- ",
    "date 2020-02-07",
    "\u3002",
    "\u300D",
    "\u3068",
    "\u0964",
    "\u061F",
    "\u0589",
    "\u1362",
    "\u4E2D",
    "\u0434",
    "\u0414",
    "\u00AD",
    "\u0301",
    "\xED\xA0\xBD",
    "\xFF",
};

static lede_text
random_text(text_buffer *buffer, random_source *random, size_t count)
{
    return put_pieces(buffer, random, PIECES, COUNT_OF(PIECES), count);
}

static void
check_sentences(lede_text text, const lede_sentence_options *options)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector found;
    lede_vector_init(&found, &arena, sizeof(lede_span));
    lede_sentences_find(&found, text, options, NULL);
    const lede_span *spans = found.data;
    size_t end = 0, size;
    for (size_t i = 0; i < found.count; i++) {
        require(spans[i].start >= end && spans[i].end > spans[i].start, text,
                "sentences sorted");
        require(is_all_space(text, end, spans[i].start), text,
                "only space between sentences");
        require(space_size(text, spans[i].start) == 0, text, "no space at their start");
        uint32_t last = lede_utf8_step_back(text, spans[i].end, &size);
        require(!slow_is_space(last), text, "no space at their end");
        end = spans[i].end;
    }
    require(is_all_space(text, end, text.size), text, "only space behind them");
    lede_arena_release(&arena);
}

static void
sentences_hold_all_but_white_space(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {16};
    for (size_t round = 0; round < 40000; round++) {
        static const lede_text never[] = {{"The.", 4}, {"..", 2}};
        lede_sentence_options options = {
            .newline = (lede_newline)(round % 3),
            .quotes = round % 4 < 2 ? LEDE_QUOTES_SPLIT : LEDE_QUOTES_KEEP,
            .language = round % 5 == 0   ? NULL
                        : round % 5 == 1 ? lede_sentence_model_language(shared)
                                         : lede_sentence_model_language(model),
            .cutoff = (int32_t)(round % 7) * 40 - 120,
            .never_split = never,
            .never_count = round % 3,
        };
        lede_text text = random_text(&buffer, &random, random_below(&random, 20));
        check_sentences(text, &options);
    }
}

/* Sentences with bars between them. */
static const struct {
    const char *text, *sentences;
    lede_newline newline;
    lede_quotes quotes;
} SENTENCES[] = {
    {"He came. She went.", "He came.|She went.", 0, 0},
    {"Gen. Smith spoke. Then he left.", "Gen. Smith spoke.|Then he left.", 0, 0},
    {"The U.S. army. The end.", "The U.S. army.|The end.", 0, 0},
    {"One\ntwo", "One\ntwo", 0, 0},
    {"One\ntwo", "One|two", LEDE_NEWLINE_LINE, 0},
    {"One\n\ntwo", "One|two", 0, 0},
    {"One\n- two\n- three", "One|- two|- three", 0, 0},
    {"One\n- two\n\nthree", "One\n- two|three", LEDE_NEWLINE_WRAP, 0},
    {"\u201CGo. Now.\u201D He left.", "\u201CGo.|Now.\u201D|He left.", 0, 0},
    {"\u201CGo. Now,\u201D he said.", "\u201CGo. Now,\u201D he said.", 0, LEDE_QUOTES_KEEP},
    {"date 2020-02-07 The text.", "date 2020-02-07|The text.", 0, 0},
    {"1. Go 2. Stay 4) Run", "1. Go|2. Stay 4) Run", 0, 0},
    {"", "", 0, 0},
    {"  ", "", 0, 0},
};

static void
examples_are_cut_into_sentences(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SENTENCES); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_vector found;
        lede_vector_init(&found, &arena, sizeof(lede_span));
        lede_text text = text_of(SENTENCES[i].text);
        lede_sentence_options options = english;
        options.newline = SENTENCES[i].newline;
        options.quotes = SENTENCES[i].quotes;
        lede_sentences_find(&found, text, &options, NULL);
        static text_buffer joined;
        joined.size = 0;
        for (size_t k = 0; k < found.count; k++) {
            put_string(&joined, k > 0 ? "|" : "");
            put_text(&joined, lede_text_slice(text, ((const lede_span *)found.data)[k]));
        }
        lede_text all = {joined.bytes, joined.size};
        require(lede_text_equal(all, text_of(SENTENCES[i].sentences)), all, "sentences");
        lede_arena_release(&arena);
    }
}

/* The decisions about a text; `gold` may be NULL. */
static void
watch(lede_vector *decisions, lede_vector *spans, const char *text, const uint32_t *gold,
      size_t gold_count, lede_arena *arena)
{
    lede_arena_init(arena);
    lede_vector_init(decisions, arena, sizeof(lede_decision));
    lede_vector_init(spans, arena, sizeof(lede_span));
    lede_sentence_trace trace = {decisions, gold, gold_count};
    lede_sentences_find(spans, text_of(text), &english, &trace);
}

static void
every_decision_can_be_watched(void **state)
{
    (void)state;
    lede_arena arena;
    lede_vector decisions, spans;
    watch(&decisions, &spans, "Ask Gen. Lee. At 3.5 he went.\n\nEnd", NULL, 0, &arena);
    static const struct {
        lede_decided by;
        bool ends;
        size_t mark;
    } EXPECTED[] = {
        {LEDE_DECIDED_MODEL, false, 7},
        {LEDE_DECIDED_MODEL, true, 12},
        {LEDE_DECIDED_INSIDE, false, 18},
        {LEDE_DECIDED_PARAGRAPH, true, 29},
    };
    const lede_decision *found = decisions.data;
    assert_int_equal(decisions.count, COUNT_OF(EXPECTED));
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++) {
        assert_int_equal(found[i].by, EXPECTED[i].by);
        assert_int_equal(found[i].ends, EXPECTED[i].ends);
        assert_int_equal(found[i].place.mark, EXPECTED[i].mark);
    }
    lede_arena_release(&arena);
}

static void
gold_decides_where_it_is_given(void **state)
{
    (void)state;
    static const uint32_t GOLD[] = {8, 20};
    lede_arena arena;
    lede_vector decisions, spans;
    watch(&decisions, &spans, "Ask Gen. Lee. He knows.", GOLD, COUNT_OF(GOLD), &arena);
    assert_int_equal(spans.count, 2);
    assert_int_equal(((const lede_span *)spans.data)[0].end, 8);
    lede_arena_release(&arena);
}

static void
words_of_the_user_are_added(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_sentence_language language = *lede_sentence_model_language(model);
    uint32_t own = lede_sentence_word_hash(text_of("zzgr"));
    uint32_t gen = lede_sentence_word_hash(text_of("Gen"));
    assert_int_equal(lede_sentence_word_kinds(&language, own), 0);
    assert_true(lede_sentence_word_kinds(&language, gen) & LEDE_KNOWN_TITLE);
    const lede_text words[] = {text_of("Zzgr."), text_of("gen"), text_of(".")};
    lede_sentence_language_add(&language, words, COUNT_OF(words), &arena);
    assert_int_equal(lede_sentence_word_kinds(&language, own), LEDE_KNOWN_USER);
    assert_int_equal(lede_sentence_word_kinds(&language, gen),
                     LEDE_KNOWN_USER | LEDE_KNOWN_TITLE);
    lede_arena_release(&arena);
}

static void
languages_without_a_list_share_one(void **state)
{
    (void)state;
    const lede_sentence_language *language = lede_sentence_model_language(shared);
    assert_int_equal(language->code, 0);
    assert_false(language->lexical);
    uint32_t hash = lede_sentence_word_hash(text_of("Dr"));
    assert_true(lede_sentence_word_kinds(language, hash) & LEDE_KNOWN_TITLE);
    assert_int_not_equal(lede_sentence_model_language(model)->code, 0);
}

/* The one that is chosen, and the one of each width that this machine has. */
static void
stops_are_found_as_defined(void **state)
{
    (void)state;
    lede_stops_look *looks[] = {lede_stops_of((lede_text){"", 0}).look, block_stops,
                                lede_stops_avx2(), lede_stops_avx512()};
    static text_buffer buffer;
    random_source random = {18};
    for (size_t round = 0; round < 20000; round++) {
        uint32_t pieces =
            round % 50 == 0 ? 900 : 90; /* some longer than what is known ahead */
        lede_text text = random_text(&buffer, &random, random_below(&random, pieces));
        char *block;
        text = exact_copy(&block, text, round % 16);
        lede_stops stops = lede_stops_of(text);
        stops.look = looks[round % COUNT_OF(looks)];
        stops.look = stops.look == NULL ? block_stops : stops.look;
        for (size_t at = 0; at <= text.size; at += 1 + random_below(&random, 3)) {
            require(lede_stops_next(&stops, at) == lede_stop_find_scalar(text, at), text,
                    "stops");
        }
        free(block);
    }
    for (int byte = 0; byte < 256; byte++) {
        char bytes[LEDE_STOPS_BLOCK];
        memset(bytes, byte, sizeof bytes);
        uint64_t all =
            lede_stop_find_scalar((lede_text){bytes, 1}, 0) == 0 ? UINT64_MAX : 0;
        for (size_t i = 0; i < COUNT_OF(looks); i++) {
            uint64_t bits = all;
            if (looks[i] != NULL) {
                looks[i](&bits, bytes, 1);
            }
            assert_true(bits == all);
        }
    }
}

/* What a word of ASCII letters and digits looks like, letter by letter. */
static lede_word_shape
plain_shape(lede_text word)
{
    size_t upper = 0, digits = 0;
    for (size_t i = 0; i < word.size; i++) {
        upper += word.bytes[i] >= 'A' && word.bytes[i] <= 'Z';
        digits += word.bytes[i] >= '0' && word.bytes[i] <= '9';
    }
    bool first = word.size > 0 && word.bytes[0] >= 'A' && word.bytes[0] <= 'Z';
    return word.size == 0        ? LEDE_WORD_SHAPE_NONE
           : digits == word.size ? LEDE_WORD_SHAPE_NUMBER
           : digits > 0          ? LEDE_WORD_SHAPE_MIXED
           : word.size == 1      ? (first ? LEDE_WORD_SHAPE_INITIAL : LEDE_WORD_SHAPE_SMALL)
           : upper == 0          ? LEDE_WORD_SHAPE_LOWER
           : upper == word.size  ? LEDE_WORD_SHAPE_CAPS
           : first && upper == 1 ? LEDE_WORD_SHAPE_TITLE
                                 : LEDE_WORD_SHAPE_CAMEL;
}

static void
require_word(const lede_near_word *word, lede_text text, size_t from, size_t to)
{
    lede_text letters = {text.bytes + from, to - from};
    require(word->span.start == from && word->span.end == to, text, "span of a word");
    require(word->size == to - from, text, "size of a word");
    require(word->shape == plain_shape(letters), text, "shape of a word");
    uint32_t hash = from < to ? lede_sentence_word_hash(letters) : 0;
    require(word->hash == hash, text, "hash of a word");
}

/* Words of ASCII are read at a glance when they are short, and must come out as defined at every place. */
static void
words_near_a_mark_are_read(void **state)
{
    (void)state;
    static const char LETTERS[] = "abzAZ019abcdefgh /,"; /* the last three end words */
    random_source random = {7};
    for (size_t round = 0; round < 20000; round++) {
        char bytes[64], *block;
        size_t size = random_below(&random, sizeof bytes);
        uint32_t kinds = random_below(&random, 2) ? 16 : 19;
        for (size_t i = 0; i < size; i++) {
            bytes[i] = LETTERS[random_below(&random, kinds)];
        }
        lede_text text = exact_copy(&block, (lede_text){bytes, size}, round % 16);
        size_t at = random_below(&random, (uint32_t)size + 1);
        size_t limit = random_below(&random, (uint32_t)at + 1);
        size_t from = at, to = at;
        while (from > limit && at - from < 48 &&
               memchr(" /,", bytes[from - 1], 3) == NULL) {
            from--;
        }
        while (to < size && to - at < 48 && memchr(" /,", bytes[to], 3) == NULL) {
            to++;
        }
        lede_near_word word;
        lede_near_word_before(&word, text, limit, at, english.language);
        require_word(&word, text, from, at);
        lede_near_word_behind(&word, text, at, english.language);
        require_word(&word, text, at, to);
        free(block);
    }
}

static void
items_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t behind; /* 0: no item */
        uint32_t value;
    } ITEMS[] = {
        {"1. One", 2, 1}, {"12) x", 3, 12},      {"3.) x", 3, 3}, {"b. x", 2, 2},
        {"- x", 2, 0},    {"\u2022 9. x", 6, 9}, {"1.5 x", 0, 0}, {"2019. x", 0, 0},
        {"1.", 0, 0},     {"-x", 0, 0},          {"B. x", 0, 0},  {"", 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(ITEMS); i++) {
        lede_item item;
        lede_text text = text_of(ITEMS[i].text);
        require(lede_item_at(&item, text, 0) == (ITEMS[i].behind > 0), text, "is an item");
        if (ITEMS[i].behind > 0) {
            require(item.behind == ITEMS[i].behind && item.value == ITEMS[i].value, text,
                    "its marker");
        }
    }
}

static void
sentences_once(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector spans;
    lede_vector_init(&spans, &arena, sizeof(lede_span));
    lede_sentence_options options = english;
    lede_sentences_find(&spans, text, &options, NULL);
    spans.count = 0;
    options.newline = LEDE_NEWLINE_LINE;
    options.quotes = LEDE_QUOTES_KEEP;
    lede_sentences_find(&spans, text, &options, NULL);
    lede_arena_release(&arena);
}

/* What could make the splitter look back or ahead over and over. */
static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        ".",       "A\n",    "\n ",
        ". ",      "a. ",    "A.",
        "...A ",   ".)",     ". (",
        ". \"",    "\u201C", "\u201D",
        "\"",      "(",      "[1]",
        ".[1",     " ",      "\n",
        "\n\n",    "\n\nx",  "\r\n",
        "\n- ",    "- ",     "\u2022 ",
        "1. ",     "1. \n",  "1. A 2. ",
        "a) ",     "date ",  "7",
        "x",       "U.S. ",  "No. 1 ",
        "Mr. ",    "\u3002", "\u300D",
        "\u00A0",  "\u0964", "date 2020-02-07\n",
        "\u2026 ", ": A",    ". . ",
        "\u00AB",  "\xFF",   "\u0301",
        "' ",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(sentences_once, UNITS[i], "sentences");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_hold_all_but_white_space),
        cmocka_unit_test(examples_are_cut_into_sentences),
        cmocka_unit_test(every_decision_can_be_watched),
        cmocka_unit_test(gold_decides_where_it_is_given),
        cmocka_unit_test(words_of_the_user_are_added),
        cmocka_unit_test(languages_without_a_list_share_one),
        cmocka_unit_test(stops_are_found_as_defined),
        cmocka_unit_test(words_near_a_mark_are_read),
        cmocka_unit_test(items_are_read),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, open_models, close_models);
}
