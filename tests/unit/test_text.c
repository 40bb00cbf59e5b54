/* Normalizer, tokens and word lists: their invariants on random text, and examples. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "text/normalize.h"
#include "text/tokens.h"
/* The table itself, to see that it is sorted. */
#include "text/words.c"
#include "unicode/utf8.h"

/* Pieces that become something else beside others of them. */
static const char *const PIECES[] = {
    "&amp;",
    "&am",
    "p;",
    "&lt;",
    "&#38;",
    "#3",
    "8;",
    "&#x26;",
    "&",
    ";",
    "amp;",
    "&nbsp;",
    "&shy;",
    "&#0;",
    "&#xD83D;",
    "&rsquo;",
    "\u00AD",
    "\u200B",
    "\uFEFF",
    "\u037E",
    "\u212A",
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\u00A0",
    "\u2028",
    "\u3000",
    "\x01",
    "\xC2\x80",
    "\xC2\x85",
    "\x1C",
    "\u201C",
    "\u201D",
    "\"",
    "'",
    "\u2019",
    ", \u201D",
    ". \"",
    "said",
    "I",
    "ran",
    "\u00E9",
    "e",
    "\u0301",
    "\u0323",
    "\u0345",
    "\xED\xA0\xBD",
    "\xED\xB8\x80",
    "\xED\xA0\x80",
    "\uFF1B",
    "\uFE60",
    "\u2100",
    "\uFF06",
    "\uFB01",
    "\u1100",
    "\u1161",
    "\u11A8",
    "\u4E2D",
    "\u3002",
    ".",
    ",",
    "!",
    "?",
    "1",
    "-",
    "U.S.",
    "Mr.",
    "(",
    ")",
    "date 2020-02-07",
    "\u2026",
    "&hellip;",
    "'s",
    "\xC2\x85",
    "\xC2\x93",
    "\x1B[1m",
    "\u2029",
    "\uFF76",
    "\uFF9E",
    "\uFF21",
    "--",
    "'",
    "\u2018",
    "\u2019",
    "!!",
    "..",
    "\u0E01",
    "\u0E34",
    "\u05D0",
    "\U0001F600",
    "Inc.",
    "No.",
    "a.m.",
};

static lede_text
random_text(text_buffer *buffer, random_source *random, size_t count)
{
    return put_pieces(buffer, random, PIECES, COUNT_OF(PIECES), count);
}

/* ---- normalize ---- */

enum {
    SHAPES = 16
}; /* here steps have those of the marks too: from this bit on, two each */

static lede_normalized
normalized(lede_text raw, uint32_t steps, lede_form form, lede_arena *arena)
{
    lede_normalized clean;
    lede_normalize_options options = {.steps = LEDE_STEPS_FORM | steps, .form = form};
    options.shapes = (lede_shapes){(lede_shape)(steps >> SHAPES & 3),
                                   (lede_shape)(steps >> (SHAPES + 2) & 3),
                                   (lede_shape)(steps >> (SHAPES + 4) & 3)};
    assert_int_equal(lede_normalize(&clean, raw, options, arena), LEDE_OK);
    return clean;
}

/* Edits are sorted and disjoint, and what lies between them is the same on both sides. */
static void
check_map(lede_text raw, const lede_normalized *clean)
{
    uint32_t at_raw = 0, at_clean = 0;
    for (size_t i = 0; i <= clean->map.count; i++) {
        lede_edit end = {{(uint32_t)raw.size, 0}, {(uint32_t)clean->text.size, 0}};
        lede_edit edit = i < clean->map.count ? clean->map.edits[i] : end;
        require(edit.raw.start >= at_raw && edit.clean.start >= at_clean, raw,
                "edits are sorted");
        lede_text before = lede_text_slice(raw, (lede_span){at_raw, edit.raw.start});
        lede_text after =
            lede_text_slice(clean->text, (lede_span){at_clean, edit.clean.start});
        require(lede_text_equal(before, after), raw, "what is between edits is unchanged");
        if (i < clean->map.count) {
            require(edit.raw.end >= edit.raw.start && edit.clean.end >= edit.clean.start &&
                        edit.raw.end <= raw.size && edit.clean.end <= clean->text.size,
                    raw, "edits lie inside");
            require(clean->map.reasons[i] != 0, raw, "edits have reasons");
        }
        at_raw = edit.raw.end;
        at_clean = edit.clean.end;
    }
}

static void
check_normalize(lede_text raw, uint32_t steps, lede_form form)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized once = normalized(raw, steps, form, &arena);
    check_map(raw, &once);
    size_t bad;
    require(!(steps & LEDE_REASON_SURROGATES) || slow_validate(once.text, &bad), raw,
            "clean text is UTF-8");
    require(once.map.count != 0 || once.text.bytes == raw.bytes, raw,
            "clean text stays itself");
    lede_normalized twice = normalized(once.text, steps, form, &arena);
    require(lede_text_equal(once.text, twice.text), raw, "twice is once");
    require(twice.map.count == 0, raw, "clean text needs no edit");
    lede_arena_release(&arena);
}

static uint32_t
random_steps(random_source *random)
{
    return (uint32_t)random_next(random);
}

static void
normalizing_keeps_its_promises(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {13};
    for (size_t round = 0; round < 40000; round++) {
        lede_text raw = random_text(&buffer, &random, 1 + random_below(&random, 10));
        lede_form form = round % 2 == 0 ? LEDE_NFC : (lede_form)random_below(&random, 4);
        check_normalize(raw, LEDE_STEPS_NEWS, form);
    }
}

static void
each_choice_of_steps_keeps_its_promises(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {14};
    for (size_t round = 0; round < 40000; round++) {
        lede_text raw = random_text(&buffer, &random, 1 + random_below(&random, 8));
        check_normalize(raw, random_steps(&random), (lede_form)random_below(&random, 4));
    }
}

/* Few pieces, so that those that belong together meet often. */
static void
dense_texts_keep_their_promises(void **state)
{
    (void)state;
    static const char *const QUOTES[] = {"\u201C", "\u201D", "\"",   " ", "  ",   ",",
                                         ".",      "a",      "said", ")", "\n\n", "\u00A0"};
    static const char *const REFERENCES[] = {
        "&",      "am", "p",     ";", "lt",    "#",      "3",      "8",           "\u00AD",
        "\u037E", "x",  "&amp;", "0", "&#38;", "\uFF1B", "\uFF06", "\xED\xA0\x80"};
    static const char *const MARKS[] = {
        "\"", "'",    "-",      "--",     ".",      "..",     "!",
        "?!", ",",    "\u2026", "\u2019", " ",      "a",      "A",
        "5",  "\n\n", "(",      "\u2018", "\u201C", "x.org/", "em"};
    static const char *const LINES[] = {
        "\n",   " ",      "-",      "the weather",
        "ther", "wea",    "\u00AD", "A b c d e f g h i j k l m n o p q r s",
        ".",    "\u4E2D", "\n\n",   "\r"};
    static const struct {
        const char *const *pieces;
        size_t count, most;
    } SETS[] = {{QUOTES, COUNT_OF(QUOTES), 9},
                {REFERENCES, COUNT_OF(REFERENCES), 9},
                {MARKS, COUNT_OF(MARKS), 9},
                {LINES, COUNT_OF(LINES), 20}};
    static text_buffer buffer;
    random_source random = {27};
    for (size_t round = 0; round < 120000; round++) {
        size_t set = round % COUNT_OF(SETS);
        lede_text raw = put_pieces(&buffer, &random, SETS[set].pieces, SETS[set].count,
                                   1 + random_below(&random, (uint32_t)SETS[set].most));
        uint32_t steps =
            random_below(&random, 2) == 0 ? LEDE_STEPS_NEWS : random_steps(&random);
        check_normalize(raw, steps, (lede_form)random_below(&random, 4));
    }
}

/* The presets, all steps, and all steps with every shape made typographic. */
static const uint32_t PRESETS[] = {
    LEDE_STEPS_SAFE,
    LEDE_STEPS_NEWS,
    LEDE_STEPS_NEWS | LEDE_STEPS_OPTIONAL | 0x15u << SHAPES,
    LEDE_STEPS_NEWS | LEDE_STEPS_OPTIONAL | 0x2Au << SHAPES,
};

static void
every_code_point_keeps_the_promises(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point += point == 0x323FF ? 0xADC01 : 1) {
        char bytes[8] = "a";
        size_t size = 1 + slow_encode(bytes + 1, point);
        bytes[size++] = 'b';
        size_t way = point % COUNT_OF(PRESETS);
        check_normalize((lede_text){bytes, size}, LEDE_STEPS_NEWS, LEDE_NFC);
        check_normalize((lede_text){bytes + 1, size - 2}, PRESETS[way], LEDE_NFC);
        check_normalize((lede_text){bytes, size}, PRESETS[(way + 1) % COUNT_OF(PRESETS)],
                        LEDE_NFKC);
        check_normalize((lede_text){bytes + 1, size - 1},
                        PRESETS[(way + 2) % COUNT_OF(PRESETS)], LEDE_NFD);
    }
}

/* Half of the points are of the planes that steps look for. */
static void
pairs_of_code_points_keep_the_promises(void **state)
{
    (void)state;
    random_source random = {31};
    for (size_t round = 0; round < 150000; round++) {
        static const uint32_t LIMITS[] = {0x100, 0x3000, 0x10000, 0x110000};
        char bytes[16];
        size_t size = 0;
        for (size_t i = 0; i < 3; i++) {
            uint32_t limit = LIMITS[random_below(&random, COUNT_OF(LIMITS))];
            size += slow_encode(bytes + size, random_below(&random, limit));
        }
        check_normalize((lede_text){bytes, size}, PRESETS[round % COUNT_OF(PRESETS)],
                        (lede_form)random_below(&random, 4));
    }
}

static const struct {
    const char *raw, *clean;
} CLEANED[] = {
    {"plain", "plain"},
    {"", ""},
    {" \t\r\n ", ""},
    {"a &amp; b", "a & b"},
    {"&am\u00ADp;lt;", "<"},
    {"&amp;amp;amp;", "&"},
    {"&amp\u037E", "&"},
    {"a\r\nb", "a\nb"},
    {"a\r\n\r\nb", "a\n\nb"},
    {"a\n \n\t\nb", "a\n\nb"},
    {"a\u00A0\u2003b", "a b"},
    {"a\x01\u200B\uFEFFb", "ab"},
    {"e\u0301", "\u00E9"},
    {"\xC2\x93Hi\xC2\x94\xC2\x85", "\u201CHi\u201D\u2026"},
    {"a\x1B[1;31mb\x1B[0m\x1B]0;title\x07"
     "c",
     "abc"},
    {"a\x1B[1;3", "a[1;3"},
    {"\uFB01\uFB03\uFB06", "fiffist"},
    {"\uFF21\uFF34\uFF06\uFF54amp;\uFF0C", "AT&tamp;\uFF0C"},
    {"\uFF76\uFF9E(\uFF9F)", "\u30AC(\u309C)"},
    {"a\u2029b", "a\n\nb"},
    {"\xED\xA0\xBD\xED\xB8\x80", "\U0001F600"},
    {"\xED\xA0\xBDx\xED\xB8\x80", "\uFFFDx\uFFFD"},
    {"\u201CIran, \u201Dsaid", "\u201CIran,\u201D said"},
    {"\"Iran. \"said", "\"Iran.\" said"},
    {"Iran, \u201Dsaid", "Iran, \u201Dsaid"}, /* nothing is open */
    {"\u201CIran, \u201D he", "\u201CIran,\u201D he"},
    {"AT&T", "AT&T"},
    {"a & b;", "a & b;"},
    {"&nbsp;a&nbsp;", "a"},
};

static void
examples_are_cleaned(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CLEANED); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_text raw = text_of(CLEANED[i].raw);
        lede_normalized clean = normalized(raw, LEDE_STEPS_NEWS, LEDE_NFC, &arena);
        require(lede_text_equal(clean.text, text_of(CLEANED[i].clean)), raw, "clean text");
        lede_arena_release(&arena);
    }
}

static void
edits_say_why(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_text raw = text_of("a  b &am\u00ADp; \xED\xA0\x80 e\u0301");
    lede_normalized clean = normalized(raw, LEDE_STEPS_NEWS, LEDE_NFC, &arena);
    require(lede_text_equal(clean.text, text_of("a b & \uFFFD \u00E9")), clean.text,
            "clean text");
    static const struct {
        lede_edit edit;
        uint16_t reasons;
    } EXPECTED[] = {
        {{{1, 3}, {1, 2}}, LEDE_REASON_SPACES},
        {{{5, 12}, {4, 5}}, LEDE_REASON_ENTITIES | LEDE_REASON_CONTROLS},
        {{{13, 16}, {6, 9}}, LEDE_REASON_SURROGATES},
        {{{17, 20}, {10, 12}}, LEDE_REASON_FORM},
    };
    assert_int_equal(clean.map.count, COUNT_OF(EXPECTED));
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++) {
        assert_memory_equal(&clean.map.edits[i], &EXPECTED[i].edit, sizeof(lede_edit));
        assert_int_equal(clean.map.reasons[i], EXPECTED[i].reasons);
    }
    lede_arena_release(&arena);
}

/* Only the size is looked at, so there need be no such text. */
static void
texts_that_could_grow_too_large_are_refused(void **state)
{
    (void)state;
    static const lede_form FORMS[] = {LEDE_NFC, LEDE_NFD, LEDE_NFKC, LEDE_NFKD};
    for (size_t i = 0; i < COUNT_OF(FORMS); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_normalized clean;
        lede_normalize_options options = {.steps = LEDE_STEPS_NEWS, .form = FORMS[i]};
        size_t growth = FORMS[i] == LEDE_NFC || FORMS[i] == LEDE_NFD ? 3 : 11;
        lede_text huge = {"", LEDE_TEXT_MAX / growth + 1};
        assert_int_equal(lede_normalize(&clean, huge, options, &arena), LEDE_TOO_LARGE);
        lede_arena_release(&arena);
    }
}

/* No code point grows by more than the limits reckon with. */
static void
growth_stays_below_its_limit(void **state)
{
    (void)state;
    for (uint32_t point = 0x80; point <= 0x2FFFF; point++) {
        char bytes[4];
        lede_text raw = {bytes, slow_encode(bytes, point)};
        for (lede_form form = LEDE_NFC; form <= LEDE_NFKD; form++) {
            size_t most = form == LEDE_NFC || form == LEDE_NFD ? 3 : 11;
            lede_arena arena;
            lede_arena_init(&arena);
            lede_normalized clean = normalized(raw, LEDE_STEPS_FORM, form, &arena);
            require(clean.text.size <= most * raw.size, raw, "growth");
            clean = normalized(raw, LEDE_STEPS_NEWS, form, &arena);
            require(clean.text.size <= most * raw.size, raw, "growth with all steps");
            lede_arena_release(&arena);
        }
    }
}

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
        require(is_all_space(text, end, token.span.start), text,
                "only space between tokens");
        require(!holds_space(text, token.span), text, "no space in tokens");
        bool line = holds_line_end(text, end, token.span.start);
        bool glued = token.span.start == end && end > 0;
        require(((token.bits & LEDE_TOKEN_LINE) != 0) == line, text, "LINE");
        require(((token.bits & LEDE_TOKEN_GLUED) != 0) == glued, text, "GLUED");
        end = token.span.end;
    }
    require(is_all_space(text, end, text.size), text, "only space behind the tokens");
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
    (void)normalized(text, LEDE_STEPS_NEWS, LEDE_NFKC, &arena);
    (void)normalized(text, LEDE_STEPS_NEWS, LEDE_NFC, &arena);
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
        cmocka_unit_test(normalizing_keeps_its_promises),
        cmocka_unit_test(each_choice_of_steps_keeps_its_promises),
        cmocka_unit_test(dense_texts_keep_their_promises),
        cmocka_unit_test(every_code_point_keeps_the_promises),
        cmocka_unit_test(pairs_of_code_points_keep_the_promises),
        cmocka_unit_test(examples_are_cleaned),
        cmocka_unit_test(edits_say_why),
        cmocka_unit_test(texts_that_could_grow_too_large_are_refused),
        cmocka_unit_test(growth_stays_below_its_limit),
        cmocka_unit_test(tokens_hold_all_but_white_space),
        cmocka_unit_test(examples_are_cut_into_tokens),
        cmocka_unit_test(words_have_their_bits),
        cmocka_unit_test(word_list_is_sorted),
        cmocka_unit_test(words_are_found_in_any_case),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
