/* What one character becomes in a search key (text/match_key.h), where its neighbours do not matter.
 *
 * Invariant: the tables are those of tools/make_tables.py, for Unicode 15.0; a code point that Unicode
 * 15.0 does not know is its own key. Every code point of a key is its own key, but for the letters
 * whose key depends on the language (I ı ي ك ے ھ): those come back as they are.
 *
 *     uint32_t key[LEDE_KEY_MOST], why;
 *     size_t count = lede_key_point(key, 0x1E9E, &why);    ẞ: s s, LEDE_KEY_CASE
 */
#ifndef LEDE_UNICODE_KEYS_H
#define LEDE_UNICODE_KEYS_H

#include "base/span.h"

#define LEDE_KEY_MOST 18 /* code points that one becomes: U+FDFA */

/* Why something is another in the key. */
typedef enum {
    LEDE_KEY_FORM = 1 << 0, /* NFKC; lone surrogates too */
    LEDE_KEY_CASE = 1 << 1,
    LEDE_KEY_ACCENTS = 1 << 2,
    LEDE_KEY_DIGITS = 1 << 3,
    LEDE_KEY_ARABIC = 1 << 4,      /* letter forms, harakat, tatweel */
    LEDE_KEY_ARTICLE = 1 << 5,     /* el-, as-, ash- … as al */
    LEDE_KEY_PUNCTUATION = 1 << 6, /* apostrophes, hyphens, shapes of quotes */
    LEDE_KEY_SPACES = 1 << 7,      /* and what one cannot see */
    LEDE_KEY_JOINS = 1 << 8, /* no reason: NFC may still join or order what is written */
} lede_key_reason;

/* Writes the key of one code point and returns how many code points it has, possibly none. */
size_t lede_key_point(uint32_t out[LEDE_KEY_MOST], uint32_t point, uint32_t *why);

/* The first position from `at` on that has to be looked at: passes over characters that are their own
 * key whatever the language, and over a single space behind one. Stops at surrogates. */
size_t lede_key_skip(lede_text text, size_t at);

#endif
