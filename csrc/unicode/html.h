/* HTML character references (WHATWG, "Named character references" and "Numeric character reference
 * end state").
 *
 * Invariant: what is decoded here ends in a semicolon; the legacy names without one are not, since
 * in plain text they are more often part of a URL.
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

#endif
