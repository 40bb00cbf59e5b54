/* One name, one label: what the surest mention of a name is called, the others are called too.
 *
 * Invariant: only mentions of the tagger change, and only towards a surer mention of the same words.
 *
 *     lede_agreement_apply(&scene, &mentions);
 */
#ifndef LEDE_NAMES_AGREEMENT_H
#define LEDE_NAMES_AGREEMENT_H

#include "base/vector.h"
#include "names/scene.h"

/* Changes labels in a vector of lede_mention. */
void lede_agreement_apply(const lede_scene *scene, lede_vector *mentions);

#endif
