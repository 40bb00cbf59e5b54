#include "base/table.h"

enum { MOST_PROBES = 64, SMALLEST = 16 };

void
lede_table_init(lede_table *table, lede_arena *arena, size_t most)
{
    table->size = SMALLEST;
    while (table->size / 2 < most) {
        table->size *= 2;
    }
    table->slots = lede_arena_alloc(arena, table->size, sizeof *table->slots);
    if (table->slots != NULL) {
        memset(table->slots, 0, table->size * sizeof *table->slots);
    }
}

/* The slot of `key` or the empty one where it belongs; NULL after too many others. */
static lede_table_slot *
find_slot(const lede_table *table, uint64_t key)
{
    for (size_t probe = 0; table->slots != NULL && probe < MOST_PROBES; probe++) {
        lede_table_slot *slot = &table->slots[(key + probe) & (table->size - 1)];
        if (slot->key == key || slot->key == 0) {
            return slot;
        }
    }
    return NULL;
}

uint32_t *
lede_table_put(lede_table *table, uint64_t key)
{
    key += key == 0;
    lede_table_slot *slot = find_slot(table, key);
    if (slot == NULL) {
        return NULL;
    }
    if (slot->key == 0) {
        *slot = (lede_table_slot){key, LEDE_TABLE_NEW};
    }
    return &slot->value;
}

const uint32_t *
lede_table_get(const lede_table *table, uint64_t key)
{
    key += key == 0;
    const lede_table_slot *slot = find_slot(table, key);
    return slot == NULL || slot->key == 0 ? NULL : &slot->value;
}
