/* Places at the beginning of a report: `MAE SOT, Thailand (AP) – Rain fell.` Whatever the word, in that
 * place it names where the report was written.
 *
 * Invariant: only mentions of the tagger change, and only inside of a dateline; mentions stay sorted and
 * disjoint.
 *
 *     lede_datelines_apply(&scene, &mentions);
 */
#ifndef LEDE_NAMES_DATELINES_H
#define LEDE_NAMES_DATELINES_H

#include "base/vector.h"
#include "names/scene.h"

/* Adds the places of datelines to a vector of lede_mention. */
void lede_datelines_apply(const lede_scene *scene, lede_vector *mentions);

#endif
