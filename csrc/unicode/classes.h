/* What kind of character a code point is: one table look-up.
 *
 * Invariant: the bits are those of tools/make_tables.py, in its order, for Unicode 15.0; a code
 * point that Unicode 15.0 does not know has none.
 *
 *     if (lede_class_of(point) & (LEDE_LETTER | LEDE_DIGIT)) …
 */
#ifndef LEDE_UNICODE_CLASSES_H
#define LEDE_UNICODE_CLASSES_H

#include <stdint.h>

typedef enum {
    LEDE_LETTER = 1 << 0,
    LEDE_UPPER = 1 << 1, /* title case too */
    LEDE_LOWER = 1 << 2,
    LEDE_DIGIT = 1 << 3, /* decimal digits of every script */
    LEDE_MARK = 1 << 4,  /* combining marks, ZWJ and ZWNJ */
    LEDE_SPACE = 1 << 5, /* as Python's str.isspace, line ends included */
    LEDE_PUNCT = 1 << 6,
    LEDE_SYMBOL = 1 << 7,
    LEDE_OPENER = 1 << 8, /* may open a quote or bracket; straight quotes do both */
    LEDE_CLOSER = 1 << 9,
    LEDE_QUOTE = 1 << 10,
    LEDE_DASH = 1 << 11,
    LEDE_TERMINAL = 1 << 12,  /* Sentence_Terminal of every script, and the ellipsis */
    LEDE_IGNORABLE = 1 << 13, /* invisible: soft hyphen, bidi controls and the like */
    LEDE_CONTROL = 1 << 14,   /* C0 and C1 that are no white space */
    LEDE_NOSPACE = 1 << 15,   /* letters of scripts that put no space between words */
} lede_class;

#define LEDE_WORD (LEDE_LETTER | LEDE_DIGIT | LEDE_MARK | LEDE_IGNORABLE)

/* The union of the bits of lede_class that hold for `point`; 0 above U+10FFFF. */
uint32_t lede_class_of(uint32_t point);

#endif
