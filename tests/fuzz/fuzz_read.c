/* Any text, read with any options: the promises of doc/article.h. */
#include "fuzz.h"

#include "doc/article.h"
#include "support_names.h"
#include "support_sentences.h"
#include "support_tagger.h"

static lede_lexicon lexicon;
static lede_tagger_model *tagger; /* of random numbers */
static lede_sentence_model *model;
static lede_gazetteer *own;

/* Made once; the process ends with them. */
static void
make_dictionaries(void)
{
    static const lede_entry OWN[] = {
        {.surface = {"State", 5}, .name = {"State", 5}, .label = {"USER", 4}},
        {.surface = {"of", 2}, .name = {"of", 2}},
        {.surface = {"Maria Smith", 11},
         .name = {"Maria Smith", 11},
         .label = {"PERSON", 6}},
    };
    lede_error error;
    if (own == NULL) {
        fuzz_require(open_sentence_model(&model, "en") == LEDE_OK, "model of sentences");
        fuzz_require(small_lexicon_init(&lexicon) == LEDE_OK, "lexicon");
        lede_text file = random_model(1);
        fuzz_require(load_model(&tagger, file, &error) == LEDE_OK, "tagger");
        free((void *)(uintptr_t)file.bytes);
        lede_status status =
            lede_gazetteer_build(&own, OWN, COUNT_OF(OWN), LEDE_FOLD_CASE, NULL);
        fuzz_require(status == LEDE_OK, "dictionary");
    }
}

static lede_reader *
make_reader(fuzz_input *in)
{
    const lede_gazetteer *gazetteers[] = {own};
    uint8_t bits = fuzz_byte(in), more = fuzz_byte(in);
    uint32_t steps = fuzz_byte(in);
    steps |= (uint32_t)fuzz_byte(in) << 8;
    lede_reader_options options = {
        .gazetteers = gazetteers,
        .gazetteer_count = bits & 1,
        .lexicon = {bits & 2 ? lexicon.names : NULL, lexicon.cues,
                    more & 4 ? tagger : NULL},
        .layers = (uint32_t)bits >> 2 & 3,
        .sentences = {.newline = (lede_newline)(more % 4 % 3),
                      .quotes = bits & 32 ? LEDE_QUOTES_KEEP : LEDE_QUOTES_SPLIT,
                      .language = lede_sentence_model_language(model)},
        .normalize = {.steps = steps, .form = (lede_form)(bits >> 6)},
    };
    lede_reader *reader = NULL;
    fuzz_require(lede_reader_new(&reader, &options) == LEDE_OK, "reader");
    return reader;
}

static void
check_article(const lede_article *article)
{
    uint32_t end = 0;
    for (size_t i = 0; i < article->sentence_count; i++) {
        lede_raw_span raw = article->sentences[i].raw;
        fuzz_require(raw.start >= end && raw.end > raw.start, "sentences are sorted");
        end = raw.end;
    }
    fuzz_require(end <= article->raw.size, "sentences are inside");
    end = 0;
    for (size_t i = 0; i < article->entity_count; i++) {
        const lede_entity *entity = &article->entities[i];
        fuzz_require(entity->raw.start >= end && entity->raw.end > entity->raw.start,
                     "entities are sorted");
        fuzz_require(entity->sentence < article->sentence_count &&
                         entity->row < article->name_count,
                     "entities have sentence and row");
        fuzz_require(entity->name.size > 0 && entity->label.size > 0,
                     "entities have names");
        end = entity->raw.end;
    }
    fuzz_require(end <= article->raw.size, "entities are inside");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    make_dictionaries();
    fuzz_input in = {data, size};
    lede_reader *reader = make_reader(&in);
    lede_text raw = fuzz_text(in);
    lede_article article;
    fuzz_require(lede_analyze(&article, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL) ==
                     LEDE_OK,
                 "status");
    check_article(&article);
    lede_article_release(&article);
    lede_reader_free(reader);
    free((void *)(uintptr_t)raw.bytes);
    return 0;
}
