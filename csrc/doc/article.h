/* A read article: its clean text and the columns of what was found.
 *
 *     raw    the caller's text, borrowed        sentences  clean and raw span
 *     clean  text and map back to raw           entities   raw span, label, name …, row of names
 *                                               names      row: name, label …, its mentions
 *
 * Invariant: everything but `raw` lies in the article's own arena, so it outlives the reader and its
 * dictionaries. Raw spans are sorted, disjoint, begin and end with something other than white space;
 * between sentences there is white space alone.
 *
 *     lede_article article;
 *     status = lede_analyze(&article, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL);
 *     lede_article_release(&article);
 */
#ifndef LEDE_DOC_ARTICLE_H
#define LEDE_DOC_ARTICLE_H

#include "doc/reader.h"

typedef struct {
    lede_span clean;
    lede_raw_span raw;
} lede_sentence;

typedef struct {
    lede_raw_span raw;
    uint32_t sentence; /* index of the sentence */
    uint32_t row;      /* index of the name */
    lede_source source;
    float score;
    lede_text label, name;
    lede_text id, title, role; /* empty: none */
    bool ambiguous;            /* see names/mention.h */
} lede_entity;

typedef struct {
    lede_text name, label;
    lede_text id, title, role; /* empty: none */
    const uint32_t *mentions;  /* indexes of entities, ascending */
    uint32_t count;
} lede_name;

typedef enum {
    LEDE_PASS_NORMALIZE,
    LEDE_PASS_SENTENCES,
    LEDE_PASS_LOCATE,
    LEDE_PASS_TOKENS,
    LEDE_PASS_SCENE,
    LEDE_PASS_MENTIONS,
    LEDE_PASS_ENTITIES,
    LEDE_PASS_NAMES,
    LEDE_PASS_COUNT,
} lede_pass;

typedef struct {
    lede_arena arena;
    lede_text raw;
    lede_normalized clean;
    lede_sentence *sentences;
    lede_entity *entities;
    lede_name *names;
    size_t sentence_count, entity_count, name_count;
    double seconds[LEDE_PASS_COUNT]; /* spent in each pass; 0 for sentences alone */
} lede_article;

/* How far to read. */
typedef enum { LEDE_READ_SENTENCES, LEDE_READ_ALL } lede_depth;

/* Reads `raw` (UTF-8 in which lone surrogates may stand), which must outlive the article. `needs` are
 * the steps of normalization that may find work in it, from lede_survey, or LEDE_NEEDS_ALL. On failure
 * the article is released. LEDE_NO_MEMORY, or LEDE_TOO_LARGE for a text past the limits of
 * text/normalize.h. */
LEDE_MUST_USE lede_status lede_analyze(lede_article *article, const lede_reader *reader,
                                       lede_text raw, uint32_t needs, lede_depth depth);

void lede_article_release(lede_article *article);

/* The name of a pass, for people. */
const char *lede_pass_name(lede_pass pass);

#endif
