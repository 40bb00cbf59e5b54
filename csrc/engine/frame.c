#include "engine/frame.h"

#include "base/memory.h"

typedef struct {
    const char *rows; /* lede_rows, `stride` bytes apart */
    size_t stride, text_count;
} row_source;

static lede_rows
rows_of(const row_source *source, size_t text)
{
    return *(const lede_rows *)(const void *)(source->rows + text * source->stride);
}

static const void *
cell_of(const lede_schema *schema, lede_rows rows, size_t row, size_t field)
{
    return (const char *)rows.items + row * schema->row_size + schema->fields[field].place;
}

/* ---- sizes ---- */

typedef struct {
    uint64_t rows;
    uint64_t items[LEDE_FIELDS_MOST]; /* bytes of texts, numbers of lists */
} frame_size;

static void
measure_row(frame_size *size, const lede_schema *schema, lede_rows rows, size_t row)
{
    for (size_t f = 0; f < schema->count; f++) {
        const void *cell = cell_of(schema, rows, row, f);
        if (schema->fields[f].type == LEDE_FIELD_TEXT) {
            size->items[f] += ((const lede_text *)cell)->size;
        } else if (schema->fields[f].type == LEDE_FIELD_NUMBERS) {
            size->items[f] += ((const lede_numbers *)cell)->count;
        }
    }
}

static lede_status
measure(frame_size *size, const lede_schema *schema, const row_source *source)
{
    for (size_t i = 0; i < source->text_count; i++) {
        lede_rows rows = rows_of(source, i);
        size->rows += rows.count;
        for (size_t r = 0; r < rows.count; r++) {
            measure_row(size, schema, rows, r);
        }
    }
    uint64_t most = size->rows;
    for (size_t f = 0; f < schema->count; f++) {
        most = size->items[f] > most ? size->items[f] : most;
    }
    return most < LEDE_TEXT_MAX ? LEDE_OK : LEDE_TOO_LARGE;
}

/* ---- layout ---- */

enum { ALIGNMENT = 8 };

static uint64_t
taken(uint64_t *used, uint64_t size)
{
    uint64_t at = *used;
    *used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return at;
}

/* Where each column begins in a block; returns the size of the block. With a block, the columns of the
 * frame are set to their places in it. */
static uint64_t
place_columns(lede_frame *frame, const frame_size *size, size_t text_count, char *block)
{
    uint64_t used = 0, firsts = taken(&used, (text_count + 1) * sizeof(uint32_t));
    frame->firsts = block == NULL ? NULL : (const uint32_t *)(void *)(block + firsts);
    for (size_t f = 0; f < frame->schema->count; f++) {
        lede_field_type type = frame->schema->fields[f].type;
        uint64_t item = type == LEDE_FIELD_REAL   ? sizeof(double)
                        : type == LEDE_FIELD_TEXT ? 1
                                                  : sizeof(uint32_t);
        bool listed = type == LEDE_FIELD_TEXT || type == LEDE_FIELD_NUMBERS;
        if (type == LEDE_FIELD_SLICE) {
            continue;
        }
        uint64_t offsets = taken(&used, listed ? (size->rows + 1) * sizeof(uint32_t) : 0);
        uint64_t values = taken(&used, item * (listed ? size->items[f] : size->rows));
        if (block != NULL) {
            frame->columns[f].offsets = listed ? (void *)(block + offsets) : NULL;
            frame->columns[f].values = block + values;
        }
    }
    return used;
}

/* ---- filling ---- */

static void
fill_cell(lede_column *column, lede_field_type type, const void *cell, size_t row)
{
    if (type == LEDE_FIELD_NUMBER || type == LEDE_FIELD_FLAG) {
        ((uint32_t *)column->values)[row] = *(const uint32_t *)cell;
    } else if (type == LEDE_FIELD_REAL) {
        ((double *)column->values)[row] = *(const double *)cell;
    } else if (type == LEDE_FIELD_TEXT) {
        lede_text text = *(const lede_text *)cell;
        uint32_t at = column->offsets[row];
        if (text.size != 0) {
            memcpy((char *)column->values + at, text.bytes, text.size);
        }
        column->offsets[row + 1] = at + (uint32_t)text.size;
    } else if (type == LEDE_FIELD_NUMBERS) {
        lede_numbers numbers = *(const lede_numbers *)cell;
        uint32_t at = column->offsets[row];
        if (numbers.count != 0) {
            memcpy((uint32_t *)column->values + at, numbers.items,
                   numbers.count * sizeof(uint32_t));
        }
        column->offsets[row + 1] = at + numbers.count;
    }
}

static void
fill(lede_frame *frame, const row_source *source)
{
    const lede_schema *schema = frame->schema;
    uint32_t *firsts = (uint32_t *)(uintptr_t)frame->firsts;
    for (size_t f = 0; f < schema->count; f++) {
        if (frame->columns[f].offsets != NULL) {
            frame->columns[f].offsets[0] = 0;
        }
    }
    size_t row = 0;
    for (size_t i = 0; i < source->text_count; i++) {
        lede_rows rows = rows_of(source, i);
        firsts[i] = (uint32_t)row;
        for (size_t r = 0; r < rows.count; r++, row++) {
            for (size_t f = 0; f < schema->count; f++) {
                fill_cell(&frame->columns[f], schema->fields[f].type,
                          cell_of(schema, rows, r, f), row);
            }
        }
    }
    firsts[source->text_count] = (uint32_t)row;
}

lede_status
lede_frame_build(lede_frame *frame, lede_frame_kind kind, const lede_rows *rows,
                 size_t stride, size_t text_count)
{
    *frame = (lede_frame){.schema = lede_schema_of(kind)};
    row_source source = {(const char *)rows, stride, text_count};
    frame_size size = {0};
    lede_status status = measure(&size, frame->schema, &source);
    if (status != LEDE_OK || size.rows == 0) {
        return status;
    }
    frame->block = lede_memory_resize(NULL, place_columns(frame, &size, text_count, NULL));
    if (frame->block == NULL) {
        return LEDE_NO_MEMORY;
    }
    (void)place_columns(frame, &size, text_count, frame->block);
    frame->row_count = size.rows;
    fill(frame, &source);
    return LEDE_OK;
}

void
lede_frame_release(lede_frame *frame)
{
    lede_memory_free(frame->block);
    *frame = (lede_frame){.schema = frame->schema};
}

size_t
lede_frame_rows(const lede_frame *frame, size_t i, size_t *first)
{
    if (frame->firsts == NULL) {
        *first = 0;
        return 0;
    }
    *first = frame->firsts[i];
    return frame->firsts[i + 1] - frame->firsts[i];
}

uint32_t
lede_column_number(const lede_column *column, size_t row)
{
    return ((const uint32_t *)column->values)[row];
}

double
lede_column_real(const lede_column *column, size_t row)
{
    return ((const double *)column->values)[row];
}

lede_text
lede_column_text(const lede_column *column, size_t row)
{
    uint32_t start = column->offsets[row];
    return (lede_text){(const char *)column->values + start,
                       column->offsets[row + 1] - start};
}

lede_numbers
lede_column_numbers(const lede_column *column, size_t row)
{
    uint32_t start = column->offsets[row];
    return (lede_numbers){(const uint32_t *)column->values + start,
                          column->offsets[row + 1] - start};
}
