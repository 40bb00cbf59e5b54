/* Folding: what two spellings of one name have in common.
 *
 * Invariant: folding works code point by code point and the fold of a text is the concatenation of
 * the folds of its code points. LEDE_FOLD_CASE is the full case folding of Unicode (CaseFolding.txt,
 * C and F). LEDE_FOLD_ACCENTS also takes away diacritics, soft hyphens and the like, spells letters
 * with a stroke plainly (ł as l, æ as ae) and makes typographic apostrophes straight. LEDE_FOLD_LOOSE
 * then takes away apostrophes, dashes and stops; of folds of texts it alone looks at what stands
 * before: a stop behind a digit stays.
 *
 *     uint64_t key = lede_fold_hash(word, LEDE_FOLD_ACCENTS);
 */
#ifndef LEDE_UNICODE_FOLD_H
#define LEDE_UNICODE_FOLD_H

#include "base/span.h"

typedef enum {
    LEDE_FOLD_NONE,
    LEDE_FOLD_CASE,
    LEDE_FOLD_ACCENTS,
    LEDE_FOLD_LOOSE,
    LEDE_FOLD_COUNT
} lede_fold;

#define LEDE_FOLD_MOST                                                                     \
    8 /* code points that one becomes; tools/make_tables.py keeps below it */

/* Writes the fold of one code point and returns how many code points it has, possibly none. */
size_t lede_fold_point(uint32_t out[LEDE_FOLD_MOST], uint32_t point, lede_fold fold);

/* A hash of the folded text: equal for texts whose folds are equal. Its UTF-8 is joined eight bytes at a
 * time, zeros behind its end. */
uint64_t lede_fold_hash(lede_text text, lede_fold fold);

/* The same for a part of a text, faster where eight bytes may be read from its start. */
uint64_t lede_fold_hash_part(lede_text text, lede_span part, lede_fold fold);

/* True when the folds of both texts are the same code points. */
bool lede_fold_equal(lede_text a, lede_text b, lede_fold fold);

/* True when the texts are the same but for the case of letters of ASCII: then their folds are equal but
 * for LEDE_FOLD_NONE, and whatever cuts one into words cuts the other alike. */
bool lede_fold_same_ascii(lede_text a, lede_text b);

#endif
