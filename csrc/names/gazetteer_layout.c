#include "base/hash.h"
#include "base/memory.h"
#include "names/gazetteer_builder.h"

/* ---- entries of one key ---- */

/* Where the record of an entry is. */
static char *
record_at(const lede_gazetteer_builder *build, size_t entry)
{
    return (char *)build->text.data + ((const uint32_t *)build->entries.data)[entry];
}

static lede_gazetteer_head
head_of(const lede_gazetteer_builder *build, size_t entry)
{
    lede_gazetteer_head head;
    memcpy(&head, record_at(build, entry), sizeof head);
    return head;
}

static void
set_head(lede_gazetteer_builder *build, lede_gazetteer_head head)
{
    memcpy(record_at(build, head.entry), &head, sizeof head);
}

static lede_text
surface_of(const lede_gazetteer_builder *build, lede_gazetteer_head head)
{
    return (lede_text){record_at(build, head.entry) + sizeof head, head.surface_size};
}

/* Surface, name, id and prior. */
static lede_text
strings_of(const lede_gazetteer_builder *build, size_t entry)
{
    const char *bytes = record_at(build, entry) + sizeof(lede_gazetteer_head);
    return (lede_text){bytes, (size_t)(record_at(build, entry + 1) - bytes)};
}

/* What a place must look like for an entry to match there; those with a prior have one together. */
static bool
asks_alike(const lede_gazetteer_builder *build, size_t a, size_t b)
{
    uint32_t asks = LEDE_ENTRY_FLAGS | LEDE_RECORD_PRIOR;
    lede_gazetteer_head of_a = head_of(build, a), of_b = head_of(build, b);
    return (of_a.flags & asks) == (of_b.flags & asks) &&
           lede_text_equal(surface_of(build, of_a), surface_of(build, of_b));
}

enum { HALF_PRIOR = 128 /* of 255 */ };

/* Entries of one key that match alike. */
typedef struct {
    uint32_t first, last;
    uint32_t priors; /* their sum, in 255ths, as far as it decides */
} key_group;

typedef struct {
    key_group items[LEDE_GAZETTEER_GROUPS];
    size_t count;
} key_groups;

/* Puts an entry into the group of those like it, or into a new one; NULL when there are too many. */
static key_group *
put_into_group(lede_gazetteer_builder *build, key_groups *groups, uint32_t entry)
{
    size_t at = 0;
    while (at < groups->count && !asks_alike(build, groups->items[at].first, entry)) {
        at++;
    }
    if (at == LEDE_GAZETTEER_GROUPS) {
        return NULL;
    }
    key_group *group = &groups->items[at];
    if (at < groups->count) {
        lede_gazetteer_head last = head_of(build, group->last);
        last.next = entry;
        set_head(build, last);
    } else {
        groups->count++;
        *group = (key_group){.first = entry};
    }
    group->last = entry;
    return group;
}

/* The bearers of a spelling share it out among them. Whether it is a name at all is what their priors say
 * together: Valencia is hardly ever a word, though neither city has all of it. */
static void
mark_ambiguous(lede_gazetteer_builder *build, const key_group *group)
{
    if (group->priors == 0 || group->priors >= HALF_PRIOR) {
        return;
    }
    lede_gazetteer_head head = {.next = group->first};
    do {
        head = head_of(build, head.next);
        head.flags |= LEDE_RECORD_AMBIGUOUS;
        set_head(build, head);
    } while (head.next != 0);
}

/* True for entries that are equal in everything a caller can see. */
static bool
are_equal(const lede_gazetteer_builder *build, size_t a, size_t b)
{
    lede_gazetteer_head of_a = head_of(build, a), of_b = head_of(build, b);
    uint32_t kept = LEDE_ENTRY_FLAGS | LEDE_RECORD_PRIOR | LEDE_RECORD_NAMED;
    return of_a.label == of_b.label && of_a.source == of_b.source &&
           of_a.surface_size == of_b.surface_size && of_a.name_size == of_b.name_size &&
           (of_a.flags & kept) == (of_b.flags & kept) &&
           lede_text_equal(strings_of(build, a), strings_of(build, b));
}

/* The prior of an entry in 255ths; 0 if it has none. */
static uint32_t
prior_of(const lede_gazetteer_builder *build, size_t entry)
{
    bool told = (head_of(build, entry).flags & LEDE_RECORD_PRIOR) != 0;
    return told ? (uint8_t)record_at(build, entry + 1)[-1] : 0;
}

/* True for an entry of which an earlier one with the same key is a copy; that is noted. */
static bool
is_duplicate(lede_gazetteer_builder *build, lede_table *seen, uint32_t entry)
{
    lede_text strings = strings_of(build, entry);
    uint64_t hash = lede_hash_join(lede_hash_bytes(strings.bytes, strings.size),
                                   head_of(build, entry).label);
    uint32_t *value = lede_table_put(seen, hash);
    if (value != NULL && *value == LEDE_TABLE_NEW) {
        *value = entry;
        return false;
    }
    bool same = value != NULL && are_equal(build, *value, entry);
    if (same) {
        lede_vector_push(&build->duplicates, &entry);
    }
    return same;
}

/* Of an item of `keys` whose `entry` is a value. */
static bool
is_name(const lede_gazetteer_key *key)
{
    return key->entry >> 1 != 0;
}

/* What a first word is that is no name stands in the section "heads" alone. */
static bool
has_place(const lede_gazetteer_key *key)
{
    return is_name(key) || !(key->kind & LEDE_KEY_HEAD);
}

static void
push_value(lede_gazetteer_builder *build, lede_gazetteer_key key, size_t place,
           uint32_t longer)
{
    key.entry = (uint32_t)place << 1 | longer;
    build->placed += has_place(&key);
    ((lede_gazetteer_key *)build->keys.data)[build->value_count++] = key;
}

/* Leaves the values of a key, the last group first; they are not more than its items were. */
static void
push_values(lede_gazetteer_builder *build, const key_groups *groups, lede_gazetteer_key key,
            uint32_t longer)
{
    const uint32_t *places = build->entries.data;
    if (groups->count == 0) {
        push_value(build, key, 0, longer);
    }
    for (size_t i = groups->count; i-- > 0;) {
        push_value(build, key, places[groups->items[i].first] + 1, longer);
    }
}

/* Puts an entry into a group of its key. One that is `shared` is not the only one with that key. */
static lede_status
gather_entry(lede_gazetteer_builder *build, key_groups *groups, lede_table *seen,
             uint32_t entry, bool shared, lede_error *error)
{
    key_group *group = put_into_group(build, groups, entry);
    if (group == NULL) {
        return lede_fail(error, LEDE_TOO_LARGE,
                         "more than %d spellings of one name differ in case, accents or "
                         "what they ask for, at entry %zu",
                         LEDE_GAZETTEER_GROUPS, (size_t)entry);
    }
    bool counts = !shared || !is_duplicate(build, seen, entry);
    if (build->has_priors && counts && group->priors < HALF_PRIOR) {
        group->priors += prior_of(build, entry);
    }
    return LEDE_OK;
}

/* The entries of the key of keys[first], up to keys[end]; beginnings of longer names are among them. */
static lede_status
gather_key(lede_gazetteer_builder *build, lede_table *seen, size_t first, size_t end,
           lede_error *error)
{
    const lede_gazetteer_key *keys = build->keys.data;
    key_groups groups;
    groups.count = 0;
    size_t entries = 0;
    for (size_t i = first; i < end; i++) {
        entries += (keys[i].kind & LEDE_KEY_ENDS) != 0;
    }
    lede_status status = LEDE_OK;
    for (size_t i = first; i < end && status == LEDE_OK; i++) {
        if (keys[i].kind & LEDE_KEY_ENDS) {
            status = gather_entry(build, &groups, seen, keys[i].entry, entries > 1, error);
        }
    }
    for (size_t i = 0; i < groups.count; i++) {
        mark_ambiguous(build, &groups.items[i]);
    }
    build->key_count++;
    build->head_count += keys[first].kind & LEDE_KEY_HEAD;
    push_values(build, &groups, keys[first], entries < end - first);
    return status;
}

/* ---- all keys ---- */

/* How many entries share their key with others, at most. */
static size_t
count_shared(const lede_gazetteer_builder *build)
{
    const lede_gazetteer_key *keys = build->keys.data;
    size_t shared = 0, count = build->keys.count;
    for (size_t i = 0; i < count; i++) {
        bool before = i > 0 && keys[i - 1].key == keys[i].key;
        bool behind = i + 1 < count && keys[i + 1].key == keys[i].key;
        shared += before || behind;
    }
    return shared;
}

/* Leaves the values of all keys in `keys`. */
static lede_status
merge_keys(lede_gazetteer_builder *build, lede_error *error)
{
    const lede_gazetteer_key *keys = build->keys.data;
    lede_table seen;
    lede_table_init(&seen, &build->arena, count_shared(build));
    for (size_t first = 0, end; first < build->keys.count; first = end) {
        end = first + 1;
        while (end < build->keys.count && keys[end].key == keys[first].key) {
            end++;
        }
        lede_status status = gather_key(build, &seen, first, end, error);
        if (status != LEDE_OK) {
            return status;
        }
    }
    return lede_arena_status(&build->arena);
}

/* Zeros for `count` items of a section. */
static void *
zeros(size_t count, size_t size)
{
    void *items = lede_memory_resize(NULL, count * size);
    return items == NULL ? NULL : memset(items, 0, count * size);
}

/* Keys are sorted, so each lies behind the one before it, and as near to its own bucket as that lets it.
 * False when one lies too far off. */
static bool
place_keys(lede_gazetteer_builder *build)
{
    const lede_gazetteer_key *keys = build->keys.data;
    size_t next = 0;
    for (size_t i = 0; i < build->value_count; i++) {
        if (!has_place(&keys[i])) {
            continue;
        }
        size_t home = lede_bucket_home(keys[i].key, build->bucket_count) * LEDE_BUCKET_KEYS;
        next = next < home ? home : next;
        if (next - home >= LEDE_GAZETTEER_PROBES * LEDE_BUCKET_KEYS) {
            return false;
        }
        lede_gazetteer_bucket *bucket = &build->buckets[next / LEDE_BUCKET_KEYS];
        bucket->fingerprints[next % LEDE_BUCKET_KEYS] = (uint32_t)keys[i].key;
        bucket->values[next++ % LEDE_BUCKET_KEYS] = keys[i].entry;
    }
    return true;
}

/* Buckets five eighths full; a table in which some key lies too far off is made anew, larger. */
static lede_status
fill_buckets(lede_gazetteer_builder *build, lede_error *error)
{
    size_t homes = build->placed / 5 + 1;
    for (size_t tries = 0; tries < 4; tries++, homes *= 2) {
        lede_memory_free(build->buckets);
        build->bucket_count = homes + LEDE_GAZETTEER_PROBES;
        build->buckets = zeros(build->bucket_count, sizeof *build->buckets);
        if (build->buckets == NULL) {
            return LEDE_NO_MEMORY;
        }
        if (place_keys(build)) {
            return LEDE_OK;
        }
    }
    return lede_fail(error, LEDE_TOO_LARGE, "too many names share their hashes");
}

static lede_status
fill_filters(lede_gazetteer_builder *build)
{
    const lede_gazetteer_key *keys = build->keys.data;
    build->heads_rows = build->head_count / LEDE_FILTER_KEYS + 1;
    build->longer_words = (build->key_count - build->head_count) / LEDE_FILTER_KEYS + 1;
    build->heads = zeros(build->heads_rows, sizeof *build->heads);
    build->longer = zeros(build->longer_words, sizeof *build->longer);
    if (build->heads == NULL || build->longer == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < build->value_count; i++) {
        uint64_t key = keys[i].key, bits = lede_filter_bits(key);
        if (keys[i].kind & LEDE_KEY_HEAD) {
            lede_heads_row *row = &build->heads[lede_filter_word(key, build->heads_rows)];
            row->names |= is_name(&keys[i]) ? bits : 0;
            row->longer |= (keys[i].entry & 1) != 0 ? bits : 0;
        } else {
            build->longer[lede_filter_word(key, build->longer_words)] |= bits;
        }
    }
    return LEDE_OK;
}

/* ---- the file ---- */

/* Appends the texts of labels or sources to the text section and returns their rows. */
static lede_gazetteer_label_row *
write_labels(lede_gazetteer_builder *build, const lede_label_set *set)
{
    const lede_text *texts = set->texts.data;
    size_t count = set->texts.count;
    lede_gazetteer_label_row *rows =
        lede_arena_alloc(&build->arena, count, sizeof(lede_gazetteer_label_row));
    for (size_t i = 0; rows != NULL && i < count; i++) {
        rows[i] = (lede_gazetteer_label_row){(uint32_t)build->text.count,
                                             (uint32_t)texts[i].size};
        if (!lede_heap_append(&build->text, texts[i].bytes, texts[i].size, 1)) {
            return NULL;
        }
    }
    return rows;
}

static lede_text
section(const void *data, size_t count, size_t size)
{
    return (lede_text){data, count * size};
}

static lede_status
write_pack(lede_gazetteer_builder *build, lede_gazetteer **out, lede_error *error)
{
    const void *labels = write_labels(build, &build->labels);
    const void *sources = write_labels(build, &build->sources);
    if (labels == NULL || sources == NULL) {
        return LEDE_NO_MEMORY;
    }
    lede_gazetteer_meta meta = {
        .version = LEDE_GAZETTEER_VERSION,
        .fold = build->fold,
        .entry_count = (uint32_t)build->entries.count - 1,
        .label_count = (uint32_t)build->labels.texts.count,
        .source_count = (uint32_t)build->sources.texts.count,
        .key_count = (uint32_t)build->key_count,
        .unmatchable = (uint32_t)build->unmatchable.count,
        .duplicates = (uint32_t)build->duplicates.count,
    };
    size_t label = sizeof(lede_gazetteer_label_row);
    const lede_pack_item items[] = {
        {"meta", section(&meta, 1, sizeof meta)},
        {"heads", section(build->heads, build->heads_rows, sizeof *build->heads)},
        {"longer", section(build->longer, build->longer_words, sizeof *build->longer)},
        {"buckets", section(build->buckets, build->bucket_count, sizeof *build->buckets)},
        {"entries", section(build->entries.data, build->entries.count, sizeof(uint32_t))},
        {"labels", section(labels, meta.label_count, label)},
        {"sources", section(sources, meta.source_count, label)},
        {"text", section(build->text.data, build->text.count, 1)},
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
lede_gazetteer_builder_finish(lede_gazetteer **out, lede_gazetteer_report *report,
                              lede_gazetteer_builder *build, lede_error *error)
{
    uint32_t end = (uint32_t)build->text.count;
    lede_status status =
        lede_heap_append(&build->entries, &end, 1, sizeof end) ? LEDE_OK : LEDE_NO_MEMORY;
    if (status == LEDE_OK) {
        status = lede_gazetteer_sort(build->keys.data, build->keys.count);
    }
    if (status == LEDE_OK) {
        status = merge_keys(build, error);
    }
    if (status == LEDE_OK) {
        status = fill_buckets(build, error);
    }
    if (status == LEDE_OK) {
        status = fill_filters(build);
    }
    if (status == LEDE_OK && build->duplicates.count > 0) {
        lede_sort_numbers(build->duplicates.data, build->duplicates.count);
    }
    if (status == LEDE_OK) {
        status = write_pack(build, out, error);
    }
    *report = (lede_gazetteer_report){build->unmatchable.data, build->duplicates.data,
                                      build->unmatchable.count, build->duplicates.count};
    return status;
}

lede_status
lede_gazetteer_build(lede_gazetteer **out, const lede_entry *entries, size_t count,
                     lede_fold fold, lede_error *error)
{
    lede_gazetteer_builder *build;
    lede_gazetteer_report report;
    lede_status status = lede_gazetteer_builder_new(&build, fold);
    if (status != LEDE_OK) {
        return status;
    }
    for (size_t i = 0; i < count && status == LEDE_OK; i++) {
        status = lede_gazetteer_builder_add(build, &entries[i], error);
    }
    if (status == LEDE_OK) {
        status = lede_gazetteer_builder_finish(out, &report, build, error);
    }
    lede_gazetteer_builder_free(build);
    return status;
}
