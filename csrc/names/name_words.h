/* The words of a name, as keys count them: the tokens of text/tokens.h, without the marks inside a name
 * that LEDE_FOLD_LOOSE leaves out.
 *
 *     Al-Qaeda    [Al][-][Qaeda]     loose: [Al][Qaeda]
 *     J. Lee      [J][.][Lee]        loose: [J][Lee]
 *
 * Invariant: a text and a name of the same spelling are cut into the same words, wherever the name stands.
 *
 *     lede_name_words words = {.text = name, .fold = fold};
 *     while (lede_name_words_next(&words, &word)) …
 */
#ifndef LEDE_NAMES_NAME_WORDS_H
#define LEDE_NAMES_NAME_WORDS_H

#include "text/tokens.h"

typedef struct {
    lede_text text;
    lede_fold fold;
    size_t at;
    lede_token ahead;
    bool started, more; /* `ahead` has been read, and is one */
    uint32_t before;    /* bits of the token before it */
} lede_name_words;

/* False behind the last word. */
bool lede_name_words_next(lede_name_words *words, lede_token *word);

/* True for a mark that LEDE_FOLD_LOOSE leaves out: a dash or apostrophe between words without white
 * space, or the stop of an initial. `before` and `after` are bits of the tokens beside it, or 0. */
bool lede_is_loose_mark(lede_text text, uint32_t before, lede_token mark, uint32_t after);

#endif
