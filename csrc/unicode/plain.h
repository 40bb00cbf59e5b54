/* Characters that stand for plainer ones, because a decoder or a typesetter put them there.
 *
 * Invariant: what they stand for is never such a character itself.
 *
 *     uint32_t quote = lede_plain_c1(0x93);   U+201C
 */
#ifndef LEDE_UNICODE_PLAIN_H
#define LEDE_UNICODE_PLAIN_H

#include "base/span.h"

/* What a C1 control is if its byte is read as windows-1252, which is what nearly all writers of it meant
 * (WHATWG has it so for references and for pages that say latin-1). 0 for the five that windows-1252 has
 * nothing for, and for all that is no C1 control. */
uint32_t lede_plain_c1(uint32_t point);

/* The usual form of a full- or half-width one (UnicodeData.txt, <wide> and <narrow>); 0 for others, and
 * for the full-width marks that set off clauses: those are at home in Chinese and Japanese. Half-width
 * voicing marks become the combining ones. */
uint32_t lede_plain_width(uint32_t point);

/* The letters of a Latin ligature, U+FB00 to U+FB06; empty for all others. */
lede_text lede_plain_ligature(uint32_t point);

#endif
