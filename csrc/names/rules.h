/* Names found by rules: by their shape, by the words around them and by the built-in dictionary. Where
 * a trained model is at hand it takes this as one opinion among others (tagger.h).
 *
 * Invariant: mentions are sorted and disjoint, and never cross a sentence.
 *
 *     lede_rules_find(&scene, taken, &mentions);
 */
#ifndef LEDE_NAMES_RULES_H
#define LEDE_NAMES_RULES_H

#include "base/vector.h"
#include "names/scene.h"

/* Appends mentions to a vector of lede_mention, none of them on tokens with taken[i] set. */
void lede_rules_find(const lede_scene *scene, const bool *taken, lede_vector *mentions);

#endif
