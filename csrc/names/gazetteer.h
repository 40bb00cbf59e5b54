/* A dictionary of names, matched by hashes of folded words.
 *
 *     file    meta | heads | longer | buckets | entries | labels | sources | text  (docs/formats.md)
 *
 *     heads   two filters of the first words: "iraq" is a name, "islamic" begins longer ones. They tell most
 *             words that begin nothing, from a table so small that it stays in the cache
 *     longer  a filter of all beginnings of two words and more: "islamic state" is one
 *     buckets where the records are, keyed by the hashes of words:
 *             "islamic state"  → entry 17, longer names follow → entry 17 … "of iraq and the levant"
 *
 * Invariant: a dictionary is immutable and is the same bytes in memory and in a file. A match is
 * compared with the stored name, so equal hashes alone never match. White space between words does not
 * count, punctuation does but where LEDE_FOLD_LOOSE leaves it out. Files are hostile: every offset is
 * checked when used. A text costs time in proportion to its words and its matches alone.
 *
 *     lede_gazetteer *names;
 *     status = lede_pack_open(&pack, "names.lede", LEDE_GAZETTEER_KIND, &error);
 *     status = lede_gazetteer_adopt(&names, pack, &error);
 *     lede_gazetteer_find(names, text, &tokens, hashes, LEDE_MATCH_LONGEST, &matches);
 */
#ifndef LEDE_NAMES_GAZETTEER_H
#define LEDE_NAMES_GAZETTEER_H

#include "base/pack.h"
#include "base/vector.h"
#include "text/tokens.h"
#include "unicode/fold.h"

typedef struct lede_gazetteer lede_gazetteer;

typedef enum {
    LEDE_ENTRY_EXACT_CASE = 1 << 0, /* US, WHO: only as it is written */
    /* Turkey: words that the name capitalizes must be so. */
    LEDE_ENTRY_NEEDS_CAPITAL = 1 << 1,
    LEDE_ENTRY_NO_POSSESSIVE = 1 << 2, /* Moody: not in Moody's */
    LEDE_ENTRY_FLAGS = (1 << 3) - 1,
} lede_entry_flags;

typedef struct {
    lede_text surface; /* what is looked for */
    lede_text name;    /* how it is listed; often the surface itself */
    lede_text label;   /* empty: none */
    lede_text id;      /* empty: none */
    lede_text source;  /* where the entry comes from; empty: not told */
    uint32_t flags;    /* of lede_entry_flags */
    /* Of 255 places with the spelling, how many mean it; 0: not told. Where those of all entries that
     * match alike are below one half together, they match capitalized and inside a sentence alone. */
    uint8_t prior;
} lede_entry;

#define LEDE_NO_ENTRY UINT32_MAX

typedef struct {
    uint32_t first, end; /* tokens */
    uint32_t entry;
} lede_match;

typedef enum {
    LEDE_MATCH_LONGEST, /* leftmost longest, without overlap */
    LEDE_MATCH_FIRST,   /* the same, with the first entry alone where a name has several */
    LEDE_MATCH_LABEL,   /* the same for each label on its own */
    LEDE_MATCH_ALL,     /* every name at each token, the longest first */
} lede_match_policy;

/* A dictionary in the making. It keeps no more of the entries than the dictionary will. */
typedef struct lede_gazetteer_builder lede_gazetteer_builder;

LEDE_MUST_USE lede_status lede_gazetteer_builder_new(lede_gazetteer_builder **out,
                                                     lede_fold fold);
void lede_gazetteer_builder_free(lede_gazetteer_builder *builder);

/* Takes one entry; its number is how many were taken before. One without a letter, digit or symbol is
 * kept and can never match. LEDE_TOO_LARGE, with the entry in the message, past a limit of
 * docs/formats.md: then the builder can only be freed. */
LEDE_MUST_USE lede_status lede_gazetteer_builder_add(lede_gazetteer_builder *builder,
                                                     const lede_entry *entry,
                                                     lede_error *error);

/* What a builder noticed, as numbers of entries in ascending order. */
typedef struct {
    const uint32_t *unmatchable; /* nothing in it can match */
    const uint32_t *duplicates;  /* an earlier entry is equal in everything */
    size_t unmatchable_count, duplicate_count;
} lede_gazetteer_report;

/* Makes the dictionary; entries can no longer be added. The report lives as long as the builder. */
LEDE_MUST_USE lede_status lede_gazetteer_builder_finish(lede_gazetteer **out,
                                                        lede_gazetteer_report *report,
                                                        lede_gazetteer_builder *builder,
                                                        lede_error *error);

/* All of that at once. */
LEDE_MUST_USE lede_status lede_gazetteer_build(lede_gazetteer **out,
                                               const lede_entry *entries, size_t count,
                                               lede_fold fold, lede_error *error);

/* The kind of its pack files (base/pack.h). */
#define LEDE_GAZETTEER_KIND "NAMES"

/* Makes a dictionary of such a pack, which it takes over also on failure. */
LEDE_MUST_USE lede_status lede_gazetteer_adopt(lede_gazetteer **out, lede_pack *pack,
                                               lede_error *error);

void lede_gazetteer_free(lede_gazetteer *gazetteer);

/* The file behind it, for its bytes, checksum and verification. */
const lede_pack *lede_gazetteer_pack(const lede_gazetteer *gazetteer);

lede_fold lede_gazetteer_fold(const lede_gazetteer *gazetteer);
size_t lede_gazetteer_count(const lede_gazetteer *gazetteer);

typedef struct {
    size_t keys;        /* beginnings of names */
    size_t unmatchable; /* entries that can never match */
    size_t duplicates;  /* entries that repeat an earlier one */
    size_t labels, sources;
    size_t text_bytes; /* of all strings */
} lede_gazetteer_counts;

lede_gazetteer_counts lede_gazetteer_count_all(const lede_gazetteer *gazetteer);

/* The entry at `index` < count; in a damaged file its texts may be empty. */
lede_entry lede_gazetteer_entry(const lede_gazetteer *gazetteer, size_t index);

/* The labels that entries may have: texts by number, {NULL, 0} past the last one. */
lede_text lede_gazetteer_label(const lede_gazetteer *gazetteer, size_t number);
size_t lede_gazetteer_entry_label(const lede_gazetteer *gazetteer, size_t index);

/* Appends the numbers (uint32_t) of the entries whose surface folds to the same words as `surface`,
 * flags aside, in the order in which they were given. */
void lede_gazetteer_lookup(const lede_gazetteer *gazetteer, lede_text surface,
                           lede_vector *entries);

/* Appends the matches in `text` to a vector of lede_match: in order of their first token, several
 * entries of one name in the order they were given. `hashes` are those of the dictionary's fold. */
void lede_gazetteer_find(const lede_gazetteer *gazetteer, lede_text text,
                         const lede_tokens *tokens, const uint64_t *hashes,
                         lede_match_policy policy, lede_vector *matches);

#endif
