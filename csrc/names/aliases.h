/* Which mentions of one article name the same: surnames after full names, with and without their
 * particles, and acronyms after the names they stand for.
 *
 * Invariant: mentions stay sorted and disjoint; every mention leaves with a name. A surname belongs
 * to the person of that surname who was named in full last, or else first.
 *
 *     lede_aliases_find(&scene, &mentions, &resolved);
 */
#ifndef LEDE_NAMES_ALIASES_H
#define LEDE_NAMES_ALIASES_H

#include "base/vector.h"
#include "names/scene.h"

/* Appends `found` together with the short forms that nobody had found to `resolved`. Both are vectors
 * of lede_mention. */
void lede_aliases_find(const lede_scene *scene, const lede_vector *found,
                       lede_vector *resolved);

#endif
