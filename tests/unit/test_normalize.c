/* The normalizer: its invariants on random text and on every code point, and examples. */
#include "failing_memory.h"
#include "support_text.h"

#include <stdlib.h>
#include <string.h>

#include "text/normalize.h"
#include "text/quotes.h"

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

/* ---- loose quotes ---- */

/* The quotes of one paragraph without a partner, counted the plain way: kind by kind. */
static size_t
slow_loose(const char *quotes)
{
    static const char *const PAIRS[] = {"()", "{}"}; /* stand for “” and 「」 */
    size_t loose = 0;
    for (size_t kind = 0; kind < COUNT_OF(PAIRS); kind++) {
        size_t open = 0;
        for (const char *at = quotes; *at != 0; at++) {
            if (*at == PAIRS[kind][0]) {
                open++;
            } else if (*at == PAIRS[kind][1]) {
                loose += open == 0;
                open -= open > 0;
            }
        }
        loose += open;
    }
    return loose;
}

static void
loose_quotes_are_those_without_a_partner(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {41};
    for (size_t round = 0; round < 20000; round++) {
        static const char SIGNS[] = "(){}";
        static const char *const QUOTES[] = {"\u201C", "\u201D", "\u300C", "\u300D"};
        char signs[16] = {0};
        buffer.size = 0;
        size_t count = random_below(&random, COUNT_OF(signs) - 1);
        put_string(&buffer, "a ");
        for (size_t i = 0; i < count; i++) {
            size_t which = random_below(&random, COUNT_OF(QUOTES));
            signs[i] = SIGNS[which];
            put_string(&buffer, QUOTES[which]);
            put_string(&buffer, random_below(&random, 2) == 0 ? "x" : " it\u2019s\n");
        }
        lede_arena arena;
        lede_arena_init(&arena);
        lede_vector loose;
        lede_vector_init(&loose, &arena, sizeof(lede_loose_quote));
        lede_text text = {buffer.bytes, buffer.size};
        lede_quotes_find_loose(&loose, text);
        require(loose.count == slow_loose(signs), text, "loose quotes");
        const lede_loose_quote *found = loose.data;
        for (size_t i = 0; i < loose.count; i++) {
            require(found[i].span.end - found[i].span.start == 3, text, "one quote");
            require(i == 0 || found[i].span.start >= found[i - 1].span.end, text,
                    "in order");
            require(found[i].paragraph == 0, text, "one paragraph");
        }
        lede_arena_release(&arena);
    }
}

/* ---- memory ---- */

static lede_status
clean_and_report(void *context)
{
    lede_text raw = *(const lede_text *)context;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized clean;
    lede_normalize_options options = {
        .steps = LEDE_STEPS_NEWS | LEDE_STEPS_OPTIONAL,
        .shapes = {LEDE_SHAPE_TYPOGRAPHIC, LEDE_SHAPE_TYPOGRAPHIC, LEDE_SHAPE_STRAIGHT}};
    lede_status status = lede_normalize(&clean, raw, options, &arena);
    lede_vector loose;
    lede_vector_init(&loose, &arena, sizeof(lede_loose_quote));
    if (status == LEDE_OK) {
        lede_quotes_find_loose(&loose, clean.text);
        status = lede_arena_status(&arena);
    }
    lede_arena_release(&arena);
    return status;
}

static void
lost_memory_is_reported(void **state)
{
    (void)state;
    static text_buffer buffer;
    buffer.size = 0;
    for (size_t i = 0; i < 300; i++) {
        put_string(&buffer,
                   "\"Caf&eacute; -- it's\u2026 \xC2\x93\uFF21\uFF76\uFF9E!!\x1B[1m\n"
                   "nobody in the min-\nistry\u00AD\n knew \uFB01rst, \u201Dshe.He "
                   "\u201C \u00C3\u00A9.\n\n");
    }
    lede_text raw = {buffer.bytes, buffer.size};
    assert_true(failing_memory_sweep(clean_and_report, &raw) > 5);
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
        cmocka_unit_test(loose_quotes_are_those_without_a_partner),
        cmocka_unit_test(lost_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
