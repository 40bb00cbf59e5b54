/* Tokens and word lists: their invariants on random text, and examples. */
#include "support_text.h"

#include <stdlib.h>
#include <string.h>

#include "text/normalize.h"
#include "text/tokens.h"
/* The table itself, to see that it is sorted. */
#include "text/words.c"
#include "unicode/utf8.h"

/* ---- tokens ---- */

static bool
holds_space(lede_text text, lede_span span)
{
    for (size_t at = span.start; at < span.end; at++) {
        if (space_size(text, at) > 0) {
            return true;
        }
    }
    return false;
}

/* White space and U+200B, which separates as it does. */
static bool
is_all_apart(lede_text text, size_t start, size_t end)
{
    while (start < end) {
        bool zero_width = end - start >= 3 && memcmp(text.bytes + start, "\u200B", 3) == 0;
        size_t size = zero_width ? 3 : space_size(text, start);
        if (size == 0) {
            return false;
        }
        start += size;
    }
    return start == end;
}

static bool
holds_line_end(lede_text text, size_t start, size_t end)
{
    return start == 0 ||
           (end > start && (memchr(text.bytes + start, '\n', end - start) != NULL ||
                            memchr(text.bytes + start, '\r', end - start) != NULL));
}

static void
check_tokens(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_tokens tokens;
    lede_tokens_find(&tokens, text, &arena);
    size_t end = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        lede_token token = tokens.items[i];
        require(token.span.start >= end && token.span.end > token.span.start, text,
                "tokens sorted");
        require(is_all_apart(text, end, token.span.start), text,
                "only space between tokens");
        require(!holds_space(text, token.span), text, "no space in tokens");
        bool line = holds_line_end(text, end, token.span.start);
        bool glued = token.span.start == end && end > 0;
        require(((token.bits & LEDE_TOKEN_LINE) != 0) == line, text, "LINE");
        require(((token.bits & LEDE_TOKEN_GLUED) != 0) == glued, text, "GLUED");
        end = token.span.end;
    }
    require(is_all_apart(text, end, text.size), text, "only space behind the tokens");
    lede_arena_release(&arena);
}

static void
tokens_hold_all_but_white_space(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {15};
    for (size_t round = 0; round < 40000; round++) {
        lede_text text = random_text(&buffer, &random, random_below(&random, 12));
        if (round % 2 == 0 && text.size > 0) {
            /* bytes that are no UTF-8 do no harm: a damaged dictionary may hold some */
            buffer.bytes[random_below(&random, (uint32_t)text.size)] ^= (char)0x80;
            text.size -= random_below(&random, 2);
        }
        char *block;
        check_tokens(exact_copy(&block, text, 0));
        free(block);
    }
}

/* Tokens side by side with bars between them, with white space left out. */
static const struct {
    const char *text, *tokens;
} TOKENS[] = {
    {"US-led Al-Ghanimi's U.S. 1,000.5 don't",
     "US|-|led|Al|-|Ghanimi|'s|U.S.|1,000.5|don't"},
    {"Iran\u2019s", "Iran|\u2019s"},
    {"O\u2019Brien said.", "O\u2019Brien|said|."},
    {"J. R. Ewing", "J|.|R|.|Ewing"},
    {"plan b. Then", "plan|b|.|Then"},
    {"the U.S.", "the|U.S."},
    {"U.S-led", "U.S|-|led"},
    {"3:30, 5.", "3:30|,|5|."},
    {"\u4E2D\u56FD news", "\u4E2D|\u56FD|news"},
    {"e\u0301t\u00ADe", "e\u0301t\u00ADe"},
    {"(\u201CYes!\u201D)", "(|\u201C|Yes|!|\u201D|)"},
    {"'s", "'|s"},
    {"Iran\u02BCs, \u02BCs", "Iran|\u02BCs|,|\u02BCs"},
    {"Iran\u200BIraq \u200B!\u200B", "Iran|Iraq|!"},
    {"", ""},
};

static void
examples_are_cut_into_tokens(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TOKENS); i++) {
        static text_buffer joined;
        joined.size = 0;
        lede_text text = text_of(TOKENS[i].text);
        lede_token token;
        for (size_t at = 0; lede_token_next(&token, text, &at);) {
            put_string(&joined, joined.size > 0 ? "|" : "");
            put_text(&joined, lede_text_slice(text, token.span));
        }
        lede_text found = {joined.bytes, joined.size};
        require(lede_text_equal(found, text_of(TOKENS[i].tokens)), found, "tokens");
    }
}

static const struct {
    const char *word;
    uint32_t bits;
} WORD_BITS[] = {
    {"Iraq", LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL},
    {"IAEA", LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL | LEDE_TOKEN_CAPS},
    {"I", LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL},
    {"\u0130zmir", LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL},
    {"said", LEDE_TOKEN_WORD | LEDE_TOKEN_LOWER},
    {"iPhone", LEDE_TOKEN_WORD | LEDE_TOKEN_LOWER},
    {"2020", LEDE_TOKEN_WORD | LEDE_TOKEN_NUMBER},
    {"5G", LEDE_TOKEN_WORD | LEDE_TOKEN_NUMBER},
    {"U.S.", LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL | LEDE_TOKEN_DOTTED},
    {"a.m.", LEDE_TOKEN_WORD | LEDE_TOKEN_LOWER | LEDE_TOKEN_DOTTED},
    {"\u4E2D", LEDE_TOKEN_WORD | LEDE_TOKEN_UNSPACED},
    {"-", LEDE_TOKEN_DASH},
    {"\u2013", LEDE_TOKEN_DASH},
    {",", 0},
    {"'", 0},
};

static void
words_have_their_bits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WORD_BITS); i++) {
        lede_text text = text_of(WORD_BITS[i].word);
        lede_token token;
        size_t at = 0;
        assert_true(lede_token_next(&token, text, &at));
        require(at == text.size, text, "one token");
        require(token.bits == (WORD_BITS[i].bits | LEDE_TOKEN_LINE), text, "bits");
        assert_false(lede_token_next(&token, text, &at));
    }
    lede_token token;
    size_t at = 5;
    assert_true(lede_token_next(&token, text_of("China's"), &at));
    assert_int_equal(token.bits, LEDE_TOKEN_POSSESSIVE | LEDE_TOKEN_GLUED);
}

/* ---- words ---- */

static void
word_list_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        lede_text word = text_of(WORDS[i].word);
        require(word.size > 0 && word.size < sizeof WORDS->word, word, "words have room");
        require(i == 0 || memcmp(WORDS[i - 1].word, WORDS[i].word, sizeof WORDS->word) < 0,
                word, "words are sorted");
        require(WORDS[i].kinds != 0 && lede_word_kind(word) == WORDS[i].kinds, word,
                "kinds");
        for (size_t at = 0; at < word.size; at++) {
            require(word.bytes[at] >= 'a' && word.bytes[at] <= 'z', word,
                    "words are lower ASCII");
        }
    }
}

static void
words_are_found_in_any_case(void **state)
{
    (void)state;
    assert_int_equal(lede_word_kind(text_of("GEN")), LEDE_WORD_TITLE);
    assert_int_equal(lede_word_kind(text_of("gen")), LEDE_WORD_TITLE);
    assert_int_equal(lede_word_kind(text_of("no")), LEDE_WORD_STARTER);
    assert_true(lede_word_kind(text_of("Published")) & LEDE_WORD_FIELD);
    assert_true(lede_word_kind(text_of("The")) & LEDE_WORD_STARTER);
    assert_int_equal(lede_word_kind(text_of("")), 0);
    assert_int_equal(lede_word_kind(text_of("xylophone")), 0);
    assert_int_equal(lede_word_kind(text_of("a word that is much longer than any")), 0);
    assert_int_equal(lede_word_kind(text_of("g\xC3\xA9n")), 0);
}

/* ---- time ---- */

static void
clean_once(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized clean;
    lede_normalize_options options = {.steps = LEDE_STEPS_NEWS, .form = LEDE_NFKC};
    assert_int_equal(lede_normalize(&clean, text, options, &arena), LEDE_OK);
    options.form = LEDE_NFC;
    assert_int_equal(lede_normalize(&clean, text, options, &arena), LEDE_OK);
    lede_arena_release(&arena);
}

static void
tokens_once(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_tokens tokens;
    lede_tokens_find(&tokens, text, &arena);
    lede_arena_release(&arena);
}

/* What could make a pass look back or ahead over and over. */
static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "&",
        ";",
        "&amp",
        "&amp;",
        "&#",
        "&#x26",
        "amp;",
        "\u201C",
        "\u201D",
        "\"",
        ", \u201D",
        "\u201Ca, \u201Db",
        ".",
        ". ",
        "a.",
        "a. ",
        "A.B",
        "A.",
        "...A ",
        ".)",
        ". (",
        ". \"",
        "(",
        "-",
        " ",
        "\n",
        "\n\n",
        "\n\nx",
        "\r\n",
        "\u00AD",
        "'",
        "'s",
        "a'",
        "1,",
        "1:2",
        "2020-",
        "date ",
        "date 2020-02-07\n",
        "Mr. ",
        "\u0301",
        "\u0E34",
        "\u4E2D",
        "\u3002",
        "\xED\xA0\xBD",
        "x",
        "a.a",
        "\u2026 ",
        "No. 1 ",
        "U.S. ",
        "1. ",
        "\u0323\u0301",
        "&amp;lt;",
        "\x01",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(clean_once, UNITS[i], "normalizing");
        require_linear(tokens_once, UNITS[i], "tokens");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_hold_all_but_white_space),
        cmocka_unit_test(examples_are_cut_into_tokens),
        cmocka_unit_test(words_have_their_bits),
        cmocka_unit_test(word_list_is_sorted),
        cmocka_unit_test(words_are_found_in_any_case),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
