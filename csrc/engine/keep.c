#include "base/memory.h"
#include "engine/frame.h"

enum { ALIGNMENT = 8 };

static uint64_t
aligned(uint64_t size)
{
    return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* Calls visit for the bytes that each row points to: a pointer to them, and their size. */
static void
each_pointer(const lede_schema *schema, lede_rows rows,
             void (*visit)(void *context, const char **bytes, size_t size), void *context)
{
    char *row = (char *)(uintptr_t)rows.items;
    for (size_t r = 0; r < rows.count; r++, row += schema->row_size) {
        for (size_t f = 0; f < schema->count; f++) {
            void *cell = row + schema->fields[f].place;
            if (schema->fields[f].type == LEDE_FIELD_TEXT) {
                lede_text *text = cell;
                visit(context, &text->bytes, text->size);
            } else if (schema->fields[f].type == LEDE_FIELD_NUMBERS) {
                lede_numbers *numbers = cell;
                visit(context, (const char **)(void *)&numbers->items,
                      numbers->count * sizeof *numbers->items);
            }
        }
    }
}

static void
count_bytes(void *context, const char **bytes, size_t size)
{
    (void)bytes;
    *(uint64_t *)context += aligned(size);
}

static void
move_bytes(void *context, const char **bytes, size_t size)
{
    char **next = context;
    if (size != 0) {
        memcpy(*next, *bytes, size);
    }
    *bytes = *next;
    *next += aligned(size);
}

lede_status
lede_rows_keep(void **block, lede_rows rows[LEDE_FRAME_COUNT])
{
    uint64_t size = 0;
    for (int kind = 0; kind < LEDE_FRAME_COUNT; kind++) {
        const lede_schema *schema = lede_schema_of((lede_frame_kind)kind);
        size += aligned(rows[kind].count * schema->row_size);
        each_pointer(schema, rows[kind], count_bytes, &size);
    }
    if (size == 0) {
        return LEDE_OK;
    }
    char *next = *block = lede_memory_resize(NULL, size);
    if (next == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (int kind = 0; kind < LEDE_FRAME_COUNT; kind++) {
        const lede_schema *schema = lede_schema_of((lede_frame_kind)kind);
        size_t bytes = rows[kind].count * schema->row_size;
        if (bytes != 0) {
            memcpy(next, rows[kind].items, bytes);
            rows[kind].items = next;
            next += aligned(bytes);
        }
        each_pointer(schema, rows[kind], move_bytes, &next);
    }
    return LEDE_OK;
}
