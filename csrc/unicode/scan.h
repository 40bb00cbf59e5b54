/* Walking over text by classes of characters.
 *
 * Invariant: every function stops at the borders it was given; a position is always the start of a
 * character.
 *
 *     size_t next = lede_skip(text, at, LEDE_SPACE);
 */
#ifndef LEDE_UNICODE_SCAN_H
#define LEDE_UNICODE_SCAN_H

#include "base/span.h"
#include "unicode/classes.h"

/* The class bits of the character at `at` and its size; 0 and 0 at the end of the text. */
uint32_t lede_class_at(lede_text text, size_t at, size_t *size);

/* True when the character at `at` has one of the classes. */
bool lede_is_class(lede_text text, size_t at, uint32_t classes);

/* The first position from `at` on whose character has none of the classes. */
size_t lede_skip(lede_text text, size_t at, uint32_t classes);

/* The first position of the characters of the classes that end at `at`, not before `limit`. */
size_t lede_skip_back(lede_text text, size_t at, size_t limit, uint32_t classes);

#endif
