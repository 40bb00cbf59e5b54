/* Names that no list can know, found by their shape and by the words around them, together with those
 * that the built-in dictionary knows. A first tagger made of rules; a trained one will take its place
 * behind the same function.
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
