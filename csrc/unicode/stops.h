/* Where a splitter of sentences has to look: marks, quotes, brackets and line ends, found thirty-two
 * bytes a step.
 *
 * Invariant: lede_stop_find and lede_stop_find_scalar agree on every text; the second is the
 * definition, the first the one to call. Letters of Latin, Greek and Cyrillic are passed over; bytes
 * that may begin a mark of some other script are not.
 *
 *     for (size_t at = 0; (at = lede_stop_find(text, at)) < text.size;) …
 */
#ifndef LEDE_UNICODE_STOPS_H
#define LEDE_UNICODE_STOPS_H

#include "base/span.h"

/* The first position from `at` on that holds one of . ! ? : ; " ( ) [ ] { } and the line feed, or a byte that may
 * begin another mark, quote or bracket; text.size when there is none. */
size_t lede_stop_find(lede_text text, size_t at);
size_t lede_stop_find_scalar(lede_text text, size_t at);

#endif
