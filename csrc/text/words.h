/* Small closed lists of English words that the rules of this layer ask for.
 *
 * Invariant: membership ignores ASCII case; a word is looked up without its final stop.
 *
 *     if (lede_word_kind((lede_text){"Gen", 3}) & LEDE_WORD_TITLE) …
 */
#ifndef LEDE_TEXT_WORDS_H
#define LEDE_TEXT_WORDS_H

#include "base/span.h"

typedef enum {
    LEDE_WORD_TITLE = 1 << 0,   /* abbreviated before a name: Gen. */
    LEDE_WORD_STARTER = 1 << 1, /* capitalized, it nearly always begins a sentence */
    LEDE_WORD_FIELD = 1 << 2,   /* names a field of a metadata line: published */
    LEDE_WORD_DATE = 1 << 3,    /* stands in a date: month, weekday, zone */
    LEDE_WORD_SPEECH = 1 << 4,  /* follows a quote: said */
} lede_word_kinds;

/* The union of lede_word_kinds of a word, 0 for all others. */
uint32_t lede_word_kind(lede_text word);

#endif
