/* The C core without columns, for benchmarks/columns.py: it calls this through ctypes, so that both run in
 * one process, in turn. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/batch.h"

static void
stop_at(lede_status status, const lede_error *error)
{
    if (status != LEDE_OK) {
        fprintf(stderr, "%s\n", error->message[0] ? error->message : "out of memory");
        exit(1);
    }
}

static lede_gazetteer *
open_gazetteer(const char *path)
{
    lede_pack *pack;
    lede_gazetteer *gazetteer;
    lede_error error = {0};
    stop_at(lede_pack_open(&pack, path, LEDE_GAZETTEER_KIND, &error), &error);
    stop_at(lede_gazetteer_adopt(&gazetteer, pack, &error), &error);
    return gazetteer;
}

static lede_tagger_model *
open_tagger(const char *path)
{
    lede_pack *pack;
    lede_tagger_model *tagger;
    lede_error error = {0};
    stop_at(lede_pack_open(&pack, path, LEDE_TAGGER_KIND, &error), &error);
    stop_at(lede_tagger_model_adopt(&tagger, pack, &error), &error);
    return tagger;
}

/* A reader with the resources of the package, which live as long as the process. */
lede_reader *
columns_reader(const char *names, const char *cues, const char *tagger,
               const char *sentences, uint32_t steps)
{
    lede_sentence_model *model;
    lede_error error = {0};
    stop_at(lede_sentence_model_open(&model, sentences, "en", &error), &error);
    lede_reader_options options = {
        .lexicon = {open_gazetteer(names), open_gazetteer(cues), open_tagger(tagger)},
        .layers = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS,
        .normalize = {.steps = steps | LEDE_STEPS_FORM, .form = LEDE_NFC},
        .sentences = {.language = lede_sentence_model_language(model)},
    };
    lede_reader *reader;
    stop_at(lede_reader_new(&reader, &options), &error);
    return reader;
}

/* Every pass over each text, and nothing kept: the number of mentions, or -1. */
int64_t
columns_core(const lede_reader *reader, const lede_text *texts, size_t count)
{
    lede_normalize_options options = lede_reader_get_options(reader)->normalize;
    int64_t mentions = 0;
    for (size_t i = 0; i < count; i++) {
        lede_input input = {texts[i].bytes, texts[i].size, LEDE_UCS1, true};
        lede_opened opened;
        lede_article article;
        if (lede_input_open(&opened, &input, &options) != LEDE_OK ||
            lede_analyze(&article, reader, opened.text, opened.needs, LEDE_READ_ALL) !=
                LEDE_OK) {
            return -1;
        }
        mentions += (int64_t)article.entity_count;
        lede_article_release(&article);
        lede_input_close(&opened);
    }
    return mentions;
}

/* The same with columns, batch by batch, which are dropped at once. */
int64_t
columns_batches(const lede_reader *reader, const lede_text *texts, size_t count,
                size_t batch_size)
{
    lede_input *inputs = lede_memory_resize(NULL, batch_size * sizeof *inputs);
    int64_t mentions = inputs == NULL ? -1 : 0;
    for (size_t from = 0; mentions >= 0 && from < count; from += batch_size) {
        size_t size = count - from < batch_size ? count - from : batch_size;
        for (size_t i = 0; i < size; i++) {
            lede_text text = texts[from + i];
            inputs[i] = (lede_input){text.bytes, text.size, LEDE_UCS1, true};
        }
        lede_batch batch = {.work = LEDE_WORK_READ,
                            .reader = reader,
                            .inputs = inputs,
                            .count = size,
                            .crew = {.threads = 1}};
        lede_results results;
        if (lede_batch_run(&results, &batch) != LEDE_OK) {
            mentions = -1;
        } else {
            mentions += (int64_t)results.frames[LEDE_FRAME_ENTITIES].row_count;
            lede_results_release(&results);
        }
    }
    lede_memory_free(inputs);
    return mentions;
}
