/* Which steps of normalization may find work in a text, seen before it is even transcoded. Most news
 * needs none, and then neither a copy nor a map is made.
 *
 * Invariant: where none of the steps that are wanted has its bit set, none of them would change
 * anything. A bit that is set promises nothing, and then every wanted step must run, since what one
 * writes may be work for another.
 *
 *     uint32_t needs = lede_survey(units, count, LEDE_UCS2, LEDE_NFC);
 *     if ((needs & wanted) == 0) return the text as it is;
 */
#ifndef LEDE_TEXT_SURVEY_H
#define LEDE_TEXT_SURVEY_H

#include "text/offsets.h"
#include "unicode/forms.h"
#include "unicode/transcode.h"

#define LEDE_NEEDS_ALL UINT32_MAX

/* The union of the bits of lede_reason of all steps that may have something to do. */
uint32_t lede_survey(const void *units, size_t count, lede_unit unit, lede_form form);

#endif
