/* What the spellings of one name in Latin letters have in common, where it was carried over from Arabic,
 * Russian and the like.
 *
 *     Zelensky  Zelenskyy  Zelenskiy      zalanski
 *     Mohammed  Muhammad  Mohamed         mohamad
 *     Steinmeier  Stainmeier              stanmar
 *
 * Invariant: it keeps what tells names apart within a family or a language: the first letter of a vowel
 * at the beginning and the vowel at the end (Elena and Alina, Mario and Maria, Michel and Michele), `i`
 * (Jamal and Jamil). Short words and those of one syllable have no such key: Zhang is not Zheng.
 *
 *     uint64_t key = lede_sound_hash(word);
 */
#ifndef LEDE_NAMES_SOUND_H
#define LEDE_NAMES_SOUND_H

#include "base/span.h"

/* A hash of how a word sounds, equal for spellings of one name; 0 for a word that has none. */
uint64_t lede_sound_hash(lede_text word);

#endif
