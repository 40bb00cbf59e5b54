#include "engine/export.h"

#include "base/memory.h"

/* The parts with the rows that they have in one table. */
typedef struct {
    const lede_part *parts;
    size_t part_count, row_count, text_count;
    lede_frame_kind kind;
    const lede_schema *schema;
} row_set;

typedef struct {
    size_t from, to;
} row_range;

static const lede_frame *
frame_of(const row_set *set, size_t part)
{
    return &set->parts[part].results->frames[set->kind];
}

static row_range
rows_of(const row_set *set, size_t part)
{
    const uint32_t *firsts = frame_of(set, part)->firsts;
    const lede_part *texts = &set->parts[part];
    return firsts == NULL ? (row_range){0, 0}
                          : (row_range){firsts[texts->from], firsts[texts->to]};
}

static row_set
row_set_of(const lede_part *parts, size_t part_count, lede_frame_kind kind)
{
    row_set set = {parts, part_count, 0, 0, kind, lede_schema_of(kind)};
    for (size_t p = 0; p < part_count; p++) {
        row_range rows = rows_of(&set, p);
        set.row_count += rows.to - rows.from;
        set.text_count += parts[p].to - parts[p].from;
    }
    return set;
}

/* ---- one array ---- */

enum { BUFFERS_MOST = 3 };

typedef struct {
    const void *buffers[BUFFERS_MOST];
    struct ArrowArray *children; /* and below it the pointers to them */
    struct ArrowArray **child_list;
} array_memory;

static void
release_array(struct ArrowArray *array)
{
    array_memory *memory = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release != NULL) {
            array->children[i]->release(array->children[i]);
        }
    }
    for (size_t b = 0; b < BUFFERS_MOST; b++) {
        lede_memory_free((void *)(uintptr_t)memory->buffers[b]);
    }
    lede_memory_free(memory->children);
    lede_memory_free(memory->child_list);
    lede_memory_free(memory);
    array->release = NULL;
}

/* An array that owns nothing yet; NULL buffers are for the caller to fill. */
static lede_status
new_array(struct ArrowArray *array, size_t length, size_t buffers, size_t children)
{
    *array = (struct ArrowArray){.length = (int64_t)length};
    array_memory *memory = lede_memory_resize(NULL, sizeof *memory);
    if (memory == NULL) {
        return LEDE_NO_MEMORY;
    }
    *memory = (array_memory){.children = NULL};
    array->private_data = memory;
    array->buffers = memory->buffers;
    array->release = release_array;
    array->n_buffers = (int64_t)buffers;
    if (children == 0) {
        return LEDE_OK;
    }
    memory->children = lede_memory_resize(NULL, children * sizeof *memory->children);
    memory->child_list = lede_memory_resize(NULL, children * sizeof *memory->child_list);
    if (memory->children == NULL || memory->child_list == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < children; i++) {
        memory->children[i] = (struct ArrowArray){.length = 0};
        memory->child_list[i] = &memory->children[i];
    }
    array->children = memory->child_list;
    array->n_children = (int64_t)children;
    return LEDE_OK;
}

/* Room for a buffer of the array; never NULL for one of no bytes. */
static void *
new_buffer(struct ArrowArray *array, size_t number, size_t size)
{
    void *buffer = lede_memory_resize(NULL, size + 8);
    ((array_memory *)array->private_data)->buffers[number] = buffer;
    if (buffer != NULL) {
        memset((char *)buffer + size, 0, 8);
    }
    return buffer;
}

/* Marks a row as missing in a validity buffer that is made at the first one. */
static bool
mark_missing(struct ArrowArray *array, size_t row)
{
    uint8_t *bits = (uint8_t *)(uintptr_t)array->buffers[0];
    if (bits == NULL) {
        size_t size = (size_t)array->length / 8 + 1;
        bits = new_buffer(array, 0, size);
        if (bits == NULL) {
            return false;
        }
        memset(bits, 0xFF, size);
    }
    bits[row / 8] = (uint8_t)(bits[row / 8] & ~(1u << (row % 8)));
    array->null_count++;
    return true;
}

/* ---- columns of numbers ---- */

/* Copies what lies side by side in each part. */
static lede_status
copy_fixed(struct ArrowArray *array, const row_set *set, size_t field, size_t size)
{
    char *out = new_buffer(array, 1, set->row_count * size);
    for (size_t p = 0; out != NULL && p < set->part_count; p++) {
        row_range rows = rows_of(set, p);
        const char *values = frame_of(set, p)->columns[field].values;
        size_t bytes = (rows.to - rows.from) * size;
        if (bytes != 0) {
            memcpy(out, values + rows.from * size, bytes);
            out += bytes;
        }
    }
    return array->buffers[1] == NULL ? LEDE_NO_MEMORY : LEDE_OK;
}

/* A bit a row. */
static lede_status
copy_flags(struct ArrowArray *array, const row_set *set, size_t field)
{
    size_t size = set->row_count / 8 + 1, row = 0;
    uint8_t *bits = new_buffer(array, 1, size);
    if (bits == NULL) {
        return LEDE_NO_MEMORY;
    }
    memset(bits, 0, size);
    for (size_t p = 0; p < set->part_count; p++) {
        row_range rows = rows_of(set, p);
        const lede_column *column = &frame_of(set, p)->columns[field];
        for (size_t r = rows.from; r < rows.to; r++, row++) {
            bits[row / 8] |= (uint8_t)(lede_column_number(column, r) << (row % 8));
        }
    }
    return LEDE_OK;
}

/* The row of the input that each row of the table comes from. */
static lede_status
copy_articles(struct ArrowArray *array, const row_set *set)
{
    int64_t *out = new_buffer(array, 1, set->row_count * sizeof *out);
    for (size_t p = 0; out != NULL && p < set->part_count; p++) {
        const lede_part *part = &set->parts[p];
        for (size_t i = part->from; i < part->to; i++) {
            size_t first, count = lede_frame_rows(frame_of(set, p), i, &first);
            for (size_t r = 0; r < count; r++) {
                *out++ = part->first_row + (int64_t)i;
            }
        }
    }
    return array->buffers[1] == NULL ? LEDE_NO_MEMORY : LEDE_OK;
}

/* ---- columns with offsets ---- */

/* Joins the items (bytes or numbers) that a column's offsets point to, and the offsets themselves. */
static lede_status
copy_listed(struct ArrowArray *array, struct ArrowArray *items, size_t items_buffer,
            const row_set *set, size_t field, size_t item_size)
{
    uint64_t total = 0;
    for (size_t p = 0; p < set->part_count; p++) {
        row_range rows = rows_of(set, p);
        const uint32_t *offsets = frame_of(set, p)->columns[field].offsets;
        total += rows.from == rows.to ? 0 : offsets[rows.to] - offsets[rows.from];
    }
    if (total > INT32_MAX) {
        return LEDE_TOO_LARGE;
    }
    int32_t *ends = new_buffer(array, 1, (set->row_count + 1) * sizeof *ends);
    char *values = new_buffer(items, items_buffer, total * item_size);
    if (ends == NULL || values == NULL) {
        return LEDE_NO_MEMORY;
    }
    size_t used = 0;
    *ends++ = 0;
    for (size_t p = 0; p < set->part_count; p++) {
        row_range rows = rows_of(set, p);
        if (rows.from == rows.to) {
            continue;
        }
        const lede_column *column = &frame_of(set, p)->columns[field];
        size_t begin = column->offsets[rows.from], end = column->offsets[rows.to];
        if (end > begin) {
            memcpy(values + used * item_size, (char *)column->values + begin * item_size,
                   (end - begin) * item_size);
        }
        for (size_t r = rows.from; r < rows.to; r++) {
            *ends++ = (int32_t)(used + column->offsets[r + 1] - begin);
        }
        used += end - begin;
    }
    return LEDE_OK;
}

static lede_status
copy_texts(struct ArrowArray *array, const row_set *set, size_t field)
{
    lede_status status = copy_listed(array, array, 2, set, field, 1);
    if (status != LEDE_OK || !set->schema->fields[field].optional) {
        return status;
    }
    const int32_t *offsets = array->buffers[1];
    for (size_t row = 0; row < set->row_count; row++) {
        if (offsets[row] == offsets[row + 1] && !mark_missing(array, row)) {
            return LEDE_NO_MEMORY;
        }
    }
    return LEDE_OK;
}

static lede_status
copy_numbers(struct ArrowArray *array, const row_set *set, size_t field)
{
    struct ArrowArray *items = array->children[0];
    lede_status status = new_array(items, 0, 2, 0);
    if (status == LEDE_OK) {
        status = copy_listed(array, items, 1, set, field, sizeof(uint32_t));
    }
    if (status == LEDE_OK) {
        items->length = ((const int32_t *)array->buffers[1])[set->row_count];
    }
    return status;
}

/* ---- slices of the caller's texts ---- */

/* Calls take(context, slice) for each row in order. */
static void
each_slice(const row_set *set, size_t field, void (*take)(void *, const lede_input *),
           void *context)
{
    size_t start = set->schema->fields[field].place / sizeof(uint32_t);
    for (size_t p = 0; p < set->part_count; p++) {
        const lede_part *part = &set->parts[p];
        const lede_frame *frame = frame_of(set, p);
        for (size_t i = part->from; i < part->to; i++) {
            lede_slicer slicer;
            lede_slicer_init(&slicer, &part->inputs[i]);
            size_t first, count = lede_frame_rows(frame, i, &first);
            for (size_t r = first; r < first + count; r++) {
                lede_input slice =
                    lede_slicer_cut(&slicer, lede_column_number(&frame->columns[start], r),
                                    lede_column_number(&frame->columns[start + 1], r));
                take(context, &slice);
            }
        }
    }
}

typedef struct {
    int32_t *next; /* the end of the next slice */
    char *bytes;
    uint64_t used;
} slice_writer;

static void
measure_slice(void *context, const lede_input *slice)
{
    slice_writer *writer = context;
    writer->used += lede_input_size(slice);
    *writer->next++ = (int32_t)writer->used;
}

static void
write_slice(void *context, const lede_input *slice)
{
    slice_writer *writer = context;
    lede_input_write(writer->bytes + writer->next[-1], slice);
    writer->next++;
}

static lede_status
copy_slices(struct ArrowArray *array, const row_set *set, size_t field)
{
    int32_t *offsets = new_buffer(array, 1, (set->row_count + 1) * sizeof *offsets);
    if (offsets == NULL) {
        return LEDE_NO_MEMORY;
    }
    offsets[0] = 0;
    slice_writer writer = {.next = offsets + 1};
    each_slice(set, field, measure_slice, &writer);
    if (writer.used > INT32_MAX) {
        return LEDE_TOO_LARGE;
    }
    writer.bytes = new_buffer(array, 2, writer.used);
    if (writer.bytes == NULL) {
        return LEDE_NO_MEMORY;
    }
    writer.next = offsets + 1;
    each_slice(set, field, write_slice, &writer);
    return LEDE_OK;
}

/* ---- tables ---- */

static lede_status
copy_column(struct ArrowArray *array, const row_set *set, size_t field)
{
    lede_field_type type = set->schema->fields[field].type;
    bool text = type == LEDE_FIELD_TEXT || type == LEDE_FIELD_SLICE;
    lede_status status =
        new_array(array, set->row_count, text ? 3 : 2, type == LEDE_FIELD_NUMBERS);
    if (status != LEDE_OK) {
        return status;
    }
    switch (type) {
    case LEDE_FIELD_NUMBER:
        return copy_fixed(array, set, field, sizeof(uint32_t));
    case LEDE_FIELD_FLAG:
        return copy_flags(array, set, field);
    case LEDE_FIELD_REAL:
        return copy_fixed(array, set, field, sizeof(double));
    case LEDE_FIELD_TEXT:
        return copy_texts(array, set, field);
    case LEDE_FIELD_NUMBERS:
        return copy_numbers(array, set, field);
    case LEDE_FIELD_SLICE:
        return copy_slices(array, set, field);
    }
    return LEDE_OK;
}

/* A struct of all fields, with the number of the article before them in the long form. */
static lede_status
copy_table(struct ArrowArray *array, const row_set *set, bool with_articles)
{
    size_t extra = with_articles ? 1 : 0;
    lede_status status = new_array(array, set->row_count, 1, set->schema->count + extra);
    if (status != LEDE_OK || array->children == NULL) {
        return status;
    }
    if (with_articles) {
        status = new_array(array->children[0], set->row_count, 2, 0);
        status = status == LEDE_OK ? copy_articles(array->children[0], set) : status;
    }
    for (size_t f = 0; f < set->schema->count && status == LEDE_OK; f++) {
        status = copy_column(array->children[f + extra], set, f);
    }
    return status;
}

/* True when there is no text: it is missing, or could not be read. */
static bool
is_missing(const lede_part *part, size_t i)
{
    return part->inputs[i].units == NULL || part->results->outcomes[i].status != LEDE_OK;
}

static lede_status
copy_nested(struct ArrowArray *array, const row_set *set)
{
    lede_status status = new_array(array, set->text_count, 2, 1);
    if (status == LEDE_OK) {
        status = copy_table(array->children[0], set, false);
    }
    int32_t *ends = status == LEDE_OK
                        ? new_buffer(array, 1, (set->text_count + 1) * sizeof *ends)
                        : NULL;
    if (ends == NULL || set->row_count > INT32_MAX) {
        return status != LEDE_OK ? status : ends == NULL ? LEDE_NO_MEMORY : LEDE_TOO_LARGE;
    }
    size_t text = 0, end = 0;
    ends[0] = 0;
    for (size_t p = 0; p < set->part_count; p++) {
        const lede_part *part = &set->parts[p];
        for (size_t i = part->from; i < part->to; i++, text++) {
            size_t first;
            end += lede_frame_rows(frame_of(set, p), i, &first);
            ends[text + 1] = (int32_t)end;
            if (is_missing(part, i) && !mark_missing(array, text)) {
                return LEDE_NO_MEMORY;
            }
        }
    }
    return LEDE_OK;
}

/* The offsets of a table with at most one row a text, spread over all texts. */
static lede_status
copy_single(struct ArrowArray *array, const row_set *set)
{
    lede_status status = new_array(array, set->text_count, 3, 0);
    int32_t *ends = status == LEDE_OK
                        ? new_buffer(array, 1, (set->text_count + 1) * sizeof *ends)
                        : NULL;
    if (ends == NULL) {
        return LEDE_NO_MEMORY;
    }
    uint64_t used = 0;
    for (size_t p = 0; p < set->part_count; p++) {
        row_range rows = rows_of(set, p);
        const uint32_t *offsets = frame_of(set, p)->columns[0].offsets;
        used += rows.from == rows.to ? 0 : offsets[rows.to] - offsets[rows.from];
    }
    char *bytes = used > INT32_MAX ? NULL : new_buffer(array, 2, used);
    if (bytes == NULL) {
        return used > INT32_MAX ? LEDE_TOO_LARGE : LEDE_NO_MEMORY;
    }
    size_t text = 0, end = 0;
    ends[0] = 0;
    for (size_t p = 0; p < set->part_count; p++) {
        const lede_part *part = &set->parts[p];
        const lede_frame *frame = frame_of(set, p);
        for (size_t i = part->from; i < part->to; i++, text++) {
            size_t first;
            if (lede_frame_rows(frame, i, &first) != 0) {
                lede_text clean = lede_column_text(&frame->columns[0], first);
                memcpy(bytes + end, clean.bytes, clean.size);
                end += clean.size;
            } else if (!mark_missing(array, text)) {
                return LEDE_NO_MEMORY;
            }
            ends[text + 1] = (int32_t)end;
        }
    }
    return LEDE_OK;
}

lede_status
lede_export_array(struct ArrowArray *out, const lede_part *parts, size_t part_count,
                  lede_frame_kind kind, lede_export_form form)
{
    row_set set = row_set_of(parts, part_count, kind);
    *out = (struct ArrowArray){.length = 0};
    lede_status status = form == LEDE_EXPORT_LONG     ? copy_table(out, &set, true)
                         : form == LEDE_EXPORT_NESTED ? copy_nested(out, &set)
                                                      : copy_single(out, &set);
    if (status != LEDE_OK && out->release != NULL) {
        out->release(out);
    }
    return status;
}
