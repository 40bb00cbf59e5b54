#include "support_tagger.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "names/mentions.h"
#include "support.h"
#include "text/sentences.h"

enum {
    ROW_BITS = 8,
    ROWS = 1 << ROW_BITS,
    VOTE_BITS = 6,
    VOTES = 1 << VOTE_BITS,
    SLOTS = 60
};

static void
put_word(lede_tagger_slot *slots, const char *word, uint32_t lists)
{
    uint64_t hash = lede_fold_hash(text_of(word), LEDE_FOLD_ACCENTS);
    size_t slot = lede_tagger_first_slot(hash, SLOTS);
    while (slots[slot].bits != 0) {
        slot = (slot + 1) % SLOTS;
    }
    slots[slot] = (lede_tagger_slot){(uint32_t)(hash >> 32), lists};
}

/* Enters the words of a name one after the other. */
static void
put_phrase(uint32_t *slots, const char *const *words, size_t count, uint32_t kinds)
{
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t i = 0; i < count; i++) {
        key = lede_hash_join(key, lede_fold_hash(text_of(words[i]), LEDE_FOLD_ACCENTS));
        size_t slot = lede_tagger_first_slot(key, SLOTS);
        while (slots[slot] != 0 &&
               (slots[slot] ^ lede_tagger_phrase_slot(key, 0)) >> LEDE_TAGGER_PHRASE_BITS) {
            slot = (slot + 1) % SLOTS;
        }
        slots[slot] |=
            lede_tagger_phrase_slot(key, i + 1 < count ? LEDE_TAGGER_GOES_ON : kinds);
    }
}

static int16_t
random_weight(random_source *random)
{
    return (int16_t)((int32_t)random_below(random, 600) - 300);
}

static void
fill_weights(int16_t *weights, size_t count, random_source *random)
{
    for (size_t i = 0; i < count; i++) {
        weights[i] = random_weight(random);
    }
}

static void
fill_meta(lede_tagger_meta *meta, random_source *random)
{
    *meta = (lede_tagger_meta){
        .version = LEDE_TAGGER_VERSION,
        .hashing = lede_tagger_hashing(),
        .row_bits = ROW_BITS,
        .vote_bits = VOTE_BITS,
        .word_slots = SLOTS,
        .phrase_slots = SLOTS,
        .scale = 256,
    };
    for (size_t i = 0; i < LEDE_TAGGER_KNOTS; i++) {
        meta->score[i] = (float)i / (LEDE_TAGGER_KNOTS - 1);
    }
    for (size_t i = 0; i < LEDE_TAGS * LEDE_TAGS; i++) {
        meta->transitions[i / LEDE_TAGS][i % LEDE_TAGS] = random_weight(random);
        meta->vote_transitions[i / LEDE_TAGS][i % LEDE_TAGS] = random_weight(random);
    }
}

lede_text
random_model(uint64_t seed)
{
    static const char *const STATE[] = {"Islamic", "State", "of", "Iraq"};
    static const char *const LAKE[] = {"Lake", "Smith"};
    random_source random = {seed};
    lede_tagger_meta meta;
    fill_meta(&meta, &random);
    static int16_t weights[ROWS * LEDE_TAGS], votes[VOTES * LEDE_TAGS];
    fill_weights(weights, COUNT_OF(weights), &random);
    fill_weights(votes, COUNT_OF(votes), &random);
    lede_tagger_slot words[SLOTS] = {{0}};
    put_word(words, "Adel", 1);
    put_word(words, "Smith", 2);
    put_word(words, "the", 4);
    uint32_t phrases[SLOTS] = {0};
    put_phrase(phrases, STATE, 2, 32);
    put_phrase(phrases, STATE, 4, 32);
    put_phrase(phrases, LAKE, 2, 8);
    lede_pack_item items[] = {
        {"meta", {(const char *)&meta, sizeof meta}},
        {"weights", {(const char *)weights, sizeof weights}},
        {"votes", {(const char *)votes, sizeof votes}},
        {"words", {(const char *)words, sizeof words}},
        {"phrases", {(const char *)phrases, sizeof phrases}},
    };
    char *file, *copy;
    size_t size;
    if (lede_pack_build(&file, &size, LEDE_TAGGER_KIND, items, COUNT_OF(items)) !=
            LEDE_OK ||
        (copy = malloc(size)) == NULL) {
        abort(); /* the tests do not go on without memory of their own */
    }
    memcpy(copy, file, size);
    lede_memory_free(file);
    return (lede_text){copy, size};
}

static void
check_found(const lede_vector *mentions, const lede_scene *scene)
{
    const lede_mention *all = mentions->data;
    uint32_t end = 0;
    for (size_t i = 0; i < mentions->count; i++) {
        bool fine = all[i].first >= end && all[i].end > all[i].first &&
                    all[i].end <= scene->tokens->count && all[i].label < LEDE_LABEL_COUNT &&
                    all[i].score >= 0 && all[i].score <= 1 &&
                    scene->sentence[all[i].first] == scene->sentence[all[i].end - 1];
        require(fine, scene->text, "mentions are sorted, scored and in a sentence");
        end = all[i].end;
    }
}

lede_status
load_model(lede_tagger_model **out, lede_text bytes, lede_error *error)
{
    lede_pack *pack;
    lede_status status =
        lede_pack_load(&pack, bytes, "the tagger", LEDE_TAGGER_KIND, error);
    return status == LEDE_OK ? lede_tagger_model_adopt(out, pack, error) : status;
}

bool
use_model(const char *bytes, size_t size, const lede_lexicon *lexicon, lede_text text)
{
    lede_tagger_model *model;
    lede_error error = {0};
    if (load_model(&model, (lede_text){bytes, size}, &error) != LEDE_OK) {
        return false;
    }
    (void)!lede_pack_verify(lede_tagger_model_pack(model), &error);
    lede_lexicon with = *lexicon;
    with.tagger = model;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector sentences, mentions;
    lede_vector_init(&sentences, &arena, sizeof(lede_span));
    lede_vector_init(&mentions, &arena, sizeof(lede_mention));
    lede_sentences_find(&sentences, text, &(lede_sentence_options){0}, NULL);
    lede_tokens tokens;
    lede_tokens_find(&tokens, text, &arena);
    const uint64_t *hashes = lede_tokens_fold(&tokens, text, LEDE_FOLD_ACCENTS, &arena);
    lede_scene scene;
    lede_scene_init(&scene, text, &tokens, hashes, sentences.data, sentences.count, &with,
                    &arena);
    lede_mentions_find(&scene, NULL, 0, LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS, &mentions);
    check_found(&mentions, &scene);
    lede_arena_release(&arena);
    lede_tagger_model_free(model);
    return true;
}
