/* Whole articles: the invariants of doc/article.h, and every allocation failing once. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/article.h"
#include "failing_memory.h"
#include "support_names.h"
#include "support_sentences.h"

static lede_lexicon lexicon;
static lede_gazetteer *own;
static lede_reader *reader;
static lede_sentence_model *model;

static lede_reader_options
reader_options(const lede_gazetteer *const *gazetteers, size_t count)
{
    return (lede_reader_options){
        .gazetteers = gazetteers,
        .gazetteer_count = count,
        .lexicon = lexicon,
        .layers = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS,
        .normalize = {.steps = LEDE_STEPS_NEWS, .form = LEDE_NFC},
        .sentences = {.language = lede_sentence_model_language(model)},
    };
}

static const lede_entry OWN[] = {
    {{"Kirkuk", 6}, {"Kirkuk", 6}, {"CITY", 4}, {"C1", 2}, {"", 0}, 0, 0},
    {{"the road", 8}, {"Road", 4}, {"", 0}, {"", 0}, {"", 0}, 0, 0},
};

static int
make_reader(void **state)
{
    (void)state;
    if (open_sentence_model(&model, "en") != LEDE_OK ||
        small_lexicon_init(&lexicon) != LEDE_OK ||
        lede_gazetteer_build(&own, OWN, COUNT_OF(OWN), LEDE_FOLD_CASE, NULL) != LEDE_OK) {
        return 1;
    }
    const lede_gazetteer *gazetteers[] = {own};
    lede_reader_options options = reader_options(gazetteers, 1);
    return lede_reader_new(&reader, &options) != LEDE_OK;
}

static int
free_reader(void **state)
{
    (void)state;
    lede_reader_free(reader);
    lede_gazetteer_free(own);
    small_lexicon_release(&lexicon);
    lede_sentence_model_free(model);
    return failing_memory_live() != 0;
}

/* ---- invariants ---- */

/* No white space at either end: so no shorter part of it is a whole character of white space. */
static bool
is_trimmed(lede_text text, lede_raw_span span)
{
    uint32_t point = 0;
    (void)slow_decode(text.bytes + span.start, span.end - span.start, &point);
    bool trimmed = !slow_is_space(point);
    for (uint32_t back = 1; back <= 3 && back <= span.end - span.start; back++) {
        size_t size = slow_decode(text.bytes + span.end - back, back, &point);
        trimmed &= size != back || !slow_is_space(point);
    }
    return trimmed;
}

static void
check_sentences(const lede_article *article)
{
    lede_text raw = article->raw;
    size_t end = 0, clean_end = 0;
    for (size_t i = 0; i < article->sentence_count; i++) {
        lede_sentence sentence = article->sentences[i];
        require(sentence.raw.start >= end && sentence.raw.end > sentence.raw.start, raw,
                "sentences sorted");
        require(sentence.raw.end <= raw.size, raw, "sentences inside");
        require(is_all_space(raw, end, sentence.raw.start), raw, "only space between them");
        require(is_trimmed(raw, sentence.raw), raw, "sentences trimmed");
        require(sentence.clean.start >= clean_end &&
                    sentence.clean.end >= sentence.clean.start &&
                    sentence.clean.end <= article->clean.text.size,
                raw, "clean spans sorted");
        end = sentence.raw.end;
        clean_end = sentence.clean.end;
    }
    require(is_all_space(raw, end, raw.size), raw, "only space behind them");
}

static void
check_entities(const lede_article *article)
{
    lede_text raw = article->raw;
    size_t end = 0;
    for (size_t i = 0; i < article->entity_count; i++) {
        const lede_entity *entity = &article->entities[i];
        require(entity->raw.start >= end && entity->raw.end > entity->raw.start, raw,
                "entities sorted");
        require(entity->raw.end <= raw.size && is_trimmed(raw, entity->raw), raw,
                "trimmed");
        require(entity->sentence < article->sentence_count, raw, "sentence of an entity");
        lede_raw_span sentence = article->sentences[entity->sentence].raw;
        require(entity->raw.start >= sentence.start && entity->raw.start < sentence.end,
                raw, "an entity begins in its sentence");
        require(entity->name.size > 0 && entity->label.size > 0, raw, "name and label");
        end = entity->raw.end;
    }
}

/* Every entity is a mention of one row, and the row knows it. */
static void
check_names(const lede_article *article)
{
    size_t mentions = 0;
    for (size_t i = 0; i < article->name_count; i++) {
        const lede_name *name = &article->names[i];
        require(name->count > 0 && name->name.size > 0, article->raw, "rows have mentions");
        for (size_t k = 0; k < name->count; k++) {
            uint32_t entity = name->mentions[k];
            require(k == 0 || entity > name->mentions[k - 1], article->raw,
                    "mentions ascend");
            require(entity < article->entity_count && article->entities[entity].row == i,
                    article->raw, "mentions are of their row");
        }
        mentions += name->count;
    }
    require(mentions == article->entity_count, article->raw, "every entity has its row");
}

static void
check_article(lede_text text)
{
    char *block;
    lede_text raw = exact_copy(&block, text, 0);
    lede_article article;
    assert_int_equal(lede_analyze(&article, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL),
                     LEDE_OK);
    assert_ptr_equal(article.raw.bytes, raw.bytes);
    check_sentences(&article);
    check_entities(&article);
    check_names(&article);
    lede_article sentences;
    assert_int_equal(
        lede_analyze(&sentences, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_SENTENCES),
        LEDE_OK);
    require(sentences.sentence_count == article.sentence_count &&
                sentences.entity_count == 0,
            raw, "sentences alone are the same");
    lede_article_release(&sentences);
    lede_article_release(&article);
    free(block);
}

static const char *const TEXTS[] = {
    "",
    " \t\n ",
    "\u00A0\u2003\u3000",
    "\u200B\u200B\uFEFF",
    "\u00AD",
    " \u200B ",
    "&shy;",
    "&nbsp;",
    "&#173; &zwnj;",
    "\x01",
    "\xED\xA0\x80",
    "\xED\xA0\x80\xED\xA0\x80 \xED\xBF\xBF",
    "\xED\xA0\xBD\xED\xB8\x80",
    "x",
    ".",
    "\u200BGen. Maria Smith left.\u200B \u200BThen Smith came.\u200B",
    "Gen. Ma\u00ADria Sm\u200Bith left. Then S\u00ADmith came.",
    "&amp;Iraq&nbsp;&lt;Kirkuk&gt; the&nbsp;&nbsp;road.",
    "He came.\u200B\n\n\u200B\n\nShe went.",
    "date 2020-02-07\nIraq, \u201Dsaid Maria Smith.",
    "e\u0301\u0301\u0301 Ki\u0301rkuk KIRKUK kirkuk",
};

static void
odd_texts_keep_the_invariants(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        check_article(text_of(TEXTS[i]));
    }
    check_article((lede_text){"\0a\0", 3});
}

static void
random_texts_keep_the_invariants(void **state)
{
    (void)state;
    static const char *const MORE[] = {
        "\u200B",       "\u00AD",   "&amp;",  "&nbsp;",   "&#10;",  "\u00A0",  "\x01",
        "\xED\xA0\x80", "\r\n",     "\n\n",   ". ",       "! ",     "e\u0301", "Kirkuk ",
        "the road ",    "Gen. ",    "Smith ", "Maria ",   "Iraq",   " ",       "&shy;",
        "\uFEFF",       ", \u201D", "\u201C", "&#x200B;", "\u2028",
    };
    static text_buffer buffer;
    random_source random = {24};
    for (size_t round = 0; round < 15000; round++) {
        size_t count = random_below(&random, 16);
        check_article(put_pieces(&buffer, &random, MORE, COUNT_OF(MORE), count));
        check_article(put_pieces(&buffer, &random, NAME_PIECES, NAME_PIECE_COUNT, count));
    }
}

static void
long_lines_keep_the_invariants(void **state)
{
    (void)state;
    static const char *const UNITS[] = {"x", "Iraq ", "\u200B", "Gen. Maria Smith said. ",
                                        " "};
    enum { SIZE = 100000 };
    static char bytes[SIZE];
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        size_t unit = strlen(UNITS[i]);
        for (size_t at = 0; at < SIZE; at++) {
            bytes[at] = UNITS[i][at % unit];
        }
        check_article((lede_text){bytes, SIZE / unit * unit});
    }
}

static void
articles_outlive_their_reader(void **state)
{
    (void)state;
    lede_lexicon kept = lexicon;
    assert_int_equal(small_lexicon_init(&lexicon), LEDE_OK);
    lede_gazetteer *dictionary;
    assert_int_equal(
        lede_gazetteer_build(&dictionary, OWN, COUNT_OF(OWN), LEDE_FOLD_CASE, NULL),
        LEDE_OK);
    const lede_gazetteer *gazetteers[] = {dictionary};
    lede_reader_options options = reader_options(gazetteers, 1);
    lede_reader *other;
    assert_int_equal(lede_reader_new(&other, &options), LEDE_OK);
    lede_text raw = text_of("Gen. Maria Smith left Kirkuk by the road.");
    lede_article article;
    assert_int_equal(lede_analyze(&article, other, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL),
                     LEDE_OK);
    lede_reader_free(other);
    lede_gazetteer_free(dictionary);
    small_lexicon_release(&lexicon);
    lexicon = kept;
    static const struct {
        const char *label, *name, *id, *title;
    } EXPECTED[] = {
        {"PERSON", "Maria Smith", "", "Gen."},
        {"CITY", "Kirkuk", "C1", ""},
        {"NAME", "Road", "", ""}, /* an entry without a label */
    };
    assert_int_equal(article.entity_count, COUNT_OF(EXPECTED));
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++) {
        assert_true(lede_text_equal(article.entities[i].label, text_of(EXPECTED[i].label)));
        assert_true(lede_text_equal(article.entities[i].name, text_of(EXPECTED[i].name)));
        assert_true(lede_text_equal(article.entities[i].id, text_of(EXPECTED[i].id)));
        assert_true(lede_text_equal(article.entities[i].title, text_of(EXPECTED[i].title)));
    }
    lede_article_release(&article);
}

static void
texts_past_the_limit_are_refused(void **state)
{
    (void)state;
    lede_article article;
    lede_text huge = {"", LEDE_TEXT_MAX};
    assert_int_equal(lede_analyze(&article, reader, huge, LEDE_NEEDS_ALL, LEDE_READ_ALL),
                     LEDE_TOO_LARGE);
    assert_int_equal(article.sentence_count, 0);
}

static void
passes_have_names(void **state)
{
    (void)state;
    for (lede_pass pass = LEDE_PASS_NORMALIZE; pass < LEDE_PASS_COUNT; pass++) {
        assert_non_null(lede_pass_name(pass));
        assert_true(lede_pass_name(pass)[0] != 0);
    }
}

/* ---- memory ---- */

static lede_status
analyze_once(void *context)
{
    lede_article article;
    lede_status status = lede_analyze(&article, reader, *(const lede_text *)context,
                                      LEDE_NEEDS_ALL, LEDE_READ_ALL);
    if (status == LEDE_OK) {
        lede_article_release(&article);
    }
    return status;
}

static lede_status
new_reader_once(void *context)
{
    lede_reader *made;
    lede_status status = lede_reader_new(&made, context);
    if (status == LEDE_OK) {
        lede_reader_free(made);
    }
    return status;
}

/* An arena asks for memory only now and then; for which of its arrays depends on their sizes. With all
 * kinds of sizes the turn comes to each. */
static void
sweep_repeated(const char *unit, size_t times)
{
    size_t size = strlen(unit);
    char *bytes = malloc(size * times);
    assert_non_null(bytes);
    for (size_t i = 0; i < times; i++) {
        memcpy(bytes + i * size, unit, size);
    }
    lede_text text = {bytes, size * times};
    assert_true(failing_memory_sweep(analyze_once, &text) > 1);
    free(bytes);
}

static void
analysis_survives_exhausted_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        lede_text text = text_of(TEXTS[i]);
        (void)failing_memory_sweep(analyze_once, &text);
    }
    sweep_repeated("Smith left. ", 3000);
    sweep_repeated("Smith\u00ADsaid so of Kirkuk. ", 1000);
    for (size_t times = 1; times < 600; times += 5) {
        sweep_repeated("Gen. Maria Smith left Iraq.\n\n", times);
    }
    /* long enough that every pass asks for memory again and again */
    static text_buffer buffer;
    random_source random = {26};
    for (size_t round = 0; round < 20; round++) {
        lede_text text = put_pieces(&buffer, &random, NAME_PIECES, NAME_PIECE_COUNT, 400);
        assert_true(failing_memory_sweep(analyze_once, &text) > 5);
    }
}

static lede_status
small_lexicon_once(void *context)
{
    lede_lexicon *made = context;
    lede_status status = small_lexicon_init(made);
    if (status == LEDE_OK) {
        small_lexicon_release(made);
    }
    return status;
}

static void
readers_survive_exhausted_memory(void **state)
{
    (void)state;
    enum { LABELS = 500 };
    static lede_entry entries[LABELS];
    static char labels[LABELS][8];
    for (size_t i = 0; i < LABELS; i++) {
        (void)snprintf(labels[i], sizeof labels[i], "L%zu", i);
        entries[i] = (lede_entry){
            text_of(labels[i]), text_of("x"), text_of(labels[i]), {"", 0}, {"", 0}, 0, 0};
    }
    lede_gazetteer *many;
    assert_int_equal(lede_gazetteer_build(&many, entries, LABELS, LEDE_FOLD_CASE, NULL),
                     LEDE_OK);
    const lede_gazetteer *gazetteers[] = {own, many, own};
    for (size_t count = 0; count <= COUNT_OF(gazetteers); count++) {
        lede_reader_options options = reader_options(gazetteers, count);
        assert_in_range(failing_memory_sweep(new_reader_once, &options), 2, 100);
    }
    lede_gazetteer_free(many);
    lede_lexicon made;
    assert_true(failing_memory_sweep(small_lexicon_once, &made) > 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_texts_keep_the_invariants),
        cmocka_unit_test(random_texts_keep_the_invariants),
        cmocka_unit_test(long_lines_keep_the_invariants),
        cmocka_unit_test(articles_outlive_their_reader),
        cmocka_unit_test(texts_past_the_limit_are_refused),
        cmocka_unit_test(passes_have_names),
        cmocka_unit_test(analysis_survives_exhausted_memory),
        cmocka_unit_test(readers_survive_exhausted_memory),
    };
    return cmocka_run_group_tests(tests, make_reader, free_reader);
}
