#include "names/gazetteer.h"

#include "base/hash.h"
#include "base/memory.h"
#include "names/gazetteer_format.h"

struct lede_gazetteer {
    lede_pack *pack;
    lede_fold fold;
    const lede_gazetteer_slot *slots;
    const lede_gazetteer_row *rows;
    const lede_gazetteer_label_row *labels;
    size_t slot_count, row_count, label_count, unmatchable;
    lede_text text;
};

static lede_status
damaged(const lede_gazetteer *gazetteer, lede_error *error, const char *what)
{
    return lede_fail(error, LEDE_BAD_FILE, "%s is damaged: %s. Build or download it again.",
                     lede_pack_name(gazetteer->pack), what);
}

/* Takes the sections and checks that their sizes agree; what they hold is checked when used. */
static lede_status
read_sections(lede_gazetteer *gazetteer, lede_error *error)
{
    lede_text meta_bytes = lede_pack_section(gazetteer->pack, "meta");
    lede_gazetteer_meta meta;
    if (meta_bytes.size != sizeof meta) {
        return damaged(gazetteer, error, "its description is missing");
    }
    memcpy(&meta, meta_bytes.bytes, sizeof meta);
    if (meta.label_count > LEDE_GAZETTEER_LABELS) {
        return damaged(gazetteer, error, "it has too many labels");
    }
    if (meta.fold >= LEDE_FOLD_COUNT) {
        return damaged(gazetteer, error, "its folding is unknown");
    }
    lede_text slots = lede_pack_section(gazetteer->pack, "slots");
    lede_text rows = lede_pack_section(gazetteer->pack, "entries");
    lede_text labels = lede_pack_section(gazetteer->pack, "labels");
    size_t slot_count = slots.size / sizeof(lede_gazetteer_slot);
    if (slot_count == 0 || (slot_count & (slot_count - 1)) != 0 ||
        rows.size != meta.entry_count * sizeof(lede_gazetteer_row) ||
        labels.size != meta.label_count * sizeof(lede_gazetteer_label_row)) {
        return damaged(gazetteer, error, "its sections do not fit together");
    }
    gazetteer->fold = (lede_fold)meta.fold;
    gazetteer->slots = (const void *)slots.bytes;
    gazetteer->slot_count = slot_count;
    gazetteer->rows = (const void *)rows.bytes;
    gazetteer->row_count = meta.entry_count;
    gazetteer->labels = (const void *)labels.bytes;
    gazetteer->label_count = meta.label_count;
    gazetteer->unmatchable = meta.unmatchable;
    gazetteer->text = lede_pack_section(gazetteer->pack, "text");
    return LEDE_OK;
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
    lede_status status = read_sections(gazetteer, error);
    if (status != LEDE_OK) {
        lede_gazetteer_free(gazetteer);
        return status;
    }
    *out = gazetteer;
    return LEDE_OK;
}

lede_status
lede_gazetteer_open(lede_gazetteer **out, const char *path, lede_error *error)
{
    lede_pack *pack;
    lede_status status = lede_pack_open(&pack, path, LEDE_GAZETTEER_KIND, error);
    return status != LEDE_OK ? status : lede_gazetteer_adopt(out, pack, error);
}

lede_status
lede_gazetteer_load(lede_gazetteer **out, lede_text bytes, lede_error *error)
{
    char *copy = lede_memory_resize(NULL, bytes.size + 1);
    if (copy == NULL) {
        return LEDE_NO_MEMORY;
    }
    if (bytes.size != 0) {
        memcpy(copy, bytes.bytes, bytes.size);
    }
    lede_pack *pack;
    lede_status status = lede_pack_adopt(&pack, (lede_text){copy, bytes.size},
                                         "the dictionary", LEDE_GAZETTEER_KIND, error);
    return status != LEDE_OK ? status : lede_gazetteer_adopt(out, pack, error);
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
    return gazetteer->row_count;
}

size_t
lede_gazetteer_unmatchable(const lede_gazetteer *gazetteer)
{
    return gazetteer->unmatchable;
}

/* The empty text where there is none, or where a damaged file points outside. */
static lede_text
text_at(const lede_gazetteer *gazetteer, uint32_t offset, uint32_t size)
{
    lede_text all = gazetteer->text;
    if (all.bytes == NULL || offset > all.size || size > all.size - offset) {
        return (lede_text){"", 0};
    }
    return (lede_text){all.bytes + offset, size};
}

lede_text
lede_gazetteer_label(const lede_gazetteer *gazetteer, size_t number)
{
    if (number >= gazetteer->label_count) {
        return (lede_text){NULL, 0};
    }
    lede_gazetteer_label_row row = gazetteer->labels[number];
    return text_at(gazetteer, row.offset, row.size);
}

size_t
lede_gazetteer_entry_label(const lede_gazetteer *gazetteer, size_t index)
{
    return gazetteer->rows[index].label;
}

lede_entry
lede_gazetteer_entry(const lede_gazetteer *gazetteer, size_t index)
{
    const lede_gazetteer_row *row = &gazetteer->rows[index];
    lede_text label = lede_gazetteer_label(gazetteer, row->label);
    return (lede_entry){
        .surface = text_at(gazetteer, row->surface, row->surface_size),
        .name = text_at(gazetteer, row->name, row->name_size),
        .label = label.bytes == NULL ? (lede_text){"", 0} : label,
        .id = text_at(gazetteer, row->id, row->id_size),
        .flags = row->flags,
    };
}

static bool
same_words(lede_text a, lede_text b, lede_fold fold)
{
    lede_token word_a, word_b;
    size_t at_a = 0, at_b = 0;
    bool more_a, more_b;
    do {
        more_a = lede_token_next(&word_a, a, &at_a);
        more_b = lede_token_next(&word_b, b, &at_b);
    } while (more_a && more_b &&
             lede_fold_equal(lede_text_slice(a, word_a.span),
                             lede_text_slice(b, word_b.span), fold));
    return !more_a && !more_b;
}

static uint32_t
slot_value(const lede_gazetteer *gazetteer, uint64_t key)
{
    for (size_t probe = 0; probe < LEDE_GAZETTEER_PROBES; probe++) {
        lede_gazetteer_slot slot =
            gazetteer->slots[(key + probe) & (gazetteer->slot_count - 1)];
        if (slot.value == 0 || slot.fingerprint == (uint32_t)(key >> 32)) {
            return slot.value;
        }
    }
    return 0;
}

/* The first entry of the chain that the words of `surface` lead to; row_count when there is none. */
static size_t
chain_start(const lede_gazetteer *gazetteer, lede_text surface)
{
    uint64_t key = LEDE_HASH_EMPTY;
    lede_token word;
    bool any = false;
    for (size_t at = 0; lede_token_next(&word, surface, &at); any = true) {
        lede_text slice = lede_text_slice(surface, word.span);
        key = lede_hash_join(key, lede_fold_hash(slice, gazetteer->fold));
    }
    uint32_t value = any ? slot_value(gazetteer, key) : 0;
    return value >> 1 == 0 ? gazetteer->row_count : (value >> 1) - 1;
}

/* The next entry of a chain, row_count at its end: or where a damaged file would go round in circles. */
static size_t
next_in_chain(const lede_gazetteer *gazetteer, size_t index)
{
    size_t next = index < gazetteer->row_count ? gazetteer->rows[index].next : 0;
    return next > index ? next : gazetteer->row_count;
}

uint32_t
lede_gazetteer_lookup(const lede_gazetteer *gazetteer, lede_text surface, uint32_t after)
{
    size_t index = after == LEDE_NO_ENTRY ? chain_start(gazetteer, surface)
                                          : next_in_chain(gazetteer, after);
    while (index < gazetteer->row_count) {
        const lede_gazetteer_row *row = &gazetteer->rows[index];
        lede_text stored = text_at(gazetteer, row->surface, row->surface_size);
        if (same_words(stored, surface, gazetteer->fold)) {
            return (uint32_t)index;
        }
        index = next_in_chain(gazetteer, index);
    }
    return LEDE_NO_ENTRY;
}

/* One call of find. */
typedef struct {
    const lede_gazetteer *gazetteer;
    lede_text text;
    const lede_tokens *tokens;
    const uint64_t *hashes;
    lede_vector *matches;
} finder;

static bool
word_matches(const finder *find, lede_text stored, lede_token word, lede_token here,
             uint32_t flags)
{
    lede_text a = lede_text_slice(stored, word.span);
    lede_text b = lede_text_slice(find->text, here.span);
    if (flags & LEDE_ENTRY_EXACT_CASE) {
        return lede_text_equal(a, b);
    }
    if ((flags & LEDE_ENTRY_NEEDS_CAPITAL) && (word.bits & LEDE_TOKEN_CAPITAL) &&
        !(here.bits & LEDE_TOKEN_CAPITAL)) {
        return false;
    }
    return lede_fold_equal(a, b, find->gazetteer->fold);
}

/* Compares the stored name with the words [first, end) of the text. */
static bool
name_matches(const finder *find, size_t index, size_t first, size_t end)
{
    const lede_gazetteer_row *row = &find->gazetteer->rows[index];
    lede_text stored = text_at(find->gazetteer, row->surface, row->surface_size);
    lede_token word;
    size_t at = 0;
    for (size_t i = first; i < end; i++) {
        if (!lede_token_next(&word, stored, &at) ||
            !word_matches(find, stored, word, find->tokens->items[i], row->flags)) {
            return false;
        }
    }
    return !lede_token_next(&word, stored, &at);
}

/* Appends the entries for the words [first, end), beginning with entry `index`. */
static bool
push_chain(const finder *find, size_t index, size_t first, size_t end,
           lede_match_policy policy)
{
    bool any = false;
    while (index < find->gazetteer->row_count) {
        if (name_matches(find, index, first, end)) {
            lede_match match = {(uint32_t)first, (uint32_t)end, (uint32_t)index};
            lede_vector_push(find->matches, &match);
            any = true;
        }
        if (any && policy == LEDE_MATCH_FIRST) {
            break;
        }
        index = next_in_chain(find->gazetteer, index);
    }
    return any;
}

/* A place where a name ends, met on the way to longer ones. */
typedef struct {
    uint32_t entry;
    size_t end;
} stop;

enum { MOST_STOPS = 8 };

/* Collects the places where names that begin at word `first` may end, the longest last, and returns
 * how many there are; of more than MOST_STOPS the longest stay. */
static size_t
find_stops(const finder *find, size_t first, stop stops[MOST_STOPS])
{
    size_t count = 0;
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t end = first; end < find->tokens->count;) {
        key = lede_hash_join(key, find->hashes[end++]);
        uint32_t value = slot_value(find->gazetteer, key);
        if (value >> 1 != 0) {
            if (count == MOST_STOPS) {
                memmove(stops, stops + 1, --count * sizeof *stops);
            }
            stops[count++] = (stop){(value >> 1) - 1, end};
        }
        if (!(value & 1)) {
            break;
        }
    }
    return count;
}

/* Finds the longest name that begins at word `first`, or all of them. The longest may fail on case
 * where a shorter one does not. Returns the end of the longest, or `first` if there is none. */
static size_t
find_at(const finder *find, size_t first, lede_match_policy policy)
{
    stop stops[MOST_STOPS];
    size_t longest = first;
    for (size_t i = find_stops(find, first, stops); i-- > 0;) {
        bool found = push_chain(find, stops[i].entry, first, stops[i].end, policy);
        longest = found && longest == first ? stops[i].end : longest;
        if (found && policy != LEDE_MATCH_ALL) {
            break;
        }
    }
    return longest;
}

void
lede_gazetteer_find(const lede_gazetteer *gazetteer, lede_text text,
                    const lede_tokens *tokens, const uint64_t *hashes,
                    lede_match_policy policy, lede_vector *matches)
{
    finder find = {gazetteer, text, tokens, hashes, matches};
    for (size_t at = 0; at < tokens->count;) {
        size_t end = find_at(&find, at, policy);
        at = end > at && policy != LEDE_MATCH_ALL ? end : at + 1;
    }
}
