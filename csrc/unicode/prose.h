/* Runs of plain ASCII prose in UTF-8: what most of a text is, skipped sixteen bytes a step.
 *
 * Invariant: plain is printable ASCII but for ! " # $ % &, a space with a space or control behind it, and
 * one of . / > ? with anything else behind it.
 *
 *     size_t plain = lede_prose_prefix(text);
 */
#ifndef LEDE_UNICODE_PROSE_H
#define LEDE_UNICODE_PROSE_H

#include "base/span.h"

size_t lede_prose_prefix_long(lede_text text);

/* The number of plain bytes at the start of the text. The last one counts as followed by a space. Most often
 * there is none, in other scripts. */
static inline size_t
lede_prose_prefix(lede_text text)
{
    bool none = text.size == 0 || (unsigned char)text.bytes[0] >= 0x80;
    return none ? 0 : lede_prose_prefix_long(text);
}

#endif
