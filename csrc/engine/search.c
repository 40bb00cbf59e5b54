#include "engine/search.h"

#include "base/memory.h"
#include "base/thread.h"
#include "unicode/points.h"

/* So many texts a task: enough that handing tasks out costs nothing, few enough for all threads. */
enum { TASK_TEXTS = 16 };

typedef struct {
    lede_arena arena; /* of the rows */
    lede_vector rows; /* row */
    lede_status status;
    size_t failed; /* the text that made it fail */
} task;

typedef struct {
    int32_t numbers[LEDE_SEARCH_COLUMNS];
} row;

typedef struct {
    const lede_search *search;
    task *tasks;
} job;

void
lede_search_one(lede_search_found *found, const lede_gazetteer *gazetteer, lede_text text,
                lede_match_policy policy, lede_arena *arena)
{
    lede_vector_init(&found->matches, arena, sizeof(lede_match));
    lede_tokens_find(&found->tokens, text, arena);
    const uint64_t *hashes =
        lede_tokens_fold(&found->tokens, text, lede_gazetteer_fold(gazetteer), arena);
    if (hashes != NULL) {
        lede_gazetteer_find(gazetteer, text, &found->tokens, hashes, policy,
                            &found->matches);
    }
}

/* The text in UTF-8, in the arena where it is not already. */
static lede_status
read_text(lede_text *text, const lede_search_text *from, lede_arena *arena)
{
    *text = (lede_text){from->units, from->count};
    if (from->unit != 0) {
        lede_unit unit = (lede_unit)from->unit;
        size_t room = lede_units_utf8_room(from->units, from->count, unit);
        char *bytes = room > LEDE_TEXT_MAX ? NULL : lede_arena_alloc(arena, room, 1);
        if (bytes == NULL) {
            return room > LEDE_TEXT_MAX ? LEDE_TOO_LARGE : LEDE_NO_MEMORY;
        }
        char *end = lede_units_to_utf8(bytes, from->units, from->count, unit);
        *text = (lede_text){bytes, (size_t)(end - bytes)};
    }
    return text->size > LEDE_TEXT_MAX ? LEDE_TOO_LARGE : LEDE_OK;
}

static void
push_rows(task *here, int32_t number, lede_text text, const lede_search_found *found)
{
    const lede_match *matches = found->matches.data;
    const lede_token *tokens = found->tokens.items;
    lede_points points;
    lede_points_init(&points, text);
    row new = {{number, 0, 0, 0}};
    for (size_t i = 0; i < found->matches.count; i++) {
        lede_match match = matches[i];
        /* Entries of one name share their place; asking for it again would walk back. */
        if (i == 0 || match.first != matches[i - 1].first ||
            match.end != matches[i - 1].end) {
            uint32_t start = tokens[match.first].span.start;
            uint32_t end = tokens[match.end - 1].span.end;
            new.numbers[LEDE_SEARCH_START] = (int32_t)lede_points_at(&points, start);
            new.numbers[LEDE_SEARCH_END] = (int32_t)lede_points_at(&points, end);
        }
        new.numbers[LEDE_SEARCH_ENTRY] = (int32_t)match.entry;
        lede_vector_push(&here->rows, &new);
    }
}

static lede_status
search_text(task *here, const job *all, size_t number)
{
    lede_arena scratch;
    lede_arena_init(&scratch);
    lede_text text;
    lede_status status = read_text(&text, &all->search->texts[number], &scratch);
    if (status == LEDE_OK) {
        lede_search_found found;
        lede_search_one(&found, all->search->gazetteer, text, all->search->policy,
                        &scratch);
        status = lede_arena_status(&scratch);
        if (status == LEDE_OK) {
            push_rows(here, all->search->first + (int32_t)number, text, &found);
            status = lede_arena_status(&here->arena);
        }
    }
    lede_arena_release(&scratch);
    return status;
}

static void
run_task(void *context, size_t item)
{
    const job *all = context;
    task *here = &all->tasks[item];
    size_t first = item * TASK_TEXTS, left = all->search->count - first;
    lede_vector_init(&here->rows, &here->arena, sizeof(row));
    for (size_t i = 0; i < TASK_TEXTS && i < left && here->status == LEDE_OK; i++) {
        here->status = search_text(here, all, first + i);
        here->failed = first + i;
    }
}

static lede_status
first_failure(const job *all, size_t count, lede_error *error)
{
    const task *tasks = all->tasks;
    for (size_t i = 0; i < count; i++) {
        if (tasks[i].status == LEDE_TOO_LARGE) {
            return lede_fail(error, LEDE_TOO_LARGE,
                             "the text in row %zu is larger than 2 GiB; split it",
                             tasks[i].failed + (size_t)all->search->first);
        }
        if (tasks[i].status != LEDE_OK) {
            return tasks[i].status;
        }
    }
    return LEDE_OK;
}

static lede_status
gather(lede_search_columns *columns, const task *tasks, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += tasks[i].rows.count;
    }
    for (size_t c = 0; c < LEDE_SEARCH_COLUMNS; c++) {
        columns->columns[c] = lede_memory_resize(NULL, (total + 1) * sizeof(int32_t));
        if (columns->columns[c] == NULL) {
            return LEDE_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const row *rows = tasks[i].rows.data;
        for (size_t r = 0; r < tasks[i].rows.count; r++, columns->count++) {
            for (size_t c = 0; c < LEDE_SEARCH_COLUMNS; c++) {
                columns->columns[c][columns->count] = rows[r].numbers[c];
            }
        }
    }
    return LEDE_OK;
}

lede_status
lede_search_run(lede_search_columns *columns, const lede_search *search, size_t threads,
                lede_error *error)
{
    *columns = (lede_search_columns){0};
    size_t count = (search->count + TASK_TEXTS - 1) / TASK_TEXTS;
    task *tasks = lede_memory_resize(NULL, (count + 1) * sizeof *tasks);
    if (tasks == NULL) {
        return LEDE_NO_MEMORY;
    }
    memset(tasks, 0, (count + 1) * sizeof *tasks);
    job all = {search, tasks};
    lede_crew crew = {.threads = threads};
    (void)lede_parallel_for(&crew, count, run_task, &all);
    lede_status status = first_failure(&all, count, error);
    if (status == LEDE_OK) {
        status = gather(columns, tasks, count);
    }
    for (size_t i = 0; i < count; i++) {
        lede_arena_release(&tasks[i].arena);
    }
    lede_memory_free(tasks);
    if (status != LEDE_OK) {
        lede_search_columns_release(columns);
    }
    return status;
}

void
lede_search_columns_release(lede_search_columns *columns)
{
    for (size_t c = 0; c < LEDE_SEARCH_COLUMNS; c++) {
        lede_memory_free(columns->columns[c]);
    }
    *columns = (lede_search_columns){0};
}
