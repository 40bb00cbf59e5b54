#include "base/hash.h"
#include "base/memory.h"
#include "names/gazetteer_builder.h"
#include "names/name_words.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

enum { LONGEST_TEXT = 0xFFFF };

/* Room for `extra` more items; NULL when memory ran out. */
static void *
heap_reserve(lede_heap_array *array, size_t extra, size_t item_size)
{
    if (array->capacity - array->count < extra) {
        size_t capacity = array->capacity * 2 + 64;
        capacity = capacity < array->count + extra ? array->count + extra : capacity;
        void *data = capacity < SIZE_MAX / 2 / item_size
                         ? lede_memory_resize(array->data, capacity * item_size)
                         : NULL;
        if (data == NULL) {
            return NULL;
        }
        array->data = data;
        array->capacity = capacity;
    }
    return (char *)array->data + array->count * item_size;
}

bool
lede_heap_append(lede_heap_array *array, const void *items, size_t count, size_t item_size)
{
    void *room = heap_reserve(array, count, item_size);
    if (room != NULL && count != 0) {
        memcpy(room, items, count * item_size);
        array->count += count;
    }
    return room != NULL;
}

static void
init_labels(lede_label_set *set, lede_arena *arena, size_t most)
{
    lede_vector_init(&set->texts, arena, sizeof(lede_text));
    lede_table_init(&set->numbers, arena, most);
    set->most = most;
}

lede_status
lede_gazetteer_builder_new(lede_gazetteer_builder **out, lede_fold fold)
{
    lede_gazetteer_builder *build = lede_memory_resize(NULL, sizeof *build);
    if (build == NULL) {
        return LEDE_NO_MEMORY;
    }
    *build = (lede_gazetteer_builder){.fold = fold};
    lede_arena_init(&build->arena);
    init_labels(&build->labels, &build->arena, LEDE_GAZETTEER_LABELS);
    init_labels(&build->sources, &build->arena, LEDE_NO_SOURCE - 1);
    lede_vector_init(&build->duplicates, &build->arena, sizeof(uint32_t));
    *out = build;
    return LEDE_OK;
}

void
lede_gazetteer_builder_free(lede_gazetteer_builder *build)
{
    if (build != NULL) {
        lede_arena_release(&build->arena);
        lede_memory_free(build->text.data);
        lede_memory_free(build->entries.data);
        lede_memory_free(build->keys.data);
        lede_memory_free(build->unmatchable.data);
        lede_memory_free(build->buckets);
        lede_memory_free(build->heads);
        lede_memory_free(build->longer);
        lede_memory_free(build);
    }
}

/* ---- one entry ---- */

static bool
add_text(lede_gazetteer_builder *build, lede_text text)
{
    return lede_heap_append(&build->text, text.bytes, text.size, 1);
}

/* The number of a label; one that the table has forgotten is sought among all. */
static lede_status
find_label(lede_label_set *set, lede_text label, size_t *number)
{
    const lede_text *texts = set->texts.data;
    uint32_t *known =
        lede_table_put(&set->numbers, lede_hash_bytes(label.bytes, label.size));
    bool is_new = known != NULL && *known == LEDE_TABLE_NEW;
    if (known != NULL && !is_new && lede_text_equal(texts[*known], label)) {
        *number = *known;
        return LEDE_OK;
    }
    for (size_t i = 0; !is_new && i < set->texts.count; i++) {
        if (lede_text_equal(texts[i], label)) {
            *number = i;
            return LEDE_OK;
        }
    }
    if (set->texts.count == set->most) {
        return LEDE_TOO_LARGE;
    }
    lede_text copy = lede_arena_copy(set->texts.arena, label);
    *number = set->texts.count;
    lede_vector_push(&set->texts, &copy);
    lede_status status = lede_arena_status(set->texts.arena);
    if (is_new && status == LEDE_OK) {
        *known = (uint32_t)*number;
    }
    return status;
}

static lede_status
number_label(lede_gazetteer_builder *build, lede_label_set *set, lede_text label,
             size_t none, size_t *number, const char *what, lede_error *error)
{
    *number = none;
    if (label.size == 0) {
        return LEDE_OK;
    }
    lede_status status = find_label(set, label, number);
    return status != LEDE_TOO_LARGE
               ? status
               : lede_fail(error, status, "there are more than %zu %ss, at entry %zu",
                           set->most, what, build->entries.count);
}

static lede_status
check_sizes(const lede_gazetteer_builder *build, const lede_entry *entry, lede_error *error)
{
    size_t number = build->entries.count;
    if (number + 1 >= UINT32_MAX / 2) {
        return lede_fail(error, LEDE_TOO_LARGE, "a dictionary holds at most 2^31 entries");
    }
    if (entry->surface.size > LONGEST_TEXT || entry->name.size > LONGEST_TEXT ||
        entry->id.size > LONGEST_TEXT || entry->label.size > LONGEST_TEXT ||
        entry->source.size > LONGEST_TEXT) {
        return lede_fail(error, LEDE_TOO_LARGE,
                         "entry %zu has a name, label, id or source of more than %d bytes",
                         number, LONGEST_TEXT);
    }
    if (build->text.count > INT32_MAX - 8 * (size_t)LONGEST_TEXT) {
        return lede_fail(error, LEDE_TOO_LARGE,
                         "the names take more than 2 GiB, at entry %zu", number);
    }
    return LEDE_OK;
}

static bool
add_record(lede_gazetteer_builder *build, const lede_entry *entry, size_t label,
           size_t source)
{
    uint32_t place = (uint32_t)build->text.count;
    lede_gazetteer_head head = {
        .entry = (uint32_t)build->entries.count,
        .surface_size = (uint16_t)entry->surface.size,
        .name_size = (uint16_t)entry->name.size,
        .label = (uint16_t)label,
        .source = (uint8_t)source,
    };
    bool named = !lede_text_equal(entry->name, entry->surface);
    bool prior = entry->prior != 0;
    build->has_priors |= prior;
    head.flags = (uint8_t)((entry->flags & LEDE_ENTRY_FLAGS) |
                           (named ? (uint32_t)LEDE_RECORD_NAMED : 0) |
                           (prior ? (uint32_t)LEDE_RECORD_PRIOR : 0));
    return lede_heap_append(&build->text, &head, sizeof head, 1) &&
           add_text(build, entry->surface) && (!named || add_text(build, entry->name)) &&
           add_text(build, entry->id) &&
           (!prior || lede_heap_append(&build->text, &entry->prior, 1, 1)) &&
           lede_heap_append(&build->entries, &place, 1, sizeof place);
}

/* True for words, and for marks that are more than punctuation: $, €, 😀. */
static bool
tells_something(lede_text surface, lede_token word)
{
    size_t size;
    uint32_t class = lede_class_of(lede_utf8_step(surface, word.span.start, &size));
    return (word.bits & LEDE_TOKEN_WORD) != 0 || (class & LEDE_SYMBOL) != 0;
}

/* Enters a mark for each prefix of one name, and the entry itself at its last word. */
static lede_status
add_keys(lede_gazetteer_builder *build, lede_text surface, lede_error *error)
{
    lede_name_words words = {.text = surface, .fold = build->fold};
    lede_token word;
    lede_gazetteer_key key = {.entry = (uint32_t)build->entries.count,
                              .kind = LEDE_KEY_HEAD};
    size_t before = build->keys.count;
    bool tells = false;
    while (lede_name_words_next(&words, &word)) {
        uint64_t hash = lede_fold_hash_part(surface, word.span, build->fold);
        key.key = build->keys.count == before ? hash : lede_hash_join(key.key, hash);
        tells |= tells_something(surface, word);
        if (build->keys.count - before == LEDE_GAZETTEER_WORDS) {
            return lede_fail(error, LEDE_TOO_LARGE,
                             "entry %zu has a name of more than %d words",
                             build->entries.count, LEDE_GAZETTEER_WORDS);
        }
        if (!lede_heap_append(&build->keys, &key, 1, sizeof key)) {
            return LEDE_NO_MEMORY;
        }
        key.kind = 0;
    }
    if (tells) {
        ((lede_gazetteer_key *)build->keys.data)[build->keys.count - 1].kind |=
            LEDE_KEY_ENDS;
        return LEDE_OK;
    }
    build->keys.count = before;
    return lede_heap_append(&build->unmatchable, &key.entry, 1, sizeof key.entry)
               ? LEDE_OK
               : LEDE_NO_MEMORY;
}

lede_status
lede_gazetteer_builder_add(lede_gazetteer_builder *build, const lede_entry *entry,
                           lede_error *error)
{
    size_t label = 0, source = 0;
    lede_status status = check_sizes(build, entry, error);
    if (status == LEDE_OK) {
        status = number_label(build, &build->labels, entry->label, LEDE_NO_LABEL, &label,
                              "label", error);
    }
    if (status == LEDE_OK) {
        status = number_label(build, &build->sources, entry->source, LEDE_NO_SOURCE,
                              &source, "source", error);
    }
    if (status == LEDE_OK) {
        status = add_keys(build, entry->surface, error);
    }
    if (status == LEDE_OK && !add_record(build, entry, label, source)) {
        status = LEDE_NO_MEMORY;
    }
    return status;
}
