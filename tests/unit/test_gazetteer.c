/* Dictionaries: matching against a matcher that tries every entry at every word, hostile files, and
 * exhausted memory. */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "failing_memory.h"
#include "names/gazetteer.h"
#include "support_matcher.h"
#include "support_pack.h"

/* ---- random dictionaries ---- */

enum { MOST_ENTRIES = 12 };

typedef struct {
    lede_entry entries[MOST_ENTRIES];
    text_buffer surfaces[MOST_ENTRIES];
    cut_text cut[MOST_ENTRIES];
    size_t count;
    lede_fold fold;
} random_names;

static slow_names
slow_view(const random_names *names)
{
    return (slow_names){names->entries, names->cut, names->count, names->fold};
}

/* Few words, so that names begin alike, and spellings that fold together in some of the folds. */
static const char *const WORDS[] = {
    "a", "A",    "b", "B", "\u00E9", "\u00C9", "e",  "E",  "\u00DF", "ss", "SS",
    "-", "U.S.", ",", "i", "\u0130", "\u00AD", "US", "J.", "'",      "'s", "J"};
static const char *const GAPS[] = {" ", " ", " ", "  ", "\n", "\u00A0", ""};

static lede_text
random_words(text_buffer *buffer, random_source *random, size_t count, size_t kinds)
{
    buffer->size = 0;
    for (size_t i = 0; i < count; i++) {
        put_string(buffer, i > 0 ? GAPS[random_below(random, COUNT_OF(GAPS))] : "");
        put_string(buffer, WORDS[random_below(random, (uint32_t)kinds)]);
    }
    return (lede_text){buffer->bytes, buffer->size};
}

static void
make_names(random_names *made, random_source *random, lede_arena *arena)
{
    static const lede_text LABELS[] = {{"", 0}, {"ORG", 3}, {"LOC", 3}};
    made->count = random_below(random, MOST_ENTRIES + 1);
    made->fold = (lede_fold)random_below(random, LEDE_FOLD_COUNT);
    size_t kinds = random_below(random, 2) == 0 ? 4 : COUNT_OF(WORDS);
    for (size_t i = 0; i < made->count; i++) {
        lede_text surface =
            random_words(&made->surfaces[i], random, random_below(random, 5), kinds);
        made->entries[i] = (lede_entry){
            .surface = surface,
            .name = random_below(random, 2) == 0 ? surface : text_of("listed"),
            .label = LABELS[random_below(random, COUNT_OF(LABELS))],
            .id = random_below(random, 2) == 0 ? text_of("Q1") : text_of(""),
            .flags = random_below(random, 3) == 0 ? random_below(random, 8) : 0,
        };
        made->cut[i] = cut_up_text(surface, made->fold, arena);
    }
}

static lede_gazetteer *
build(const lede_entry *entries, size_t count, lede_fold fold)
{
    lede_gazetteer *gazetteer = NULL;
    lede_error error = {0};
    lede_status status = lede_gazetteer_build(&gazetteer, entries, count, fold, &error);
    if (status != LEDE_OK) {
        fail_msg("status %d: %s", (int)status, error.message);
    }
    return gazetteer;
}

static void
check_find(const lede_gazetteer *gazetteer, const random_names *names, const cut_text *text,
           lede_match_policy policy, lede_arena *arena)
{
    const uint64_t *hashes = lede_tokens_fold(&text->all, text->text, names->fold, arena);
    lede_vector found, expected;
    lede_vector_init(&found, arena, sizeof(lede_match));
    lede_vector_init(&expected, arena, sizeof(lede_match));
    lede_gazetteer_find(gazetteer, text->text, &text->all, hashes, policy, &found);
    slow_names slow = slow_view(names);
    slow_find(&slow, text, policy, &expected);
    require(found.count == expected.count, text->text, "count of matches");
    require(found.count == 0 ||
                memcmp(found.data, expected.data, found.count * sizeof(lede_match)) == 0,
            text->text, "matches");
}

static void
dictionaries_find_what_trying_all_entries_does(void **state)
{
    (void)state;
    random_source random = {17};
    static random_names names;
    static text_buffer buffer;
    for (size_t round = 0; round < 4000; round++) {
        lede_arena arena;
        lede_arena_init(&arena);
        make_names(&names, &random, &arena);
        lede_gazetteer *gazetteer = build(names.entries, names.count, names.fold);
        for (size_t i = 0; i < 8; i++) {
            size_t kinds = i % 2 == 0 ? 4 : COUNT_OF(WORDS);
            lede_text text =
                random_words(&buffer, &random, random_below(&random, 14), kinds);
            cut_text cut_up = cut_up_text(text, names.fold, &arena);
            check_find(gazetteer, &names, &cut_up, LEDE_MATCH_LONGEST, &arena);
            check_find(gazetteer, &names, &cut_up, LEDE_MATCH_LABEL, &arena);
            check_find(gazetteer, &names, &cut_up, LEDE_MATCH_ALL, &arena);
        }
        lede_gazetteer_free(gazetteer);
        lede_arena_release(&arena);
    }
    assert_int_equal(failing_memory_live(), 0);
}

static void
check_lookup(const lede_gazetteer *gazetteer, const random_names *names,
             const cut_text *wanted)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector entries;
    lede_vector_init(&entries, &arena, sizeof(uint32_t));
    lede_gazetteer_lookup(gazetteer, wanted->text, &entries);
    const uint32_t *found = entries.data;
    size_t expected = 0;
    for (size_t i = 0; i < names->count; i++) {
        const cut_text *name = &names->cut[i];
        if (name->tokens.count == wanted->tokens.count && tells_something(name) &&
            name_fits(name, wanted, 0, 0, names->fold)) {
            require(expected < entries.count && found[expected] == i, wanted->text,
                    "the next entry of the name");
            expected++;
        }
    }
    require(entries.count == expected, wanted->text, "no more entries");
    lede_arena_release(&arena);
}

static void
lookup_finds_all_entries_of_a_name(void **state)
{
    (void)state;
    random_source random = {18};
    static random_names names;
    static text_buffer buffer;
    for (size_t round = 0; round < 4000; round++) {
        lede_arena arena;
        lede_arena_init(&arena);
        make_names(&names, &random, &arena);
        lede_gazetteer *gazetteer = build(names.entries, names.count, names.fold);
        for (size_t i = 0; i < names.count; i++) {
            check_lookup(gazetteer, &names, &names.cut[i]);
        }
        cut_text other =
            cut_up_text(random_words(&buffer, &random, random_below(&random, 5), 8),
                        names.fold, &arena);
        check_lookup(gazetteer, &names, &other);
        lede_gazetteer_free(gazetteer);
        lede_arena_release(&arena);
    }
}

static void
check_entries(const lede_gazetteer *gazetteer, const random_names *names)
{
    size_t unmatchable = 0;
    assert_int_equal(lede_gazetteer_count(gazetteer), names->count);
    assert_int_equal(lede_gazetteer_fold(gazetteer), names->fold);
    for (size_t i = 0; i < names->count; i++) {
        lede_entry entry = lede_gazetteer_entry(gazetteer, i), given = names->entries[i];
        assert_true(lede_text_equal(entry.surface, given.surface));
        assert_true(lede_text_equal(entry.name, given.name));
        assert_true(lede_text_equal(entry.label, given.label));
        assert_true(lede_text_equal(entry.id, given.id));
        assert_int_equal(entry.flags, given.flags);
        lede_text label =
            lede_gazetteer_label(gazetteer, lede_gazetteer_entry_label(gazetteer, i));
        assert_true(lede_text_equal(label, given.label));
        assert_int_equal(label.bytes == NULL, given.label.size == 0);
        unmatchable += !tells_something(&names->cut[i]);
    }
    assert_int_equal(lede_gazetteer_count_all(gazetteer).unmatchable, unmatchable);
}

/* A dictionary is its bytes: built twice they are the same, and loaded they mean the same. */
static void
entries_come_back_as_given(void **state)
{
    (void)state;
    random_source random = {19};
    static random_names names;
    for (size_t round = 0; round < 1000; round++) {
        lede_arena arena;
        lede_arena_init(&arena);
        make_names(&names, &random, &arena);
        lede_gazetteer *built = build(names.entries, names.count, names.fold), *loaded;
        lede_gazetteer *again = build(names.entries, names.count, names.fold);
        lede_text bytes = lede_pack_bytes(lede_gazetteer_pack(built));
        assert_true(lede_text_equal(bytes, lede_pack_bytes(lede_gazetteer_pack(again))));
        assert_int_equal(load_dictionary(&loaded, bytes, NULL), LEDE_OK);
        assert_int_equal(lede_pack_verify(lede_gazetteer_pack(loaded), NULL), LEDE_OK);
        lede_gazetteer_free(built); /* the loaded one has a copy */
        check_entries(loaded, &names);
        check_entries(again, &names);
        lede_gazetteer_free(loaded);
        lede_gazetteer_free(again);
        lede_arena_release(&arena);
    }
}

/* ---- flags and limits ---- */

static size_t
count_matches(const lede_entry *entries, size_t count, const char *text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_gazetteer *gazetteer = build(entries, count, LEDE_FOLD_ACCENTS);
    cut_text made = cut_up_text(text_of(text), LEDE_FOLD_ACCENTS, &arena);
    const uint64_t *hashes =
        lede_tokens_fold(&made.tokens, made.text, LEDE_FOLD_ACCENTS, &arena);
    lede_vector matches;
    lede_vector_init(&matches, &arena, sizeof(lede_match));
    lede_gazetteer_find(gazetteer, made.text, &made.tokens, hashes, LEDE_MATCH_LONGEST,
                        &matches);
    size_t found = matches.count;
    lede_gazetteer_free(gazetteer);
    lede_arena_release(&arena);
    return found;
}

static void
flags_ask_for_capitals(void **state)
{
    (void)state;
    lede_entry who = {.surface = text_of("WHO"), .flags = LEDE_ENTRY_EXACT_CASE};
    assert_int_equal(count_matches(&who, 1, "who asked the WHO? Who?"), 1);
    lede_entry turkey = {.surface = text_of("Turkey"), .flags = LEDE_ENTRY_NEEDS_CAPITAL};
    assert_int_equal(count_matches(&turkey, 1, "turkey in Turkey, TURKEY"), 2);
    lede_entry bank = {.surface = text_of("Bank of England"),
                       .flags = LEDE_ENTRY_NEEDS_CAPITAL};
    assert_int_equal(count_matches(&bank, 1, "Bank OF England, bank of England"), 1);
    lede_entry plain = {.surface = text_of("Turkey")};
    assert_int_equal(count_matches(&plain, 1, "turkey in T\u00FCrkey, TURKEY"), 3);
}

/* Where the longest name fails on its case a shorter one is found. */
static void
shorter_names_stand_in(void **state)
{
    (void)state;
    const lede_entry entries[] = {
        {.surface = text_of("Islamic State")},
        {.surface = text_of("Islamic State Of Iraq"), .flags = LEDE_ENTRY_EXACT_CASE},
        {.surface = text_of("of Iraq")},
    };
    assert_int_equal(count_matches(entries, 3, "the Islamic State of Iraq"), 2);
    assert_int_equal(count_matches(entries, 3, "the Islamic State Of Iraq"), 1);
    assert_int_equal(count_matches(entries, 3, "Islamic"), 0);
}

static void
is_too_large(const lede_entry *entries, size_t count, const char *row)
{
    lede_gazetteer *gazetteer;
    lede_error error = {0};
    assert_int_equal(
        lede_gazetteer_build(&gazetteer, entries, count, LEDE_FOLD_CASE, &error),
        LEDE_TOO_LARGE);
    if (strstr(error.message, row) == NULL) {
        fail_msg("\"%s\" does not name entry %s", error.message, row);
    }
    assert_int_equal(failing_memory_live(), 0);
}

static void
limits_are_named_with_their_row(void **state)
{
    (void)state;
    static char longest[0x10000];
    memset(longest, 'x', sizeof longest);
    lede_text fits = {longest, sizeof longest - 1}, not = {longest, sizeof longest};
    lede_entry entries[3] = {{.surface = fits, .name = fits, .id = fits},
                             {.surface = fits}};
    lede_gazetteer_free(build(entries, 3, LEDE_FOLD_CASE));
    entries[2].surface = not;
    is_too_large(entries, 3, "2");
    entries[2] = (lede_entry){.name = not};
    is_too_large(entries, 3, "2");
    entries[2] = (lede_entry){.id = not};
    is_too_large(entries, 3, "2");
    enum { MOST_LABELS = 4096 };
    static lede_entry labelled[MOST_LABELS + 1];
    static char labels[MOST_LABELS + 1][8];
    for (size_t i = 0; i <= MOST_LABELS; i++) {
        (void)snprintf(labels[i], sizeof labels[i], "L%zu", i);
        labelled[i] = (lede_entry){.surface = text_of("x"), .label = text_of(labels[i])};
    }
    lede_gazetteer_free(build(labelled, MOST_LABELS, LEDE_FOLD_CASE));
    is_too_large(labelled, MOST_LABELS + 1, "4096");
}

/* ---- hostile files ---- */

static const lede_entry SMALL[] = {
    {{"Islamic State", 13},
     {"Islamic State", 13},
     {"ORG", 3},
     {"Q1", 2},
     {"list", 4},
     0,
     200},
    {{"Islamic State of Iraq", 21},
     {"Islamic State", 13},
     {"ORG", 3},
     {"", 0},
     {"", 0},
     0,
     0},
    {{"Iraq", 4},
     {"Iraq", 4},
     {"LOC", 3},
     {"Q796", 4},
     {"list", 4},
     LEDE_ENTRY_NEEDS_CAPITAL,
     90},
    {{"IRAQ", 4}, {"Iraq Inc.", 9}, {"", 0}, {"", 0}, {"", 0}, LEDE_ENTRY_EXACT_CASE, 0},
    {{"iraq", 4}, {"iraq", 4}, {"LOC", 3}, {"", 0}, {"", 0}, 0, 0},
    {{"State", 5}, {"State", 5}, {"ORG", 3}, {"", 0}, {"", 0}, 0, 0},
    {{"", 0}, {"nothing", 7}, {"LOC", 3}, {"", 0}, {"", 0}, 0, 0},
};
static const char SEARCHED[] = "The Islamic State of Iraq and IRAQ, iraq: state Islamic.";

static char *
small_file(size_t *size)
{
    lede_gazetteer *gazetteer = build(SMALL, COUNT_OF(SMALL), LEDE_FOLD_ACCENTS);
    lede_text bytes = lede_pack_bytes(lede_gazetteer_pack(gazetteer));
    char *file = malloc(bytes.size);
    assert_non_null(file);
    memcpy(file, bytes.bytes, bytes.size);
    *size = bytes.size;
    lede_gazetteer_free(gazetteer);
    return file;
}

static void
try_word(char *file, size_t size, size_t at, uint32_t value)
{
    uint32_t before = pack_get32(file, at);
    pack_put32(file, at, value);
    pack_seal(file, size);
    try_dictionary(file, size, text_of(SEARCHED));
    pack_put32(file, at, before);
}

/* Header and table are words too: sealing makes the checksums right, whatever the rest says. */
static void
every_word_may_be_wrong(void **state)
{
    (void)state;
    static const uint32_t VALUES[] = {
        0, 1, 2, 3, UINT32_MAX, 0x80000000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0x10001};
    random_source random = {20};
    size_t size;
    char *file = small_file(&size);
    for (size_t at = 0; at < size; at += 4) {
        for (size_t i = 0; i < COUNT_OF(VALUES); i++) {
            try_word(file, size, at, VALUES[i]);
        }
        for (size_t i = 0; i < 10; i++) {
            try_word(file, size, at, random_next(&random) >> random_below(&random, 32));
            try_word(file, size, at, pack_get32(file, at) + random_below(&random, 9) - 4);
        }
    }
    free(file);
    assert_int_equal(failing_memory_live(), 0);
}

static void
many_words_may_be_wrong(void **state)
{
    (void)state;
    random_source random = {21};
    size_t size;
    char *file = small_file(&size), *copy = malloc(size);
    assert_non_null(copy);
    for (size_t round = 0; round < 20000; round++) {
        memcpy(copy, file, size);
        size_t changes = 1 + random_below(&random, 20);
        for (size_t i = 0; i < changes; i++) {
            size_t at = 4 * random_below(&random, (uint32_t)size / 4);
            pack_put32(copy, at, random_next(&random) >> random_below(&random, 32));
        }
        pack_seal(copy, size);
        try_dictionary(copy, size, text_of(SEARCHED));
    }
    free(copy);
    free(file);
    assert_int_equal(failing_memory_live(), 0);
}

static const char *const SECTIONS[] = {"meta",    "heads",  "longer",  "buckets",
                                       "entries", "labels", "sources", "text"};

/* Sections of every other size, in a file that is sound apart from that. */
static void
try_sizes(const lede_pack *pack, size_t changed)
{
    static char room[8192];
    lede_pack_item items[COUNT_OF(SECTIONS)];
    for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
        items[i] = (lede_pack_item){SECTIONS[i], lede_pack_section(pack, SECTIONS[i])};
    }
    lede_text whole = items[changed].bytes;
    assert_true(whole.size + 64 < sizeof room);
    memset(room, 0x41, sizeof room);
    memcpy(room, whole.bytes, whole.size);
    for (size_t size = 0; size <= whole.size + 64; size++) {
        items[changed].bytes = (lede_text){room, size};
        char *file;
        size_t file_size;
        assert_int_equal(
            lede_pack_build(&file, &file_size, "NAMES", items, COUNT_OF(items)), LEDE_OK);
        try_dictionary(file, file_size, text_of(SEARCHED));
        lede_memory_free(file);
    }
}

static void
sections_may_have_other_sizes(void **state)
{
    (void)state;
    lede_gazetteer *gazetteer = build(SMALL, COUNT_OF(SMALL), LEDE_FOLD_ACCENTS);
    for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
        try_sizes(lede_gazetteer_pack(gazetteer), i);
    }
    lede_gazetteer_free(gazetteer);
    assert_int_equal(failing_memory_live(), 0);
}

static void
sections_may_be_missing(void **state)
{
    (void)state;
    lede_gazetteer *gazetteer = build(SMALL, COUNT_OF(SMALL), LEDE_FOLD_ACCENTS), *opened;
    const lede_pack *pack = lede_gazetteer_pack(gazetteer);
    for (unsigned present = 0; present < 1u << COUNT_OF(SECTIONS); present++) {
        lede_pack_item items[COUNT_OF(SECTIONS)];
        size_t count = 0, file_size;
        for (size_t i = 0; i < COUNT_OF(SECTIONS); i++) {
            if (present & 1u << i) {
                items[count++] =
                    (lede_pack_item){SECTIONS[i], lede_pack_section(pack, SECTIONS[i])};
            }
        }
        char *file;
        assert_int_equal(lede_pack_build(&file, &file_size, "NAMES", items, count),
                         LEDE_OK);
        try_dictionary(file, file_size, text_of(SEARCHED));
        if ((present & 1) == 0) {
            lede_text bytes = {file, file_size};
            assert_int_equal(load_dictionary(&opened, bytes, NULL), LEDE_BAD_FILE);
        }
        lede_memory_free(file);
    }
    lede_gazetteer_free(gazetteer);
}

static void
bytes_that_are_no_dictionary_are_refused(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size);
    lede_gazetteer *opened;
    lede_error error = {0};
    for (size_t length = 0; length < size; length++) {
        lede_text bytes = {file, length};
        assert_int_equal(load_dictionary(&opened, bytes, &error), LEDE_BAD_FILE);
        assert_true(error.message[0] != 0);
    }
    memcpy(file + PACK_KIND, "OTHER", 6);
    pack_seal(file, size);
    assert_int_equal(load_dictionary(&opened, (lede_text){file, size}, &error),
                     LEDE_BAD_FILE);
    assert_int_equal(load_dictionary(&opened, (lede_text){NULL, 0}, &error), LEDE_BAD_FILE);
    free(file);
    assert_int_equal(failing_memory_live(), 0);
}

/* ---- memory ---- */

static lede_status
build_once(void *context)
{
    lede_gazetteer *gazetteer;
    const size_t *count = context;
    lede_status status =
        lede_gazetteer_build(&gazetteer, SMALL, *count, LEDE_FOLD_ACCENTS, NULL);
    if (status == LEDE_OK) {
        lede_gazetteer_free(gazetteer);
    }
    return status;
}

static lede_status
load_once(void *context)
{
    lede_gazetteer *gazetteer;
    lede_status status = load_dictionary(&gazetteer, *(const lede_text *)context, NULL);
    if (status == LEDE_OK) {
        lede_gazetteer_free(gazetteer);
    }
    return status;
}

static lede_status
open_once(void *context)
{
    lede_pack *pack;
    lede_gazetteer *gazetteer;
    lede_status status = lede_pack_open(&pack, context, LEDE_GAZETTEER_KIND, NULL);
    status = status == LEDE_OK ? lede_gazetteer_adopt(&gazetteer, pack, NULL) : status;
    if (status == LEDE_OK) {
        lede_gazetteer_free(gazetteer);
    }
    return status;
}

/* Labels and texts that do not fit into the first block of an arena, so that allocations happen at
 * many places. */
static lede_status
build_many(void *context)
{
    enum { COUNT = 600 };
    static lede_entry entries[COUNT];
    static char texts[COUNT][40];
    (void)context;
    for (size_t i = 0; i < COUNT; i++) {
        (void)snprintf(texts[i], sizeof texts[i], "name number %zu of many", i);
        lede_text text = text_of(texts[i]);
        entries[i] = (lede_entry){text, text_of("one"), text, text, text_of("list"), 0, 1};
    }
    lede_gazetteer *gazetteer;
    lede_status status =
        lede_gazetteer_build(&gazetteer, entries, COUNT, LEDE_FOLD_CASE, NULL);
    if (status == LEDE_OK) {
        lede_gazetteer_free(gazetteer);
    }
    return status;
}

static void
dictionaries_survive_exhausted_memory(void **state)
{
    (void)state;
    for (size_t count = 0; count <= COUNT_OF(SMALL); count++) {
        assert_in_range(failing_memory_sweep(build_once, &count), 3, 100);
    }
    assert_in_range(failing_memory_sweep(build_many, NULL), 5, 1000);
    size_t size;
    char *file = small_file(&size), path[64] = "/tmp/lede-unit-XXXXXX";
    lede_text bytes = {file, size};
    assert_in_range(failing_memory_sweep(load_once, &bytes), 2, 100);
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    assert_int_equal(lede_file_write(path, bytes, NULL), LEDE_OK);
    assert_in_range(failing_memory_sweep(open_once, path), 2, 100);
    assert_int_equal(unlink(path), 0);
    free(file);
}

int
main(void)
{
    (void)alarm(300); /* a hostile file that makes a search endless shows as that */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dictionaries_find_what_trying_all_entries_does),
        cmocka_unit_test(lookup_finds_all_entries_of_a_name),
        cmocka_unit_test(entries_come_back_as_given),
        cmocka_unit_test(flags_ask_for_capitals),
        cmocka_unit_test(shorter_names_stand_in),
        cmocka_unit_test(limits_are_named_with_their_row),
        cmocka_unit_test(every_word_may_be_wrong),
        cmocka_unit_test(many_words_may_be_wrong),
        cmocka_unit_test(sections_may_have_other_sizes),
        cmocka_unit_test(sections_may_be_missing),
        cmocka_unit_test(bytes_that_are_no_dictionary_are_refused),
        cmocka_unit_test(dictionaries_survive_exhausted_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
