/* The first step of normalization: single characters and how they are written down.
 *
 * Invariant: afterwards there is no surrogate, control or reference left, however deeply they were
 * hidden in each other (`&am<soft hyphen>p;lt;`), and time is linear: a reference is recognized at
 * its semicolon by looking back over what was written, at most LEDE_HTML_LONGEST bytes.
 *
 *     lede_characters(&rewrite, options.steps, options.form);
 */
#ifndef LEDE_TEXT_CHARACTERS_H
#define LEDE_TEXT_CHARACTERS_H

#include "text/rewrite.h"
#include "unicode/forms.h"

void lede_characters(lede_rewrite *rewrite, uint32_t steps, lede_form form);

#endif
