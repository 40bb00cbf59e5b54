/* The C core without columns, for benchmarks/columns.py: it calls this through ctypes, so that both run in
 * one process, in turn. */
#include <stdio.h>

#include "base/memory.h"
#include "engine/batch.h"

/* A reader with the resources of the package, which live as long as the process. */
static lede_status
open_reader(lede_reader **out, const char *names, const char *cues, const char *tagger,
            const char *sentences, uint32_t steps, lede_error *error)
{
    lede_gazetteer *names_file, *cues_file;
    lede_tagger_model *tagger_file;
    lede_sentence_model *sentence_file;
    lede_status status = lede_gazetteer_open(&names_file, names, error);
    status = status == LEDE_OK ? lede_gazetteer_open(&cues_file, cues, error) : status;
    status =
        status == LEDE_OK ? lede_tagger_model_open(&tagger_file, tagger, error) : status;
    status = status == LEDE_OK
                 ? lede_sentence_model_open(&sentence_file, sentences, "en", error)
                 : status;
    if (status != LEDE_OK) {
        return status;
    }
    lede_reader_options options = {
        .lexicon = {names_file, cues_file, tagger_file},
        .layers = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS,
        .normalize = {.steps = steps | LEDE_STEPS_FORM, .form = LEDE_NFC},
        .sentences = {.language = lede_sentence_model_language(sentence_file)},
    };
    return lede_reader_new(out, &options);
}

lede_reader *
columns_reader(const char *names, const char *cues, const char *tagger,
               const char *sentences, uint32_t steps)
{
    lede_reader *reader = NULL;
    lede_error error = {{0}};
    if (open_reader(&reader, names, cues, tagger, sentences, steps, &error) != LEDE_OK) {
        fprintf(stderr, "%s\n", error.message);
        return NULL;
    }
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
        if (lede_input_open(&opened, &input, options) != LEDE_OK ||
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
