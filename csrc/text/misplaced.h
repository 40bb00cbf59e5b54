/* A closing quote that stands on the wrong side of a space: `Iran, ”said` to `Iran,” said`.
 *
 * Invariant: doing it twice changes nothing more; a quote trades places with one space, or a space before
 * it goes.
 *
 *     lede_misplaced_repair(&rewrite);
 */
#ifndef LEDE_TEXT_MISPLACED_H
#define LEDE_TEXT_MISPLACED_H

#include "text/rewrite.h"

void lede_misplaced_repair(lede_rewrite *rewrite);

#endif
