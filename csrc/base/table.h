/* A map from 64-bit hashes to numbers, in an arena.
 *
 * Invariant: look-ups take a bounded number of steps whatever the keys: a text made so that its
 * words collide can only make the table forget some of them, never slow it down.
 *
 *     lede_table seen;
 *     lede_table_init(&seen, arena, word_count);
 *     uint32_t *value = lede_table_put(&seen, hash);
 *     if (value != NULL && *value == LEDE_TABLE_NEW) *value = index;
 */
#ifndef LEDE_BASE_TABLE_H
#define LEDE_BASE_TABLE_H

#include "base/arena.h"

#define LEDE_TABLE_NEW UINT32_MAX

typedef struct {
    uint64_t key; /* 0: empty */
    uint32_t value;
} lede_table_slot;

typedef struct {
    lede_table_slot *slots; /* NULL when memory ran out */
    size_t size;            /* a power of two */
} lede_table;

/* Room for `most` keys. Failure is left in the arena; then nothing is ever found. */
void lede_table_init(lede_table *table, lede_arena *arena, size_t most);

/* The value of `key`, entered as LEDE_TABLE_NEW if it was not there; NULL when there is no place. */
uint32_t *lede_table_put(lede_table *table, uint64_t key);

/* The value of `key`, or NULL. */
const uint32_t *lede_table_get(const lede_table *table, uint64_t key);

#endif
