/* From what the tagger sees around a token to numbered features: one list of templates for training
 * and for use.
 *
 * Invariant: at most LEDE_TAGGER_FEATURES of them; they depend on the view alone. Changing any of
 * them means LEDE_TAGGER_VERSION + 1 and a new training.
 *
 *     uint32_t features[LEDE_TAGGER_FEATURES];
 *     size_t count = lede_tagger_features(features, &view, i);
 */
#ifndef LEDE_NAMES_TAGGER_FEATURES_H
#define LEDE_NAMES_TAGGER_FEATURES_H

#include "names/tagger_view.h"

enum { LEDE_TAGGER_FEATURES = 320 };

/* Writes the features of token i and returns how many there are. */
size_t lede_tagger_features(uint32_t features[LEDE_TAGGER_FEATURES],
                            const lede_tagger_view *view, size_t i);

#endif
