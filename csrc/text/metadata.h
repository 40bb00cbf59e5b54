/* Lines that tell of a text and are none of it: `date 2020-02-07`, `Published: 5 May 2021`.
 *
 * Invariant: a bounded number of tokens is read.
 *
 *     size_t end = lede_metadata_end(text, start);
 */
#ifndef LEDE_TEXT_METADATA_H
#define LEDE_TEXT_METADATA_H

#include "base/span.h"

/* The end of a metadata line that begins at `start`, or `start`: a field with a date, or an ISO date
 * alone. What follows on the line must not go on in small letters. */
size_t lede_metadata_end(lede_text text, size_t start);

#endif
