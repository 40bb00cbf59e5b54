/* The trained tagger: its file, hostile as it may be, its labels, and the time it takes. */
#include "support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "doc/article.h"
#include "failing_memory.h"
#include "names/tagger_path.h"
#include "names/tagger_votes.h"
#include "support_names.h"
#include "support_pack.h"
#include "support_tagger.h"

static lede_lexicon lexicon;
static const char TEXT[] =
    "Gen. Adel Smith left Lake Smith. The Islamic State of Iraq said U.S. "
    "troops near the Agency (IAA) met Maria al-Ghanimi.";

static int
make_lexicon(void **state)
{
    (void)state;
    return small_lexicon_init(&lexicon) != LEDE_OK;
}

static int
free_lexicon(void **state)
{
    (void)state;
    small_lexicon_release(&lexicon);
    return 0;
}

static void
free_model(lede_text file)
{
    free((void *)(uintptr_t)file.bytes);
}

/* ---- labels ---- */

/* The scheme written out: what a name needs behind each of its tokens. */
static bool
slow_may_follow(unsigned last, unsigned next)
{
    static const char PLACES[LEDE_TAGS] = "OBILUBILUBILUbiX";
    static const char KINDS[LEDE_TAGS] = "-pppp"
                                         "oooo"
                                         "llll"
                                         "nn"
                                         "x";
    char from = PLACES[last], to = PLACES[next];
    bool same = KINDS[last] == KINDS[next];
    if (from == 'B' || from == 'I') {
        return same && (to == 'I' || to == 'L');
    }
    if (to == 'i') {
        return same;
    }
    return to != 'I' && to != 'L';
}

static void
labels_follow_the_scheme(void **state)
{
    (void)state;
    for (unsigned i = 0; i < LEDE_TAGS; i++) {
        for (unsigned j = 0; j < LEDE_TAGS; j++) {
            assert_int_equal(lede_tagger_may_follow(i, j), slow_may_follow(i, j));
        }
    }
}

static void
random_models_find_proper_mentions(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {5};
    for (uint64_t seed = 1; seed <= 40; seed++) {
        lede_text file = random_model(seed);
        assert_true(use_model(file.bytes, file.size, &lexicon, text_of(TEXT)));
        for (size_t round = 0; round < 20; round++) {
            lede_text text = put_pieces(&buffer, &random, NAME_PIECES, NAME_PIECE_COUNT,
                                        random_below(&random, 40));
            assert_true(use_model(file.bytes, file.size, &lexicon, text));
        }
        free_model(file);
    }
}

/* ---- the second look ---- */

/* A word that is an organization at three places of four: the fourth hears of it, and of itself nothing. */
static void
words_vote_for_their_other_places(void **state)
{
    (void)state;
    lede_tagger_ballot ballots[5];
    for (size_t i = 0; i < COUNT_OF(ballots); i++) {
        ballots[i] = (lede_tagger_ballot){.word = i < 4 ? 0 : 1, .tag = LEDE_TAG_ORG + 3};
    }
    ballots[3].tag = LEDE_TAG_PERSON + 3;
    lede_tagger_votes votes[2] = {{{0}, 0}};
    lede_tagger_count_votes(votes, ballots, COUNT_OF(ballots));
    uint16_t opinions[5];
    assert_true(lede_tagger_opinions(opinions, ballots, COUNT_OF(ballots), votes));
    assert_int_equal(opinions[0], opinions[1]);     /* two organizations and a person */
    assert_int_not_equal(opinions[0], opinions[3]); /* three organizations */
    assert_int_not_equal(opinions[3], 0);
    assert_int_equal(opinions[4], 0); /* its word stands nowhere else */
    assert_false(lede_tagger_opinions(opinions, ballots + 4, 1, votes));
    ballots[4].word = LEDE_NO_WORD;
    assert_false(lede_tagger_opinions(opinions, ballots + 4, 1, votes));
}

/* ---- the file ---- */

static void
require_refused(const char *bytes, size_t size, const char *what)
{
    lede_tagger_model *model;
    lede_error error = {0};
    lede_status status = load_model(&model, (lede_text){bytes, size}, &error);
    assert_int_equal(status, LEDE_BAD_FILE);
    if (strstr(error.message, what) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", error.message, what);
    }
}

/* Where a field of the description lies in the file: its section is the first. */
static size_t
meta_at(const char *file, size_t field)
{
    return (size_t)pack_get64(file, PACK_TABLE + PACK_OFFSET) + field;
}

static void
impossible_numbers_are_refused(void **state)
{
    (void)state;
    static const struct {
        size_t field;
        uint32_t value;
        const char *what;
    } CASES[] = {
        {offsetof(lede_tagger_meta, version), 99, "version 99"},
        {offsetof(lede_tagger_meta, hashing), 1, "hashed in another way"},
        {offsetof(lede_tagger_meta, row_bits), 0, "do not fit"},
        {offsetof(lede_tagger_meta, row_bits), 9, "do not fit"},
        {offsetof(lede_tagger_meta, row_bits), 40, "do not fit"},
        {offsetof(lede_tagger_meta, row_bits), UINT32_MAX, "do not fit"},
        {offsetof(lede_tagger_meta, vote_bits), 5, "do not fit"},
        {offsetof(lede_tagger_meta, vote_bits), UINT32_MAX, "do not fit"},
        {offsetof(lede_tagger_meta, word_slots), 0, "do not fit"},
        {offsetof(lede_tagger_meta, word_slots), 59, "do not fit"},
        {offsetof(lede_tagger_meta, phrase_slots), 128, "do not fit"},
        {offsetof(lede_tagger_meta, scale), 0, "out of range"},
        {offsetof(lede_tagger_meta, scale), 0x7FC00000, "out of range"},     /* NaN */
        {offsetof(lede_tagger_meta, score) + 4, 0x7F800000, "out of range"}, /* infinity */
        {offsetof(lede_tagger_meta, score) + 8, 0xBF800000, "out of range"}, /* -1 */
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        lede_text file = random_model(1);
        char *bytes = (char *)(uintptr_t)file.bytes;
        pack_put32(bytes, meta_at(bytes, CASES[i].field), CASES[i].value);
        pack_seal(bytes, file.size);
        require_refused(bytes, file.size, CASES[i].what);
        free_model(file);
    }
}

static void
other_files_are_refused(void **state)
{
    (void)state;
    lede_text file = random_model(1);
    require_refused(file.bytes, file.size - 64, "damaged");
    require_refused(file.bytes, 10, "not a lede file");
    require_refused("", 0, "not a lede file");
    free_model(file);
    lede_text names = lede_pack_bytes(lede_gazetteer_pack(lexicon.names));
    require_refused(names.bytes, names.size, "NAMES");
}

/* Whatever byte is changed, with or without the right checksums: refused, or used without harm. */
static void
any_byte_may_be_wrong(void **state)
{
    (void)state;
    lede_text file = random_model(3);
    char *bytes = malloc(file.size);
    assert_non_null(bytes);
    for (size_t at = 0; at < file.size; at++) {
        bool numbers = at > meta_at(file.bytes, sizeof(lede_tagger_meta) + 512);
        if (numbers && at % 37 != 0) {
            continue; /* among thousands of weights a few will do */
        }
        memcpy(bytes, file.bytes, file.size);
        bytes[at] = (char)~bytes[at];
        (void)use_model(bytes, file.size, &lexicon, text_of(TEXT));
        pack_seal(bytes, file.size);
        (void)use_model(bytes, file.size, &lexicon, text_of(TEXT));
    }
    free(bytes);
    free_model(file);
}

/* Tables without an empty slot must not keep a look-up going, nor extreme weights overflow. */
static void
full_tables_end_every_search(void **state)
{
    (void)state;
    lede_text file = random_model(3);
    char *bytes = (char *)(uintptr_t)file.bytes;
    for (size_t row = 1; row < 5; row++) {
        size_t at = PACK_TABLE + row * PACK_ROW;
        memset(bytes + pack_get64(bytes, at + PACK_OFFSET), row < 3 ? 0x7F : 0xFF,
               (size_t)pack_get64(bytes, at + PACK_SIZE));
    }
    pack_seal(bytes, file.size);
    assert_true(use_model(bytes, file.size, &lexicon, text_of(TEXT)));
    free_model(file);
}

/* Sums that overflow make probabilities that are no shares; scores stay between 0 and 1. */
static void
scores_are_shares_whatever_the_file_says(void **state)
{
    (void)state;
    static const float ODD[] = {-1, 0, 0.5f, 1, 2, 1e30f, INFINITY, -INFINITY, NAN};
    lede_text file = random_model(1);
    lede_tagger_model *model;
    assert_int_equal(load_model(&model, file, NULL), LEDE_OK);
    for (size_t i = 0; i < COUNT_OF(ODD); i++) {
        float score = lede_tagger_model_score(model, ODD[i]);
        assert_true(score >= 0 && score <= 1);
    }
    assert_true(lede_tagger_place(0) <= 0 && lede_tagger_place(0.5F) > 1.99F &&
                lede_tagger_place(0.5F) < 2.01F && lede_tagger_place(1) > 31.99F);
    lede_tagger_model_free(model);
    free_model(file);
}

/* ---- memory and time ---- */

typedef struct {
    lede_text file;
} sweep;

static lede_status
read_once(void *context)
{
    const sweep *all = context;
    lede_tagger_model *model;
    lede_status status = load_model(&model, all->file, NULL);
    if (status != LEDE_OK) {
        return status;
    }
    lede_reader_options options = {
        .lexicon = {lexicon.names, lexicon.cues, model},
        .layers = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS,
    };
    lede_reader *reader;
    status = lede_reader_new(&reader, &options);
    if (status == LEDE_OK) {
        lede_article article;
        status = lede_analyze(&article, reader, text_of(TEXT), 0, LEDE_READ_ALL);
        if (status == LEDE_OK) {
            lede_article_release(&article);
        }
        lede_reader_free(reader);
    }
    lede_tagger_model_free(model);
    return status;
}

static void
every_allocation_may_fail(void **state)
{
    (void)state;
    sweep all = {random_model(2)};
    assert_true(failing_memory_sweep(read_once, &all) > 0);
    free_model(all.file);
}

static lede_text timed_model;

static void
use_once(lede_text text)
{
    assert_true(use_model(timed_model.bytes, timed_model.size, &lexicon, text));
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "A ",    "Adel ",   "A-",   "IS ", "a ", "a-A ", "Islamic State of ",
        "A of ", "Smith, ", "A\n\n"};
    timed_model = random_model(4);
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(use_once, UNITS[i], "the tagger");
    }
    free_model(timed_model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_follow_the_scheme),
        cmocka_unit_test(random_models_find_proper_mentions),
        cmocka_unit_test(words_vote_for_their_other_places),
        cmocka_unit_test(impossible_numbers_are_refused),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(any_byte_may_be_wrong),
        cmocka_unit_test(full_tables_end_every_search),
        cmocka_unit_test(scores_are_shares_whatever_the_file_says),
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, make_lexicon, free_lexicon);
}
