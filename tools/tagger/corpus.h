/* Labelled documents as the trainer sees them: features and allowed labels of every active token.
 *
 *     document   D weight bytes spans flags fold
 *                text
 *                G|A start end kinds          one line a span, in bytes
 *
 * A span of G is what its tokens are; one of A adds to what they may be. Kinds are bits of span_kind.
 *
 * Invariant: segments follow each other in tokens, tokens in features.
 */
#ifndef LEDE_TOOLS_CORPUS_H
#define LEDE_TOOLS_CORPUS_H

#include <stdio.h>

#include "doc/reader.h"
#include "names/tagger_votes.h"

typedef enum {
    KIND_PERSON = 1,
    KIND_ORG = 2,
    KIND_LOC = 4,
    KIND_NORP = 8,
    KIND_OTHER = 16,
    KIND_OUTSIDE = 32,
} span_kind;

typedef enum {
    DOCUMENT_OPEN =
        1, /* a capitalized word without a label may be a name of another kind */
    DOCUMENT_UNLISTED = 2, /* read without the built-in names */
    DOCUMENT_UNRULED = 4,  /* read without the rules */
} document_flags;

typedef struct {
    uint32_t first, end; /* bytes */
    uint32_t kinds;
    bool adds;
} span;

typedef struct {
    float weight;
    uint32_t flags, fold;
    lede_text text;
    span *spans;
    size_t span_count;
} document;

typedef struct {
    float weight;
    uint32_t first, count; /* tokens */
    uint32_t fold; /* of its document: which model of the jackknife has not seen it */
} segment;

typedef struct {
    lede_vector segments; /* segment */
    lede_vector starts; /* uint32_t: of the features of each token, and one past the last */
    lede_vector allowed;  /* uint16_t: bits of labels */
    lede_vector features; /* uint32_t */
    lede_vector ballots;  /* lede_tagger_ballot: words are numbered through all documents */
    size_t words;
    size_t tokens, lost,
        broken; /* seen in all; spans out of reach; spans that cut a token */
} corpus;

/* Reads the number at *at, which goes on behind it. Exits where there is none. */
float corpus_real(char **at);
uint32_t corpus_whole(char **at);

void corpus_init(corpus *all, lede_arena *arena);

/* Reads the next document into `arena`; false at the end. Exits on a malformed file. */
bool document_next(document *out, FILE *file, lede_arena *arena);

/* Adds the segments of a document. */
void corpus_add(corpus *all, const document *doc, const lede_lexicon *lexicon,
                const lede_sentence_options *sentences);

#endif
