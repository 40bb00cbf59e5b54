#include "engine/findings.h"

#include <math.h>

#include "base/memory.h"
#include "engine/search.h"

/* What lives while one text is worked on. */
typedef struct {
    lede_findings *found;
    lede_opened opened;
    lede_article article;
    lede_arena arena;
} text_work;

static void *
rows_new(text_work *work, lede_frame_kind kind, size_t count, size_t size)
{
    void *items = lede_arena_alloc(&work->arena, count, size);
    work->found->rows[kind] = (lede_rows){items, items == NULL ? 0 : count};
    return items;
}

static void
put_span(uint32_t *start, uint32_t *end, lede_points *points, lede_raw_span raw)
{
    *start = (uint32_t)lede_points_at(points, raw.start);
    *end = (uint32_t)lede_points_at(points, raw.end);
}

static lede_text
text_of_name(const char *name)
{
    return (lede_text){name, strlen(name)};
}

/* ---- rows of an article ---- */

static void
put_sentences(text_work *work)
{
    const lede_article *article = &work->article;
    lede_sentence_row *rows =
        rows_new(work, LEDE_FRAME_SENTENCES, article->sentence_count, sizeof *rows);
    lede_points points;
    lede_points_init(&points, article->raw);
    for (size_t i = 0; rows != NULL && i < article->sentence_count; i++) {
        put_span(&rows[i].start, &rows[i].end, &points, article->sentences[i].raw);
    }
}

/* To two places: 0.95 and not the 0.949999988… that a float is. */
static double
score_of(const lede_entity *entity)
{
    return round((double)entity->score * 100) / 100;
}

static void
put_entities(text_work *work)
{
    static const char *const SOURCES[] = {"gazetteer", "tagger", "alias"};
    const lede_article *article = &work->article;
    lede_entity_row *rows =
        rows_new(work, LEDE_FRAME_ENTITIES, article->entity_count, sizeof *rows);
    lede_points points;
    lede_points_init(&points, article->raw);
    for (size_t i = 0; rows != NULL && i < article->entity_count; i++) {
        const lede_entity *entity = &article->entities[i];
        rows[i] = (lede_entity_row){
            .label = entity->label,
            .name = entity->name,
            .id = entity->id,
            .title = entity->title,
            .role = entity->role,
            .source = text_of_name(SOURCES[entity->source]),
            .score = score_of(entity),
            .sentence = entity->sentence,
            .ambiguous = entity->ambiguous,
        };
        put_span(&rows[i].start, &rows[i].end, &points, entity->raw);
    }
}

static void
put_names(text_work *work)
{
    const lede_article *article = &work->article;
    lede_name_row *rows =
        rows_new(work, LEDE_FRAME_NAMES, article->name_count, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < article->name_count; i++) {
        const lede_name *name = &article->names[i];
        rows[i] = (lede_name_row){
            .name = name->name,
            .label = name->label,
            .id = name->id,
            .title = name->title,
            .role = name->role,
            .mentions = {name->mentions, name->count},
            .count = name->count,
        };
    }
}

/* ---- rows of a normalization ---- */

/* The names of the steps that made an edit, joined by "+". */
static lede_text
reason_text(lede_arena *arena, uint32_t reasons, lede_form form)
{
    static const char *const FORMS[] = {"NFC", "NFD", "NFKC", "NFKD"};
    lede_vector text;
    lede_vector_init(&text, arena, 1);
    for (uint32_t bit = 0; lede_reason_name(bit) != NULL; bit++) {
        const char *name =
            1u << bit == LEDE_REASON_FORM ? FORMS[form] : lede_reason_name(bit);
        if (reasons & 1u << bit) {
            lede_vector_append(&text, "+", text.count != 0);
            lede_vector_append(&text, name, strlen(name));
        }
    }
    return (lede_text){text.data, text.count};
}

static void
put_changes(text_work *work, const lede_normalized *clean, lede_form form)
{
    const lede_map *map = &clean->map;
    lede_change_row *rows = rows_new(work, LEDE_FRAME_CHANGES, map->count, sizeof *rows);
    lede_points points;
    lede_points_init(&points, work->opened.text);
    for (size_t i = 0; rows != NULL && i < map->count; i++) {
        bool same = i > 0 && map->reasons[i] == map->reasons[i - 1];
        rows[i].after = lede_text_slice(clean->text, map->edits[i].clean);
        rows[i].reason =
            same ? rows[i - 1].reason : reason_text(&work->arena, map->reasons[i], form);
        put_span(&rows[i].start, &rows[i].end, &points, map->edits[i].raw);
    }
}

static void
put_clean(text_work *work, lede_text text)
{
    lede_clean_row *row = rows_new(work, LEDE_FRAME_CLEAN, 1, sizeof *row);
    if (row != NULL) {
        row->clean = text;
    }
}

/* ---- works ---- */

static lede_status
read_text(text_work *work, const lede_batch *batch)
{
    lede_article *article = &work->article;
    lede_status status = lede_analyze(article, batch->reader, work->opened.text,
                                      work->opened.needs, LEDE_READ_ALL);
    if (status == LEDE_OK) {
        put_sentences(work);
        put_entities(work);
        put_names(work);
        put_changes(work, &article->clean,
                    lede_reader_get_options(batch->reader)->normalize.form);
        if (article->clean.map.count != 0) {
            put_clean(work, article->clean.text);
        }
    }
    return status;
}

static lede_status
split_text(text_work *work, const lede_batch *batch)
{
    lede_status status = lede_analyze(&work->article, batch->reader, work->opened.text,
                                      work->opened.needs, LEDE_READ_SENTENCES);
    if (status == LEDE_OK) {
        put_sentences(work);
    }
    return status;
}

static lede_status
normalize_text(text_work *work, const lede_batch *batch)
{
    lede_normalize_options options = batch->normalize;
    options.steps = options.steps & work->opened.needs ? options.steps : 0;
    lede_normalized clean;
    lede_status status = lede_normalize(&clean, work->opened.text, options, &work->arena);
    if (status == LEDE_OK) {
        put_changes(work, &clean, options.form);
        put_clean(work, clean.text);
    }
    return status;
}

static lede_status
find_names(text_work *work, const lede_batch *batch)
{
    const lede_gazetteer *gazetteer = batch->gazetteer;
    lede_search search;
    lede_search_run(&search, gazetteer, work->opened.text, batch->policy, &work->arena);
    size_t count = search.matches.count;
    lede_match_row *rows = rows_new(work, LEDE_FRAME_MATCHES, count, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < count; i++) {
        lede_entry entry = lede_gazetteer_entry(gazetteer, lede_search_entry(&search, i));
        lede_span place = lede_search_place(&search, i);
        rows[i] =
            (lede_match_row){place.start, place.end, entry.name, entry.label, entry.id};
    }
    return LEDE_OK;
}

static lede_status
locate_names(text_work *work, const lede_batch *batch)
{
    lede_search search;
    lede_search_run(&search, batch->gazetteer, work->opened.text, batch->policy,
                    &work->arena);
    size_t count = search.matches.count;
    lede_place_row *rows = rows_new(work, LEDE_FRAME_PLACES, count, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < count; i++) {
        lede_span place = lede_search_place(&search, i);
        rows[i] = (lede_place_row){place.start, place.end, lede_search_entry(&search, i)};
    }
    return LEDE_OK;
}

static lede_status (*const WORKS[LEDE_WORK_COUNT])(text_work *, const lede_batch *) = {
    [LEDE_WORK_READ] = read_text,           [LEDE_WORK_SENTENCES] = split_text,
    [LEDE_WORK_NORMALIZE] = normalize_text, [LEDE_WORK_FIND] = find_names,
    [LEDE_WORK_LOCATE] = locate_names,
};

/* How a text is to be normalized; NULL where names are looked for in it as it is. */
static const lede_normalize_options *
options_of(const lede_batch *batch)
{
    if (batch->gazetteer != NULL) {
        return NULL;
    }
    return batch->reader == NULL ? &batch->normalize
                                 : &lede_reader_get_options(batch->reader)->normalize;
}

void
lede_findings_make(lede_findings *findings, const lede_batch *batch,
                   const lede_input *input)
{
    *findings = (lede_findings){.block = NULL};
    if (input->units == NULL) {
        return;
    }
    text_work work = {.found = findings};
    lede_arena_init(&work.arena);
    lede_arena_init(&work.article.arena);
    lede_status status = lede_input_open(&work.opened, input, options_of(batch));
    if (status == LEDE_OK) {
        status = WORKS[batch->work](&work, batch);
    }
    if (status == LEDE_OK) {
        status = lede_arena_status(&work.arena);
    }
    if (status == LEDE_OK) {
        status = lede_rows_keep(&findings->block, findings->rows);
    }
    findings->outcome = (lede_outcome){status, work.opened.bad};
    memcpy(findings->seconds, work.article.seconds, sizeof findings->seconds);
    if (status != LEDE_OK) {
        memset(findings->rows, 0, sizeof findings->rows);
    }
    lede_article_release(&work.article);
    lede_arena_release(&work.arena);
    lede_input_close(&work.opened);
}

void
lede_findings_release(lede_findings *findings)
{
    lede_memory_free(findings->block);
    findings->block = NULL;
}
