#include "support_arrow.h"

#include "support.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 12, MOST_OFFSET = 3, MOST_DATA = 48 };

static void *
keep(arrow_column *column, size_t size)
{
    void *memory = malloc(size + (size == 0));
    assert_non_null(memory);
    column->owned[column->owned_count++] = memory;
    return memory;
}

/* Mostly a step forward, now and then anything. */
static int64_t
next_offset(int64_t before, arrow_numbers next, void *context)
{
    uint32_t number = next(context);
    return number < 250 ? before + number % 5 : (int64_t)next(context) - 128;
}

static const void *
validity_of(arrow_column *column, size_t rows, arrow_numbers next, void *context)
{
    if (next(context) % 2 == 0) {
        return NULL;
    }
    uint8_t *bits = keep(column, rows / 8 + 1);
    for (size_t i = 0; i <= rows / 8; i++) {
        bits[i] = (uint8_t)next(context);
    }
    return bits;
}

static const void *
data_of(arrow_column *column, int64_t size, arrow_numbers next, void *context)
{
    if (size < 0 || size > 1000) {
        return NULL;
    }
    char *data = keep(column, (size_t)size);
    for (int64_t i = 0; i < size; i++) {
        uint32_t number = next(context);
        data[i] = (char)(number < 240 ? 'a' + (int)(number % 26) : (int)number);
    }
    return data;
}

static void
fill_offsets(arrow_column *column, struct ArrowArray *array, bool large, arrow_numbers next,
             void *context)
{
    size_t rows = (size_t)(array->offset + array->length);
    void *offsets = keep(column, (rows + 1) * (large ? 8 : 4));
    int64_t at = 0;
    for (size_t i = 0; i <= rows; i++) {
        at = next_offset(at, next, context);
        if (large) {
            ((int64_t *)offsets)[i] = at;
        } else {
            ((int32_t *)offsets)[i] = (int32_t)at;
        }
    }
    array->buffers[0] = validity_of(column, rows, next, context);
    array->buffers[1] = offsets;
    array->buffers[2] = data_of(column, at, next, context);
    array->n_buffers = 3;
}

static void
fill_views(arrow_column *column, struct ArrowArray *array, arrow_numbers next,
           void *context)
{
    size_t rows = (size_t)(array->offset + array->length);
    for (size_t b = 0; b < 2; b++) {
        column->view_sizes[b] = next(context) % MOST_DATA;
        array->buffers[2 + b] = data_of(column, column->view_sizes[b], next, context);
    }
    int32_t *views = keep(column, (rows + 1) * 16);
    for (size_t i = 0; i < rows; i++) {
        int32_t *view = views + 4 * i;
        view[0] = (int32_t)(next(context) % 32) - 1;
        view[1] = (int32_t)next(context);
        view[2] = (int32_t)(next(context) % 4) - 1;
        view[3] = (int32_t)(next(context) % 40) - 2;
    }
    array->buffers[0] = validity_of(column, rows, next, context);
    array->buffers[1] = views;
    array->buffers[4] = column->view_sizes;
    array->n_buffers = 5;
}

static void
fill_indexes(arrow_column *column, struct ArrowArray *array, char type, arrow_numbers next,
             void *context)
{
    size_t rows = (size_t)(array->offset + array->length);
    size_t width = strchr("cC", type)   ? 1
                   : strchr("sS", type) ? 2
                   : strchr("iI", type) ? 4
                                        : 8;
    uint8_t *indexes = keep(column, rows * width);
    for (size_t i = 0; i < rows; i++) {
        uint32_t number = next(context);
        memset(indexes + i * width, number > 252 ? 0xFF : 0, width);
        indexes[i * width] = number > 252 ? 0xFF : (uint8_t)(number % MOST_ROWS);
    }
    array->buffers[0] = validity_of(column, rows, next, context);
    array->buffers[1] = indexes;
    array->n_buffers = 2;
}

static void
give_shape(struct ArrowArray *array, arrow_numbers next, void *context)
{
    array->length = next(context) % MOST_ROWS;
    array->offset = next(context) % (MOST_OFFSET + 1);
    array->null_count = -1;
}

/* The faults that no buffer shows. */
static void
break_shape(struct ArrowArray *array, arrow_numbers next, void *context)
{
    switch (next(context)) {
    case 1: /* of views the last buffer means the sizes of the others, whatever their number */
        array->n_buffers = array->n_buffers == 5 ? 2 : array->n_buffers - 1;
        break;
    case 2:
        array->length = -1;
        break;
    case 3:
        array->offset = -1;
        break;
    case 4:
        array->offset = INT64_MAX - 1;
        break;
    case 5:
        array->buffers[1] = NULL;
        break;
    case 6:
        array->buffers = NULL;
        break;
    default:
        break;
    }
}

void
arrow_column_build(arrow_column *column, uint32_t layout, arrow_numbers next, void *context)
{
    static const char *const FORMATS[ARROW_LAYOUTS] = {"u", "U", "vu", "n", "+s", "l", "c",
                                                       "C", "s", "S",  "i", "I",  "l", "L"};
    *column = (arrow_column){.owned_count = 0};
    layout %= ARROW_LAYOUTS;
    struct ArrowArray *array = &column->array;
    column->schema = (struct ArrowSchema){.format = FORMATS[layout], .name = "body"};
    array->buffers = column->buffers[0];
    give_shape(array, next, context);
    if (layout <= 1) {
        fill_offsets(column, array, layout == 1, next, context);
    } else if (layout == 2) {
        fill_views(column, array, next, context);
    } else if (layout == 4) {
        column->child_schema = (struct ArrowSchema){.format = "u", .name = "body"};
        column->schemas[0] = &column->child_schema;
        column->arrays[0] = &column->child;
        column->schema.children = column->schemas;
        column->schema.n_children = 1;
        column->child.buffers = column->buffers[1];
        give_shape(&column->child, next, context);
        fill_offsets(column, &column->child, false, next, context);
        array->children = column->arrays;
        array->n_children = 1;
        array->n_buffers = 1;
        array->buffers[0] = validity_of(column, MOST_ROWS + MOST_OFFSET, next, context);
        break_shape(&column->child, next, context);
    } else if (layout >= 6) {
        column->dictionary_schema = (struct ArrowSchema){.format = "u"};
        column->dictionary.buffers = column->buffers[2];
        give_shape(&column->dictionary, next, context);
        fill_offsets(column, &column->dictionary, false, next, context);
        column->schema.dictionary = &column->dictionary_schema;
        array->dictionary = next(context) == 0 ? NULL : &column->dictionary;
        fill_indexes(column, array, FORMATS[layout][0], next, context);
        break_shape(&column->dictionary, next, context);
    }
    break_shape(array, next, context);
}

void
arrow_column_release(arrow_column *column)
{
    for (size_t i = 0; i < column->owned_count; i++) {
        free(column->owned[i]);
    }
}
