/* The model of sentences that comes with the package.
 *
 * Invariant: the caller frees it; tests run in the root of the repository.
 *
 *     lede_sentence_model *model;
 *     status = open_sentence_model(&model, "en");
 */
#ifndef TESTS_UNIT_SUPPORT_SENTENCES_H
#define TESTS_UNIT_SUPPORT_SENTENCES_H

#include "text/sentence_model.h"

LEDE_MUST_USE lede_status open_sentence_model(lede_sentence_model **out, const char *code);

#endif
