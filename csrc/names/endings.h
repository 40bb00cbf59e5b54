/* What belongs to the end of a person's name, and what does not.
 *
 *     [Martin Luther King] Jr.        [Martin Luther King Jr]
 *     [Pius] [XII]                    [Pius XII]
 *     [Ban Ki]-moon                   [Ban Ki-moon]
 *     [Sato-san]                      [Sato]-san
 *
 * Invariant: mentions of users' dictionaries stay as they are.
 *
 *     lede_endings_apply(&scene, &mentions);
 */
#ifndef LEDE_NAMES_ENDINGS_H
#define LEDE_NAMES_ENDINGS_H

#include "base/vector.h"
#include "names/scene.h"

/* Changes a vector of lede_mention, sorted and disjoint, in place. */
void lede_endings_apply(const lede_scene *scene, lede_vector *mentions);

#endif
