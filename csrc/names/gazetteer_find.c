#include <stdlib.h>

#include "base/hash.h"
#include "names/gazetteer.h"
#include "names/gazetteer_table.h"
#include "names/name_words.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

/* One call of find. In a loose dictionary the words are those that lede_is_loose_mark leaves. */
typedef struct {
    const lede_gazetteer *gazetteer;
    lede_text text;
    const lede_token *words;
    const uint64_t *hashes;
    size_t count;
    lede_match_policy policy;
    lede_vector *matches;
    lede_span *last; /* by label: its last match, in words; for LEDE_MATCH_LABEL alone */
} finder;

/* ---- comparing a candidate with the text ---- */

static bool
words_match(const finder *find, lede_text stored, lede_token word, lede_token here,
            uint32_t flags)
{
    lede_text a = lede_text_slice(stored, word.span);
    lede_text b = lede_text_slice(find->text, here.span);
    if (flags & LEDE_ENTRY_EXACT_CASE) {
        return lede_text_equal(a, b);
    }
    if ((flags & (LEDE_ENTRY_NEEDS_CAPITAL | LEDE_RECORD_AMBIGUOUS)) &&
        (word.bits & LEDE_TOKEN_CAPITAL) && !(here.bits & LEDE_TOKEN_CAPITAL)) {
        return false;
    }
    return lede_fold_equal(a, b, find->gazetteer->fold);
}

static bool
match_word_by_word(const finder *find, lede_text stored, size_t first, size_t end,
                   uint32_t flags)
{
    lede_name_words words = {.text = stored, .fold = find->gazetteer->fold};
    lede_token word;
    for (size_t i = first; i < end; i++) {
        if (!lede_name_words_next(&words, &word) ||
            !words_match(find, stored, word, find->words[i], flags)) {
            return false;
        }
    }
    return !lede_name_words_next(&words, &word);
}

/* True when a text begins a sentence at a word, as far as the marks before it tell. */
static bool
begins_sentence(const finder *find, size_t first)
{
    for (size_t i = first; i > 0 && !(find->words[i].bits & LEDE_TOKEN_LINE); i--) {
        lede_token before = find->words[i - 1];
        size_t size;
        uint32_t class =
            lede_class_of(lede_utf8_step(find->text, before.span.start, &size));
        if (before.bits & LEDE_TOKEN_WORD) {
            return false;
        }
        if (class & LEDE_TERMINAL) {
            return true;
        }
        if (!(class & (LEDE_OPENER | LEDE_QUOTE | LEDE_CLOSER))) {
            return false;
        }
    }
    return true;
}

/* What the flags of an entry ask of the place, the spelling apart. */
static bool
place_fits(const finder *find, size_t first, size_t end, uint32_t flags)
{
    if ((flags & LEDE_ENTRY_NO_POSSESSIVE) && end < find->count &&
        (find->words[end].bits & LEDE_TOKEN_POSSESSIVE)) {
        return false;
    }
    return !(flags & LEDE_RECORD_AMBIGUOUS) || !begins_sentence(find, first);
}

/* Compares the stored name with the words [first, end) of the text. */
static bool
name_matches(const finder *find, const lede_gazetteer_record *record, size_t first,
             size_t end)
{
    lede_text stored = record->surface;
    lede_span span = {find->words[first].span.start, find->words[end - 1].span.end};
    uint32_t flags = record->head.flags & (LEDE_ENTRY_FLAGS | LEDE_RECORD_AMBIGUOUS);
    lede_text here = lede_text_slice(find->text, span);
    bool plain = flags == 0 && find->gazetteer->fold != LEDE_FOLD_NONE;
    bool same =
        (plain ? lede_fold_same_ascii(stored, here) : lede_text_equal(stored, here)) ||
        match_word_by_word(find, stored, first, end, flags);
    return same && (flags == 0 || place_fits(find, first, end, flags));
}

/* ---- candidates ---- */

/* So many words are looked at together: for each step of all of them memory is asked for what the next
 * step needs, and then it is there. A dictionary lies in main memory, and to wait for it at each word
 * would cost more than all else. */
enum { BLOCK = 256 };

/* A name in sight: the words from `first` to before `end` have the key. */
typedef struct {
    uint64_t key;
    uint32_t first, end;
} prefix;

/* A place where a name may end. */
typedef struct {
    uint32_t place; /* of a record */
    uint32_t end;
    uint32_t shorter; /* the stop of the next shorter name from the same word, or NO_STOP */
} stop;

#define NO_STOP UINT32_MAX

typedef struct {
    size_t first, count; /* words where names may begin */
    prefix prefixes[BLOCK];
    size_t prefix_count;
    lede_vector stops;
    uint32_t
        longest[BLOCK]; /* by word: the stop of the longest name from there, or NO_STOP */
} block;

static void
begin_block(block *here, const finder *find, size_t first)
{
    size_t left = find->count - first;
    here->first = first;
    here->count = left < BLOCK ? left : BLOCK;
    here->prefix_count = 0;
    here->stops.count = 0;
    memset(here->longest, 0xFF, sizeof here->longest);
    lede_filter heads = find->gazetteer->heads;
    for (size_t i = first; i < first + here->count; i++) {
        here->prefixes[here->prefix_count] =
            (prefix){find->hashes[i], (uint32_t)i, (uint32_t)i + 1};
        here->prefix_count += lede_filter_has(heads, find->hashes[i]);
    }
}

static void
push_stop(block *here, const prefix *at, uint32_t value)
{
    uint32_t *longest = &here->longest[at->first - here->first];
    stop new = {(value >> 1) - 1, at->end, *longest};
    size_t before = here->stops.count;
    lede_vector_push(&here->stops, &new);
    if (here->stops.count > before) {
        *longest = (uint32_t)before;
    }
}

/* Notes where names end after the words of a prefix; true when there are longer ones. */
static bool
read_slots(block *here, const finder *find, const prefix *at)
{
    bool longer = false;
    lede_slot_search search = lede_slots_of(find->gazetteer, at->key);
    for (uint32_t value; (value = lede_slots_next(&search)) != 0;) {
        longer |= (value & 1) != 0;
        if (value >> 1 != 0) {
            push_stop(here, at, value);
        }
    }
    return longer && at->end < find->count && at->end - at->first < LEDE_GAZETTEER_WORDS;
}

/* Makes all prefixes one word longer; those that no name goes on with are left out. */
static void
extend_prefixes(block *here, const finder *find)
{
    const lede_gazetteer *gazetteer = find->gazetteer;
    lede_filter longer = gazetteer->longer;
    for (size_t i = 0; i < here->prefix_count; i++) {
        __builtin_prefetch(gazetteer->slots +
                           lede_slot_home(here->prefixes[i].key, gazetteer->slot_count));
    }
    size_t kept = 0;
    for (size_t i = 0; i < here->prefix_count; i++) {
        prefix next = here->prefixes[i];
        if (read_slots(here, find, &next)) {
            next.key = lede_hash_join(next.key, find->hashes[next.end++]);
            here->prefixes[kept++] = next;
            __builtin_prefetch(longer.words + lede_filter_word(next.key, longer.count));
        }
    }
    here->prefix_count = 0;
    for (size_t i = 0; i < kept; i++) {
        here->prefixes[here->prefix_count] = here->prefixes[i];
        here->prefix_count += lede_filter_has(longer, here->prefixes[i].key);
    }
}

static void
fetch_names(const block *here, const finder *find)
{
    lede_text all = find->gazetteer->text;
    const stop *stops = here->stops.data;
    for (size_t i = 0; i < here->stops.count; i++) {
        __builtin_prefetch(all.bytes + (stops[i].place < all.size ? stops[i].place : 0));
    }
}

static void
find_stops(block *here, const finder *find, size_t first)
{
    begin_block(here, find, first);
    while (here->prefix_count > 0) {
        extend_prefixes(here, find);
    }
    fetch_names(here, find);
}

/* Where LEDE_MATCH_LABEL notes the last match of an entry's label. */
static lede_span *
last_of_label(const finder *find, size_t label)
{
    size_t labels = find->gazetteer->label_count;
    return &find->last[label < labels ? label : labels];
}

/* True when the policy wants an entry of this label at [first, end): several may stand there. */
static bool
is_wanted(const finder *find, size_t label, size_t first, size_t end)
{
    if (find->policy != LEDE_MATCH_LABEL) {
        return true;
    }
    lede_span last = *last_of_label(find, label);
    return last.end <= first || (last.start == first && last.end == end);
}

/* Appends the entries of one group for the words [first, end). Its entries match alike, but for those
 * that a damaged file put there: one that fails is the last to be tried. */
static bool
push_group(const finder *find, lede_gazetteer_record record, size_t first, size_t end)
{
    bool any = false, more = true;
    while (more && name_matches(find, &record, first, end)) {
        if (is_wanted(find, record.head.label, first, end)) {
            lede_match match = {(uint32_t)first, (uint32_t)end, record.head.entry};
            lede_vector_push(find->matches, &match);
            any = true;
            if (find->policy == LEDE_MATCH_LABEL) {
                *last_of_label(find, record.head.label) =
                    (lede_span){(uint32_t)first, (uint32_t)end};
            }
        }
        more = find->policy != LEDE_MATCH_FIRST &&
               lede_record_of(&record, find->gazetteer, lede_group_next(record.head));
    }
    return any;
}

static int
by_entry(const void *a, const void *b)
{
    uint32_t entry_a = ((const lede_match *)a)->entry,
             entry_b = ((const lede_match *)b)->entry;
    return (entry_a > entry_b) - (entry_a < entry_b);
}

/* Appends the entries for the words [first, end), in the order they were given. */
static bool
push_entries(const finder *find, size_t place, size_t first, size_t end)
{
    const lede_gazetteer *gazetteer = find->gazetteer;
    lede_gazetteer_record record;
    size_t before = find->matches->count, groups = 0, tried = 0;
    bool more = lede_record_at(&record, gazetteer, place);
    while (more && tried++ < LEDE_GAZETTEER_GROUPS) {
        groups += push_group(find, record, first, end);
        if (groups > 0 && find->policy == LEDE_MATCH_FIRST) {
            return true;
        }
        more = lede_record_of(&record, gazetteer, lede_group_other(gazetteer, record.head));
    }
    if (groups > 1) {
        lede_match *pushed = (lede_match *)find->matches->data + before;
        qsort(pushed, find->matches->count - before, sizeof *pushed, by_entry);
    }
    return groups > 0;
}

/* Finds the longest name that begins at word `first`, or all of them. The longest may fail on case
 * where a shorter one does not. Returns the end of the longest, or `first` if there is none. */
static size_t
find_at(const block *here, const finder *find, size_t first)
{
    const stop *stops = here->stops.data;
    size_t longest = first;
    bool all = find->policy == LEDE_MATCH_ALL || find->policy == LEDE_MATCH_LABEL;
    for (uint32_t i = here->longest[first - here->first]; i != NO_STOP;
         i = stops[i].shorter) {
        bool found = push_entries(find, stops[i].place, first, stops[i].end);
        longest = found && longest == first ? stops[i].end : longest;
        if (found && !all) {
            break;
        }
    }
    return longest;
}

static void
find_in_words(const finder *find, lede_arena *arena)
{
    bool all = find->policy == LEDE_MATCH_ALL || find->policy == LEDE_MATCH_LABEL;
    block here;
    lede_vector_init(&here.stops, arena, sizeof(stop));
    size_t at = 0;
    while (at < find->count) {
        find_stops(&here, find, at);
        size_t block_end = at + here.count;
        while (at < block_end) {
            size_t end = find_at(&here, find, at);
            at = end > at && !all ? end : at + 1;
        }
    }
}

/* The words that a loose dictionary counts, and which tokens they are. */
typedef struct {
    lede_token *words;
    uint64_t *hashes;
    uint32_t *tokens;
    size_t count;
} loose_words;

static bool
gather_loose(loose_words *loose, const finder *find, lede_arena *arena)
{
    *loose = (loose_words){
        .words = lede_arena_alloc(arena, find->count, sizeof *loose->words),
        .hashes = lede_arena_alloc(arena, find->count, sizeof *loose->hashes),
        .tokens = lede_arena_alloc(arena, find->count, sizeof *loose->tokens),
    };
    if (loose->words == NULL || loose->hashes == NULL || loose->tokens == NULL) {
        return false;
    }
    for (size_t i = 0; i < find->count; i++) {
        uint32_t before = i > 0 ? find->words[i - 1].bits : 0;
        uint32_t after = i + 1 < find->count ? find->words[i + 1].bits : 0;
        if (!lede_is_loose_mark(find->text, before, find->words[i], after)) {
            loose->words[loose->count] = find->words[i];
            loose->hashes[loose->count] = find->hashes[i];
            loose->tokens[loose->count++] = (uint32_t)i;
        }
    }
    return true;
}

static void
find_loosely(finder find, lede_arena *arena)
{
    loose_words loose;
    if (!gather_loose(&loose, &find, arena)) {
        return;
    }
    size_t before = find.matches->count;
    find.words = loose.words;
    find.hashes = loose.hashes;
    find.count = loose.count;
    find_in_words(&find, arena);
    lede_match *matches = find.matches->data;
    for (size_t i = before; i < find.matches->count; i++) {
        matches[i].first = loose.tokens[matches[i].first];
        matches[i].end = loose.tokens[matches[i].end - 1] + 1;
    }
}

void
lede_gazetteer_find(const lede_gazetteer *gazetteer, lede_text text,
                    const lede_tokens *tokens, const uint64_t *hashes,
                    lede_match_policy policy, lede_vector *matches)
{
    lede_arena *arena = matches->arena;
    finder find = {.gazetteer = gazetteer,
                   .text = text,
                   .words = tokens->items,
                   .hashes = hashes,
                   .count = tokens->count,
                   .policy = policy,
                   .matches = matches};
    if (policy == LEDE_MATCH_LABEL) {
        size_t count = gazetteer->label_count + 1;
        find.last = lede_arena_alloc(arena, count, sizeof *find.last);
        if (find.last == NULL) {
            return;
        }
        memset(find.last, 0, count * sizeof *find.last);
    }
    if (gazetteer->fold == LEDE_FOLD_LOOSE) {
        find_loosely(find, arena);
    } else {
        find_in_words(&find, arena);
    }
}
