#include "names/gazetteer.h"

#include "base/hash.h"
#include "base/memory.h"
#include "names/gazetteer_sort.h"
#include "names/gazetteer_table.h"
#include "names/name_words.h"

enum { META_1_SIZE = 16 }; /* in format 1 */

/* The items of a section of rows, which must be `count`; NULL when they are not. */
static const void *
rows_of(const lede_gazetteer *gazetteer, const char *name, size_t count, size_t size)
{
    lede_text bytes = lede_pack_section(gazetteer->pack, name);
    return bytes.bytes != NULL && bytes.size == count * size ? bytes.bytes : NULL;
}

static lede_status
read_meta(lede_gazetteer *gazetteer, lede_error *error)
{
    lede_text bytes = lede_pack_section(gazetteer->pack, "meta");
    lede_gazetteer_meta meta = {.version = 1}; /* whose description was shorter */
    if (bytes.size == sizeof meta) {
        memcpy(&meta, bytes.bytes, sizeof meta);
    } else if (bytes.size != META_1_SIZE) {
        return lede_pack_damaged(gazetteer->pack, error, "its description is missing");
    }
    if (meta.version != LEDE_GAZETTEER_VERSION) {
        return lede_fail(error, LEDE_BAD_FILE,
                         "%s is a dictionary of format %u, this library reads format %u; "
                         "build it again",
                         lede_pack_name(gazetteer->pack), meta.version,
                         LEDE_GAZETTEER_VERSION);
    }
    if (meta.label_count > LEDE_GAZETTEER_LABELS || meta.source_count >= LEDE_NO_SOURCE) {
        return lede_pack_damaged(gazetteer->pack, error,
                                 "it has too many labels or sources");
    }
    if (meta.fold >= LEDE_FOLD_COUNT) {
        return lede_pack_damaged(gazetteer->pack, error, "its folding is unknown");
    }
    gazetteer->meta = meta;
    gazetteer->fold = (lede_fold)meta.fold;
    gazetteer->entry_count = meta.entry_count;
    gazetteer->label_count = meta.label_count;
    gazetteer->source_count = meta.source_count;
    return LEDE_OK;
}

/* Takes the sections; true if their sizes agree. What they hold is checked when used. */
static bool
view_sections(lede_gazetteer *gazetteer)
{
    lede_text heads = lede_pack_section(gazetteer->pack, "heads");
    lede_text longer = lede_pack_section(gazetteer->pack, "longer");
    lede_text buckets = lede_pack_section(gazetteer->pack, "buckets");
    gazetteer->heads =
        (lede_heads){(const void *)heads.bytes, heads.size / sizeof *gazetteer->heads.rows};
    gazetteer->longer = (lede_filter){(const void *)longer.bytes,
                                      longer.size / sizeof *gazetteer->longer.words};
    gazetteer->buckets = (const void *)buckets.bytes;
    gazetteer->bucket_count = buckets.size / sizeof *gazetteer->buckets;
    gazetteer->entries = rows_of(gazetteer, "entries", gazetteer->entry_count + 1,
                                 sizeof *gazetteer->entries);
    size_t label = sizeof *gazetteer->labels;
    gazetteer->labels = rows_of(gazetteer, "labels", gazetteer->label_count, label);
    gazetteer->sources = rows_of(gazetteer, "sources", gazetteer->source_count, label);
    gazetteer->text = lede_pack_section(gazetteer->pack, "text");
    return gazetteer->heads.count > 0 && gazetteer->longer.count > 0 &&
           gazetteer->bucket_count > LEDE_GAZETTEER_PROBES && gazetteer->entries != NULL &&
           gazetteer->labels != NULL && gazetteer->sources != NULL &&
           gazetteer->text.bytes != NULL;
}

lede_status
lede_gazetteer_adopt(lede_gazetteer **out, lede_pack *pack, lede_error *error)
{
    lede_gazetteer *gazetteer = lede_memory_resize(NULL, sizeof *gazetteer);
    if (gazetteer == NULL) {
        lede_pack_free(pack);
        return LEDE_NO_MEMORY;
    }
    *gazetteer = (lede_gazetteer){.pack = pack};
    lede_status status = read_meta(gazetteer, error);
    if (status == LEDE_OK && !view_sections(gazetteer)) {
        status = lede_pack_damaged(pack, error, "its sections do not fit together");
    }
    if (status != LEDE_OK) {
        lede_gazetteer_free(gazetteer);
        return status;
    }
    *out = gazetteer;
    return LEDE_OK;
}

void
lede_gazetteer_free(lede_gazetteer *gazetteer)
{
    if (gazetteer != NULL) {
        lede_pack_free(gazetteer->pack);
        lede_memory_free(gazetteer);
    }
}

const lede_pack *
lede_gazetteer_pack(const lede_gazetteer *gazetteer)
{
    return gazetteer->pack;
}

lede_fold
lede_gazetteer_fold(const lede_gazetteer *gazetteer)
{
    return gazetteer->fold;
}

size_t
lede_gazetteer_count(const lede_gazetteer *gazetteer)
{
    return gazetteer->entry_count;
}

lede_gazetteer_counts
lede_gazetteer_count_all(const lede_gazetteer *gazetteer)
{
    return (lede_gazetteer_counts){
        .keys = gazetteer->meta.key_count,
        .unmatchable = gazetteer->meta.unmatchable,
        .duplicates = gazetteer->meta.duplicates,
        .labels = gazetteer->label_count,
        .sources = gazetteer->source_count,
        .text_bytes = gazetteer->text.size,
    };
}

/* The part [start, end) of the text section; empty where a damaged file points outside. */
static lede_text
text_part(const lede_gazetteer *gazetteer, size_t start, size_t end)
{
    lede_text all = gazetteer->text;
    if (start > end || end > all.size) {
        return (lede_text){"", 0};
    }
    return (lede_text){all.bytes + start, end - start};
}

/* The text of a row of labels or sources. */
static lede_text
label_text(const lede_gazetteer *gazetteer, lede_gazetteer_label_row row)
{
    return text_part(gazetteer, row.offset, (size_t)row.offset + row.size);
}

lede_text
lede_gazetteer_label(const lede_gazetteer *gazetteer, size_t number)
{
    if (number >= gazetteer->label_count) {
        return (lede_text){NULL, 0};
    }
    return label_text(gazetteer, gazetteer->labels[number]);
}

size_t
lede_gazetteer_entry_label(const lede_gazetteer *gazetteer, size_t index)
{
    lede_gazetteer_record record;
    return lede_record_of(&record, gazetteer, index) ? record.head.label : LEDE_NO_LABEL;
}

lede_entry
lede_gazetteer_entry(const lede_gazetteer *gazetteer, size_t index)
{
    static const lede_text NONE = {"", 0};
    lede_entry entry = {NONE, NONE, NONE, NONE, NONE, 0, 0};
    lede_gazetteer_record record;
    if (!lede_record_of(&record, gazetteer, index)) {
        return entry;
    }
    lede_gazetteer_head head = record.head;
    bool named = (head.flags & LEDE_RECORD_NAMED) != 0;
    size_t name = gazetteer->entries[index] + sizeof head + head.surface_size;
    size_t id = name + (named ? head.name_size : 0u), end = gazetteer->entries[index + 1];
    entry.surface = record.surface;
    entry.name = named ? text_part(gazetteer, name, id) : record.surface;
    if ((head.flags & LEDE_RECORD_PRIOR) && end > id && end <= gazetteer->text.size) {
        entry.prior = (uint8_t)gazetteer->text.bytes[--end];
    }
    entry.id = text_part(gazetteer, id, end);
    entry.flags = head.flags & LEDE_ENTRY_FLAGS;
    if (head.label < gazetteer->label_count) {
        entry.label = label_text(gazetteer, gazetteer->labels[head.label]);
    }
    if (head.source < gazetteer->source_count) {
        entry.source = label_text(gazetteer, gazetteer->sources[head.source]);
    }
    return entry;
}

/* The key of the words of `surface`; false when it has none. */
static bool
key_of(const lede_gazetteer *gazetteer, lede_text surface, uint64_t *key)
{
    lede_token word;
    lede_name_words words = {.text = surface, .fold = gazetteer->fold};
    bool any = false;
    while (lede_name_words_next(&words, &word)) {
        uint64_t hash = lede_fold_hash_part(surface, word.span, gazetteer->fold);
        *key = any ? lede_hash_join(*key, hash) : hash;
        any = true;
    }
    return any;
}

static bool
same_words(lede_text a, lede_text b, lede_fold fold)
{
    lede_name_words words_a = {.text = a, .fold = fold},
                    words_b = {.text = b, .fold = fold};
    lede_token word_a, word_b;
    bool more_a, more_b;
    do {
        more_a = lede_name_words_next(&words_a, &word_a);
        more_b = lede_name_words_next(&words_b, &word_b);
    } while (more_a && more_b &&
             lede_fold_equal(lede_text_slice(a, word_a.span),
                             lede_text_slice(b, word_b.span), fold));
    return !more_a && !more_b;
}

/* The entries of a group that have the name, if its first one has it: a group has one name. */
static void
append_group(const lede_gazetteer *gazetteer, lede_gazetteer_record record,
             lede_text surface, lede_vector *entries)
{
    bool more = true;
    while (more && same_words(record.surface, surface, gazetteer->fold)) {
        lede_vector_push(entries, &record.head.entry);
        more = lede_record_of(&record, gazetteer, lede_group_next(record.head));
    }
}

void
lede_gazetteer_lookup(const lede_gazetteer *gazetteer, lede_text surface,
                      lede_vector *entries)
{
    uint64_t key;
    if (!key_of(gazetteer, surface, &key)) {
        return;
    }
    size_t before = entries->count;
    lede_key_search search = lede_key_find(gazetteer, key);
    lede_gazetteer_record record;
    for (uint32_t value; (value = lede_key_next(&search)) != 0;) {
        if (value >> 1 != 0 && lede_record_at(&record, gazetteer, (value >> 1) - 1)) {
            append_group(gazetteer, record, surface, entries);
        }
    }
    if (entries->count - before > 1) {
        lede_sort_numbers((uint32_t *)entries->data + before, entries->count - before);
    }
}
