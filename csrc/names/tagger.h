/* The names in a text that no user's dictionary has: the rules' opinion, weighed by the trained model
 * where there is one.
 *
 * Invariant: mentions are sorted and disjoint, and never cross a sentence.
 *
 *     lede_tagger_find(&scene, taken, &mentions);
 */
#ifndef LEDE_NAMES_TAGGER_H
#define LEDE_NAMES_TAGGER_H

#include "base/vector.h"
#include "names/scene.h"

/* Appends mentions to a vector of lede_mention, none of them on tokens with taken[i] set. */
void lede_tagger_find(const lede_scene *scene, const bool *taken, lede_vector *mentions);

#endif
