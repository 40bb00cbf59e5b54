/* Which quotes are open at a place of a text, and which never find their partner.
 *
 * Every paragraph opens its own. Single quotes are not counted: they look like apostrophes.
 *
 * Invariant: counting depends on the marks of the paragraph up to the place alone.
 *
 *     lede_open_quotes open = {0};
 *     for each character at `at`: … lede_quotes_see(&open, text, at, point);
 */
#ifndef LEDE_TEXT_QUOTES_H
#define LEDE_TEXT_QUOTES_H

#include "base/span.h"
#include "base/vector.h"

typedef struct {
    size_t curly;      /* “ less ”, never below 0 */
    size_t corner;     /* 「 and 『 less 」 and 』, never below 0 */
    bool low;          /* „ and no “ or ” since */
    bool straight;     /* an odd number of " */
    size_t guillemets; /* « less », never below 0 */
    bool inward;       /* one began with », as in German books */
} lede_open_quotes;

/* Takes in the character at `at`. */
void lede_quotes_see(lede_open_quotes *open, lede_text text, size_t at, uint32_t point);

/* True when one of any kind is open. */
static inline bool
lede_quotes_any(const lede_open_quotes *open)
{
    return open->curly > 0 || open->corner > 0 || open->low || open->straight ||
           open->guillemets > 0;
}

/* A quote that was opened and not closed in its paragraph, or closed and not opened. */
typedef struct {
    lede_span span;
    uint32_t paragraph; /* counted from 0 */
    bool closes;
} lede_loose_quote;

/* Appends them to `loose`, a vector of lede_loose_quote, in their order. A quotation of several paragraphs
 * opens each of them and closes the last alone (AP stylebook, "quotation marks", running quotations): a
 * quote that is open at the end of a paragraph is none of them if the next paragraph begins with one of
 * its kind. Failure is left in the arena of `loose`. */
void lede_quotes_find_loose(lede_vector *loose, lede_text text);

#endif
