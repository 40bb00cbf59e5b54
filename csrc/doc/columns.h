/* From what the passes found in the clean text to columns in the caller's.
 *
 * Invariant: see doc/article.h. Nothing here decides what is a sentence or a name.
 *
 *     lede_columns_sentences(article, &spans, &scratch);
 */
#ifndef LEDE_DOC_COLUMNS_H
#define LEDE_DOC_COLUMNS_H

#include "doc/article.h"

/* Fills article->sentences from a vector of lede_span. Characters that cleaning took out between two
 * sentences go to the first of them, so that nothing visible lies outside. */
void lede_columns_sentences(lede_article *article, const lede_vector *spans,
                            lede_arena *scratch);

/* Fills article->entities from a vector of lede_mention. */
void lede_columns_entities(lede_article *article, const lede_reader *reader,
                           const lede_scene *scene, const lede_vector *mentions,
                           lede_arena *scratch);

/* Fills article->names from the entities, and their rows. A demonym lists under its country; apart
 * from that, names of different labels are different names. */
void lede_columns_names(lede_article *article, lede_arena *scratch);

#endif
