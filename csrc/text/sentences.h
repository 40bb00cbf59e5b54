/* Where sentences begin and end.
 *
 * Two layers: structure (a blank line always ends a sentence, a metadata line such as
 * `date 2020-02-07` and an item of a list are segments of their own) and a trained model at the marks
 * that end sentences (text/boundary.h).
 *
 * Invariant: spans are sorted and disjoint, begin and end with something other than white space,
 * and between them is white space alone, or nothing in scripts without spaces.
 *
 *     lede_sentence_options options = {.language = &english};
 *     lede_sentences_find(&spans, text, &options, NULL);
 */
#ifndef LEDE_TEXT_SENTENCES_H
#define LEDE_TEXT_SENTENCES_H

#include "base/vector.h"
#include "text/boundary.h"

typedef enum {
    LEDE_NEWLINE_PARAGRAPH, /* a blank line ends a sentence, a line before an item, and one that ends early */
    LEDE_NEWLINE_LINE, /* every line end does */
    LEDE_NEWLINE_WRAP, /* a blank line alone: lines were cut at some width */
} lede_newline;

typedef enum {
    LEDE_QUOTES_SPLIT, /* sentences inside quotes are sentences */
    LEDE_QUOTES_KEEP,  /* a quote is never split */
} lede_quotes;

typedef struct {
    lede_newline newline;
    lede_quotes quotes;
    const lede_sentence_language
        *language;                /* NULL: a mark before a space and a capital ends */
    int32_t cutoff;               /* a sentence ends where the score is above it */
    const lede_text *never_split; /* no sentence ends inside of these or behind them */
    size_t never_count;
} lede_sentence_options;

/* What decided at a place. */
typedef enum {
    LEDE_DECIDED_MODEL,
    LEDE_DECIDED_INSIDE,    /* no white space behind the mark */
    LEDE_DECIDED_UNSPACED,  /* the mark of a script that needs none */
    LEDE_DECIDED_ITEM_MARK, /* it numbers an item */
    LEDE_DECIDED_QUOTES,    /* kept whole */
    LEDE_DECIDED_NEVER,     /* in never_split */
    LEDE_DECIDED_PARAGRAPH, /* a blank line or a line end */
    LEDE_DECIDED_ITEM,      /* an item begins */
    LEDE_DECIDED_METADATA,
    LEDE_DECIDED_LAST, /* nothing visible follows */
} lede_decided;

typedef struct {
    lede_boundary place; /* words and features are set where the model decided */
    lede_decided by;
    int32_t score;
    bool ends;
} lede_decision;

/* Watches every decision, for training and for people who ask why. With `gold`, where sentences do end
 * (ascending), those ends decide in the place of the model. */
typedef struct {
    lede_vector *decisions; /* lede_decision */
    const uint32_t *gold;
    size_t gold_count;
} lede_sentence_trace;

/* Appends the spans to `spans`, a vector of lede_span. Failure is left in its arena. `trace` may be
 * NULL. */
void lede_sentences_find(lede_vector *spans, lede_text text,
                         const lede_sentence_options *options,
                         const lede_sentence_trace *trace);

#endif
