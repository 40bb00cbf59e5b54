/* White space: line ends of one kind, and runs of one length.
 *
 * Invariant: doing it twice changes nothing more; no line end is lost but at the borders and behind the
 * second of a run.
 *
 *     lede_spaces_repair(&rewrite, LEDE_REASON_LINES | LEDE_REASON_SPACES);
 */
#ifndef LEDE_TEXT_SPACES_H
#define LEDE_TEXT_SPACES_H

#include "text/rewrite.h"

/* True for the characters that end a line (Unicode 15.0, 5.8: CR, LF, VT, FF, NEL, LS, PS), and the
 * separators of ASCII, as Python's str.splitlines has it. */
bool lede_ends_line(uint32_t point);

/* `steps` are bits of lede_reason, of which two count. LEDE_REASON_LINES makes every line end a line feed,
 * CR LF one and PS, which ends a paragraph, two. LEDE_REASON_SPACES does that too and makes white space a
 * space, a line feed or a blank line, and nothing at the borders of the text. */
void lede_spaces_repair(lede_rewrite *rewrite, uint32_t steps);

#endif
