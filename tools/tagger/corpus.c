#include "corpus.h"

#include <stdlib.h>

#include "names/rules.h"
#include "names/tagger_decode.h"

enum { LONGEST_LINE = 256 }; /* but for those of texts */

static _Noreturn void
malformed(const char *what)
{
    fprintf(stderr, "malformed corpus: %s\n", what);
    exit(1);
}

void
corpus_init(corpus *all, lede_arena *arena)
{
    *all = (corpus){0};
    lede_vector_init(&all->segments, arena, sizeof(segment));
    lede_vector_init(&all->starts, arena, sizeof(uint32_t));
    lede_vector_init(&all->allowed, arena, sizeof(uint16_t));
    lede_vector_init(&all->features, arena, sizeof(uint32_t));
    lede_vector_init(&all->ballots, arena, sizeof(lede_tagger_ballot));
}

float
corpus_real(char **at)
{
    char *end;
    float number = strtof(*at, &end);
    if (end == *at) {
        malformed("a number is missing");
    }
    *at = end;
    return number;
}

uint32_t
corpus_whole(char **at)
{
    char *end;
    unsigned long number = strtoul(*at, &end, 10);
    if (end == *at || number > UINT32_MAX) {
        malformed("a number is missing");
    }
    *at = end;
    return (uint32_t)number;
}

/* The next line behind the letter of its kind; NULL at the end of the file. */
static char *
next_line(char line[LONGEST_LINE], FILE *file, const char *kinds)
{
    if (fgets(line, LONGEST_LINE, file) == NULL) {
        return NULL;
    }
    if (line[0] == 0 || strchr(kinds, line[0]) == NULL) {
        malformed("a line of another kind");
    }
    return line + 1;
}

static void
read_span(span *out, FILE *file, size_t size)
{
    char line[LONGEST_LINE], *at = next_line(line, file, "GA");
    if (at == NULL) {
        malformed("the end comes too soon");
    }
    out->adds = line[0] == 'A';
    out->first = corpus_whole(&at);
    out->end = corpus_whole(&at);
    out->kinds = corpus_whole(&at);
    if (out->end > size || out->first >= out->end) {
        malformed("a span");
    }
}

bool
document_next(document *out, FILE *file, lede_arena *arena)
{
    char line[LONGEST_LINE], *at = next_line(line, file, "D");
    if (at == NULL) {
        return false;
    }
    out->weight = corpus_real(&at);
    size_t size = corpus_whole(&at);
    out->span_count = corpus_whole(&at);
    out->flags = corpus_whole(&at);
    out->fold = corpus_whole(&at);
    char *text = lede_arena_alloc(arena, size + 1, 1);
    out->spans = lede_arena_alloc(arena, out->span_count + 1, sizeof *out->spans);
    if (text == NULL || out->spans == NULL || fread(text, 1, size, file) != size ||
        fgetc(file) != '\n') {
        malformed("a text");
    }
    out->text = (lede_text){text, size};
    for (size_t i = 0; i < out->span_count; i++) {
        read_span(&out->spans[i], file, size);
    }
    return true;
}

/* The labels that the token at place `i` of `count` has in a name of these kinds. */
static uint16_t
labels_at(uint32_t kinds, size_t i, size_t count)
{
    static const unsigned BEGINS[] = {LEDE_TAG_PERSON, LEDE_TAG_ORG, LEDE_TAG_LOC};
    unsigned place = count == 1 ? 3 : i == 0 ? 0 : i + 1 == count ? 2 : 1;
    unsigned labels = 0;
    for (size_t k = 0; k < 3; k++) {
        labels |= kinds >> k & 1 ? 1u << (BEGINS[k] + place) : 0;
    }
    labels |= kinds & KIND_NORP ? 1u << (LEDE_TAG_NORP + (i > 0)) : 0;
    labels |= kinds & KIND_OTHER ? 1u << LEDE_TAG_OTHER : 0;
    labels |= kinds & KIND_OUTSIDE ? 1u << LEDE_TAG_OUTSIDE : 0;
    return (uint16_t)labels;
}

static bool
is_reachable(const lede_tagger_view *view, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (!view->tokens[i].active ||
            view->scene->sentence[i] != view->scene->sentence[first]) {
            return false;
        }
    }
    return end > first;
}

static void
allow_span(corpus *all, const lede_tagger_view *view, const span *one, uint16_t *allowed)
{
    const lede_tokens *tokens = view->scene->tokens;
    size_t first = 0;
    while (first < tokens->count && tokens->items[first].span.end <= one->first) {
        first++;
    }
    size_t end = first;
    while (end < tokens->count && tokens->items[end].span.start < one->end) {
        end++;
    }
    if (end == first) {
        return;
    }
    bool broken = tokens->items[first].span.start < one->first ||
                  tokens->items[end - 1].span.end > one->end;
    bool reachable = is_reachable(view, first, end);
    if (!one->adds) {
        all->broken += broken;
        all->lost += !broken && !reachable;
    }
    for (size_t i = first; i < end; i++) {
        uint16_t labels = labels_at(one->kinds, i - first, end - first);
        if (broken || !reachable) {
            allowed[i] = one->adds ? allowed[i] : 0xFFFF;
        } else {
            allowed[i] = one->adds ? allowed[i] | labels : labels;
        }
    }
}

static void
add_segment(corpus *all, const lede_tagger_view *view, const uint16_t *allowed,
            size_t first, size_t end, const document *doc)
{
    segment one = {doc->weight, (uint32_t)all->allowed.count, (uint32_t)(end - first),
                   doc->fold};
    lede_vector_push(&all->segments, &one);
    for (size_t i = first; i < end; i++) {
        uint32_t features[LEDE_TAGGER_FEATURES], start = (uint32_t)all->features.count;
        size_t count = lede_tagger_features(features, view, i);
        lede_vector_push(&all->starts, &start);
        lede_vector_push(&all->allowed, &allowed[i]);
        lede_tagger_ballot ballot = lede_tagger_ballot_of(view, i, LEDE_TAG_OUTSIDE);
        ballot.word += ballot.word == LEDE_NO_WORD ? 0 : (uint32_t)all->words;
        lede_vector_push(&all->ballots, &ballot);
        lede_vector_append(&all->features, features, count);
    }
}

static void
add_view(corpus *all, const document *doc, const lede_tagger_view *view)
{
    uint16_t *allowed = lede_arena_alloc(view->scene->arena, view->count, sizeof *allowed);
    if (allowed == NULL) {
        return;
    }
    bool open = doc->flags & DOCUMENT_OPEN;
    for (size_t i = 0; i < view->count; i++) {
        uint32_t bits = view->scene->tokens->items[i].bits;
        bool name = open && (bits & LEDE_TOKEN_CAPITAL) &&
                    !(view->tokens[i].cues & LEDE_CUE_STARTS);
        allowed[i] = (uint16_t)(1u << LEDE_TAG_OUTSIDE | (name ? 1u << LEDE_TAG_OTHER : 0));
    }
    for (size_t i = 0; i < doc->span_count; i++) {
        allow_span(all, view, &doc->spans[i], allowed);
    }
    for (size_t i = 0; i < view->count;) {
        size_t end = lede_tagger_segment_end(view, i);
        if (end > i) {
            add_segment(all, view, allowed, i, end, doc);
        }
        i = end > i ? end : i + 1;
    }
    all->tokens += view->count;
    all->words += view->words;
}

void
corpus_add(corpus *all, const document *doc, const lede_lexicon *lexicon,
           const lede_sentence_options *splitting)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_lexicon own = *lexicon;
    own.names = doc->flags & DOCUMENT_UNLISTED ? NULL : own.names;
    lede_vector sentences, opinions;
    lede_vector_init(&sentences, &arena, sizeof(lede_span));
    lede_vector_init(&opinions, &arena, sizeof(lede_mention));
    lede_sentences_find(&sentences, doc->text, splitting, NULL);
    lede_tokens tokens;
    lede_tokens_find(&tokens, doc->text, &arena);
    const uint64_t *hashes =
        lede_tokens_fold(&tokens, doc->text, LEDE_FOLD_ACCENTS, &arena);
    bool *taken = lede_arena_alloc(&arena, tokens.count + 1, sizeof *taken);
    if (hashes != NULL && taken != NULL) {
        memset(taken, 0, tokens.count + 1);
        lede_scene scene;
        lede_scene_init(&scene, doc->text, &tokens, hashes, sentences.data, sentences.count,
                        &own, &arena);
        if (!(doc->flags & DOCUMENT_UNRULED)) {
            lede_rules_find(&scene, taken, &opinions);
        }
        lede_tagger_view view;
        lede_tagger_view_init(&view, &scene, lexicon->tagger, taken, &opinions);
        add_view(all, doc, &view);
    }
    lede_arena_release(&arena);
}
