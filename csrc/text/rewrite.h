/* One step over a text: what it leaves alone is copied in runs, what it changes is recorded.
 *
 * Invariant: a step without changes returns the very text it was given.
 *
 *     lede_rewrite rewrite;
 *     lede_rewrite_init(&rewrite, text, arena);
 *     lede_rewrite_replace(&rewrite, 4, 6, (lede_text){" ", 1}, LEDE_REASON_SPACES);
 *     lede_text after = lede_rewrite_finish(&rewrite);
 */
#ifndef LEDE_TEXT_REWRITE_H
#define LEDE_TEXT_REWRITE_H

#include "text/offsets.h"
#include "unicode/forms.h"

typedef struct {
    lede_text text;
    size_t copied; /* bytes of `text` that are already in `out` or replaced */
    lede_vector out;
    lede_edits edits;
} lede_rewrite;

void lede_rewrite_init(lede_rewrite *rewrite, lede_text text, lede_arena *arena);

/* Copies the text up to `at`, unchanged, to the output. */
void lede_rewrite_copy_to(lede_rewrite *rewrite, size_t at);

/* Puts `with` in place of text[start, end); `start` is not before the end of the last change. */
void lede_rewrite_replace(lede_rewrite *rewrite, size_t start, size_t end, lede_text with,
                          uint32_t reason);

/* Replaces every segment that is not in a normalization form. */
void lede_rewrite_form(lede_rewrite *rewrite, lede_form form, uint32_t reason);

/* The whole output; rewrite->edits leads back from it. */
lede_text lede_rewrite_finish(lede_rewrite *rewrite);

#endif
