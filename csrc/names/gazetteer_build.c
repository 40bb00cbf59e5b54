#include "base/hash.h"
#include "base/memory.h"
#include "names/gazetteer.h"
#include "names/gazetteer_format.h"

enum { LONGEST_TEXT = 0xFFFF };

typedef struct {
    lede_arena arena;
    const lede_entry *entries;
    size_t count;
    lede_fold fold;
    lede_gazetteer_meta meta;
    lede_vector text, labels;
    lede_gazetteer_row *rows;
    uint32_t
        *last_in_chain; /* by first entry: where the next one of the same name is hung */
    lede_gazetteer_slot *slots;
    size_t slot_count; /* a power of two */
} builder;

static uint32_t
add_text(builder *build, lede_text text)
{
    size_t offset = build->text.count;
    lede_vector_append(&build->text, text.bytes, text.size);
    return (uint32_t)offset;
}

static lede_status
find_label(builder *build, lede_text label, uint16_t *number)
{
    const lede_gazetteer_label_row *rows = build->labels.data;
    const char *text = build->text.data;
    for (size_t i = 0; i < build->labels.count; i++) {
        if (lede_text_equal(label, (lede_text){text + rows[i].offset, rows[i].size})) {
            *number = (uint16_t)i;
            return LEDE_OK;
        }
    }
    if (build->labels.count == LEDE_GAZETTEER_LABELS) {
        return LEDE_TOO_LARGE;
    }
    lede_gazetteer_label_row row = {add_text(build, label), (uint32_t)label.size};
    *number = (uint16_t)build->labels.count;
    lede_vector_push(&build->labels, &row);
    return lede_arena_status(&build->arena);
}

static lede_status
add_row(builder *build, size_t index, lede_error *error)
{
    lede_entry entry = build->entries[index];
    if (entry.surface.size > LONGEST_TEXT || entry.name.size > LONGEST_TEXT ||
        entry.id.size > LONGEST_TEXT) {
        return lede_fail(error, LEDE_TOO_LARGE,
                         "entry %zu has a name or id of more than %d bytes", index,
                         LONGEST_TEXT);
    }
    if (build->text.count > UINT32_MAX - 4 * (size_t)LONGEST_TEXT) {
        return lede_fail(error, LEDE_TOO_LARGE,
                         "the names take more than 4 GiB, at entry %zu", index);
    }
    lede_gazetteer_row *row = &build->rows[index];
    *row = (lede_gazetteer_row){.label = LEDE_NO_LABEL, .flags = entry.flags};
    row->surface = row->name = add_text(build, entry.surface);
    row->surface_size = (uint16_t)entry.surface.size;
    row->name_size = (uint16_t)entry.name.size;
    if (!lede_text_equal(entry.name, entry.surface)) {
        row->name = add_text(build, entry.name);
    }
    row->id = add_text(build, entry.id);
    row->id_size = (uint16_t)entry.id.size;
    if (entry.label.size == 0) {
        return LEDE_OK;
    }
    lede_status status = find_label(build, entry.label, &row->label);
    if (status == LEDE_TOO_LARGE) {
        return lede_fail(error, status, "there are more than %d labels, at entry %zu",
                         LEDE_GAZETTEER_LABELS, index);
    }
    return status;
}

/* The slot of `key`, or the empty one where it belongs; NULL when it would lie too far off. */
static lede_gazetteer_slot *
slot_for(builder *build, uint64_t key)
{
    for (size_t probe = 0; probe < LEDE_GAZETTEER_PROBES; probe++) {
        lede_gazetteer_slot *slot = &build->slots[(key + probe) & (build->slot_count - 1)];
        if (slot->value == 0 || slot->fingerprint == (uint32_t)(key >> 32)) {
            slot->fingerprint = (uint32_t)(key >> 32);
            return slot;
        }
    }
    return NULL;
}

static void
chain(builder *build, uint32_t first, uint32_t index)
{
    build->rows[build->last_in_chain[first]].next = index;
    build->last_in_chain[first] = index;
}

/* Enters one name: a mark at each of its prefixes, the entry itself at the last word. */
static bool
add_slots(builder *build, size_t index)
{
    lede_text surface = build->entries[index].surface;
    lede_token token;
    lede_gazetteer_slot *slot = NULL;
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t at = 0; lede_token_next(&token, surface, &at);) {
        if (slot != NULL) {
            slot->value |= 1;
        }
        uint64_t hash = lede_fold_hash(lede_text_slice(surface, token.span), build->fold);
        key = lede_hash_join(key, hash);
        slot = slot_for(build, key);
        if (slot == NULL) {
            return false;
        }
    }
    if (slot == NULL) {
        return true;
    }
    if (slot->value >> 1 == 0) {
        slot->value |= (uint32_t)(index + 1) << 1;
        build->last_in_chain[index] = (uint32_t)index;
    } else {
        chain(build, (slot->value >> 1) - 1, (uint32_t)index);
    }
    return true;
}

/* How many slots the names fill at most: one a word. */
static size_t
count_words(builder *build)
{
    size_t words = 0;
    for (size_t i = 0; i < build->count; i++) {
        lede_token token;
        size_t before = words;
        for (size_t at = 0; lede_token_next(&token, build->entries[i].surface, &at);) {
            words++;
        }
        build->meta.unmatchable += words == before;
    }
    return words;
}

static void
clear_chains(builder *build)
{
    for (size_t i = 0; i < build->count; i++) {
        build->rows[i].next = 0;
    }
}

/* Fills a table at most half full; one in which some key lies too far off is made anew, larger. */
static lede_status
fill_slots(builder *build)
{
    size_t wanted = 2 * count_words(build);
    build->slot_count = 16;
    while (build->slot_count < wanted) {
        build->slot_count *= 2;
    }
    for (size_t tries = 0; tries < 4; tries++, build->slot_count *= 2) {
        build->slots =
            lede_arena_alloc(&build->arena, build->slot_count, sizeof *build->slots);
        if (build->slots == NULL) {
            return LEDE_NO_MEMORY;
        }
        memset(build->slots, 0, build->slot_count * sizeof *build->slots);
        clear_chains(build);
        size_t done = 0;
        while (done < build->count && add_slots(build, done)) {
            done++;
        }
        if (done == build->count) {
            return LEDE_OK;
        }
    }
    return LEDE_TOO_LARGE;
}

static lede_status
fill(builder *build, lede_error *error)
{
    build->rows = lede_arena_alloc(&build->arena, build->count, sizeof *build->rows);
    build->last_in_chain = lede_arena_alloc(&build->arena, build->count, sizeof(uint32_t));
    if (build->rows == NULL || build->last_in_chain == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < build->count; i++) {
        lede_status status = add_row(build, i, error);
        if (status != LEDE_OK) {
            return status;
        }
    }
    lede_status status = fill_slots(build);
    if (status == LEDE_TOO_LARGE) {
        return lede_fail(error, status, "too many names share their hashes");
    }
    return status != LEDE_OK ? status : lede_arena_status(&build->arena);
}

static lede_status
write_pack(builder *build, lede_gazetteer **out, lede_error *error)
{
    build->meta.fold = build->fold;
    build->meta.entry_count = (uint32_t)build->count;
    build->meta.label_count = (uint32_t)build->labels.count;
    const lede_pack_item items[] = {
        {"meta", {(const char *)&build->meta, sizeof build->meta}},
        {"slots", {(const char *)build->slots, build->slot_count * sizeof *build->slots}},
        {"entries", {(const char *)build->rows, build->count * sizeof *build->rows}},
        {"labels",
         {build->labels.data, build->labels.count * sizeof(lede_gazetteer_label_row)}},
        {"text", {build->text.data, build->text.count}},
    };
    char *bytes = NULL;
    size_t size = 0;
    lede_status status = lede_pack_build(&bytes, &size, LEDE_GAZETTEER_KIND, items,
                                         sizeof items / sizeof *items);
    if (status != LEDE_OK) {
        return status;
    }
    lede_pack *pack;
    status = lede_pack_adopt(&pack, (lede_text){bytes, size}, "the dictionary",
                             LEDE_GAZETTEER_KIND, error);
    return status != LEDE_OK ? status : lede_gazetteer_adopt(out, pack, error);
}

lede_status
lede_gazetteer_build(lede_gazetteer **out, const lede_entry *entries, size_t count,
                     lede_fold fold, lede_error *error)
{
    if (count >= UINT32_MAX / 2) {
        return lede_fail(error, LEDE_TOO_LARGE, "a dictionary holds at most 2^31 entries");
    }
    builder build = {.entries = entries, .count = count, .fold = fold};
    lede_arena_init(&build.arena);
    lede_vector_init(&build.text, &build.arena, 1);
    lede_vector_init(&build.labels, &build.arena, sizeof(lede_gazetteer_label_row));
    lede_status status = fill(&build, error);
    if (status == LEDE_OK) {
        status = write_pack(&build, out, error);
    }
    lede_arena_release(&build.arena);
    return status;
}
