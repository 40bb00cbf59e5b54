/* The sections of a dictionary file, shared by its builder and its reader; docs/formats.md explains
 * them. All numbers are in the byte order that the pack header names.
 *
 * Invariant: an entry's chain of entries with the same surface goes upward, so following it ends.
 *
 *     slot = slots[hash & (slot_count - 1)] …  entries[slot.value >> 1 - 1]
 */
#ifndef LEDE_NAMES_GAZETTEER_FORMAT_H
#define LEDE_NAMES_GAZETTEER_FORMAT_H

#include <stdint.h>

#include "names/gazetteer.h"

#define LEDE_GAZETTEER_KIND "NAMES"

/* Longest way from a key's own slot to where it lies. A hostile file cannot make a look-up longer. */
#define LEDE_GAZETTEER_PROBES 64

/* So many labels at most: readers look them up one by one. */
#define LEDE_GAZETTEER_LABELS 4096

typedef struct {
    uint32_t fold, entry_count, label_count, unmatchable;
} lede_gazetteer_meta;

typedef struct {
    uint32_t fingerprint; /* the high half of the key */
    uint32_t value;       /* (first entry + 1 or 0) << 1 | longer names follow; 0: empty */
} lede_gazetteer_slot;

typedef struct {
    uint32_t surface, name, id; /* offsets in the text section */
    uint32_t next;              /* the next entry with an equal surface; 0: none */
    uint16_t surface_size, name_size, id_size;
    uint16_t label; /* LEDE_NO_LABEL: none */
    uint32_t flags;
} lede_gazetteer_row;

#define LEDE_NO_LABEL 0xFFFFu

typedef struct {
    uint32_t offset, size;
} lede_gazetteer_label_row;

/* Makes a dictionary of a pack, which it takes over also on failure. */
LEDE_MUST_USE lede_status lede_gazetteer_adopt(lede_gazetteer **out, lede_pack *pack,
                                               lede_error *error);

_Static_assert(sizeof(lede_gazetteer_row) == 28, "a row is 28 bytes in the file");

#endif
