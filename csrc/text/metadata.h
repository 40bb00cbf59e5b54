/* Lines that tell of a text and are none of it: `date 2020-02-07`, `Published: 5 May 2021`, and the date
 * of an article below its headline, `Sunday, May 28, 2006`.
 *
 * Invariant: a bounded number of tokens is read.
 *
 *     size_t end = lede_metadata_end(text, start);
 */
#ifndef LEDE_TEXT_METADATA_H
#define LEDE_TEXT_METADATA_H

#include "base/span.h"

/* The end of a metadata line that begins at `start`, or `start`: a field with a date, an ISO date alone, or a
 * date with its weekday. What follows on the line must not go on with it: no small letter, no mark. */
size_t lede_metadata_end(lede_text text, size_t start);

/* Where the date with its weekday begins that ends a headline at `end`, not before `start`; `end` where there
 * is none, or a word before it shows that it is a part of a sentence: `on Sunday, May 28, 2006`. */
size_t lede_metadata_date_before(lede_text text, size_t start, size_t end);

#endif
