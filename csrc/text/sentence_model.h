/* What is known of a language before its text is seen: short lists of words, and weights that were
 * trained on split text (tools/train_sentences.py).
 *
 *     file    meta | words.en | weights.en | ordinary.en | words.pt | …  (docs/formats.md)
 *
 * Invariant: immutable once opened; what a file holds for the language is checked then, so look-ups need
 * not. Words are compared by a 32-bit hash of their folded letters without the final stop.
 *
 *     lede_sentence_model *model;
 *     status = lede_sentence_model_open(&model, "sentences.lede", "en", &error);
 *     const lede_sentence_language *english = lede_sentence_model_language(model);
 */
#ifndef LEDE_TEXT_SENTENCE_MODEL_H
#define LEDE_TEXT_SENTENCE_MODEL_H

#include <string.h>

#include "base/arena.h"
#include "base/pack.h"

typedef struct lede_sentence_model lede_sentence_model;

typedef enum {
    LEDE_KNOWN_TITLE = 1 << 0,   /* abbreviated before a name: Gen. */
    LEDE_KNOWN_NUMBER = 1 << 1,  /* abbreviated before a number: No. */
    LEDE_KNOWN_ENDING = 1 << 2,  /* abbreviated and often the last of its sentence: Inc. */
    LEDE_KNOWN_INNER = 1 << 3,   /* abbreviated and hardly ever the last: e.g. */
    LEDE_KNOWN_UNIT = 1 << 4,    /* of measure: oz. */
    LEDE_KNOWN_TIME = 1 << 5,    /* of day or era: p.m. */
    LEDE_KNOWN_MONTH = 1 << 6,   /* or weekday, whole or abbreviated */
    LEDE_KNOWN_STARTER = 1 << 7, /* capitalized, it nearly always begins a sentence */
    LEDE_KNOWN_SPEECH = 1 << 8,  /* follows a quote: said */
    LEDE_KNOWN_LEAD = 1 << 9,    /* a preposition that may begin a sentence: At 5 p.m. … */
    LEDE_KNOWN_USER = 1 << 10,   /* an abbreviation that the caller named */
} lede_known_word;

/* What a word may be before a stop, and what one may be behind it. */
#define LEDE_KNOWN_ABBREVIATED                                                             \
    (LEDE_KNOWN_TITLE | LEDE_KNOWN_NUMBER | LEDE_KNOWN_ENDING | LEDE_KNOWN_INNER |         \
     LEDE_KNOWN_UNIT | LEDE_KNOWN_TIME | LEDE_KNOWN_MONTH)
#define LEDE_KNOWN_NEXT                                                                    \
    (LEDE_KNOWN_TITLE | LEDE_KNOWN_UNIT | LEDE_KNOWN_TIME | LEDE_KNOWN_MONTH |             \
     LEDE_KNOWN_STARTER | LEDE_KNOWN_SPEECH)

typedef struct {
    uint32_t hash; /* 0: empty */
    uint32_t kinds;
} lede_word_slot;

/* Borrowed from a model, or from an arena when words were added. */
typedef struct {
    const lede_word_slot *words;
    const int8_t *weights;
    const uint8_t
        *ordinary; /* a filter of words that are no names; NULL where there is none */
    uint32_t word_mask, shift; /* an index of `weights` is a hash >> shift */
    uint32_t code;             /* of the language, for features that depend on it */
    int32_t bias;
    float scale;  /* a weight of 1 in units of log odds */
    bool lexical; /* trained on this language, so words themselves are features */
    bool greek;   /* a semicolon asks */
    bool colons; /* what it was trained on has sentences that end in a colon or semicolon */
} lede_sentence_language;

/* Opens a model for a language, given by its code of two or three small letters; one that is not listed
 * (code 0 in the view) shares words.all and weights.all. LEDE_BAD_FILE with a message for a file that is
 * damaged, no model, or one of another version. */
LEDE_MUST_USE lede_status lede_sentence_model_open(lede_sentence_model **out,
                                                   const char *path, const char *code,
                                                   lede_error *error);
void lede_sentence_model_free(lede_sentence_model *model);

/* What is known of the language; it lives as long as the model. */
const lede_sentence_language *
lede_sentence_model_language(const lede_sentence_model *model);
const lede_pack *lede_sentence_model_pack(const lede_sentence_model *model);

/* Adds abbreviations of the caller, with or without their final stop: the table is copied into the
 * arena. Failure is left there. */
void lede_sentence_language_add(lede_sentence_language *language, const lede_text *words,
                                size_t count, lede_arena *arena);

/* The hash words are looked up by: of their case-folded letters, eight bytes a step. */
uint32_t lede_sentence_word_hash(lede_text word);

/* A Bloom filter of two probes: true for words that news writes in small letters, so that a capital on one
 * begins a sentence, and for one in a hundred of all others. */
enum { LEDE_SENTENCE_ORDINARY_BITS = 17 };

static inline bool
lede_sentence_is_ordinary(const lede_sentence_language *language, uint32_t hash)
{
    uint32_t first = hash & ((1u << LEDE_SENTENCE_ORDINARY_BITS) - 1);
    uint32_t second = hash >> (32 - LEDE_SENTENCE_ORDINARY_BITS);
    const uint8_t *bits = language->ordinary;
    return bits != NULL &&
           (bits[first / 8] >> first % 8 & bits[second / 8] >> second % 8 & 1);
}

#define LEDE_SENTENCE_WORD 64 /* bytes of a word that count */

static inline uint64_t
lede_sentence_hash_start(size_t size)
{
    return UINT64_C(0x9E3779B97F4A7C15) * (size + 1);
}

static inline uint64_t
lede_sentence_hash_join(uint64_t hash, uint64_t eight)
{
    hash = (hash ^ eight) * UINT64_C(0xD1B54A32D192ED03);
    return hash ^ hash >> 29;
}

static inline uint32_t
lede_sentence_hash_end(uint64_t hash)
{
    uint32_t end = (uint32_t)(hash >> 32) ^ (uint32_t)hash;
    return end == 0 ? 1 : end;
}

/* Joins `size` bytes, eight at most, of the eight at `bytes`: little-endian whatever the machine, with the bit
 * that ASCII capitals lack. */
static inline uint64_t
lede_sentence_hash_letters(uint64_t hash, const char bytes[8], size_t size)
{
    uint64_t eight = 0;
    if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        memcpy(&eight, bytes, sizeof eight);
    }
    for (size_t i = 0; i < 8 && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__; i++) {
        eight |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    }
    uint64_t bits = UINT64_MAX >> (64 - 8 * size);
    return lede_sentence_hash_join(hash, (eight | UINT64_C(0x2020202020202020)) & bits);
}

static inline uint32_t
lede_sentence_word_kinds(const lede_sentence_language *language, uint32_t hash)
{
    uint32_t at = hash & language->word_mask;
    /* One condition, so that it need not be foretold whether the word is listed. */
    while ((language->words[at].hash != hash) & (language->words[at].hash != 0)) {
        at = (at + 1) & language->word_mask; /* an empty slot was seen at opening */
    }
    return language->words[at].kinds;
}

#endif
