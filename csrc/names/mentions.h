/* All layers together: which mentions an article has.
 *
 * Invariant: users' dictionaries come first and win every overlap, in the order they were given;
 * between them the longest match does. The rest of the text is left to the tagger.
 *
 *     lede_mentions_find(&scene, dictionaries, count, LEDE_LAYER_TAGGER, &mentions);
 */
#ifndef LEDE_NAMES_MENTIONS_H
#define LEDE_NAMES_MENTIONS_H

#include "base/vector.h"
#include "names/scene.h"

/* A user's dictionary with the numbers that its labels have here. */
typedef struct {
    const lede_gazetteer *gazetteer;
    const uint32_t *labels; /* one for each of its labels */
    size_t label_count;
    uint32_t no_label; /* for entries without one */
} lede_dictionary;

/* Which layers may find something. The built-in names are switched off in the lexicon. */
typedef enum {
    LEDE_LAYER_TAGGER = 1 << 0,
    LEDE_LAYER_ALIAS = 1 << 1,
} lede_layer;

/* Appends the mentions, sorted and disjoint, each with its name, to a vector of lede_mention. */
void lede_mentions_find(const lede_scene *scene, const lede_dictionary *dictionaries,
                        size_t count, uint32_t layers, lede_vector *mentions);

#endif
