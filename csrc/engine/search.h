/* One dictionary and one text: where its names stand, in code points.
 *
 * Invariant: matches are in the order of lede_gazetteer_find, and are to be asked for in this order; one
 * pass over the text turns all their places into code points.
 *
 *     lede_search search;
 *     lede_search_run(&search, gazetteer, text, LEDE_MATCH_LONGEST, &arena);
 *     for (size_t i = 0; i < search.matches.count; i++) … lede_search_place(&search, i)
 */
#ifndef LEDE_ENGINE_SEARCH_H
#define LEDE_ENGINE_SEARCH_H

#include "names/gazetteer.h"
#include "unicode/points.h"

typedef struct {
    lede_tokens tokens;
    lede_vector matches; /* lede_match */
    lede_points points;
    lede_span last; /* place */
} lede_search;

/* What is found lies in the arena, and failure too. */
void lede_search_run(lede_search *search, const lede_gazetteer *gazetteer, lede_text text,
                     lede_match_policy policy, lede_arena *arena);

/* The place of match `i` in code points, and the number of its entry. */
lede_span lede_search_place(lede_search *search, size_t i);
uint32_t lede_search_entry(const lede_search *search, size_t i);

#endif
