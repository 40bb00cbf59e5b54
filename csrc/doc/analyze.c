/* The file to read first: what happens to an article, in order. Each pass takes plain arrays and
 * leaves plain arrays; only this file knows their order. */
#include <time.h>

#include "doc/article.h"
#include "doc/columns.h"
#include "text/tokens.h"

/* An article in the making. What only the passes need lies in `scratch`, freed at the end. */
typedef struct {
    lede_article *article;
    const lede_reader *reader;
    const lede_reader_options *options;
    uint32_t needs; /* steps of normalization that may find work */
    lede_arena scratch;
    lede_vector sentences; /* lede_span */
    lede_tokens tokens;
    lede_scene scene;
    lede_vector mentions; /* lede_mention */
    lede_status status;
} analysis;

/* raw → clean text and the map back */
static void
normalize(analysis *all)
{
    lede_article *article = all->article;
    lede_normalize_options options = all->options->normalize;
    options.steps = options.steps & all->needs ? options.steps : 0;
    all->status = lede_normalize(&article->clean, article->raw, options, &article->arena);
}

/* clean text → spans of sentences */
static void
split(analysis *all)
{
    lede_sentences_find(&all->sentences, all->article->clean.text, &all->options->sentences,
                        NULL);
}

/* spans of sentences → the same in the caller's text */
static void
locate(analysis *all)
{
    lede_columns_sentences(all->article, &all->sentences, &all->scratch);
}

/* clean text → words with their folded hashes */
static void
tokenize(analysis *all)
{
    lede_tokens_find(&all->tokens, all->article->clean.text, &all->scratch);
}

/* words → what the dictionaries say of each */
static void
look_up(analysis *all)
{
    lede_text text = all->article->clean.text;
    const uint64_t *hashes =
        lede_tokens_fold(&all->tokens, text, LEDE_FOLD_ACCENTS, &all->scratch);
    if (hashes == NULL) {
        all->tokens.count = 0; /* the arena remembers */
    }
    lede_scene_init(&all->scene, text, &all->tokens, hashes, all->sentences.data,
                    all->sentences.count, &all->options->lexicon, &all->scratch);
}

/* words and what is known of them → mentions with their names */
static void
find_mentions(analysis *all)
{
    lede_mentions_find(&all->scene, lede_reader_dictionaries(all->reader),
                       all->options->gazetteer_count, all->options->layers, &all->mentions);
}

/* mentions → the column of entities */
static void
fill_entities(analysis *all)
{
    lede_columns_entities(all->article, all->reader, &all->scene, &all->mentions,
                          &all->scratch);
}

/* entities → one row a name */
static void
fill_names(analysis *all)
{
    lede_columns_names(all->article, &all->scratch);
}

static const struct {
    const char *name;
    void (*run)(analysis *all);
    lede_depth depth; /* run when at least so much is asked for */
} PASSES[LEDE_PASS_COUNT] = {
    [LEDE_PASS_NORMALIZE] = {"normalize", normalize, LEDE_READ_SENTENCES},
    [LEDE_PASS_SENTENCES] = {"sentences", split, LEDE_READ_SENTENCES},
    [LEDE_PASS_LOCATE] = {"locate", locate, LEDE_READ_SENTENCES},
    [LEDE_PASS_TOKENS] = {"tokens", tokenize, LEDE_READ_ALL},
    [LEDE_PASS_SCENE] = {"look up", look_up, LEDE_READ_ALL},
    [LEDE_PASS_MENTIONS] = {"mentions", find_mentions, LEDE_READ_ALL},
    [LEDE_PASS_ENTITIES] = {"entities", fill_entities, LEDE_READ_ALL},
    [LEDE_PASS_NAMES] = {"names", fill_names, LEDE_READ_ALL},
};

static double
seconds_now(void)
{
    struct timespec now;
    (void)timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Runs the passes and times them, but for sentences alone: looking at the clock would be a part of it. */
static void
run_passes(analysis *all, lede_depth depth)
{
    bool timed = depth == LEDE_READ_ALL;
    double before = timed ? seconds_now() : 0;
    for (size_t i = 0; i < LEDE_PASS_COUNT && all->status == LEDE_OK; i++) {
        if (PASSES[i].depth > depth) {
            continue;
        }
        PASSES[i].run(all);
        double after = timed ? seconds_now() : 0;
        all->article->seconds[i] = after - before;
        before = after;
    }
}

lede_status
lede_analyze(lede_article *article, const lede_reader *reader, lede_text raw,
             uint32_t needs, lede_depth depth)
{
    *article = (lede_article){.raw = raw};
    lede_arena_init(&article->arena);
    analysis all = {.article = article, .reader = reader, .needs = needs};
    all.options = lede_reader_get_options(reader);
    lede_arena_init(&all.scratch);
    lede_vector_init(&all.sentences, &all.scratch, sizeof(lede_span));
    lede_vector_init(&all.mentions, &all.scratch, sizeof(lede_mention));
    run_passes(&all, depth);
    lede_status status = all.status;
    if (status == LEDE_OK && (lede_arena_status(&all.scratch) != LEDE_OK ||
                              lede_arena_status(&article->arena) != LEDE_OK)) {
        status = LEDE_NO_MEMORY;
    }
    lede_arena_release(&all.scratch);
    if (status != LEDE_OK) {
        lede_article_release(article);
    }
    return status;
}

void
lede_article_release(lede_article *article)
{
    lede_arena_release(&article->arena);
    *article = (lede_article){0};
}

const char *
lede_pass_name(lede_pass pass)
{
    return PASSES[pass].name;
}
