/* Which steps of normalization may find work in a text, seen before it is even transcoded. Most news
 * needs none, and then neither a copy nor a map is made.
 *
 * Invariant: where the survey returns 0, none of the steps would change anything; it returns the form
 * alone only where no other step would change anything before the form does. More it does not promise:
 * it stops at the first need, and then every step must run, since what one writes may be work for
 * another.
 *
 *     if (lede_survey(units, count, LEDE_UCS2, options) == 0) return the text as it is;
 */
#ifndef LEDE_TEXT_SURVEY_H
#define LEDE_TEXT_SURVEY_H

#include "text/normalize.h"
#include "unicode/transcode.h"

#define LEDE_NEEDS_ALL UINT32_MAX

/* Bits of lede_reason of options.steps that may have something to do; those of LEDE_STEPS_OPTIONAL always
 * may, since to see whether they do is to do it. LEDE_NEEDS_ALL where mojibake may be: all others come after
 * it. */
uint32_t lede_survey(const void *units, size_t count, lede_unit unit,
                     lede_normalize_options options);

#endif
