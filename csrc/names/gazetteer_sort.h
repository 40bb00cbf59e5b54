/* Keys of a dictionary in the making, sorted.
 *
 * Invariant: sorting is stable, so entries of one key stay in the order they were given.
 *
 *     status = lede_gazetteer_sort(keys, count);
 */
#ifndef LEDE_NAMES_GAZETTEER_SORT_H
#define LEDE_NAMES_GAZETTEER_SORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef enum {
    LEDE_KEY_HEAD = 1 << 0, /* of the first word of a name */
    LEDE_KEY_ENDS = 1 << 1, /* of all words of a name */
} lede_key_kind;

typedef struct {
    uint64_t key;
    uint32_t entry;
    uint32_t kind; /* of lede_key_kind */
} lede_gazetteer_key;

/* Sorts by key in time linear in `count`. */
LEDE_MUST_USE lede_status lede_gazetteer_sort(lede_gazetteer_key *keys, size_t count);

/* Sorts numbers of entries upward. */
void lede_sort_numbers(uint32_t *numbers, size_t count);

#endif
