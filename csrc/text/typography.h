/* The shape of quotes, dashes and ellipses: straight, as on a typewriter, or typographic.
 *
 *     straight      "It's 'over'" -- or - is it...
 *     typographic   “It’s ‘over’” — or – is it…
 *
 * Invariant: doing it twice changes nothing more. Links stay as they are. What cannot be told apart stays:
 * the marks of feet and inches, hyphens in words and rules, dots of which there are not three.
 *
 *     lede_typography_apply(&rewrite, (lede_shapes){.quotes = LEDE_SHAPE_STRAIGHT});
 */
#ifndef LEDE_TEXT_TYPOGRAPHY_H
#define LEDE_TEXT_TYPOGRAPHY_H

#include "text/rewrite.h"

typedef enum { LEDE_SHAPE_KEEP, LEDE_SHAPE_STRAIGHT, LEDE_SHAPE_TYPOGRAPHIC } lede_shape;

typedef struct {
    lede_shape quotes, dashes, ellipsis;
} lede_shapes;

void lede_typography_apply(lede_rewrite *rewrite, lede_shapes shapes);

#endif
