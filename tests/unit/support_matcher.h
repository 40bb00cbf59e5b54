/* A matcher that tries every entry at every word: slow and plain, to compare with.
 *
 * Invariant: it shares with the code under test what a word is and what folds to what, nothing else.
 *
 *     slow_names names = {entries, cut, count, LEDE_FOLD_CASE};
 *     slow_find(&names, &text, LEDE_MATCH_LONGEST, &expected);
 */
#ifndef TESTS_UNIT_SUPPORT_MATCHER_H
#define TESTS_UNIT_SUPPORT_MATCHER_H

#include "names/gazetteer.h"

/* The words that count, and which tokens they are: a loose dictionary leaves out marks between. */
typedef struct {
    lede_text text;
    lede_tokens all, tokens;
    const uint32_t *places;
} cut_text;

typedef struct {
    const lede_entry *entries;
    const cut_text *cut; /* their surfaces */
    size_t count;
    lede_fold fold;
} slow_names;

cut_text cut_up_text(lede_text text, lede_fold fold, lede_arena *arena);

/* Letters, digits or symbols: punctuation alone never matches. */
bool tells_something(const cut_text *name);

/* True when the name stands at word `at` of the text. */
bool name_fits(const cut_text *name, const cut_text *text, size_t at, uint32_t flags,
               lede_fold fold);

/* Appends the matches, in tokens of the whole text. Labels are none, "ORG" or another one. */
void slow_find(const slow_names *names, const cut_text *text, lede_match_policy policy,
               lede_vector *matches);

#endif
