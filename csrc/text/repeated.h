/* Marks that were typed more often than prose has them: `What??!!` to `What?!`.
 *
 * Invariant: doing it twice changes nothing more; a mark goes only where the same one stays. Links stay as
 * they are, and so do dots of an ellipsis, of paths and of ranges.
 *
 *     lede_repeated_repair(&rewrite);
 */
#ifndef LEDE_TEXT_REPEATED_H
#define LEDE_TEXT_REPEATED_H

#include "text/rewrite.h"

void lede_repeated_repair(lede_rewrite *rewrite);

#endif
