/* A small built-in dictionary and small word lists, so that the tests of names know all of both.
 *
 * Invariant: the caller frees both; a NULL lexicon part means that memory ran out.
 *
 *     lede_lexicon lexicon;
 *     status = small_lexicon_init(&lexicon);
 *     small_lexicon_release(&lexicon);
 */
#ifndef TESTS_UNIT_SUPPORT_NAMES_H
#define TESTS_UNIT_SUPPORT_NAMES_H

#include "names/scene.h"

LEDE_MUST_USE lede_status small_lexicon_init(lede_lexicon *lexicon);
void small_lexicon_release(lede_lexicon *lexicon);

/* Words of the lexicon and others, marks and line ends: pieces for random texts. */
extern const char *const NAME_PIECES[];
extern const size_t NAME_PIECE_COUNT;

#endif
