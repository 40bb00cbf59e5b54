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
    bool same = (plain ? lede_fold_equal(stored, here, find->gazetteer->fold)
                       : lede_text_equal(stored, here)) ||
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
    uint32_t next; /* from the same word, as long or shorter; or NO_STOP */
} stop;

#define NO_STOP UINT32_MAX

typedef struct {
    size_t first, count; /* words where names may begin */
    prefix prefixes[BLOCK];
    size_t prefix_count;
    lede_vector stops;
    uint64_t has_stop[BLOCK / 64]; /* one bit a word */
    uint32_t longest[BLOCK]; /* by word with a stop: that of the longest name from there */
} block;

/* Of the words of a block: those that may be names, and those that longer names may begin with. */
typedef struct {
    uint8_t names[BLOCK], heads[BLOCK];
    size_t name_count, head_count;
} first_words;

_Static_assert(BLOCK <= UINT8_MAX + 1, "words of a block are numbered by bytes");

/* Nothing here is branched on: which word begins a name is not to be foretold. */
static void
find_first_words(first_words *words, const block *here, const finder *find)
{
    lede_heads heads = find->gazetteer->heads;
    const uint64_t *hashes = find->hashes + here->first;
    words->name_count = words->head_count = 0;
    for (size_t i = 0; i < here->count; i++) {
        lede_heads_row row = heads.rows[lede_filter_word(hashes[i], heads.count)];
        uint64_t bits = lede_filter_bits(hashes[i]);
        words->names[words->name_count] = (uint8_t)i;
        words->name_count += (row.names & bits) == bits;
        words->heads[words->head_count] = (uint8_t)i;
        words->head_count += (row.longer & bits) == bits;
    }
}

static void
fetch_bucket(const finder *find, uint64_t key)
{
    const lede_gazetteer *gazetteer = find->gazetteer;
    __builtin_prefetch(gazetteer->buckets + lede_bucket_home(key, gazetteer->bucket_count));
}

/* Adds a prefix that names may have if `longer` says so. */
static void
add_prefix(block *here, const finder *find, prefix new)
{
    lede_filter longer = find->gazetteer->longer;
    __builtin_prefetch(longer.words + lede_filter_word(new.key, longer.count));
    here->prefixes[here->prefix_count++] = new;
}

/* Keeps those prefixes that names may have, and asks memory for their buckets. */
static void
keep_prefixes(block *here, const finder *find)
{
    lede_filter longer = find->gazetteer->longer;
    size_t count = here->prefix_count;
    here->prefix_count = 0;
    for (size_t i = 0; i < count; i++) {
        prefix at = here->prefixes[i];
        uint64_t bits = lede_filter_bits(at.key);
        here->prefixes[here->prefix_count] = at;
        here->prefix_count +=
            (longer.words[lede_filter_word(at.key, longer.count)] & bits) == bits;
    }
    for (size_t i = 0; i < here->prefix_count; i++) {
        fetch_bucket(find, here->prefixes[i].key);
    }
}

/* The first two words of longer names. */
static void
begin_prefixes(block *here, const finder *find, const first_words *words)
{
    here->prefix_count = 0;
    for (size_t i = 0; i < words->head_count; i++) {
        size_t first = here->first + words->heads[i];
        if (first + 1 < find->count) {
            uint64_t key = lede_hash_join(find->hashes[first], find->hashes[first + 1]);
            add_prefix(here, find, (prefix){key, (uint32_t)first, (uint32_t)first + 2});
        }
    }
}

static void
push_stop(block *here, const prefix *at, uint32_t value)
{
    size_t word = at->first - here->first, number = here->stops.count;
    uint64_t *has_stop = &here->has_stop[word / 64], bit = UINT64_C(1) << word % 64;
    stop *new = lede_vector_add(&here->stops);
    if (new != NULL) {
        *new = (stop){(value >> 1) - 1, at->end,
                      (*has_stop & bit) != 0 ? here->longest[word] : NO_STOP};
        *has_stop |= bit;
        here->longest[word] = (uint32_t)number;
    }
}

/* Notes where names end after the words of a prefix; true when there are longer ones. */
static bool
read_values(block *here, const finder *find, const prefix *at)
{
    bool longer = false;
    lede_key_search search = lede_key_find(find->gazetteer, at->key);
    for (uint32_t value; (value = lede_key_next(&search)) != 0;) {
        longer |= (value & 1) != 0;
        if (value >> 1 != 0) {
            push_stop(here, at, value);
        }
    }
    return longer && at->end < find->count && at->end - at->first < LEDE_GAZETTEER_WORDS;
}

static void
read_names(block *here, const finder *find, const first_words *words)
{
    for (size_t i = 0; i < words->name_count; i++) {
        size_t first = here->first + words->names[i];
        prefix at = {find->hashes[first], (uint32_t)first, (uint32_t)first + 1};
        (void)read_values(here, find, &at);
    }
}

/* Makes all prefixes one word longer; those that no name goes on with are left out. */
static void
extend_prefixes(block *here, const finder *find)
{
    size_t count = here->prefix_count;
    here->prefix_count = 0;
    for (size_t i = 0; i < count; i++) {
        prefix next = here->prefixes[i];
        if (read_values(here, find, &next)) {
            next.key = lede_hash_join(next.key, find->hashes[next.end++]);
            add_prefix(here, find, next);
        }
    }
}

static void
fetch_records(const block *here, const finder *find)
{
    lede_text all = find->gazetteer->text;
    const stop *stops = here->stops.data;
    for (size_t i = 0; i < here->stops.count; i++) {
        __builtin_prefetch(all.bytes + (stops[i].place < all.size ? stops[i].place : 0));
    }
}

/* Finds where names may end that begin in a block from word `first` on. */
static void
find_stops(block *here, const finder *find, size_t first)
{
    size_t left = find->count - first;
    here->first = first;
    here->count = left < BLOCK ? left : BLOCK;
    here->stops.count = 0;
    memset(here->has_stop, 0, sizeof here->has_stop);
    first_words words;
    find_first_words(&words, here, find);
    for (size_t i = 0; i < words.name_count; i++) {
        fetch_bucket(find, find->hashes[first + words.names[i]]);
    }
    begin_prefixes(here, find, &words);
    read_names(here, find, &words);
    for (keep_prefixes(here, find); here->prefix_count > 0; keep_prefixes(here, find)) {
        extend_prefixes(here, find);
    }
    fetch_records(here, find);
}

/* The first word from `word` on that has a stop; BLOCK when there is none. */
static size_t
next_with_stop(const block *here, size_t word)
{
    for (; word < BLOCK; word = (word / 64 + 1) * 64) {
        uint64_t bits = here->has_stop[word / 64] >> word % 64;
        if (bits != 0) {
            return word + (size_t)__builtin_ctzll(bits);
        }
    }
    return BLOCK;
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
            lede_match *match = lede_vector_add(find->matches);
            if (match == NULL) {
                return any;
            }
            *match = (lede_match){(uint32_t)first, (uint32_t)end, record.head.entry};
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

/* Puts the entries of several groups into the order in which they were given. */
static void
sort_entries(const finder *find, size_t before)
{
    lede_match *pushed = (lede_match *)find->matches->data + before;
    size_t count = find->matches->count - before, sorted = 1;
    while (sorted < count && pushed[sorted - 1].entry < pushed[sorted].entry) {
        sorted++;
    }
    if (sorted < count) {
        qsort(pushed, count, sizeof *pushed, by_entry);
    }
    if (find->policy == LEDE_MATCH_FIRST && count > 1) {
        find->matches->count = before + 1;
    }
}

/* Appends the entries of all stops that end where *at does, and moves *at behind them. */
static bool
push_entries(const finder *find, const stop *stops, uint32_t *at, size_t first)
{
    size_t before = find->matches->count, end = stops[*at].end;
    bool any = false;
    for (; *at != NO_STOP && stops[*at].end == end; *at = stops[*at].next) {
        lede_gazetteer_record record;
        any |= lede_record_at(&record, find->gazetteer, stops[*at].place) &&
               push_group(find, record, first, end);
    }
    sort_entries(find, before);
    return any;
}

/* Finds the longest name that begins at word `first`, or all of them. The longest may fail on case
 * where a shorter one does not. Returns the end of the longest, or `first` if there is none. */
static size_t
find_at(const block *here, const finder *find, size_t first)
{
    const stop *stops = here->stops.data;
    size_t longest = first;
    bool all = find->policy == LEDE_MATCH_ALL || find->policy == LEDE_MATCH_LABEL;
    for (uint32_t at = here->longest[first - here->first]; at != NO_STOP;) {
        size_t end = stops[at].end;
        bool found = push_entries(find, stops, &at, first);
        longest = found && longest == first ? end : longest;
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
        for (size_t word; (word = next_with_stop(&here, at - here.first)) < BLOCK;) {
            at = here.first + word;
            size_t end = find_at(&here, find, at);
            at = end > at && !all ? end : at + 1;
        }
        at = at < block_end ? block_end : at;
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
