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

/* Reads tokens behind *at, `most` at most, and moves *at to the end of the last one. Stops at the first
 * that is not plain, at the end of the text, and where there is no room for a block of tokens. */
size_t lede_ascii_words_read(lede_token *tokens, size_t most, lede_text text, size_t *at);

#endif
