#include "names/tagger_model.h"

#include <math.h>

#include "base/memory.h"
#include "unicode/fold.h"

enum { FEWEST_ROW_BITS = 4, MOST_ROW_BITS = 24 };

struct lede_tagger_model {
    lede_pack *pack;
    lede_tagger_meta meta;
    const int16_t *weights, *votes;
    const lede_tagger_slot *words;
    const uint32_t *phrases;
};

uint32_t
lede_tagger_hashing(void)
{
    static const lede_text SAMPLE = {"Stra\xC3\x9F"
                                     "e-\xC3\x89tat O\xE2\x80\x99Neill 1984",
                                     28};
    return (uint32_t)(lede_fold_hash(SAMPLE, LEDE_FOLD_ACCENTS) >> 32);
}

/* NaN fails here too. */
static bool
has_sane_numbers(const lede_tagger_meta *meta)
{
    for (size_t i = 0; i < LEDE_TAGGER_KNOTS; i++) {
        if (!(meta->score[i] >= 0 && meta->score[i] <= 1)) {
            return false;
        }
    }
    return meta->scale >= 1 && meta->scale <= 32768;
}

static bool
has_rows(lede_text section, uint32_t bits)
{
    return bits >= FEWEST_ROW_BITS && bits <= MOST_ROW_BITS &&
           section.size == ((size_t)LEDE_TAGS * sizeof(int16_t)) << bits;
}

static lede_status
read_sections(lede_tagger_model *model, lede_error *error)
{
    lede_text meta = lede_pack_section(model->pack, "meta");
    if (meta.size != sizeof model->meta) {
        return lede_pack_damaged(model->pack, error, "its description is missing");
    }
    memcpy(&model->meta, meta.bytes, sizeof model->meta);
    if (model->meta.version != LEDE_TAGGER_VERSION) {
        return lede_fail(
            error, LEDE_BAD_FILE,
            "%s is a tagger of version %u, this library reads version %u; train "
            "it again",
            lede_pack_name(model->pack), model->meta.version, LEDE_TAGGER_VERSION);
    }
    if (model->meta.hashing != lede_tagger_hashing()) {
        return lede_fail(
            error, LEDE_BAD_FILE,
            "%s was trained with words hashed in another way than this library "
            "hashes them; train it again",
            lede_pack_name(model->pack));
    }
    if (!has_sane_numbers(&model->meta)) {
        return lede_pack_damaged(model->pack, error, "its numbers are out of range");
    }
    lede_text weights = lede_pack_section(model->pack, "weights");
    lede_text votes = lede_pack_section(model->pack, "votes");
    lede_text words = lede_pack_section(model->pack, "words");
    lede_text phrases = lede_pack_section(model->pack, "phrases");
    if (!has_rows(weights, model->meta.row_bits) ||
        !has_rows(votes, model->meta.vote_bits) || model->meta.word_slots == 0 ||
        model->meta.phrase_slots == 0 ||
        words.size != (size_t)model->meta.word_slots * sizeof(lede_tagger_slot) ||
        phrases.size != (size_t)model->meta.phrase_slots * sizeof(uint32_t)) {
        return lede_pack_damaged(model->pack, error, "its sections do not fit together");
    }
    model->weights = (const void *)weights.bytes;
    model->votes = (const void *)votes.bytes;
    model->words = (const void *)words.bytes;
    model->phrases = (const void *)phrases.bytes;
    return LEDE_OK;
}

lede_status
lede_tagger_model_adopt(lede_tagger_model **out, lede_pack *pack, lede_error *error)
{
    lede_tagger_model *model = lede_memory_resize(NULL, sizeof *model);
    if (model == NULL) {
        lede_pack_free(pack);
        return LEDE_NO_MEMORY;
    }
    *model = (lede_tagger_model){.pack = pack};
    lede_status status = read_sections(model, error);
    if (status != LEDE_OK) {
        lede_tagger_model_free(model);
        return status;
    }
    *out = model;
    return LEDE_OK;
}

void
lede_tagger_model_free(lede_tagger_model *model)
{
    if (model != NULL) {
        lede_pack_free(model->pack);
        lede_memory_free(model);
    }
}

const lede_pack *
lede_tagger_model_pack(const lede_tagger_model *model)
{
    return model->pack;
}

const lede_tagger_meta *
lede_tagger_model_meta(const lede_tagger_model *model)
{
    return &model->meta;
}

const int16_t *
lede_tagger_model_row(const lede_tagger_model *model, uint32_t feature)
{
    return model->weights + (size_t)(feature >> (32 - model->meta.row_bits)) * LEDE_TAGS;
}

const int16_t *
lede_tagger_model_vote_row(const lede_tagger_model *model, uint32_t feature)
{
    return model->votes + (size_t)(feature >> (32 - model->meta.vote_bits)) * LEDE_TAGS;
}

uint32_t
lede_tagger_model_word(const lede_tagger_model *model, uint64_t hash)
{
    const lede_tagger_slot *slots = model->words;
    uint32_t count = model->meta.word_slots;
    size_t at = lede_tagger_first_slot(hash, count);
    for (size_t probe = 0; probe < LEDE_TAGGER_PROBES; probe++, at++) {
        at = at < count ? at : 0;
        if (slots[at].bits == 0 || slots[at].fingerprint == (uint32_t)(hash >> 32)) {
            return slots[at].bits;
        }
    }
    return 0;
}

uint32_t
lede_tagger_model_phrase(const lede_tagger_model *model, uint64_t key)
{
    static const uint32_t BITS = LEDE_TAGGER_KINDS | LEDE_TAGGER_GOES_ON;
    const uint32_t *slots = model->phrases;
    uint32_t count = model->meta.phrase_slots, high = lede_tagger_phrase_slot(key, 0);
    size_t at = lede_tagger_first_slot(key, count);
    for (size_t probe = 0; probe < LEDE_TAGGER_PROBES; probe++, at++) {
        at = at < count ? at : 0;
        if (slots[at] == 0 || (slots[at] & ~BITS) == high) {
            return slots[at] & BITS;
        }
    }
    return 0;
}

float
lede_tagger_place(float probability)
{
    static const float LAST = LEDE_TAGGER_KNOTS - 1;
    float doubt = 1 - probability;
    /* With a hostile file a probability may be anything, and no number too. */
    if (!(doubt < 1)) {
        return 0;
    }
    float place = doubt > 0 ? -2 * log2f(doubt) : LAST;
    return place < LAST ? place : LAST;
}

float
lede_tagger_model_score(const lede_tagger_model *model, float probability)
{
    float place = lede_tagger_place(probability);
    size_t below = (size_t)place;
    size_t above = below + 1 < LEDE_TAGGER_KNOTS ? below + 1 : below;
    float share = place - (float)below;
    return model->meta.score[below] * (1 - share) + model->meta.score[above] * share;
}
