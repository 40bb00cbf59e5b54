/* The other name that a text gives right beside a name.
 *
 *     the Western Grid Authority (WGA)        WGA (the Western Grid Authority)
 *     the Western Grid Authority, or WGA,     the Western Grid Authority, known by its initials WGA
 *     Willem Tamran, also known as Abu Polly,
 *
 * Invariant: it is looked for in the sentence of the name alone, and a bounded number of words away.
 *
 *     lede_other_name also = lede_find_other_name(&scene, &mention);
 *     if (also.first < also.end) …
 */
#ifndef LEDE_NAMES_OTHER_NAMES_H
#define LEDE_NAMES_OTHER_NAMES_H

#include "names/scene.h"

typedef struct {
    size_t first, end; /* tokens; none when they are the same */
    bool said;         /* `known as`; else it stands there as capitals alone */
} lede_other_name;

lede_other_name lede_find_other_name(const lede_scene *scene, const lede_mention *mention);

#endif
