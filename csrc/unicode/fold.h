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

#include <stdbool.h>

#include "base/hash.h"
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

/* The same for a part of a text. */
uint64_t lede_fold_hash_slowly(lede_text text, lede_span part, lede_fold fold);

/* Eight bytes of ASCII with their capitals small: a byte's high bit tells that it is one. */
static inline uint64_t
lede_fold_ascii(uint64_t bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t from_a = bytes + each * (0x80 - 'A'),
             behind_z = bytes + each * (0x80 - 'Z' - 1);
    return bytes | ((from_a & ~behind_z & each * 0x80) >> 2);
}

/* The same for one byte; others than capitals of ASCII stay as they are. */
static inline char
lede_small_letter(char byte)
{
    return (char)(byte | ((unsigned char)(byte - 'A') < 26) << 5);
}

/* The first `size` of eight bytes, or all of them, and zeros behind. */
static inline uint64_t
lede_first_bytes(uint64_t bytes, size_t size)
{
    static const uint64_t KEPT[] = {
        0,
        UINT64_MAX >> 56,
        UINT64_MAX >> 48,
        UINT64_MAX >> 40,
        UINT64_MAX >> 32,
        UINT64_MAX >> 24,
        UINT64_MAX >> 16,
        UINT64_MAX >> 8,
        UINT64_MAX,
    };
    return bytes & KEPT[size < 8 ? size : 8];
}

/* The same, at once for words of ASCII up to sixteen bytes, without a branch on their length: it is hard
 * to foretell. In all folds but LEDE_FOLD_LOOSE letters of ASCII fold one by one; with `exact` they are taken
 * as they are: the text has no capitals of ASCII, or they count. */
static inline uint64_t
lede_fold_hash_word(lede_text text, lede_span part, lede_fold fold, bool exact)
{
    size_t size = part.end - part.start, behind = size > 8 ? size - 8 : 0;
    if (behind > 8 || text.size - part.start < 16 || fold == LEDE_FOLD_LOOSE) {
        return lede_fold_hash_slowly(text, part, fold);
    }
    const char *bytes = text.bytes + part.start;
    uint64_t first = lede_first_bytes(lede_hash_load(bytes), size);
    uint64_t second = lede_first_bytes(lede_hash_load(bytes + 8), behind);
    if (((first | second) & UINT64_C(0x8080808080808080)) != 0) {
        return lede_fold_hash_slowly(text, part, fold);
    }
    uint64_t one = lede_hash_join(LEDE_HASH_EMPTY, exact ? first : lede_fold_ascii(first));
    uint64_t two = lede_hash_join(one, exact ? second : lede_fold_ascii(second));
    return behind > 0 ? two : one;
}

static inline uint64_t
lede_fold_hash_part(lede_text text, lede_span part, lede_fold fold)
{
    return lede_fold_hash_word(text, part, fold, fold == LEDE_FOLD_NONE);
}

/* True when the folds of both texts are the same code points. */
bool lede_fold_equal(lede_text a, lede_text b, lede_fold fold);

/* True when the texts are the same but for the case of letters of ASCII: then their folds are equal but
 * for LEDE_FOLD_NONE, and whatever cuts one into words cuts the other alike. */
bool lede_fold_same_ascii(lede_text a, lede_text b);

#endif
