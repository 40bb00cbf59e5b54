/* Search keys: every character and random text against the promises of text/match_key.h. */
#include "support.h"

#include <stdlib.h>

#include "failing_memory.h"
#include "text/match_key.h"
#include "unicode/utf8.h"

enum { LAST_POINT = 0x10FFFF, MOST_GROWTH = 11, LANGUAGES = LEDE_KEY_PERSIAN_LETTERS + 1 };

/* Pieces that become something else beside others of them. */
static const char *const PIECES[] = {
    "a",
    "al",
    "El",
    "AS",
    "ash",
    "ud",
    "s",
    "S",
    "sh",
    "d",
    "-",
    "\u2013",
    "'",
    "\u2019",
    " ",
    "\t",
    "\u00A0",
    "i",
    "I",
    "\u0130",
    "\u0131",
    "\u00CF",
    "\u0307",
    "\u0323",
    "\u0345",
    "\u0623",
    "\u0627",
    "\u0654",
    "\u0649",
    "\u06CC",
    "\u06A9",
    "\u0629",
    "\u06D2",
    "\u06BE",
    "\u0640",
    "\u064E",
    "\uFDFA",
    "\uFE70",
    "\u0663",
    "\u304B",
    "\u309B",
    "\uFF9E",
    "\u3099",
    "\u1100",
    "\u1161",
    "\u11A8",
    "\uAC00",
    "\u0915",
    "\u093C",
    "\u094D",
    "\u200D",
    "\u00AD",
    "\u00BD",
    "\u00DF",
    "\x01",
    "\xED\xA0\xB5",
    "\xED\xB0\x80",
    "\xED\xA0\x80",
    "\U0001D408",
    "\U0001F600",
};

static lede_normalized
key_of(lede_text raw, lede_key_language language, lede_arena *arena)
{
    lede_normalized key;
    assert_int_equal(lede_match_key(&key, raw, language, arena), LEDE_OK);
    return key;
}

/* Edits are sorted and disjoint, and what lies between them is the same on both sides. */
static void
check_map(lede_text raw, const lede_normalized *key)
{
    lede_edit last = {{0, 0}, {0, 0}};
    for (size_t i = 0; i <= key->map.count; i++) {
        lede_edit end = {{(uint32_t)raw.size, (uint32_t)raw.size},
                         {(uint32_t)key->text.size, (uint32_t)key->text.size}};
        lede_edit edit = i < key->map.count ? key->map.edits[i] : end;
        require(edit.raw.start >= last.raw.end && edit.clean.start >= last.clean.end, raw,
                "edits are sorted");
        require(edit.raw.end >= edit.raw.start && edit.clean.end >= edit.clean.start, raw,
                "edits are ranges");
        lede_span before = {last.raw.end, edit.raw.start};
        lede_span after = {last.clean.end, edit.clean.start};
        require(lede_text_equal(lede_text_slice(raw, before),
                                lede_text_slice(key->text, after)),
                raw, "what is between edits is unchanged");
        require(i == key->map.count || key->map.reasons[i] != 0, raw, "edits have reasons");
        last = edit;
    }
}

static void
check_key(lede_text raw, lede_key_language language)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized once = key_of(raw, language, &arena);
    check_map(raw, &once);
    size_t bad;
    require(slow_validate(once.text, &bad), raw, "a key is UTF-8");
    require(once.text.size <= MOST_GROWTH * raw.size, raw, "growth");
    require(once.map.count != 0 || once.text.bytes == raw.bytes, raw, "a key stays itself");
    lede_normalized twice = key_of(once.text, language, &arena);
    require(lede_text_equal(once.text, twice.text), raw, "the key of a key is the same");
    require(twice.map.count == 0, raw, "a key needs no edit");
    lede_arena_release(&arena);
}

static void
every_character_keeps_the_promises(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= LAST_POINT; point++) {
        char bytes[LEDE_UTF8_MOST];
        lede_text raw = {bytes, lede_utf8_write(bytes, point)};
        check_key(raw, (lede_key_language)(point % LANGUAGES));
    }
}

static void
random_texts_keep_the_promises(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {31};
    for (size_t round = 0; round < 60000; round++) {
        lede_text raw = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES),
                                   1 + random_below(&random, 9));
        char *block;
        check_key(exact_copy(&block, raw, random_below(&random, 4)),
                  (lede_key_language)random_below(&random, LANGUAGES));
        free(block);
    }
}

static const struct {
    const char *raw, *key;
    lede_key_language language;
} KEYS[] = {
    {"", "", LEDE_KEY_ANY},
    {" - ' ", "", LEDE_KEY_ANY},
    {"Al-S\u012Bs\u012B", "al sisi", LEDE_KEY_ANY},
    {"as-SISI", "al sisi", LEDE_KEY_ANY},
    {"ash-shams", "al shams", LEDE_KEY_ANY},
    {"as-yet", "as yet", LEDE_KEY_ANY},
    {"US-Saudi", "us saudi", LEDE_KEY_ANY},
    {"xel-a", "xel a", LEDE_KEY_ANY},
    {"\u00E9el-a", "eel a", LEDE_KEY_ANY},
    {"\u4E2Del-a", "\u4E2Del a", LEDE_KEY_ANY},
    {"el-", "el", LEDE_KEY_ANY},
    {"el--a", "el a", LEDE_KEY_ANY},
    {"L\u2019A  b", "la b", LEDE_KEY_ANY},
    {"I\u0131\u0130i", "iiii", LEDE_KEY_ANY},
    {"I\u0131\u0130i", "\u0131\u0131ii", LEDE_KEY_TURKIC},
    {"I\u0323\u0307 \u00CF", "i i", LEDE_KEY_TURKIC},
    {"\u0643\u06A9 \u064A\u06CC", "\u0643\u0643 \u064A\u064A", LEDE_KEY_ARABIC_LETTERS},
    {"\u0643\u06A9 \u064A\u06CC", "\u06A9\u06A9 \u06CC\u06CC", LEDE_KEY_PERSIAN_LETTERS},
    {"\u304B\u309B", "\u304C", LEDE_KEY_ANY},
    {"\u1100'\u1161", "\uAC00", LEDE_KEY_ANY},
    {"\xED\xA0\xB5\xED\xB0\x80\xED\xA0\x80", "a\uFFFD", LEDE_KEY_ANY},
};

static void
examples_have_their_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_text raw = text_of(KEYS[i].raw);
        lede_normalized key = key_of(raw, KEYS[i].language, &arena);
        require(lede_text_equal(key.text, text_of(KEYS[i].key)), raw, "key");
        lede_arena_release(&arena);
    }
}

static void
edits_say_why(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_text raw = text_of("El-A \u0663 '\u304B\u309B ");
    lede_normalized key = key_of(raw, LEDE_KEY_ANY, &arena);
    require(lede_text_equal(key.text, text_of("al a 3 \u304C")), key.text, "key");
    static const struct {
        lede_edit edit;
        uint16_t reasons;
    } EXPECTED[] = {
        {{{0, 3}, {0, 3}}, LEDE_KEY_CASE | LEDE_KEY_ARTICLE | LEDE_KEY_PUNCTUATION},
        {{{3, 4}, {3, 4}}, LEDE_KEY_CASE},
        {{{5, 7}, {5, 6}}, LEDE_KEY_DIGITS},
        {{{8, 9}, {7, 7}}, LEDE_KEY_PUNCTUATION},
        {{{9, 15}, {7, 10}}, LEDE_KEY_FORM},
        {{{15, 16}, {10, 10}}, LEDE_KEY_SPACES},
    };
    assert_int_equal(key.map.count, COUNT_OF(EXPECTED));
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++) {
        assert_memory_equal(&key.map.edits[i], &EXPECTED[i].edit, sizeof(lede_edit));
        assert_int_equal(key.map.reasons[i], EXPECTED[i].reasons);
    }
    lede_arena_release(&arena);
}

/* Only the size is looked at, so there need be no such text. */
static void
texts_that_could_grow_too_large_are_refused(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized key;
    lede_text huge = {"", LEDE_TEXT_MAX / MOST_GROWTH + 1};
    assert_int_equal(lede_match_key(&key, huge, LEDE_KEY_ANY, &arena), LEDE_TOO_LARGE);
    lede_arena_release(&arena);
}

static lede_status
key_once(void *context)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized key;
    lede_text raw = *(lede_text *)context;
    lede_status status = lede_match_key(&key, raw, LEDE_KEY_TURKIC, &arena);
    lede_arena_release(&arena);
    return status;
}

static void
lost_memory_is_reported(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {32};
    lede_text raw = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), 900);
    assert_true(failing_memory_sweep(key_once, &raw) > 3);
}

static void
key_of_long_text(lede_text text)
{
    assert_int_equal(key_once(&text), LEDE_OK);
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "A",
        "-",
        "al-",
        "'",
        "as-'",
        " ",
        "\t-",
        "I\u0323",
        "\u0323\u0301",
        "\uFDFA",
        "\u3099",
        "\u1100\u1161",
        "\u093C\u0338",
        "ash-\u0301",
        "\xED\xA0\xB5",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(key_of_long_text, UNITS[i], "the key");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_keeps_the_promises),
        cmocka_unit_test(random_texts_keep_the_promises),
        cmocka_unit_test(examples_have_their_keys),
        cmocka_unit_test(edits_say_why),
        cmocka_unit_test(texts_that_could_grow_too_large_are_refused),
        cmocka_unit_test(lost_memory_is_reported),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
