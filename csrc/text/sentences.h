/* Where sentences begin and end.
 *
 * Two layers: structure (a blank line always ends a sentence, a metadata line such as
 * `date 2020-02-07` is a segment of its own) and rules at the marks that end sentences.
 *
 * Invariant: spans are sorted and disjoint, begin and end with something other than white space,
 * and between them is white space alone.
 *
 *     lede_sentence_options options = {.newline = LEDE_NEWLINE_PARAGRAPH};
 *     lede_sentences_find(&spans, text, options);
 */
#ifndef LEDE_TEXT_SENTENCES_H
#define LEDE_TEXT_SENTENCES_H

#include "base/span.h"
#include "base/vector.h"

typedef enum {
    LEDE_NEWLINE_PARAGRAPH, /* only a blank line ends a sentence */
    LEDE_NEWLINE_LINE,      /* every line end does */
} lede_newline;

typedef enum {
    LEDE_QUOTES_SPLIT, /* sentences inside quotes are sentences */
    LEDE_QUOTES_KEEP,  /* a quote is never split */
} lede_quotes;

typedef struct {
    lede_newline newline;
    lede_quotes quotes;
} lede_sentence_options;

/* Appends the spans to `spans`, a vector of lede_span. Failure is left in its arena. */
void lede_sentences_find(lede_vector *spans, lede_text text, lede_sentence_options options);

#endif
