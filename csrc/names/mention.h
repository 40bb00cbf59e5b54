/* One place where a text names something: what the passes of this layer hand to each other.
 *
 * Invariant: [first, end) are tokens of the clean text, at least one; texts are borrowed from the
 * clean text or from a dictionary.
 *
 *     lede_mention moscow = {.first = 4, .end = 5, .label = LEDE_LABEL_LOC};
 */
#ifndef LEDE_NAMES_MENTION_H
#define LEDE_NAMES_MENTION_H

#include "base/span.h"
#include "text/tokens.h"

/* Labels by number; those of users' dictionaries follow. */
typedef enum {
    LEDE_LABEL_PERSON,
    LEDE_LABEL_ORG,
    LEDE_LABEL_LOC,
    LEDE_LABEL_NORP, /* nationalities, religious and political groups */
    LEDE_LABEL_COUNT,
} lede_label;

typedef enum {
    LEDE_SOURCE_GAZETTEER,
    LEDE_SOURCE_TAGGER,
    LEDE_SOURCE_ALIAS,
} lede_source;

typedef struct {
    uint32_t first, end;
    uint32_t label;
    lede_source source;
    float score;
    lede_text name;  /* how it is listed; empty: not known yet */
    lede_text id;    /* the dictionary's, or empty */
    lede_text title; /* "Prime Minister", or empty */
    lede_text role;  /* "top US commander in the Middle East", or empty */
    bool ambiguous;  /* a short form that fits several names of the article */
    bool fixed;      /* of a user's dictionary: nothing overrules it */
} lede_mention;

/* Bytes of a name that no dictionary has: every short form carries its name, so no text may make it huge. */
enum { LEDE_LONGEST_NAME = 256 };

static inline bool
lede_mention_fits(const lede_tokens *tokens, const lede_mention *mention)
{
    uint32_t start = tokens->items[mention->first].span.start;
    return mention->source == LEDE_SOURCE_GAZETTEER ||
           tokens->items[mention->end - 1].span.end - start <= LEDE_LONGEST_NAME;
}

/* The text from the first to the last of some tokens. */
static inline lede_text
lede_tokens_text(const lede_tokens *tokens, lede_text text, size_t first, size_t end)
{
    lede_span span = {tokens->items[first].span.start, tokens->items[end - 1].span.end};
    return lede_text_slice(text, span);
}

#endif
