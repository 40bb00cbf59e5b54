/* Names in capitals alone, as headlines and datelines write them, and how they read elsewhere.
 *
 *     PAULA O'BRIEN III    Paula O'Brien III
 *     MAE TAMRAN           Mae Tamran
 *
 * Invariant: a calm name has the words and marks of the shouted one, in their order.
 *
 *     if (lede_is_shouted(&scene, 4, 6)) {
 *         name = lede_calm_name(&scene, 4, 6);
 *     }
 */
#ifndef LEDE_NAMES_SHOUTED_H
#define LEDE_NAMES_SHOUTED_H

#include "names/scene.h"

/* True when none of the tokens [first, end) has a small letter. */
bool lede_is_shouted(const lede_scene *scene, size_t first, size_t end);

/* The name with capitals at the beginning of its words only, in the scene's arena. Numerals (III) and
 * initials (JK) stay as they are; a name shorter than five letters may be an acronym and stays too. */
lede_text lede_calm_name(const lede_scene *scene, size_t first, size_t end);

#endif
