/* Where a dictionary knows better than the model, which learned from older text and from few places with
 * each name.
 *
 *     the model   [Antigua] and [Barbuda]     [Osaka and Kobe]       [Luxembourger]PERSON
 *     it becomes  [Antigua and Barbuda]       [Osaka] and [Kobe]     [Luxembourger]NORP
 *
 * Invariant: what goes in and comes out is sorted and disjoint.
 *
 *     lede_tagger_overrule(&view, &found, &opinions, &agreed);
 */
#ifndef LEDE_NAMES_TAGGER_KNOWN_H
#define LEDE_NAMES_TAGGER_KNOWN_H

#include "names/tagger_view.h"

/* True for a known name that is one wherever the model finds nothing. */
bool lede_tagger_is_known_apart(const lede_tagger_view *view, const lede_mention *opinion);

/* Appends to `out` what the model found, but known names where it is wrong about them. All are vectors of
 * lede_mention; `opinions` are the rules'. */
void lede_tagger_overrule(const lede_tagger_view *view, const lede_vector *found,
                          const lede_vector *opinions, lede_vector *out);

#endif
