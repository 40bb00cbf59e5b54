/* Runs of plain ASCII prose in arrays of code units: what most of a text is, skipped sixty-four units a
 * step.
 *
 * Invariant: plain is what is no suspect (unicode/suspects.h): printable ASCII but for ! " # $ % &, a space
 * with a space or control behind it, and one of . / > ? with anything else behind it.
 *
 *     size_t plain = lede_prose_prefix(text.bytes, text.size, LEDE_UCS1);
 */
#ifndef LEDE_UNICODE_PROSE_H
#define LEDE_UNICODE_PROSE_H

#include "unicode/transcode.h"

/* The number of plain units at the start of the array. The last unit counts as followed by a space. */
size_t lede_prose_prefix(const void *units, size_t count, lede_unit unit);

#endif
