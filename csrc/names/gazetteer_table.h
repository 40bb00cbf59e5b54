/* An open dictionary: its sections as tables, and the steps that searching and looking up share.
 *
 * Invariant: every place and number that a file gives is checked before it is used, and whatever leads
 * from one entry to the next leads to a greater number.
 *
 *     lede_slot_search search = lede_slots_of(gazetteer, key);
 *     while ((value = lede_slots_next(&search)) != 0) … lede_record_at(&record, gazetteer, (value >> 1) - 1)
 */
#ifndef LEDE_NAMES_GAZETTEER_TABLE_H
#define LEDE_NAMES_GAZETTEER_TABLE_H

#include "names/gazetteer_format.h"

struct lede_gazetteer {
    lede_pack *pack;
    lede_fold fold;
    lede_gazetteer_meta meta;
    lede_filter heads;  /* of the first words of names */
    lede_filter longer; /* of prefixes of two words or more */
    const lede_gazetteer_slot *slots;
    const uint32_t *entries; /* where their records are, and where the last one ends */
    const lede_gazetteer_other *others;
    const lede_gazetteer_label_row *labels, *sources;
    size_t slot_count, entry_count, other_count, label_count, source_count;
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

/* The first entry of the next group with the key of the one that begins with `head`, or LEDE_NO_ENTRY. */
size_t lede_group_other(const lede_gazetteer *gazetteer, lede_gazetteer_head head);

static inline bool
lede_filter_has(lede_filter filter, uint64_t key)
{
    uint64_t bits = lede_filter_bits(key);
    return (filter.words[lede_filter_word(key, filter.count)] & bits) == bits;
}

/* The values of the slots that may hold a key, one by one; 0 behind the last. */
typedef struct {
    const lede_gazetteer_slot *at, *end;
    uint32_t fingerprint;
} lede_slot_search;

static inline lede_slot_search
lede_slots_of(const lede_gazetteer *gazetteer, uint64_t key)
{
    const lede_gazetteer_slot *at =
        gazetteer->slots + lede_slot_home(key, gazetteer->slot_count);
    return (lede_slot_search){at, at + LEDE_GAZETTEER_PROBES, (uint32_t)key};
}

static inline uint32_t
lede_slots_next(lede_slot_search *search)
{
    for (; search->at < search->end && search->at->value != 0; search->at++) {
        if (search->at->fingerprint == search->fingerprint) {
            return search->at++->value;
        }
    }
    return 0;
}

#endif
