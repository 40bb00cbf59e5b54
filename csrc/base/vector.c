#include "base/vector.h"

#include <stdint.h>

enum { FIRST_CAPACITY = 16 };

void
lede_vector_init(lede_vector *vector, lede_arena *arena, size_t item_size)
{
    *vector = (lede_vector){.item_size = item_size, .arena = arena};
}

bool
lede_vector_grow(lede_vector *vector, size_t extra)
{
    size_t most = SIZE_MAX / 2 / vector->item_size;
    if (extra > most - vector->count) {
        vector->arena->failed = true;
        return false;
    }
    size_t needed = vector->count + extra;
    size_t capacity = vector->capacity > most / 2 ? most : vector->capacity * 2;
    if (capacity < needed) {
        capacity = needed < FIRST_CAPACITY ? FIRST_CAPACITY : needed;
    }
    void *data =
        lede_arena_grow(vector->arena, vector->data, vector->count * vector->item_size,
                        capacity * vector->item_size);
    if (data != NULL) {
        vector->data = data;
        vector->capacity = capacity;
    }
    return data != NULL;
}

void
lede_vector_append(lede_vector *vector, const void *items, size_t count)
{
    void *room = lede_vector_reserve(vector, count);
    if (room != NULL && count != 0) {
        memcpy(room, items, count * vector->item_size);
        vector->count += count;
    }
}
