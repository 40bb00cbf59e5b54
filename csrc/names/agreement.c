#include "names/agreement.h"

#include "base/hash.h"
#include "base/table.h"

static uint64_t
words_key(const lede_scene *scene, const lede_mention *mention)
{
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t i = mention->first; i < mention->end; i++) {
        key = lede_hash_join(key, scene->hashes[i]);
    }
    return key;
}

void
lede_agreement_apply(const lede_scene *scene, lede_vector *mentions)
{
    lede_table surest;
    lede_table_init(&surest, scene->arena, mentions->count);
    lede_mention *all = mentions->data;
    for (size_t i = 0; i < mentions->count; i++) {
        uint32_t *best = lede_table_put(&surest, words_key(scene, &all[i]));
        if (best != NULL && (*best == LEDE_TABLE_NEW || all[i].score > all[*best].score)) {
            *best = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < mentions->count; i++) {
        const uint32_t *best = lede_table_get(&surest, words_key(scene, &all[i]));
        if (best != NULL && all[i].source == LEDE_SOURCE_TAGGER &&
            all[*best].score > all[i].score) {
            all[i].label = all[*best].label;
        }
    }
}
