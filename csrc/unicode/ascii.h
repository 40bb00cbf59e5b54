/* How much of a text is plain ASCII: sixteen bytes a step.
 *
 * Invariant: lede_ascii_prefix and lede_ascii_prefix_scalar agree on every text; the second is the
 * definition, the first the one to call.
 *
 *     size_t plain = lede_ascii_prefix(text);
 */
#ifndef LEDE_UNICODE_ASCII_H
#define LEDE_UNICODE_ASCII_H

#include "base/span.h"

size_t lede_ascii_prefix_scalar(lede_text text);
size_t lede_ascii_prefix_long(lede_text text);

/* The number of bytes below 0x80 at the start of the text. Most often there is none, in other scripts. */
static inline size_t
lede_ascii_prefix(lede_text text)
{
    bool none = text.size == 0 || (unsigned char)text.bytes[0] >= 0x80;
    return none ? 0 : lede_ascii_prefix_long(text);
}

#endif
