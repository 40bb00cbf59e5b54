/* An open dictionary: its sections as tables, and the steps that searching and looking up share.
 *
 * Invariant: every place and number that a file gives is checked before it is used, and whatever leads
 * from one entry to the next leads to a greater number.
 *
 *     lede_key_search search = lede_key_find(gazetteer, key);
 *     while ((value = lede_key_next(&search)) != 0) … lede_record_at(&record, gazetteer, (value >> 1) - 1)
 */
#ifndef LEDE_NAMES_GAZETTEER_TABLE_H
#define LEDE_NAMES_GAZETTEER_TABLE_H

#include "names/gazetteer_format.h"

struct lede_gazetteer {
    lede_pack *pack;
    lede_fold fold;
    lede_gazetteer_meta meta;
    lede_heads heads;
    lede_filter longer; /* of prefixes of two words or more */
    const lede_gazetteer_bucket *buckets;
    const uint32_t *entries; /* where their records are, and where the last one ends */
    const lede_gazetteer_label_row *labels, *sources;
    size_t bucket_count, entry_count, label_count, source_count;
    lede_text text;
};

typedef struct {
    lede_gazetteer_head head;
    lede_text surface;
} lede_gazetteer_record;

/* The record at `place`; false where a damaged file has none. */
static inline bool
lede_record_at(lede_gazetteer_record *record, const lede_gazetteer *gazetteer, size_t place)
{
    lede_text all = gazetteer->text;
    if (place > all.size || all.size - place < sizeof record->head) {
        return false;
    }
    memcpy(&record->head, all.bytes + place, sizeof record->head);
    place += sizeof record->head;
    record->surface = (lede_text){all.bytes + place, record->head.surface_size};
    return record->surface.size <= all.size - place &&
           record->head.entry < gazetteer->entry_count;
}

/* The same for an entry, which may be none. */
static inline bool
lede_record_of(lede_gazetteer_record *record, const lede_gazetteer *gazetteer, size_t entry)
{
    return entry < gazetteer->entry_count &&
           lede_record_at(record, gazetteer, gazetteer->entries[entry]) &&
           record->head.entry == entry;
}

/* The next entry of a group; LEDE_NO_ENTRY at its end: or where a damaged file would go round in
 * circles. */
static inline size_t
lede_group_next(lede_gazetteer_head head)
{
    return head.next > head.entry ? head.next : LEDE_NO_ENTRY;
}

/* The values that a key may have, one by one; 0 behind the last. Each group has its own, the last one
 * first. */
typedef struct {
    const lede_gazetteer_bucket *at, *end;
    uint32_t fingerprint;
    uint32_t alike; /* one bit a place of the bucket: the fingerprint is there */
} lede_key_search;

/* One bit a place of the bucket: the fingerprint is there. */
static inline uint32_t
lede_alike_in(const lede_gazetteer_bucket *bucket, uint32_t fingerprint)
{
    typedef uint32_t four __attribute__((vector_size(16)));
    typedef uint64_t two __attribute__((vector_size(16)));
    four low, high;
    memcpy(&low, bucket->fingerprints, sizeof low);
    memcpy(&high, bucket->fingerprints + 4, sizeof high);
    two all = (two)(((four)(low == fingerprint) & (four){1, 2, 4, 8}) |
                    ((four)(high == fingerprint) & (four){16, 32, 64, 128}));
    uint64_t both = all[0] | all[1];
    return (uint32_t)(both | both >> 32);
}

static inline lede_key_search
lede_key_find(const lede_gazetteer *gazetteer, uint64_t key)
{
    const lede_gazetteer_bucket *at =
        gazetteer->buckets + lede_bucket_home(key, gazetteer->bucket_count);
    return (lede_key_search){at, at + LEDE_GAZETTEER_PROBES, (uint32_t)key,
                             lede_alike_in(at, (uint32_t)key)};
}

static inline uint32_t
lede_key_next(lede_key_search *search)
{
    for (;;) {
        for (; search->alike != 0; search->alike &= search->alike - 1) {
            uint32_t value = search->at->values[__builtin_ctz(search->alike)];
            if (value != 0) {
                search->alike &= search->alike - 1;
                return value;
            }
        }
        bool full = search->at->values[LEDE_BUCKET_KEYS - 1] != 0;
        if (!full || ++search->at == search->end) {
            return 0;
        }
        search->alike = lede_alike_in(search->at, search->fingerprint);
    }
}

#endif
