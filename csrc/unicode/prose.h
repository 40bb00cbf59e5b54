/* Runs of plain ASCII prose in arrays of code units: what most of a text is, skipped thirty-two bytes
 * a step.
 *
 * Invariant: a unit is plain when it is ASCII and printable, none of ! " # $ % &, no space with a space
 * or control behind it, and none of . / > ? with anything else behind it. lede_prose_prefix and
 * lede_prose_prefix_scalar agree on every input; the second is the definition, the first the one to
 * call.
 *
 *     size_t plain = lede_prose_prefix(units, count, LEDE_UCS2);
 */
#ifndef LEDE_UNICODE_PROSE_H
#define LEDE_UNICODE_PROSE_H

#include "unicode/transcode.h"

/* The number of plain units at the start of the array. The last unit counts as followed by a
 * letter. */
size_t lede_prose_prefix(const void *units, size_t count, lede_unit unit);
size_t lede_prose_prefix_scalar(const void *units, size_t count, lede_unit unit);

#endif
