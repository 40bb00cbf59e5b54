/* Names with a nickname in quotes: Paula “Polly” Winterfold is one name, not two.
 *
 * Invariant: mentions of users' dictionaries stay as they are; mentions stay sorted and disjoint.
 *
 *     lede_nicknames_apply(&scene, &mentions);
 */
#ifndef LEDE_NAMES_NICKNAMES_H
#define LEDE_NAMES_NICKNAMES_H

#include "base/vector.h"
#include "names/scene.h"

/* Joins what stands on both sides of a nickname, in a vector of lede_mention. */
void lede_nicknames_apply(const lede_scene *scene, lede_vector *mentions);

#endif
