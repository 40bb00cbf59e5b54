/* Paragraphs that were broken into lines of one width are one line again.
 *
 *     The bridge was shut after the stor-       The bridge was shut after the storm on
 *     m on Sunday night, and nobody knows       Sunday night, and nobody knows when it …
 *     when it will open.
 *
 * A paragraph counts as broken when no first word of a line would have fitted on the line before. A hyphen
 * at a line end goes when the rest of the text spells the word without it.
 *
 * Invariant: doing it twice changes nothing more; a paragraph is joined whole or not at all. Line ends are
 * line feeds. Soft hyphens at line ends are for text/characters.h.
 *
 *     lede_wrapped_join(&rewrite);
 */
#ifndef LEDE_TEXT_WRAPPED_H
#define LEDE_TEXT_WRAPPED_H

#include "text/rewrite.h"

void lede_wrapped_join(lede_rewrite *rewrite);

#endif
