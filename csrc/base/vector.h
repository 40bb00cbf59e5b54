/* A growing array in an arena.
 *
 * Invariant: data holds count items of the size given at init. When memory runs out the arena
 * remembers it (see arena.h) and pushes are dropped, so only the end of a pass checks.
 *
 *     lede_vector spans;
 *     lede_vector_init(&spans, arena, sizeof(lede_span));
 *     lede_vector_push(&spans, &span);
 */
#ifndef LEDE_BASE_VECTOR_H
#define LEDE_BASE_VECTOR_H

#include <stddef.h>
#include <string.h>

#include "base/arena.h"

typedef struct {
    void *data;
    size_t count, capacity, item_size;
    lede_arena *arena;
} lede_vector;

void lede_vector_init(lede_vector *vector, lede_arena *arena, size_t item_size);

/* Makes room for `extra` more items; false when memory ran out. */
LEDE_MUST_USE bool lede_vector_grow(lede_vector *vector, size_t extra);

/* Room for `extra` more items at the end, not yet counted; NULL when memory ran out. */
LEDE_MUST_USE static inline void *
lede_vector_reserve(lede_vector *vector, size_t extra)
{
    if (vector->capacity - vector->count < extra && !lede_vector_grow(vector, extra)) {
        return NULL;
    }
    return (char *)vector->data + vector->count * vector->item_size;
}

/* Copies one item, or `count` items that lie side by side, to the end. */
void lede_vector_append(lede_vector *vector, const void *items, size_t count);

static inline void
lede_vector_push(lede_vector *vector, const void *item)
{
    lede_vector_append(vector, item, 1);
}

/* Counts one more item and returns its place, for the caller to fill; NULL when memory ran out. */
LEDE_MUST_USE static inline void *
lede_vector_add(lede_vector *vector)
{
    if (vector->count == vector->capacity && lede_vector_reserve(vector, 1) == NULL) {
        return NULL;
    }
    return (char *)vector->data + vector->count++ * vector->item_size;
}

#endif
