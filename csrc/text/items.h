/* Items of lists: what stands before each of them, at the head of a line or amid a paragraph.
 *
 *     1. Close the bridge. 2. Mend it.     • ropes • planks     a) Rope b) Planks
 *
 * Invariant: inside a paragraph an item is only looked for when the paragraph itself begins with one, and
 * then each next one continues the count in the same style; looking for all of them reads it once.
 *
 *     lede_item item;
 *     if (lede_item_at(&item, text, start)) next = lede_item_next(&item, text, end);
 */
#ifndef LEDE_TEXT_ITEMS_H
#define LEDE_TEXT_ITEMS_H

#include "base/span.h"

typedef struct {
    size_t behind;   /* the marker */
    uint32_t bullet; /* 0: none */
    uint32_t value;  /* of the number or letter; 0: none */
    bool letter;
    char end[2]; /* what stands behind the number: `.`, `)` or `.)` */
} lede_item;

/* Reads the marker at `at`; white space and something visible must follow it. */
bool lede_item_at(lede_item *item, lede_text text, size_t at);

/* Where the item after `item` begins before `limit`, and `item` becomes that one; `limit` if nowhere. */
size_t lede_item_next(lede_item *item, lede_text text, size_t limit);

#endif
