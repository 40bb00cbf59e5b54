/* Which mentions of one article name the same: surnames and given names after full ones, with and without
 * their particles, acronyms after the names they stand for, organizations without their legal form or by
 * their first word. Forms that nobody had found become mentions too.
 *
 * Invariant: mentions stay sorted and disjoint; every mention leaves with a name. A short form that fits
 * several goes to the one named in full last, or else first, and is marked as ambiguous.
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
