/* What is found in one text, as rows: the form between the passes and the columns of a batch.
 *
 * Invariant: spans count code points of the caller's text; texts are borrowed from the text's own
 * arena, a dictionary or a table. engine/schema.c lists the fields of each kind of row: a field is a
 * member here and a line there.
 *
 *     lede_entity_row row = {.start = 4, .end = 9, .name = {"Cairo", 5}};
 */
#ifndef LEDE_ENGINE_ROWS_H
#define LEDE_ENGINE_ROWS_H

#include "base/span.h"

typedef struct {
    uint32_t start, end;
} lede_sentence_row;

typedef struct {
    uint32_t start, end;
    lede_text label, name, id, title, role, source;
    double score;
    uint32_t sentence, ambiguous;
} lede_entity_row;

typedef struct {
    const uint32_t *items;
    uint32_t count;
} lede_numbers;

typedef struct {
    lede_text name, label, id, title, role;
    lede_numbers mentions; /* rows of the text's entities */
    uint32_t count;
} lede_name_row;

typedef struct {
    uint32_t start, end;
    lede_text after, reason;
} lede_change_row;

typedef struct {
    uint32_t start, end;
    lede_text name, label, id;
} lede_match_row;

/* A match as numbers alone. */
typedef struct {
    uint32_t start, end;
    uint32_t entry; /* of the dictionary */
} lede_place_row;

/* The clean text; none where nothing had to change, unless clean texts are what is asked for. */
typedef struct {
    lede_text clean;
} lede_clean_row;

/* The tables of a batch. */
typedef enum {
    LEDE_FRAME_SENTENCES,
    LEDE_FRAME_ENTITIES,
    LEDE_FRAME_NAMES,
    LEDE_FRAME_CHANGES,
    LEDE_FRAME_MATCHES,
    LEDE_FRAME_CLEAN,
    LEDE_FRAME_PLACES,
    LEDE_FRAME_COUNT,
} lede_frame_kind;

/* The rows of one table that come of one text. */
typedef struct {
    const void *items; /* an array of the row type of the table */
    size_t count;
} lede_rows;

#endif
