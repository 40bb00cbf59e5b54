/* The search key of a text: what the spellings of one name have in common.
 *
 *     Al-Sīsī   el-Sisi   AS-SISI   “al Sisi”        أحمد  احمد  أَحْمَد
 *           al sisi              "al sisi"                 احمد
 *
 * A key is for comparing and looking up, never for reading. It is NFC, and each character of it is
 * its own key. What each character becomes is the table of unicode/keys.h; here is what depends on
 * neighbours and language: white space, articles, the Turkish i, Arabic and Persian letters.
 *
 * The reasons of a key's map are bits of lede_key_reason, not of lede_reason.
 *
 * Invariant: the key of a key is the same key, texts that are canonically equivalent have equal
 * keys, and the map covers every difference. A text that is a key comes back as it is.
 *
 *     lede_normalized key;
 *     status = lede_match_key(&key, text, LEDE_KEY_ANY, &arena);
 */
#ifndef LEDE_TEXT_MATCH_KEY_H
#define LEDE_TEXT_MATCH_KEY_H

#include "text/normalize.h"
#include "unicode/keys.h"

/* Whose letters: the languages in which one letter has another key than elsewhere. */
typedef enum {
    LEDE_KEY_ANY,
    LEDE_KEY_TURKIC, /* Turkish and Azeri: dotted and dotless i are two letters */
    LEDE_KEY_ARABIC_LETTERS,
    LEDE_KEY_PERSIAN_LETTERS,
} lede_key_language;

/* `raw` is UTF-8 in which lone surrogates may stand. A byte of it becomes at most 11; LEDE_TOO_LARGE
 * for a text that could so grow past LEDE_TEXT_MAX. */
LEDE_MUST_USE lede_status lede_match_key(lede_normalized *out, lede_text raw,
                                         lede_key_language language, lede_arena *arena);

#endif
