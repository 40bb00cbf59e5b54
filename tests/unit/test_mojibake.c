/* Mojibake: examples, promises on random text, memory that runs out, and time. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "failing_memory.h"
#include "text/mojibake.h"
#include "unicode/charmap.h"
#include "unicode/transcode.h"
#include "unicode/utf8.h"

enum { ROUNDS = 4000, MOST_PIECES = 24 };

/* Characters of which mojibake is made, whole and broken. */
static const char *const PIECES[] = {
    "a",        "Plain text goes on for longer than a step of the gate.",
    "Z",        " ",
    "\n",       "?",
    "é",        "Ã",
    "Â",        "©",
    "â",        "€",
    "™",        "œ",
    "ð",        "Ÿ",
    "˜",        "Ð",
    "°",        "Ñ",
    "Р",        "ґ",
    "В",        "“",
    "”",        "√",
    "¢",        "├",
    "╝",        "Ă",
    "ł",        "í",
    "½",        "\u00A0",
    "\xC2\x80", "\xC2\x99",
    "\uFFFD",   "文",
    "ع",        "Γ",
    "Å",        "¡",
    "à",        "ï",
    "¿",        "ƒ",
    "¼",        "😀",
    "\u00AD",
};

typedef struct {
    lede_arena arena;
    lede_rewrite rewrite;
    lede_text after;
} repair;

static void
repair_text(repair *done, lede_text text)
{
    lede_arena_init(&done->arena);
    lede_rewrite_init(&done->rewrite, text, &done->arena);
    lede_mojibake_repair(&done->rewrite);
    done->after = lede_rewrite_finish(&done->rewrite);
}

static void
examples_are_repaired(void **state)
{
    (void)state;
    static const char *const EXAMPLES[][2] = {
        {"cafÃ© crÃ¨me", "café crème"},
        {"She said: â€œNo.â€\xC2\x9D", "She said: “No.”"},
        {"Ð¼Ð¸Ñ€", "мир"},
        {"РјРёСЂ", "мир"},
        {"gar√ßon", "garçon"},
        {"gar├ºon", "garçon"},
        {"garĂ§on", "garçon"},
        {"garÃƒÂ§on", "garçon"},
        {"voilÃ le pont", "voilà le pont"},
        {"ðŸ˜€", "😀"},
        {"ICH MUSS ZURÃœCK", "ICH MUSS ZURÜCK"},
    };
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        repair done;
        repair_text(&done, text_of(EXAMPLES[i][0]));
        require(lede_text_equal(done.after, text_of(EXAMPLES[i][1])), done.after,
                EXAMPLES[i][1]);
        lede_arena_release(&done.arena);
    }
}

static void
clean_text_stays(void **state)
{
    (void)state;
    static const char *const CLEAN[] = {
        "",
        "“No,” she said – it’s 25°C in “Café É…”.",
        "CAFÉ® È… L’ÉTÉ, IRMÃ…, MANHÃ”, Ã’s",
        "В Италии её «ТВ», в Італії та Австралії її мер",
        "zwyciężą, zvlášť úžasný, KNÍŽKA, ÎN ROMÂNIA",
        "5×£35, √π, mc², ├──┬──┐ │a│b│",
        "日本語、한국어、عربي، עברית",
    };
    for (size_t i = 0; i < COUNT_OF(CLEAN); i++) {
        repair done;
        lede_text text = text_of(CLEAN[i]);
        repair_text(&done, text);
        require(done.after.bytes == text.bytes && done.after.size == text.size, done.after,
                "clean text is the very same");
        lede_arena_release(&done.arena);
    }
}

/* One edit a character, each with its source. */
static void
edits_cover_their_source(void **state)
{
    (void)state;
    repair done;
    repair_text(&done, text_of("cafÃ© \n Ã¨re"));
    lede_map map = lede_edits_map(&done.rewrite.edits);
    assert_int_equal(map.count, 2);
    assert_int_equal(map.edits[0].raw.start, 3);
    assert_int_equal(map.edits[0].raw.end, 7);
    assert_int_equal(map.edits[0].clean.end, 5);
    assert_int_equal(map.reasons[1], LEDE_REASON_MOJIBAKE);
    lede_arena_release(&done.arena);
}

static void
check_promises(lede_text text)
{
    repair once, twice;
    repair_text(&once, text);
    size_t bad;
    require(lede_utf8_validate(once.after, &bad), text, "the result is well-formed");
    require(once.after.size <= text.size, text, "repairs make a text shorter");
    lede_map map = lede_edits_map(&once.rewrite.edits);
    for (size_t i = 0; i < map.count; i++) {
        uint32_t before = i > 0 ? map.edits[i - 1].raw.end : 0;
        require(map.edits[i].raw.start >= before, text, "edits are in order");
    }
    repair_text(&twice, once.after);
    require(lede_text_equal(once.after, twice.after), text, "once is enough");
    lede_arena_release(&once.arena);
    lede_arena_release(&twice.arena);
}

/* Buffers end where the text ends, for the sanitizer to see. */
static void
random_text_keeps_the_promises(void **state)
{
    (void)state;
    random_source random = {21};
    for (size_t round = 0; round < ROUNDS; round++) {
        text_buffer buffer;
        char *block;
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES),
                                    random_below(&random, MOST_PIECES));
        check_promises(exact_copy(&block, text, 0));
        free(block);
    }
}

/* Reads the bytes of `text` as latin-1, the way mojibake is made. */
static lede_text
misread(char *out, lede_text text)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        size += lede_utf8_write(out + size, (unsigned char)text.bytes[i]);
    }
    return (lede_text){out, size};
}

/* Misread once, twice, and so on: the text comes back, or stays where it is too deep. */
static void
levels_are_undone(void **state)
{
    (void)state;
    static char buffers[2][1 << 19];
    lede_text text = text_of("é");
    for (size_t level = 1; level < 18; level++) {
        text = misread(buffers[level % 2], text);
        repair done;
        repair_text(&done, text);
        bool back = lede_text_equal(done.after, text_of("é"));
        bool same = lede_text_equal(done.after, text);
        require(level < 16 ? back : same, done.after, "undone or untouched");
        lede_arena_release(&done.arena);
    }
}

static void
bytes_lead_back_to_characters(void **state)
{
    (void)state;
    lede_charmap euro = lede_charmap_of(0x20AC);
    assert_int_equal(lede_charmap_byte(euro, LEDE_CP1252), 0x80);
    assert_int_equal(lede_charmap_byte(euro, LEDE_CP1251), 0x88);
    assert_int_equal(lede_charmap_byte(euro, LEDE_MACROMAN), 0xDB);
    assert_int_equal(lede_charmap_byte(euro, LEDE_CP437), 0);
    assert_true(euro.leads >> LEDE_MACROMAN & 1);
    assert_true(euro.trails >> LEDE_CP1252 & 1);
    assert_int_equal(lede_charmap_of('A').place, 0);
    assert_int_equal(lede_charmap_of(0x1F600).place, 0);
    assert_int_equal(lede_charmap_of(UINT32_MAX).place, 0);
}

/* True when the gate opens somewhere in the points, asked place by place. */
static bool
any_begins(const uint32_t *points, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (points[i - 1] >= 0x80 && points[i] >= 0x80 &&
            lede_charmap_begins(i > 1 ? points[i - 2] : 0, points[i - 1], points[i])) {
            return true;
        }
        if (points[i - 1] == 0xC3 && points[i] == ' ') {
            return true;
        }
    }
    return false;
}

/* The gate for one place sees what the gate for a text sees. */
static void
both_gates_agree(void **state)
{
    (void)state;
    random_source random = {22};
    for (size_t round = 0; round < ROUNDS; round++) {
        text_buffer buffer;
        uint32_t points[MOST_TEXT];
        size_t count;
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES),
                                    random_below(&random, 3 * MOST_PIECES) / 3);
        bool found = lede_charmap_find(text, 0) < text.size;
        (void)lede_utf8_measure(text, &count);
        lede_utf8_to_units(points, LEDE_UCS4, text);
        require(any_begins(points, count) == found, text, "the gate");
    }
}

static lede_status
repair_in_want(void *context)
{
    (void)context;
    repair done;
    repair_text(&done, text_of("cafÃ© â€œcrÃ¨meâ€\xC2\x9D\nÐ¼Ð¸Ñ€"));
    lede_status status = lede_arena_status(&done.arena);
    lede_arena_release(&done.arena);
    return status;
}

static void
memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    assert_true(failing_memory_sweep(repair_in_want, NULL) > 0);
}

static void
repair_once(lede_text text)
{
    repair done;
    repair_text(&done, text);
    lede_arena_release(&done.arena);
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "Ã",  "Ã©", "ÃƒÂ©", "â€",         "ðŸ˜", "í\u00A0½",
        "Ã ", "├┤", "ее ё", "ã†â€™ãƒâ€ ", "â€?", "é…”\n",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(repair_once, UNITS[i], "mojibake");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_repaired),
        cmocka_unit_test(clean_text_stays),
        cmocka_unit_test(edits_cover_their_source),
        cmocka_unit_test(random_text_keeps_the_promises),
        cmocka_unit_test(levels_are_undone),
        cmocka_unit_test(both_gates_agree),
        cmocka_unit_test(bytes_lead_back_to_characters),
        cmocka_unit_test(memory_that_runs_out_is_reported),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
