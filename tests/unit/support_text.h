/* Texts made of pieces that rules of the text layer look for, whole and cut in two.
 *
 * Invariant: pieces are well-formed UTF-8 but for lone surrogates.
 *
 *     lede_text text = random_text(&buffer, &random, 10);
 */
#ifndef TESTS_UNIT_SUPPORT_TEXT_H
#define TESTS_UNIT_SUPPORT_TEXT_H

#include "support.h"

/* `count` pieces at random. */
lede_text random_text(text_buffer *buffer, random_source *random, size_t count);

#endif
