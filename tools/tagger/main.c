/* The trainer of the tagger, driven by tools/train_tagger.py.
 *
 *     tagger lists LISTS OUT                   a model that knows words and phrases, without weights
 *     tagger train BASE NAMES CUES SENTENCES CORPUS OUT ROW_BITS EPOCHS RATE FOLDS
 *     tagger tag MODEL NAMES CUES SENTENCES CORPUS       one line a document: start end label score, in bytes
 *     tagger probe MODEL NAMES CUES SENTENCES CORPUS     the same without short forms, whose scores are fixed
 *     tagger score MODEL KNOTS OUT             the same model with another calibration
 *
 * A line of LISTS is `W<tab>lists<tab>word` or `P<tab>kinds<tab>phrase`.
 */
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "crf.h"
#include "doc/article.h"

static void
stop_at(lede_status status, const char *message)
{
    if (status != LEDE_OK) {
        fprintf(stderr, "%s\n", message[0] ? message : "out of memory");
        exit(1);
    }
}

static FILE *
open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static lede_pack *
open_pack(const char *path, const char *kind)
{
    lede_pack *pack = NULL;
    lede_error error = {0};
    stop_at(lede_pack_open(&pack, path, kind, &error), error.message);
    return pack;
}

static lede_tagger_model *
open_model(const char *path)
{
    lede_tagger_model *model = NULL;
    lede_error error = {0};
    lede_pack *pack = open_pack(path, LEDE_TAGGER_KIND);
    stop_at(lede_tagger_model_adopt(&model, pack, &error), error.message);
    return model;
}

static lede_gazetteer *
open_gazetteer(const char *path)
{
    lede_gazetteer *gazetteer = NULL;
    lede_error error = {0};
    lede_pack *pack = open_pack(path, LEDE_GAZETTEER_KIND);
    stop_at(lede_gazetteer_adopt(&gazetteer, pack, &error), error.message);
    return gazetteer;
}

static lede_sentence_options
open_sentences(const char *path)
{
    lede_sentence_model *model = NULL;
    lede_error error = {0};
    stop_at(lede_sentence_model_open(&model, path, "en", &error), error.message);
    return (lede_sentence_options){.language = lede_sentence_model_language(model)};
}

/* ---- Writing a model ---- */

typedef struct {
    lede_tagger_meta meta;
    lede_text weights, votes, words, phrases;
} parts;

static void
write_model(const char *path, const parts *model)
{
    lede_pack_item items[] = {
        {"meta", {(const char *)&model->meta, sizeof model->meta}},
        {"weights", model->weights},
        {"votes", model->votes},
        {"words", model->words},
        {"phrases", model->phrases},
    };
    char *bytes;
    size_t size;
    stop_at(lede_pack_build(&bytes, &size, LEDE_TAGGER_KIND, items, 5), "");
    FILE *file = open_file(path, "wb");
    if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    lede_memory_free(bytes);
}

static parts
parts_of(const lede_tagger_model *model)
{
    const lede_pack *pack = lede_tagger_model_pack(model);
    return (parts){
        .meta = *lede_tagger_model_meta(model),
        .weights = lede_pack_section(pack, "weights"),
        .votes = lede_pack_section(pack, "votes"),
        .words = lede_pack_section(pack, "words"),
        .phrases = lede_pack_section(pack, "phrases"),
    };
}

/* ---- Lists ---- */

typedef struct {
    uint64_t key;
    uint32_t bits;
} list_entry;

/* The hash of the words of a name, one after the other; `each` is told of every prefix. */
static uint64_t
add_phrase(lede_vector *entries, lede_text phrase, uint32_t kinds)
{
    uint64_t key = LEDE_HASH_EMPTY, before = 0;
    lede_token token;
    for (size_t at = 0; lede_token_next(&token, phrase, &at);) {
        if (before != 0) {
            list_entry prefix = {.key = before, .bits = LEDE_TAGGER_GOES_ON};
            lede_vector_push(entries, &prefix);
        }
        key = lede_hash_join(
            key, lede_fold_hash(lede_text_slice(phrase, token.span), LEDE_FOLD_ACCENTS));
        before = key;
    }
    list_entry whole = {.key = key, .bits = kinds};
    lede_vector_push(entries, &whole);
    return key;
}

static int
by_key(const void *a, const void *b)
{
    uint64_t key_a = ((const list_entry *)a)->key, key_b = ((const list_entry *)b)->key;
    return key_a < key_b ? -1 : key_a > key_b;
}

/* Joins entries of the same key. */
static void
merge(lede_vector *entries)
{
    list_entry *all = entries->data;
    qsort(all, entries->count, sizeof *all, by_key);
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        if (count > 0 && all[count - 1].key == all[i].key) {
            all[count - 1].bits |= all[i].bits;
        } else {
            all[count++] = all[i];
        }
    }
    entries->count = count;
}

/* One slot in five stays empty, so that searches are short. */
static uint32_t
slots_for(size_t count)
{
    return (uint32_t)(count + count / 4 + 16);
}

/* A free slot near the one where the search for a key begins, or `count`. `empty` tells a slot's size. */
static size_t
free_slot(const char *slots, size_t size, uint32_t count, uint64_t key)
{
    static const char EMPTY[sizeof(lede_tagger_slot)];
    size_t first = lede_tagger_first_slot(key, count);
    for (size_t probe = 0; probe < LEDE_TAGGER_PROBES; probe++) {
        size_t slot = (first + probe) % count;
        if (memcmp(slots + slot * size, EMPTY, size) == 0) {
            return slot;
        }
    }
    return count;
}

static lede_tagger_slot
word_slot(const list_entry *entry)
{
    return (lede_tagger_slot){(uint32_t)(entry->key >> 32), entry->bits};
}

/* A table with slots of `size` bytes: of words, or shorter ones of phrases. */
static lede_text
build_slots(lede_vector *entries, size_t size, uint32_t *slot_count)
{
    merge(entries);
    *slot_count = slots_for(entries->count);
    char *slots = crf_allocate(*slot_count + 1, size);
    size_t lost = 0;
    const list_entry *all = entries->data;
    for (size_t i = 0; i < entries->count; i++) {
        size_t at = free_slot(slots, size, *slot_count, all[i].key);
        lede_tagger_slot word = word_slot(&all[i]);
        uint32_t phrase = lede_tagger_phrase_slot(all[i].key, all[i].bits);
        lost += at == *slot_count;
        memcpy(slots + at * size, size == sizeof word ? (const void *)&word : &phrase,
               size);
    }
    fprintf(stderr, "%zu entries in %u slots, %zu found no place\n", entries->count,
            *slot_count, lost);
    return (lede_text){slots, *slot_count * size};
}

static void
read_list_line(char *line, lede_vector *words, lede_vector *phrases)
{
    char *rest = line + 1;
    uint32_t bits = corpus_whole(&rest);
    lede_text name = {rest + 1, strcspn(rest + 1, "\n")};
    if (line[0] == 'W') {
        list_entry entry = {lede_fold_hash(name, LEDE_FOLD_ACCENTS), bits};
        lede_vector_push(words, &entry);
    } else {
        (void)add_phrase(phrases, name, bits);
    }
}

static int
run_lists(char **arguments)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector words, phrases;
    lede_vector_init(&words, &arena, sizeof(list_entry));
    lede_vector_init(&phrases, &arena, sizeof(list_entry));
    FILE *file = open_file(arguments[0], "r");
    char line[4096];
    while (fgets(line, sizeof line, file) != NULL) {
        read_list_line(line, &words, &phrases);
    }
    fclose(file);
    static const char NO_WEIGHTS[16 * LEDE_TAGS * 2];
    parts model = {.weights = {NO_WEIGHTS, sizeof NO_WEIGHTS}};
    model.votes = model.weights;
    model.meta = (lede_tagger_meta){.version = LEDE_TAGGER_VERSION,
                                    .row_bits = 4,
                                    .vote_bits = 4,
                                    .scale = 1,
                                    .hashing = lede_tagger_hashing()};
    for (int i = 0; i < LEDE_TAGGER_KNOTS; i++) {
        model.meta.score[i] = 1 - exp2f(-0.5F * (float)i); /* as it is */
    }
    model.words = build_slots(&words, sizeof(lede_tagger_slot), &model.meta.word_slots);
    model.phrases = build_slots(&phrases, sizeof(uint32_t), &model.meta.phrase_slots);
    stop_at(lede_arena_status(&arena), "");
    write_model(arguments[1], &model);
    lede_arena_release(&arena);
    return 0;
}

/* ---- Training ---- */

enum { VOTE_BITS = 13, VOTE_EPOCHS = 8 };

static void
read_corpus(corpus *all, const char *path, const lede_lexicon *lexicon,
            const lede_sentence_options *sentences, lede_arena *arena)
{
    corpus_init(all, arena);
    FILE *file = open_file(path, "rb");
    bool more = true;
    while (more) {
        lede_arena own;
        lede_arena_init(&own);
        document doc;
        more = document_next(&doc, file, &own);
        if (more) {
            corpus_add(all, &doc, lexicon, sentences);
        }
        lede_arena_release(&own);
    }
    fclose(file);
    uint32_t end = (uint32_t)all->features.count;
    lede_vector_push(&all->starts, &end);
    fprintf(stderr,
            "%zu tokens, %zu active, %zu segments, %.1f features; %zu spans out of "
            "reach, %zu cut tokens\n",
            all->tokens, all->allowed.count, all->segments.count,
            (double)all->features.count / (double)(all->allowed.count + 1), all->lost,
            all->broken);
}

static lede_text
rounded_weights(const crf *trained, unsigned row_bits)
{
    size_t size = (size_t)LEDE_TAGS << row_bits;
    int16_t *weights = crf_allocate(size, sizeof *weights);
    for (size_t i = 0; i < size; i++) {
        weights[i] = crf_rounded(trained->weights[i]);
    }
    return (lede_text){(const char *)weights, size * sizeof *weights};
}

static void
round_transitions(int16_t out[LEDE_TAGS][LEDE_TAGS], const crf *trained)
{
    for (size_t i = 0; i < LEDE_TAGS * LEDE_TAGS; i++) {
        out[i / LEDE_TAGS][i % LEDE_TAGS] =
            crf_rounded(trained->transitions[i / LEDE_TAGS][i % LEDE_TAGS]);
    }
}

static void
train(parts *model, corpus *all, crf_settings settings, unsigned folds)
{
    crf first, second;
    crf_train(&first, all, settings, NULL, NULL);
    model->meta.scale = CRF_SCALE;
    model->meta.row_bits = settings.row_bits;
    model->weights = rounded_weights(&first, settings.row_bits);
    round_transitions(model->meta.transitions, &first);
    round_transitions(model->meta.vote_transitions, &first);
    if (folds > 1) {
        crf_settings votes = {VOTE_BITS, VOTE_EPOCHS, settings.rate, CRF_NO_FOLD};
        crf_train_votes(&second, all, &first, settings, votes, folds);
        model->meta.vote_bits = VOTE_BITS;
        model->votes = rounded_weights(&second, VOTE_BITS);
        round_transitions(model->meta.vote_transitions, &second);
    }
}

static int
run_train(char **arguments)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_tagger_model *base = open_model(arguments[0]);
    lede_lexicon lexicon = {open_gazetteer(arguments[1]), open_gazetteer(arguments[2]),
                            base};
    corpus all;
    lede_sentence_options sentences = open_sentences(arguments[3]);
    read_corpus(&all, arguments[4], &lexicon, &sentences, &arena);
    stop_at(lede_arena_status(&arena), "");
    crf_settings settings = {corpus_whole(&arguments[6]), corpus_whole(&arguments[7]),
                             corpus_real(&arguments[8]), CRF_NO_FOLD};
    parts model = parts_of(base);
    train(&model, &all, settings, corpus_whole(&arguments[9]));
    write_model(arguments[5], &model);
    return 0;
}

/* ---- Use ---- */

static void
print_entities(const lede_article *article)
{
    for (size_t i = 0; i < article->entity_count; i++) {
        const lede_entity *entity = &article->entities[i];
        printf("%s%u %u %.*s %.6f", i > 0 ? "\t" : "", entity->raw.start, entity->raw.end,
               (int)entity->label.size, entity->label.bytes, (double)entity->score);
    }
    printf("\n");
}

static int
find_entities(char **arguments, uint32_t layers)
{
    lede_reader_options options = {
        .lexicon = {open_gazetteer(arguments[1]), open_gazetteer(arguments[2]),
                    strcmp(arguments[0], "-") == 0 ? NULL : open_model(arguments[0])},
        .layers = layers,
        .normalize = {.steps = 0, .form = LEDE_NFC},
        .sentences = open_sentences(arguments[3]),
    };
    lede_reader *reader;
    stop_at(lede_reader_new(&reader, &options), "");
    FILE *file = open_file(arguments[4], "rb");
    bool more = true;
    while (more) {
        lede_arena own;
        lede_arena_init(&own);
        document doc;
        more = document_next(&doc, file, &own);
        if (more) {
            lede_article article;
            stop_at(lede_analyze(&article, reader, doc.text, 0, LEDE_READ_ALL), "");
            print_entities(&article);
            lede_article_release(&article);
        }
        lede_arena_release(&own);
    }
    fclose(file);
    return 0;
}

static int
run_tag(char **arguments)
{
    return find_entities(arguments, LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS);
}

static int
run_probe(char **arguments)
{
    return find_entities(arguments, LEDE_LAYER_TAGGER);
}

static int
run_score(char **arguments)
{
    parts model = parts_of(open_model(arguments[0]));
    FILE *file = open_file(arguments[1], "r");
    char line[4096] = "", *at = line;
    bool read = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    if (!read) {
        fprintf(stderr, "%s is empty\n", arguments[1]);
        return 1;
    }
    for (size_t i = 0; i < LEDE_TAGGER_KNOTS; i++) {
        model.meta.score[i] = corpus_real(&at);
    }
    write_model(arguments[2], &model);
    return 0;
}

int
main(int count, char **arguments)
{
    static const struct {
        const char *name;
        int arguments;
        int (*run)(char **arguments);
    } COMMANDS[] = {
        {"lists", 2, run_lists}, {"train", 10, run_train}, {"tag", 5, run_tag},
        {"probe", 5, run_probe}, {"score", 3, run_score},
    };
    for (size_t i = 0; count > 1 && i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(arguments[1], COMMANDS[i].name) == 0 &&
            count == COMMANDS[i].arguments + 2) {
            return COMMANDS[i].run(arguments + 2);
        }
    }
    fprintf(stderr, "usage: see the head of tools/tagger/main.c\n");
    return 2;
}
