/* HTML character references (WHATWG, "Named character references" and "Numeric character reference
 * end state").
 *
 * Invariant: lede_html_decode takes what ends in a semicolon. The 106 names that browsers read without
 * one too, lede_html_decode_legacy takes where they cannot be a part of a URL or of a longer word: the
 * rules of HTML would make `?a=1&copy=2` and `&notify` something else.
 *
 *     size_t count = lede_html_decode(points, (lede_text){"&eacute;", 8});
 */
#ifndef LEDE_UNICODE_HTML_H
#define LEDE_UNICODE_HTML_H

#include "base/span.h"

#define LEDE_HTML_LONGEST 34 /* bytes from & to ;, the longest name being 31 */

/* Decodes a whole reference from its ampersand to its semicolon into one or two code points and
 * returns how many; 0 when it is none. */
size_t lede_html_decode(uint32_t points[2], lede_text reference);

/* Decodes the legacy reference that `text` ends with, given the code point that follows it (0 at the end
 * of everything), into one code point. Returns the bytes of the reference, its ampersand with them; 0
 * when there is none or its place does not allow it. Looks back over a bounded stretch only. */
size_t lede_html_decode_legacy(uint32_t *point, lede_text text, uint32_t next);

#endif
