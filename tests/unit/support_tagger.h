/* Taggers made of random numbers: they find nonsense, but all that code can do with a model happens.
 *
 * Invariant: the bytes depend on the seed alone. The caller frees them.
 *
 *     lede_text file = random_model(7);
 *     use_model(file.bytes, file.size, &lexicon, text);
 *     free((void *)(uintptr_t)file.bytes);
 */
#ifndef TESTS_UNIT_SUPPORT_TAGGER_H
#define TESTS_UNIT_SUPPORT_TAGGER_H

#include "names/scene.h"

/* A model file with 2^8 rows, a few words and a few phrases. */
lede_text random_model(uint64_t seed);

/* A model of a copy of the bytes. */
lede_status load_model(lede_tagger_model **out, lede_text bytes, lede_error *error);

/* Opens the bytes as a model and, if that works, finds mentions with it and checks that they are sorted,
 * disjoint, scored from 0 to 1 and inside their sentences. Returns whether it opened. */
bool use_model(const char *bytes, size_t size, const lede_lexicon *lexicon, lede_text text);

#endif
