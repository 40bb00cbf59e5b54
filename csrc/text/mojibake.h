/* Mojibake: text that was UTF-8, was read in some other encoding, and can be read right again.
 *
 *     caf Ã ©       C3 A9 in windows-1252, and é in UTF-8
 *
 * A gate finds the places: a character that could start a sequence of UTF-8, and behind it one that
 * could go on with it, in the same encoding. Clean text seldom has such a pair. Only the line around
 * one is looked at closely: a run is decoded if it is strictly valid and the line less surprising
 * without it. Mojibake of mojibake is decoded level by level.
 *
 * Invariant: doing it twice changes nothing more. A line that does not settle within a fixed number
 * of levels stays as it is, so that time is linear.
 *
 *     lede_mojibake_repair(&rewrite);
 */
#ifndef LEDE_TEXT_MOJIBAKE_H
#define LEDE_TEXT_MOJIBAKE_H

#include "text/rewrite.h"

/* Repairs rewrite->text, which is well-formed UTF-8; each repaired character is an edit with
 * LEDE_REASON_MOJIBAKE. Failure stays in the arena of the rewrite. */
void lede_mojibake_repair(lede_rewrite *rewrite);

#define LEDE_MOJIBAKE_GATE                                                                 \
    8 /* characters that tell whether a place deserves a closer look */

/* True when a sequence that the gate has found would be decoded with profit in some encoding. `points`
 * are up to LEDE_MOJIBAKE_GATE: the character before it, unless it is the first of the text, and those
 * from its start on that lie on the same line. */
bool lede_mojibake_is_suspect(const uint32_t *points, size_t count, bool first);

#endif
