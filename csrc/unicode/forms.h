/* The four normalization forms of UAX #15, segment by segment.
 *
 * Invariant: a text is cut before code points that no form changes or joins to the one before; only
 * segments that need it are rewritten, so clean text costs a table look-up a character and time is
 * linear whatever the text. utf8proc gives decompositions, combining classes and compositions;
 * code points newer than the tables are always asked of it.
 *
 *     size_t at = 0;
 *     while (lede_form_next(&at, text, LEDE_NFC, &segment)) { … rewrite text[segment] … }
 */
#ifndef LEDE_UNICODE_FORMS_H
#define LEDE_UNICODE_FORMS_H

#include "base/span.h"
#include "base/vector.h"
#include "unicode/transcode.h"

typedef enum { LEDE_NFC, LEDE_NFD, LEDE_NFKC, LEDE_NFKD } lede_form;

/* True for a character that no step of normalization in this form may change, whatever stands around
 * it, but for mojibake: letters and punctuation of most scripts. */
bool lede_form_is_calm(uint32_t point, lede_form form);

/* True for a character that the form neither changes nor joins to the one before. `mark` tells whether
 * it is a combining mark: a mark behind a mark may stand in the wrong order, so ask of the whole. */
bool lede_form_is_settled(uint32_t point, lede_form form, bool *mark);

/* True for a character that the form neither changes nor joins to the one before, nor orders: a text may
 * be cut before it. */
bool lede_form_starts(uint32_t point, lede_form form);

/* What NFC makes of a letter that starts and one combining mark behind it; 0 when they stay two. */
uint32_t lede_form_composite(uint32_t letter, uint32_t mark);

/* Finds the next segment from *at on that is not surely in the form, and moves *at behind it. False
 * when the rest of the text needs nothing. */
bool lede_form_next(size_t *at, lede_text text, lede_form form, lede_span *segment);

/* Appends the form of one segment to `out`, a vector of bytes. `scratch`, a vector of int32_t, is
 * used over again from call to call. */
void lede_form_write(lede_vector *out, lede_vector *scratch, lede_text segment,
                     lede_form form);

/* The version of Unicode of the linked utf8proc, like "15.0.0", and its own version. */
const char *lede_form_unicode_version(void);
const char *lede_form_library_version(void);

#endif
