/* The best labels for the active tokens of a text, and how sure each mention is.
 *
 * Every run of active tokens is looked at by itself first; then runs with a word that stands elsewhere too
 * are looked at again, beside what the same word was taken for there (tagger_votes.h).
 *
 * Invariant: mentions are disjoint, in order, and inside their sentences.
 *
 *     lede_tagger_decode(&view, model, &mentions);
 */
#ifndef LEDE_NAMES_TAGGER_DECODE_H
#define LEDE_NAMES_TAGGER_DECODE_H

#include "names/tagger_features.h"

/* The end of the run of active tokens of one sentence that begins at `first`, or `first`. */
size_t lede_tagger_segment_end(const lede_tagger_view *view, size_t first);

/* What the second look has to know of an active token. */
lede_tagger_ballot lede_tagger_ballot_of(const lede_tagger_view *view, size_t i,
                                         uint8_t tag);

/* Appends mentions with label and calibrated score to a vector of lede_mention, and notes each active token's
 * label in the view. */
void lede_tagger_decode(lede_tagger_view *view, const lede_tagger_model *model,
                        lede_vector *mentions);

#endif
