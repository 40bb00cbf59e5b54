#include "text/sentence_model.h"

#include "base/memory.h"
#include "unicode/fold.h"
#include "unicode/utf8.h"

#define KIND "SENTENCE"

enum {
    FORMAT = 3,
    MOST_BITS = 20,     /* of an index of weights: 1 MiB */
    LONGEST_PROBE = 32, /* a hostile table could make each look-up walk all of it */
};

struct lede_sentence_model {
    lede_pack *pack;
    lede_sentence_language language;
};

/* Before the weights in their section. */
typedef struct {
    uint32_t bits; /* 2^bits weights of a byte each follow */
    int32_t bias;
    float scale;
    uint32_t flags;
} weights_head;

enum { LEXICAL = 1, COLONS = 2 };

static lede_status
damaged(const lede_sentence_model *model, lede_error *error, const char *what)
{
    return lede_fail(error, LEDE_BAD_FILE,
                     "%s is no model of sentences that this version can read: %s. Install "
                     "the package again.",
                     lede_pack_name(model->pack), what);
}

static void
section_name(char name[16], const char *prefix, const char *code)
{
    size_t size = strlen(prefix), more = strlen(code);
    memset(name, 0, 16);
    memcpy(name, prefix, size);
    memcpy(name + size, code, more < 15 - size ? more : 15 - size);
}

static lede_text
section_of(const lede_sentence_model *model, const char *prefix, const char *code)
{
    char name[16];
    section_name(name, prefix, code);
    return lede_pack_section(model->pack, name);
}

/* True for a table of 2^n slots in which no look-up takes long. */
static bool
words_are_sound(lede_text section)
{
    size_t count = section.size / sizeof(lede_word_slot), run = 0;
    const lede_word_slot *slots = (const lede_word_slot *)(const void *)section.bytes;
    if (count < 2 || section.size % sizeof *slots != 0 || (count & (count - 1)) != 0) {
        return false;
    }
    bool empty = false;
    for (size_t i = 0; i < count + LONGEST_PROBE; i++) {
        bool used = slots[i & (count - 1)].hash != 0;
        if (!used && slots[i & (count - 1)].kinds != 0) {
            return false;
        }
        empty |= !used;
        run = used ? run + 1 : 0;
        if (run > LONGEST_PROBE) {
            return false;
        }
    }
    return empty;
}

static bool
weights_are_sound(lede_text section)
{
    weights_head head;
    if (section.size < sizeof head) {
        return false;
    }
    memcpy(&head, section.bytes, sizeof head);
    return head.bits >= 1 && head.bits <= MOST_BITS && head.flags <= (LEXICAL | COLONS) &&
           head.scale > 1e-4f && head.scale < 1e2f && head.bias > -(1 << 20) &&
           head.bias < 1 << 20 && section.size == sizeof head + ((size_t)1 << head.bits);
}

static lede_status
check_format(const lede_sentence_model *model, lede_error *error)
{
    uint32_t format = 0;
    lede_text meta = lede_pack_section(model->pack, "meta");
    if (meta.size < sizeof format) {
        return damaged(model, error, "it has no section meta");
    }
    memcpy(&format, meta.bytes, sizeof format);
    if (format != FORMAT) {
        return damaged(model, error, "its features are of another version");
    }
    return LEDE_OK;
}

static lede_text
section_or_all(const lede_sentence_model *model, const char *prefix, const char *code)
{
    lede_text own = section_of(model, prefix, code);
    return own.bytes != NULL ? own : section_of(model, prefix, "all");
}

static lede_status
view_language(lede_sentence_model *model, const char *code, lede_error *error)
{
    lede_text words = section_or_all(model, "words.", code);
    lede_text weights = section_or_all(model, "weights.", code);
    lede_text ordinary = section_of(model, "ordinary.", code);
    bool filtered = ordinary.size == (1u << LEDE_SENTENCE_ORDINARY_BITS) / 8;
    if (!words_are_sound(words) || !weights_are_sound(weights) ||
        (ordinary.bytes != NULL && !filtered)) {
        return damaged(model, error, "a section is missing or cannot be what it claims");
    }
    weights_head head;
    memcpy(&head, weights.bytes, sizeof head);
    bool listed = section_of(model, "words.", code).bytes != NULL;
    model->language = (lede_sentence_language){
        .words = (const lede_word_slot *)(const void *)words.bytes,
        .weights = (const int8_t *)(const void *)(weights.bytes + sizeof head),
        .ordinary = (const uint8_t *)ordinary.bytes,
        .word_mask = (uint32_t)(words.size / sizeof(lede_word_slot) - 1),
        .shift = 32 - head.bits,
        .code = listed ? lede_sentence_word_hash((lede_text){code, strlen(code)}) : 0,
        .bias = head.bias,
        .scale = head.scale,
        .lexical = (head.flags & LEXICAL) != 0,
        .greek = strcmp(code, "el") == 0,
        .colons = (head.flags & COLONS) != 0,
    };
    return LEDE_OK;
}

lede_status
lede_sentence_model_open(lede_sentence_model **out, const char *path, const char *code,
                         lede_error *error)
{
    lede_pack *pack;
    lede_status status = lede_pack_open(&pack, path, KIND, error);
    if (status != LEDE_OK) {
        return status;
    }
    lede_sentence_model *model = lede_memory_resize(NULL, sizeof *model);
    if (model == NULL) {
        lede_pack_free(pack);
        return LEDE_NO_MEMORY;
    }
    *model = (lede_sentence_model){.pack = pack};
    status = check_format(model, error);
    if (status == LEDE_OK) {
        status = view_language(model, code, error);
    }
    if (status != LEDE_OK) {
        lede_sentence_model_free(model);
        return status;
    }
    *out = model;
    return LEDE_OK;
}

void
lede_sentence_model_free(lede_sentence_model *model)
{
    if (model != NULL) {
        lede_pack_free(model->pack);
        lede_memory_free(model);
    }
}

const lede_sentence_language *
lede_sentence_model_language(const lede_sentence_model *model)
{
    return &model->language;
}

const lede_pack *
lede_sentence_model_pack(const lede_sentence_model *model)
{
    return model->pack;
}

static void
enter_word(lede_word_slot *slots, uint32_t mask, uint32_t hash, uint32_t kinds)
{
    uint32_t at = hash & mask;
    while (slots[at].hash != 0 && slots[at].hash != hash) {
        at = (at + 1) & mask;
    }
    slots[at] = (lede_word_slot){hash, slots[at].kinds | kinds};
}

void
lede_sentence_language_add(lede_sentence_language *language, const lede_text *words,
                           size_t count, lede_arena *arena)
{
    size_t size = (size_t)language->word_mask + 1, wanted = size;
    while (wanted < 2 * (size + count)) {
        wanted *= 2;
    }
    lede_word_slot *slots = lede_arena_alloc(arena, wanted, sizeof *slots);
    if (slots == NULL) {
        return;
    }
    memset(slots, 0, wanted * sizeof *slots);
    uint32_t mask = (uint32_t)wanted - 1;
    for (size_t i = 0; i < size; i++) {
        if (language->words[i].hash != 0) {
            enter_word(slots, mask, language->words[i].hash, language->words[i].kinds);
        }
    }
    for (size_t i = 0; i < count; i++) {
        lede_text word = words[i];
        word.size -= word.size > 1 && word.bytes[word.size - 1] == '.';
        enter_word(slots, mask, lede_sentence_word_hash(word), LEDE_KNOWN_USER);
    }
    language->words = slots;
    language->word_mask = mask;
}

/* Case-folded bytes of a word; what does not fit is left out, so that long words share their hash. */
static size_t
fold_bytes(char out[LEDE_SENTENCE_WORD], lede_text word)
{
    size_t count = 0;
    for (size_t at = 0, size; at < word.size; at += size) {
        uint32_t folded[LEDE_FOLD_MOST];
        size_t points =
            lede_fold_point(folded, lede_utf8_step(word, at, &size), LEDE_FOLD_CASE);
        for (size_t i = 0; i < points; i++) {
            if (count + LEDE_UTF8_MOST > LEDE_SENTENCE_WORD) {
                return count;
            }
            count += lede_utf8_write(out + count, folded[i]);
        }
    }
    return count;
}

uint32_t
lede_sentence_word_hash(lede_text word)
{
    char folded[LEDE_SENTENCE_WORD + 8] = {0};
    size_t size = fold_bytes(folded, word);
    uint64_t hash = lede_sentence_hash_start(size);
    for (size_t at = 0; at < size; at += 8) {
        hash = lede_sentence_hash_letters(hash, folded + at, size - at < 8 ? size - at : 8);
    }
    return lede_sentence_hash_end(hash);
}
