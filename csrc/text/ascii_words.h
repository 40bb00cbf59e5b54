/* Words and marks of plain ASCII, found 64 bytes at a time: what most of a text is made of.
 *
 * Invariant: whatever lede_ascii_words_read reads is exactly what lede_token_next (tokens.h) would read
 * there. It stops where more than bytes must be known: at characters beyond ASCII, apostrophes, stops
 * behind single letters or digits, controls.
 *
 *     size_t count = lede_ascii_words_read(tokens, 256, text, &at);
 */
#ifndef LEDE_TEXT_ASCII_WORDS_H
#define LEDE_TEXT_ASCII_WORDS_H

#include "text/tokens.h"

enum { LEDE_ASCII_BLOCK = 64 };

/* One bit a byte of a block. */
typedef struct {
    uint64_t upper, lower, digit;
    uint64_t space, line; /* white space, and the line ends among it */
    uint64_t stop;        /* . , : may go on with a word */
    uint64_t hard;        /* what lede_token_next must look at */
} lede_ascii_masks;

/* Reads tokens behind *at, `most` at most, and moves *at to the end of the last one. Stops at the first
 * that is not plain, and at the end of the text. */
size_t lede_ascii_words_read(lede_token *tokens, size_t most, lede_text text, size_t *at);

/* Fills the masks for the 64 bytes at `bytes`. */
void lede_ascii_masks_fill(lede_ascii_masks *masks, const char *bytes);
void lede_ascii_masks_fill_scalar(lede_ascii_masks *masks, const char *bytes);

#endif
