/* The sections of a dictionary file, shared by its builder and its reader; docs/formats.md explains
 * them. All numbers are in the byte order that the pack header names.
 *
 * Invariant: an entry is numbered below all others that are reached from it, so following them ends.
 *
 *     key ─┬─► record of entry 3 "Georgia" ─next─► entry 8 "Georgia"     one spelling, equal flags: a group
 *          └─► record of entry 5 "GEORGIA", exact case                   the first of each group
 *
 *     entries[8] ─► record of entry 8: head | surface | name | id | prior
 */
#ifndef LEDE_NAMES_GAZETTEER_FORMAT_H
#define LEDE_NAMES_GAZETTEER_FORMAT_H

#include "names/gazetteer.h"

#define LEDE_GAZETTEER_VERSION 3u

/* A key may be in so many buckets from its own one on: a hostile file cannot make a look-up longer. A
 * table has so many more than keys have places of their own, so a search never leaves it. */
#define LEDE_GAZETTEER_PROBES 32

/* So many labels at most: readers look them up one by one. */
#define LEDE_GAZETTEER_LABELS 4096

/* So many words a name has at most, and so many spellings of one folded name may ask for their case: they
 * bound what each word of a text costs, whatever the dictionary holds. */
#define LEDE_GAZETTEER_WORDS 255
#define LEDE_GAZETTEER_GROUPS 127

typedef struct {
    uint32_t version, fold, entry_count, label_count;
    uint32_t source_count, key_count, unmatchable, duplicates;
} lede_gazetteer_meta;

enum { LEDE_BUCKET_KEYS = 8 };

/* A line of the cache. It fills from its first place on; one that is full may go on in the next one. */
typedef struct {
    uint32_t fingerprints[LEDE_BUCKET_KEYS]; /* the low halves of keys */
    /* (place of a record + 1 or 0) << 1 | longer names follow; 0: free */
    uint32_t values[LEDE_BUCKET_KEYS];
} lede_gazetteer_bucket;

/* What stands before the strings of an entry; it need not be aligned. */
typedef struct {
    uint32_t entry;
    uint32_t next; /* the next entry of the group; 0: none */
    uint16_t surface_size, name_size;
    uint16_t label; /* LEDE_NO_LABEL: none */
    uint8_t flags;  /* of lede_entry_flags, and of lede_record_flags */
    uint8_t source; /* LEDE_NO_SOURCE: none */
} lede_gazetteer_head;

#define LEDE_NO_LABEL 0xFFFFu
#define LEDE_NO_SOURCE 0xFFu

/* The id is what is left before the next record; behind the last entry stands one place more. */
typedef enum {
    LEDE_RECORD_AMBIGUOUS = 1 << 5, /* the priors of its group are below one half */
    LEDE_RECORD_PRIOR = 1 << 6,     /* one byte behind the id is the prior */
    LEDE_RECORD_NAMED = 1 << 7,     /* the name is not the surface */
} lede_record_flags;

/* A label or source: its place in the text section. */
typedef struct {
    uint32_t offset, size;
} lede_gazetteer_label_row;

/* A filter: words of 64 bits, of which a key asks for three bits of one. It knows nearly all keys that
 * are not in it. */
typedef struct {
    const uint64_t *words;
    size_t count;
} lede_filter;

/* Two filters of first words side by side: those that are names, and those that longer names begin with. */
typedef struct {
    uint64_t names, longer;
} lede_heads_row;

typedef struct {
    const lede_heads_row *rows;
    size_t count;
} lede_heads;

enum { LEDE_FILTER_KEYS = 8 /* a word or row */ };

static inline size_t
lede_filter_word(uint64_t key, size_t words)
{
    return (size_t)(((key & UINT32_MAX) * words) >> 32);
}

static inline uint64_t
lede_filter_bits(uint64_t key)
{
    return UINT64_C(1) << (key >> 32 & 63) | UINT64_C(1) << (key >> 38 & 63) |
           UINT64_C(1) << (key >> 44 & 63);
}

static inline size_t
lede_bucket_home(uint64_t key, size_t buckets)
{
    __extension__ typedef unsigned __int128 wide;
    return (size_t)(((wide)key * (buckets - LEDE_GAZETTEER_PROBES)) >> 64);
}

_Static_assert(sizeof(lede_gazetteer_head) == 16, "a head is 16 bytes in the file");

#endif
