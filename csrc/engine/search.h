/* One dictionary and many texts: where its names stand, as columns of numbers.
 *
 * Invariant: rows are in the order of the texts, then as lede_gazetteer_find gives them, whatever the
 * number of threads. Places are code points of each text.
 *
 *     lede_search search = {gazetteer, texts, count, LEDE_MATCH_LONGEST, 0};
 *     status = lede_search_run(&columns, &search, threads);
 *     … lede_search_columns_release(&columns);
 */
#ifndef LEDE_ENGINE_SEARCH_H
#define LEDE_ENGINE_SEARCH_H

#include "names/gazetteer.h"
#include "unicode/transcode.h"

/* Text in code units, or in UTF-8. */
typedef struct {
    const void *units;
    size_t count;  /* units, or bytes */
    uint32_t unit; /* of lede_unit; 0: UTF-8 */
} lede_search_text;

typedef struct {
    const lede_gazetteer *gazetteer;
    const lede_search_text *texts;
    size_t count;
    lede_match_policy policy;
    int32_t first; /* the number of the first text, in columns and messages */
} lede_search;

enum {
    LEDE_SEARCH_TEXT,
    LEDE_SEARCH_START,
    LEDE_SEARCH_END,
    LEDE_SEARCH_ENTRY,
    LEDE_SEARCH_COLUMNS
};

/* One match is a row: the number of its text, its place, its entry. */
typedef struct {
    int32_t *columns[LEDE_SEARCH_COLUMNS];
    size_t count;
} lede_search_columns;

/* LEDE_TOO_LARGE when a text is; its number is in the message. The caller releases the columns. */
LEDE_MUST_USE lede_status lede_search_run(lede_search_columns *columns,
                                          const lede_search *search, size_t threads,
                                          lede_error *error);

void lede_search_columns_release(lede_search_columns *columns);

/* The matches in one text, places in bytes turned into code points by the caller. */
typedef struct {
    lede_tokens tokens;
    lede_vector matches; /* lede_match */
} lede_search_found;

/* Searches UTF-8; what is found lies in the arena, and failure too. */
void lede_search_one(lede_search_found *found, const lede_gazetteer *gazetteer,
                     lede_text text, lede_match_policy policy, lede_arena *arena);

#endif
