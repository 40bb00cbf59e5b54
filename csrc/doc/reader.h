/* How articles are read: dictionaries, layers and options, put together once.
 *
 * Invariant: immutable after lede_reader_new, so any number of threads may read with it. The
 * dictionaries and the language are borrowed and must outlive it.
 *
 *     lede_reader *reader;
 *     status = lede_reader_new(&reader, &options);
 *     status = lede_analyze(&article, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL);
 */
#ifndef LEDE_DOC_READER_H
#define LEDE_DOC_READER_H

#include "names/mentions.h"
#include "text/normalize.h"
#include "text/sentences.h"
#include "text/survey.h"

typedef struct lede_reader lede_reader;

typedef struct {
    const lede_gazetteer *const *gazetteers; /* the user's, strongest first */
    size_t gazetteer_count;
    lede_lexicon lexicon;
    uint32_t layers; /* bits of lede_layer */
    lede_normalize_options normalize;
    lede_sentence_options sentences;
    const lede_text *abbreviations; /* the user's, beside those of the language */
    size_t abbreviation_count;
} lede_reader_options;

LEDE_MUST_USE lede_status lede_reader_new(lede_reader **out,
                                          const lede_reader_options *options);
void lede_reader_free(lede_reader *reader);

const lede_reader_options *lede_reader_get_options(const lede_reader *reader);
const lede_dictionary *lede_reader_dictionaries(const lede_reader *reader);

/* The text of a label by its number; the four of lede_label come first. */
lede_text lede_reader_label(const lede_reader *reader, uint32_t label);

#endif
