#include "doc/columns.h"

#include "base/hash.h"
#include "base/table.h"
#include "names/titles.h"
#include "unicode/fold.h"
#include "unicode/scan.h"

static lede_raw_span
trimmed(lede_text raw, lede_raw_span span)
{
    lede_text upto = {raw.bytes, span.end};
    span.start = (uint32_t)lede_skip(upto, span.start, LEDE_SPACE);
    span.end = (uint32_t)lede_skip_back(raw, span.end, span.start, LEDE_SPACE);
    return span;
}

/* Appends a sentence that begins behind the last one; empty ones are left out. */
static void
push_sentence(lede_article *article, lede_span clean, lede_raw_span raw)
{
    if (raw.start < raw.end) {
        article->sentences[article->sentence_count++] = (lede_sentence){clean, raw};
    }
}

/* Nothing was cleaned: the spans are those of the caller's text. */
static void
copy_sentences(lede_article *article, const lede_vector *spans)
{
    const lede_span *clean = spans->data;
    for (size_t i = 0; i < spans->count; i++) {
        lede_raw_span raw = {clean[i].start, clean[i].end};
        article->sentences[i] = (lede_sentence){clean[i], raw};
    }
    article->sentence_count = spans->count;
}

void
lede_columns_sentences(lede_article *article, const lede_vector *spans, lede_arena *scratch)
{
    size_t count = spans->count;
    lede_raw_span *raw = lede_arena_alloc(scratch, count, sizeof *raw);
    /* one more: for a text of which cleaning leaves nothing */
    article->sentences =
        lede_arena_alloc(&article->arena, count + 1, sizeof *article->sentences);
    if (raw == NULL || article->sentences == NULL) {
        return;
    }
    if (article->clean.map.count == 0) {
        copy_sentences(article, spans);
        return;
    }
    lede_map_all_to_raw(&article->clean.map, spans->data, count, raw);
    uint32_t from = 0, size = (uint32_t)article->raw.size;
    for (size_t i = 0; i < count; i++) {
        /* the first sentence reaches back, each reaches forward over what was taken out */
        raw[i].start = i == 0 ? 0 : raw[i].start < from ? from : raw[i].start;
        uint32_t next = i + 1 < count ? raw[i + 1].start : size;
        raw[i].end = next > raw[i].start ? next : raw[i].start;
        raw[i] = trimmed(article->raw, raw[i]);
        from = raw[i].end > from ? raw[i].end : from;
        push_sentence(article, ((const lede_span *)spans->data)[i], raw[i]);
    }
    if (count == 0) {
        push_sentence(article, (lede_span){0, 0},
                      trimmed(article->raw, (lede_raw_span){0, size}));
    }
}

/* The sentence that holds raw offset `at`, not before sentence `from`. */
static uint32_t
sentence_of(const lede_article *article, uint32_t from, uint32_t at)
{
    while (from + 1 < article->sentence_count &&
           article->sentences[from + 1].raw.start <= at) {
        from++;
    }
    return from;
}

/* A copy of a name on one line, wherever the text wrapped it. */
static lede_text
copy_on_one_line(lede_arena *arena, lede_text text)
{
    lede_text copy = lede_arena_copy(arena, text);
    char *line = (char *)(uintptr_t)copy.bytes;
    for (size_t i = 0; i < copy.size; i++) {
        line[i] = line[i] == '\n' ? ' ' : line[i];
    }
    return copy;
}

static lede_entity
entity_of(lede_article *article, const lede_reader *reader, const lede_mention *mention)
{
    lede_arena *arena = &article->arena;
    return (lede_entity){
        .source = mention->source,
        .score = mention->score,
        .label = lede_arena_copy(arena, lede_reader_label(reader, mention->label)),
        .name = copy_on_one_line(arena, mention->name),
        .id = lede_arena_copy(arena, mention->id),
        .title = copy_on_one_line(arena, mention->title),
        .role = copy_on_one_line(arena, mention->role),
        .ambiguous = mention->ambiguous,
    };
}

void
lede_columns_entities(lede_article *article, const lede_reader *reader,
                      const lede_scene *scene, const lede_vector *mentions,
                      lede_arena *scratch)
{
    size_t count = mentions->count;
    const lede_mention *found = mentions->data;
    lede_span *clean = lede_arena_alloc(scratch, count, sizeof *clean);
    lede_raw_span *raw = lede_arena_alloc(scratch, count, sizeof *raw);
    article->entities = lede_arena_alloc(&article->arena, count, sizeof *article->entities);
    if (clean == NULL || raw == NULL || article->entities == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        clean[i].start = scene->tokens->items[found[i].first].span.start;
        clean[i].end = scene->tokens->items[found[i].end - 1].span.end;
    }
    lede_map_all_to_raw(&article->clean.map, clean, count, raw);
    uint32_t sentence = 0, from = 0;
    for (size_t i = 0; i < count; i++) {
        raw[i].start = raw[i].start < from ? from : raw[i].start;
        raw[i] = trimmed(article->raw, raw[i]);
        if (raw[i].start >= raw[i].end) {
            continue; /* one edit holds two names: the first has it */
        }
        lede_entity entity = entity_of(article, reader, &found[i]);
        entity.raw = raw[i];
        entity.sentence = sentence = sentence_of(article, sentence, raw[i].start);
        from = raw[i].end;
        article->entities[article->entity_count++] = entity;
    }
}

/* Names are told apart by their folded text and their kind; NORP counts as LOC. */
static uint64_t
name_key(const lede_entity *entity)
{
    static const lede_text NORP = {"NORP", 4}, LOC = {"LOC", 3};
    lede_text kind = lede_text_equal(entity->label, NORP) ? LOC : entity->label;
    return lede_hash_join(lede_fold_hash(entity->name, LEDE_FOLD_ACCENTS),
                          lede_hash_bytes(kind.bytes, kind.size));
}

/* The first title, but a rank or office before `Mr.` */
static lede_text
better_title(lede_text first, lede_text next)
{
    bool better = first.size == 0 || (next.size > 0 && lede_is_form_of_address(first) &&
                                      !lede_is_form_of_address(next));
    return better ? next : first;
}

static void
add_to_row(lede_name *row, const lede_entity *entity)
{
    static const lede_text NORP = {"NORP", 4};
    if (row->count == 0 || lede_text_equal(row->label, NORP)) {
        row->label = entity->label;
        row->name = entity->name;
    }
    row->id = row->id.size == 0 ? entity->id : row->id;
    row->title = better_title(row->title, entity->title);
    row->role = row->role.size == 0 ? entity->role : row->role;
    row->count++;
}

/* Gives each row its slice of one array, in which its mentions follow in order. */
static void
list_mentions(lede_article *article, lede_arena *scratch)
{
    uint32_t *all = lede_arena_alloc(&article->arena, article->entity_count, sizeof *all);
    uint32_t *filled = lede_arena_alloc(scratch, article->name_count, sizeof *filled);
    if (all == NULL || filled == NULL) {
        article->name_count = 0;
        return;
    }
    uint32_t start = 0;
    for (size_t i = 0; i < article->name_count; i++) {
        article->names[i].mentions = all + start;
        filled[i] = start;
        start += article->names[i].count;
    }
    for (size_t i = 0; i < article->entity_count; i++) {
        all[filled[article->entities[i].row]++] = (uint32_t)i;
    }
}

void
lede_columns_names(lede_article *article, lede_arena *scratch)
{
    lede_table rows;
    lede_table_init(&rows, scratch, article->entity_count);
    article->names =
        lede_arena_alloc(&article->arena, article->entity_count, sizeof *article->names);
    if (article->names == NULL) {
        return;
    }
    for (size_t i = 0; i < article->entity_count; i++) {
        lede_entity *entity = &article->entities[i];
        uint32_t *row = lede_table_put(&rows, name_key(entity));
        uint32_t number = row == NULL ? LEDE_TABLE_NEW : *row;
        if (number == LEDE_TABLE_NEW) {
            number = (uint32_t)article->name_count++;
            article->names[number] = (lede_name){0};
        }
        if (row != NULL) {
            *row = number;
        }
        entity->row = number;
        add_to_row(&article->names[number], entity);
    }
    list_mentions(article, scratch);
}
