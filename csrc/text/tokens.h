/* Words and marks: the units that dictionaries and taggers count in.
 *
 *     US-led  Al-Ghanimi's  U.S.  J. Lee  1,000.5  don't
 *     [US][-][led] [Al][-][Ghanimi]['s] [U.S.] [J][.] [Lee] [1,000.5] [don't]
 *
 * Invariant: tokens are sorted, disjoint, hold no white space (U+200B is as good as some), and together
 * hold everything else. A word ends at a hyphen and before a possessive 's, so that names stand free;
 * letters with stops between them are one word, a single initial and its stop are two. Characters of
 * scripts without spaces are words of their own.
 *
 *     lede_tokens tokens;
 *     lede_tokens_find(&tokens, text, &arena);
 *     uint64_t *hashes = lede_tokens_fold(&tokens, text, LEDE_FOLD_ACCENTS, &arena);
 */
#ifndef LEDE_TEXT_TOKENS_H
#define LEDE_TEXT_TOKENS_H

#include "base/arena.h"
#include "base/span.h"
#include "unicode/fold.h"

typedef enum {
    LEDE_TOKEN_WORD = 1 << 0,    /* letters or digits; everything else is one mark */
    LEDE_TOKEN_CAPITAL = 1 << 1, /* begins with a capital, or has one elided: d'Orey */
    LEDE_TOKEN_CAPS = 1 << 2,    /* two letters or more and no small one */
    LEDE_TOKEN_LOWER = 1 << 3,   /* begins with a small letter */
    LEDE_TOKEN_NUMBER = 1 << 4,  /* begins with a digit */
    LEDE_TOKEN_DOTTED = 1 << 5,  /* letters with stops between them: U.S. */
    LEDE_TOKEN_POSSESSIVE = 1 << 6,
    LEDE_TOKEN_DASH = 1 << 7,
    LEDE_TOKEN_GLUED = 1 << 8,     /* no white space before it */
    LEDE_TOKEN_LINE = 1 << 9,      /* the first of a line */
    LEDE_TOKEN_UNSPACED = 1 << 10, /* one character of a script without spaces */
    LEDE_TOKEN_INITIAL = 1 << 11,  /* one capital before a full stop: the J of J. Lee */
} lede_token_bits;

typedef struct {
    lede_span span;
    uint32_t bits; /* of lede_token_bits */
} lede_token;

typedef struct {
    const lede_token *items;
    size_t count;
} lede_tokens;

/* Reads the token at or behind *at and moves *at to its end; false at the end of the text. */
bool lede_token_next(lede_token *token, lede_text text, size_t *at);

/* All tokens of a text. Failure is left in the arena. */
void lede_tokens_find(lede_tokens *tokens, lede_text text, lede_arena *arena);

/* One hash a token, equal for tokens that fold to the same; NULL when memory ran out. */
const uint64_t *lede_tokens_fold(const lede_tokens *tokens, lede_text text, lede_fold fold,
                                 lede_arena *arena);

#endif
