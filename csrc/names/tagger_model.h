/* A trained tagger: hashed weights, and what it knows of single words and of names of several words.
 *
 *     file      meta | weights | votes | words | phrases       (docs/formats.md)
 *
 *     weights   a row of 16 int16 for each hashed feature: what it adds to each label
 *     votes     the same for the second look, after the first has seen the document
 *     words     folded word → the lists it stands in
 *     phrases   folded words, one after the other → kinds of the name that ends here, whether one goes on
 *
 * Invariant: immutable once opened. Files are hostile: sizes are checked at open, every look-up takes a
 * bounded number of steps, and no content can do more than make wrong labels.
 *
 *     lede_tagger_model *model;
 *     status = lede_pack_open(&pack, "tagger.lede", LEDE_TAGGER_KIND, &error);
 *     status = lede_tagger_model_adopt(&model, pack, &error);
 *     const int16_t *row = lede_tagger_model_row(model, feature);
 */
#ifndef LEDE_NAMES_TAGGER_MODEL_H
#define LEDE_NAMES_TAGGER_MODEL_H

#include "base/pack.h"

#define LEDE_TAGGER_KIND "TAGGER"
#define LEDE_TAGGER_VERSION 3u /* of features and labels: a model serves one alone */
#define LEDE_TAGGER_PROBES 64  /* the longest way from a key's own slot to where it lies */

/* The labels of tokens: of a name of several tokens the beginning, inside and last one. NORP does
 * without; OTHER is a name of another kind (a work, an event), which is never reported. */
enum {
    LEDE_TAG_OUTSIDE = 0,
    LEDE_TAG_PERSON = 1, /* begin, inside, last, single: + 0 … + 3 */
    LEDE_TAG_ORG = 5,
    LEDE_TAG_LOC = 9,
    LEDE_TAG_NORP = 13, /* begin, inside */
    LEDE_TAG_OTHER = 15,
    LEDE_TAGS = 16,
};

enum { LEDE_TAGGER_KNOTS = 33 };

typedef struct {
    uint32_t version, row_bits, word_slots, phrase_slots;
    float scale;        /* a weight of 1 is stored as this */
    uint32_t hashing;   /* lede_tagger_hashing() where it was trained */
    uint32_t vote_bits; /* rows of the second look */
    uint32_t reserved;
    float score[LEDE_TAGGER_KNOTS +
                3]; /* of a mention, by lede_tagger_place of its probability */
    int16_t transitions[LEDE_TAGS][LEDE_TAGS];
    int16_t vote_transitions[LEDE_TAGS][LEDE_TAGS]; /* of the second look */
} lede_tagger_meta;

typedef struct {
    uint32_t fingerprint; /* the high half of the key */
    uint32_t bits;        /* numbered by tools/tagger/lists.py; 0: empty */
} lede_tagger_slot;

/* In the bits of a word: the lists it stands in, how it is mostly written, and what kind of words it keeps
 * company with. */
enum {
    LEDE_TAGGER_LISTS = 0xFFFF,
    LEDE_TAGGER_PEOPLE = 0x803, /* first names, surnames, parts of both */
    LEDE_TAGGER_WRITTEN = 16,   /* from here on 3 bits */
    LEDE_TAGGER_COMPANY = 19,   /* from here on 9 bits, the lowest 2 the finer ones */
};

/* A slot for a phrase: above its bits the upper bits of the key, which tell it from others. */
enum {
    LEDE_TAGGER_KINDS = 0xFF,    /* of the name that ends here */
    LEDE_TAGGER_GOES_ON = 0x100, /* a longer name goes on */
    LEDE_TAGGER_PHRASE_BITS = 9,
};

/* The slot of a phrase with these bits. */
static inline uint32_t
lede_tagger_phrase_slot(uint64_t key, uint32_t bits)
{
    uint32_t high = (uint32_t)(key >> 32) >> LEDE_TAGGER_PHRASE_BITS;
    return high << LEDE_TAGGER_PHRASE_BITS | bits;
}

/* The slot where the search for a key begins, of any number of slots; it goes on upward, around the end. */
static inline size_t
lede_tagger_first_slot(uint64_t key, uint32_t slots)
{
    return (size_t)(((uint64_t)(uint32_t)key * slots) >> 32);
}

/* Changes when words are folded or hashed in another way: then a model knows no word any more. */
uint32_t lede_tagger_hashing(void);

_Static_assert(sizeof(lede_tagger_meta) == 1200, "meta is 1200 bytes in the file");

typedef struct lede_tagger_model lede_tagger_model;

/* Makes a model of a pack of LEDE_TAGGER_KIND, which it takes over also on failure. */
LEDE_MUST_USE lede_status lede_tagger_model_adopt(lede_tagger_model **out, lede_pack *pack,
                                                  lede_error *error);

void lede_tagger_model_free(lede_tagger_model *model);

/* The file behind it, for its checksum and verification. */
const lede_pack *lede_tagger_model_pack(const lede_tagger_model *model);

const lede_tagger_meta *lede_tagger_model_meta(const lede_tagger_model *model);

/* The weights of a feature: LEDE_TAGS numbers, aligned to 32 bytes. */
const int16_t *lede_tagger_model_row(const lede_tagger_model *model, uint32_t feature);

/* The same for a feature of the second look (tagger_votes.h). */
const int16_t *lede_tagger_model_vote_row(const lede_tagger_model *model, uint32_t feature);

/* What is known of a word by the hash of its fold; 0 for an unknown one. */
uint32_t lede_tagger_model_word(const lede_tagger_model *model, uint64_t hash);

/* The kinds of names that end after the words joined in `key`; 0 when none begins so. */
uint32_t lede_tagger_model_phrase(const lede_tagger_model *model, uint64_t key);

/* Where a probability lies between the knots, from 0 to LEDE_TAGGER_KNOTS - 1: twice as many halvings as it
 * takes to come down from 1 to the doubt that is left. So the knots are close where most mentions are. */
float lede_tagger_place(float probability);

/* The share of right mentions among those the model gives this probability. */
float lede_tagger_model_score(const lede_tagger_model *model, float probability);

#endif
