/* From the text as it was scraped to clean text, with the way back.
 *
 * The steps run in one order, and each is a set of edits that the map composes:
 *   mojibake    UTF-8 that was read as something else
 *   characters  surrogates, C1 and other controls, references, widths and ligatures, in one step because
 *               each can bring forth what the others look for
 *   form        NFC or another form of UAX #15
 *   spaces      line ends, and white space of every kind and length
 *   wrapped     lines of one width are joined (optional)
 *   repeated    marks that stand twice (optional)
 *   misplaced   a closing quote that stands on the wrong side of a space
 *   typography  the shape of quotes, dashes and ellipses (optional)
 *   glued       a missing space between two sentences
 *
 * Invariant: doing it twice changes nothing more (but for damage hidden in damage more than eight times),
 * the result is well-formed UTF-8, and its map covers every difference. A text that needs nothing comes
 * back as it is, with an empty map.
 *
 *     lede_normalized clean;
 *     status = lede_normalize(&clean, raw, options, &arena);
 */
#ifndef LEDE_TEXT_NORMALIZE_H
#define LEDE_TEXT_NORMALIZE_H

#include "base/arena.h"
#include "text/offsets.h"
#include "text/typography.h"
#include "unicode/forms.h"

typedef struct {
    uint32_t steps; /* bits of lede_reason */
    lede_form form;
    lede_shapes shapes; /* for LEDE_REASON_TYPOGRAPHY */
} lede_normalize_options;

/* Without the bits of surrogates and form lone surrogates and the form stay as they are. */
#define LEDE_STEPS_FORM (LEDE_REASON_SURROGATES | LEDE_REASON_FORM)
#define LEDE_STEPS_SAFE                                                                    \
    (LEDE_STEPS_FORM | LEDE_REASON_C1 | LEDE_REASON_CONTROLS | LEDE_REASON_LINES |         \
     LEDE_REASON_LIGATURES)
#define LEDE_STEPS_NEWS                                                                    \
    (LEDE_STEPS_SAFE | LEDE_REASON_MOJIBAKE | LEDE_REASON_ENTITIES | LEDE_REASON_SPACES |  \
     LEDE_REASON_WIDTH | LEDE_REASON_QUOTES | LEDE_REASON_GLUED)

/* Those that are done only when asked for. */
#define LEDE_STEPS_OPTIONAL                                                                \
    (LEDE_REASON_TYPOGRAPHY | LEDE_REASON_WRAPPED | LEDE_REASON_REPEATED)

typedef struct {
    lede_text text; /* the given text itself when the map is empty, else in the arena */
    lede_map map;
} lede_normalized;

/* `raw` is UTF-8 in which lone surrogates may stand. A byte of it becomes at most 3 (NFC, NFD) or 11
 * (NFKC, NFKD); LEDE_TOO_LARGE for a text that could so grow past LEDE_TEXT_MAX. */
LEDE_MUST_USE lede_status lede_normalize(lede_normalized *out, lede_text raw,
                                         lede_normalize_options options, lede_arena *arena);

/* The same, sooner, when lede_survey has told what the text needs. */
LEDE_MUST_USE lede_status lede_normalize_needy(lede_normalized *out, lede_text raw,
                                               uint32_t needs,
                                               lede_normalize_options options,
                                               lede_arena *arena);

#endif
