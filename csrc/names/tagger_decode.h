/* The best labels for the active tokens of a text, and how sure each mention is.
 *
 * Invariant: labels follow the scheme of tagger_model.h whatever the weights say, so mentions are
 * disjoint, in order, and inside their sentences.
 *
 *     lede_tagger_decode(&view, model, &mentions);
 */
#ifndef LEDE_NAMES_TAGGER_DECODE_H
#define LEDE_NAMES_TAGGER_DECODE_H

#include "names/tagger_features.h"

/* True when label `next` may stand behind label `last`. Before the first token and behind the last of a
 * segment stands LEDE_TAG_OUTSIDE. */
bool lede_tagger_may_follow(unsigned last, unsigned next);

/* The end of the run of active tokens of one sentence that begins at `first`, or `first`. */
size_t lede_tagger_segment_end(const lede_tagger_view *view, size_t first);

/* Appends mentions with label and calibrated score to a vector of lede_mention. */
void lede_tagger_decode(const lede_tagger_view *view, const lede_tagger_model *model,
                        lede_vector *mentions);

#endif
