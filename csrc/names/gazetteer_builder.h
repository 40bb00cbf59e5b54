/* A dictionary in the making: gazetteer_build.c takes entries, gazetteer_layout.c makes the file.
 *
 * Invariant: `entries` and `text` are already what the file will hold; `keys` has one item for each word of
 * each name, in the order of entries, until lede_gazetteer_builder_finish sorts them.
 *
 *     add "Islamic State"     keys += "islamic", "islamic state" (ends); entries += 1; text += a record
 */
#ifndef LEDE_NAMES_GAZETTEER_BUILDER_H
#define LEDE_NAMES_GAZETTEER_BUILDER_H

#include "base/table.h"
#include "names/gazetteer_sort.h"
#include "names/gazetteer_table.h"

/* An array on the heap. Unlike a vector of an arena it leaves nothing behind where it grows. */
typedef struct {
    void *data;
    size_t count, capacity;
} lede_heap_array;

/* Appends items side by side; false when memory ran out. */
LEDE_MUST_USE bool lede_heap_append(lede_heap_array *array, const void *items, size_t count,
                                    size_t item_size);

/* Labels or sources, each once. */
typedef struct {
    lede_vector texts; /* lede_text */
    lede_table numbers;
    size_t most;
} lede_label_set;

struct lede_gazetteer_builder {
    lede_fold fold;
    bool has_priors;
    lede_heap_array text, entries, keys, unmatchable;
    lede_arena arena;
    lede_label_set labels, sources;
    /* Made by finish: */
    lede_vector duplicates; /* uint32_t */
    size_t key_count;       /* the same ones counted once */
    size_t head_count;      /* how many of them are first words */
    size_t value_count; /* what is left in `keys`: several where a key has several groups */
    size_t placed;      /* how many of those have a place in a bucket */
    lede_gazetteer_bucket *buckets;
    lede_heads_row *heads;
    uint64_t *longer;
    size_t bucket_count, heads_rows, longer_words;
};

#endif
