/* What stands next to what in real text.
 *
 * Invariant: the kinds are those of tools/make_mojibake.py, in its order. Letters lie between
 * LEDE_KIND_LOWER and LEDE_KIND_OTHER.
 *
 *     lede_surprise(lede_kind_of('r'), lede_kind_of(0xC3))   2: a capital amid a word
 */
#ifndef LEDE_UNICODE_KINDS_H
#define LEDE_UNICODE_KINDS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    LEDE_KIND_NONE, /* unassigned, private use, C0 controls */
    LEDE_KIND_SPACE,
    LEDE_KIND_NBSP,
    LEDE_KIND_PUNCT, /* of ASCII */
    LEDE_KIND_DIGIT,
    LEDE_KIND_LOWER, /* of ASCII */
    LEDE_KIND_UPPER,
    LEDE_KIND_ACCENT_LOWER, /* Latin beyond ASCII */
    LEDE_KIND_ACCENT_UPPER,
    LEDE_KIND_LIGATURE, /* œ and Ÿ, seldom behind an accented letter */
    LEDE_KIND_GREEK_LOWER,
    LEDE_KIND_GREEK_UPPER,
    LEDE_KIND_CYRILLIC_LOWER,
    LEDE_KIND_CYRILLIC_UPPER,
    LEDE_KIND_HEBREW,
    LEDE_KIND_ARABIC,
    LEDE_KIND_INDIC, /* and Thai, Lao, Khmer, Burmese, Tibetan */
    LEDE_KIND_EAST,  /* Chinese, Japanese, Korean and their punctuation */
    LEDE_KIND_OTHER, /* Armenian, Georgian, Ethiopic */
    LEDE_KIND_OPEN,
    LEDE_KIND_CLOSE,
    LEDE_KIND_APOSTROPHE,
    LEDE_KIND_NEUTRAL, /* dashes, ellipsis, invisible characters */
    LEDE_KIND_TRADE,
    LEDE_KIND_DEGREE,
    LEDE_KIND_CURRENCY,
    LEDE_KIND_SUPERSCRIPT,
    LEDE_KIND_FRACTION,
    LEDE_KIND_NOTE, /* marks of footnotes and lists */
    LEDE_KIND_SYMBOL,
    LEDE_KIND_MATH,
    LEDE_KIND_DIACRITIC, /* that stands alone */
    LEDE_KIND_COMBINING,
    LEDE_KIND_SOFT, /* the soft hyphen */
    LEDE_KIND_BOX,
    LEDE_KIND_PICTURE,
    LEDE_KIND_C1,
    LEDE_KIND_LOST, /* U+FFFD */
    LEDE_KIND_RARE, /* phonetic, historic and little used letters */
    LEDE_KINDS
} lede_kind;

lede_kind lede_kind_of(uint32_t point);

/* 0, 1 or 2: how much it surprises to see `after` follow `before` in text that is not damaged. */
int lede_surprise(lede_kind before, lede_kind after);

static inline bool
lede_kind_is_letter(lede_kind kind)
{
    return kind >= LEDE_KIND_LOWER && kind <= LEDE_KIND_OTHER;
}

/* Greek, Cyrillic and so on as their first kind; LEDE_KIND_NONE for Latin and what is no letter. */
lede_kind lede_kind_script(lede_kind kind);

#endif
