#include "engine/search.h"

void
lede_search_run(lede_search *search, const lede_gazetteer *gazetteer, lede_text text,
                lede_match_policy policy, lede_arena *arena)
{
    search->last = (lede_span){0, 0};
    lede_points_init(&search->points, text);
    lede_vector_init(&search->matches, arena, sizeof(lede_match));
    lede_tokens_find(&search->tokens, text, arena);
    const uint64_t *hashes =
        lede_tokens_fold(&search->tokens, text, lede_gazetteer_fold(gazetteer), arena);
    if (hashes != NULL) {
        lede_gazetteer_find(gazetteer, text, &search->tokens, hashes, policy,
                            &search->matches);
    }
}

lede_span
lede_search_place(lede_search *search, size_t i)
{
    const lede_match *match = (const lede_match *)search->matches.data + i;
    /* Entries of one name share their place; asking for it again would walk back. */
    if (i > 0 && match->first == match[-1].first && match->end == match[-1].end) {
        return search->last;
    }
    const lede_token *tokens = search->tokens.items;
    size_t start = lede_points_at(&search->points, tokens[match->first].span.start);
    /* A copy goes on to the end: names at one place end before those that come first. */
    lede_points ahead = search->points;
    size_t end = lede_points_at(&ahead, tokens[match->end - 1].span.end);
    search->last = (lede_span){(uint32_t)start, (uint32_t)end};
    return search->last;
}

uint32_t
lede_search_entry(const lede_search *search, size_t i)
{
    return ((const lede_match *)search->matches.data)[i].entry;
}
