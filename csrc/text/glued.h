/* A space where two sentences were glued together: `said.He left` to `said. He left`.
 *
 * Invariant: doing it twice changes nothing more; a space is put in, nothing is taken out. Links stay as
 * they are, and so do names with a stop inside, however they end: file names, programs, initials.
 *
 *     lede_glued_repair(&rewrite);
 */
#ifndef LEDE_TEXT_GLUED_H
#define LEDE_TEXT_GLUED_H

#include "text/rewrite.h"

/* Quotes and brackets between two sentences: no text has more, a hostile one would. */
#define LEDE_GLUED_BETWEEN 4

void lede_glued_repair(lede_rewrite *rewrite);

#endif
