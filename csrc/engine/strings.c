#include "engine/strings.h"

#include <stdio.h>

enum { VIEW_SIZE = 16, VIEW_INLINE = 12 };

/* ---- messages ---- */

/* What people call a format of the Arrow C data interface. */
static const char *
type_name(const char *format)
{
    static const struct {
        const char *format, *name;
    } NAMES[] = {
        {"n", "null"},     {"b", "bool"},     {"c", "int8"},    {"C", "uint8"},
        {"s", "int16"},    {"S", "uint16"},   {"i", "int32"},   {"I", "uint32"},
        {"l", "int64"},    {"L", "uint64"},   {"e", "float16"}, {"f", "float32"},
        {"g", "float64"},  {"+s", "struct"},  {"+l", "list"},   {"+L", "large_list"},
        {"tdD", "date32"}, {"tdm", "date64"}, {"+m", "map"},    {"+r", "run-end encoded"},
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (strcmp(format, NAMES[i].format) == 0) {
            return NAMES[i].name;
        }
    }
    return strncmp(format, "ts", 2) == 0   ? "timestamp"
           : strncmp(format, "d:", 2) == 0 ? "decimal"
                                           : format;
}

static const char *
shown(const struct ArrowSchema *schema)
{
    return schema->name == NULL || schema->name[0] == 0 ? "of texts" : schema->name;
}

static lede_status
damaged(lede_error *error, const char *what)
{
    return lede_fail(error, LEDE_BAD_FILE, "the Arrow column is damaged: %s", what);
}

/* ---- one array ---- */

static bool
is_valid(const uint8_t *validity, int64_t at)
{
    return validity == NULL || (validity[at / 8] >> (at % 8) & 1) != 0;
}

static lede_status
check_shape(const struct ArrowArray *array, int64_t least_buffers, lede_error *error)
{
    if (array->length < 0 || array->offset < 0 ||
        array->offset > INT64_MAX / VIEW_SIZE - 1 - array->length) {
        return damaged(error, "length or offset is impossible");
    }
    if (array->n_buffers < least_buffers || (least_buffers > 0 && array->buffers == NULL)) {
        return damaged(error, "buffers are missing");
    }
    return LEDE_OK;
}

static int64_t
offset_at(const lede_strings_buffers *texts, int64_t at)
{
    return texts->layout == LEDE_STRINGS_32 ? ((const int32_t *)texts->offsets)[at]
                                            : ((const int64_t *)texts->offsets)[at];
}

static lede_status
check_offsets(const lede_strings_buffers *texts, lede_error *error)
{
    int64_t before = offset_at(texts, texts->offset);
    if (before < 0) {
        return damaged(error, "an offset is negative");
    }
    for (int64_t i = 1; i <= texts->length; i++) {
        int64_t after = offset_at(texts, texts->offset + i);
        if (after < before) {
            return damaged(error, "offsets go backwards");
        }
        before = after;
    }
    return before > 0 && texts->bytes == NULL ? damaged(error, "the data buffer is missing")
                                              : LEDE_OK;
}

typedef struct {
    int32_t size, prefix, buffer, start;
} text_view;

static text_view
view_at(const lede_strings_buffers *texts, int64_t at)
{
    text_view view;
    memcpy(&view, (const char *)texts->offsets + at * VIEW_SIZE, sizeof view);
    return view;
}

/* The last buffer of an array of views has the sizes of those of data before it. */
static lede_status
check_views(const lede_strings_buffers *texts, int64_t data_count, const int64_t *sizes,
            lede_error *error)
{
    if (data_count > 0 && sizes == NULL) {
        return damaged(error, "the sizes of its data are missing");
    }
    for (int64_t i = 0; i < texts->length; i++) {
        text_view view = view_at(texts, texts->offset + i);
        if (!is_valid(texts->validity, texts->offset + i) ||
            (view.size >= 0 && view.size <= VIEW_INLINE)) {
            continue;
        }
        if (view.size < 0 || view.buffer < 0 || view.buffer >= data_count ||
            view.start < 0 || texts->buffers[view.buffer] == NULL ||
            (int64_t)view.start + view.size > sizes[view.buffer]) {
            return damaged(error, "a view reaches out of its data");
        }
    }
    return LEDE_OK;
}

static lede_strings_layout
layout_of(const char *format)
{
    if (strcmp(format, "u") == 0 || strcmp(format, "z") == 0) {
        return LEDE_STRINGS_32;
    }
    if (strcmp(format, "U") == 0 || strcmp(format, "Z") == 0) {
        return LEDE_STRINGS_64;
    }
    return strcmp(format, "vu") == 0 || strcmp(format, "vz") == 0 ? LEDE_STRINGS_VIEWS
                                                                  : LEDE_STRINGS_NONE;
}

static lede_status
view_texts(lede_strings_buffers *texts, const struct ArrowSchema *schema,
           const struct ArrowArray *array, lede_error *error)
{
    *texts = (lede_strings_buffers){layout_of(schema->format), .length = array->length,
                                    .offset = array->offset};
    if (texts->layout == LEDE_STRINGS_NONE) {
        return strcmp(schema->format, "n") == 0
                   ? check_shape(array, 0, error)
                   : lede_fail(error, LEDE_BAD_TYPE,
                               "the column %s must hold text; its type is %s",
                               shown(schema), type_name(schema->format));
    }
    lede_status status = check_shape(array, 3, error);
    if (status != LEDE_OK) {
        return status;
    }
    texts->validity = array->buffers[0];
    texts->offsets = array->buffers[1];
    if (texts->offsets == NULL) {
        return array->length == 0 ? LEDE_OK : damaged(error, "offsets are missing");
    }
    if (texts->layout == LEDE_STRINGS_VIEWS) {
        texts->buffers = array->buffers + 2;
        return check_views(texts, array->n_buffers - 3,
                           array->buffers[array->n_buffers - 1], error);
    }
    texts->bytes = array->buffers[2];
    return array->length == 0 ? LEDE_OK : check_offsets(texts, error);
}

/* ---- dictionaries ---- */

/* The index at a row; -1 for one that does not fit. */
static int64_t
index_at(const lede_strings *strings, int64_t at)
{
    switch (strings->index_type) {
    case 'c':
        return ((const int8_t *)strings->indexes)[at];
    case 'C':
        return ((const uint8_t *)strings->indexes)[at];
    case 's':
        return ((const int16_t *)strings->indexes)[at];
    case 'S':
        return ((const uint16_t *)strings->indexes)[at];
    case 'i':
        return ((const int32_t *)strings->indexes)[at];
    case 'I':
        return ((const uint32_t *)strings->indexes)[at];
    default:
        return ((const int64_t *)strings->indexes)[at];
    }
}

static lede_status
check_indexes(const lede_strings *strings, lede_error *error)
{
    for (int64_t i = 0; i < strings->length; i++) {
        int64_t at = strings->index_offset + i;
        if (is_valid(strings->index_validity, at)) {
            int64_t index = index_at(strings, at);
            if (index < 0 || index >= strings->texts.length) {
                return damaged(error, "an index is out of its dictionary");
            }
        }
    }
    return LEDE_OK;
}

static lede_status
view_dictionary(lede_strings *out, const struct ArrowSchema *schema,
                const struct ArrowArray *array, lede_error *error)
{
    bool known = schema->format[0] != 0 && schema->format[1] == 0 &&
                 strchr("cCsSiIlL", schema->format[0]) != NULL;
    if (!known || array->dictionary == NULL) {
        return damaged(error, "its dictionary is none");
    }
    lede_status status = check_shape(array, 2, error);
    if (status == LEDE_OK) {
        status = view_texts(&out->texts, schema->dictionary, array->dictionary, error);
    }
    if (status != LEDE_OK) {
        return status;
    }
    out->index_type = schema->format[0];
    out->index_validity = array->buffers[0];
    out->indexes = array->buffers[1];
    out->index_offset = array->offset;
    if (out->indexes == NULL) {
        out->indexes = "";
        return array->length == 0 ? LEDE_OK : damaged(error, "its indexes are missing");
    }
    return check_indexes(out, error);
}

lede_status
lede_strings_view(lede_strings *out, const struct ArrowSchema *schema,
                  const struct ArrowArray *array, lede_error *error)
{
    *out = (lede_strings){.length = array->length};
    if (schema->format == NULL) {
        return damaged(error, "it has no type");
    }
    return schema->dictionary != NULL ? view_dictionary(out, schema, array, error)
                                      : view_texts(&out->texts, schema, array, error);
}

/* ---- tables ---- */

bool
lede_strings_is_table(const struct ArrowSchema *schema)
{
    return schema->format != NULL && strcmp(schema->format, "+s") == 0;
}

/* The names of the columns, for a message. */
static void
list_columns(char *out, size_t room, const struct ArrowSchema *schema)
{
    size_t used = 0;
    out[0] = 0;
    for (int64_t i = 0; i < schema->n_children && used + 8 < room; i++) {
        const char *name = schema->children[i]->name;
        int more = snprintf(out + used, room - used, "%s%s", i == 0 ? "" : ", ",
                            name == NULL ? "" : name);
        used += more < 0 ? room : (size_t)more;
    }
}

lede_status
lede_strings_find(size_t *column, const struct ArrowSchema *schema, const char *name,
                  lede_error *error)
{
    *column = 0;
    if (!lede_strings_is_table(schema)) {
        return LEDE_OK;
    }
    char names[256];
    list_columns(names, sizeof names, schema);
    if (name == NULL) {
        return schema->n_children == 1
                   ? LEDE_OK
                   : lede_fail(error, LEDE_BAD_TYPE,
                               "this is a table with the columns %s: name the one that "
                               "holds the text",
                               names);
    }
    for (int64_t i = 0; i < schema->n_children; i++) {
        const char *other = schema->children[i]->name;
        if (other != NULL && strcmp(other, name) == 0) {
            *column = (size_t)i;
            return LEDE_OK;
        }
    }
    return lede_fail(error, LEDE_BAD_TYPE, "there is no column %.80s; there are %s", name,
                     names);
}

lede_status
lede_strings_view_column(lede_strings *out, const struct ArrowSchema *schema,
                         const struct ArrowArray *array, size_t column, lede_error *error)
{
    if (!lede_strings_is_table(schema)) {
        return lede_strings_view(out, schema, array, error);
    }
    lede_status status = check_shape(array, 1, error);
    if (status != LEDE_OK) {
        return status;
    }
    if (array->n_children != schema->n_children || array->children == NULL) {
        return damaged(error, "the table lacks columns");
    }
    status =
        lede_strings_view(out, schema->children[column], array->children[column], error);
    if (status != LEDE_OK) {
        return status;
    }
    if (array->offset > out->length - array->length) {
        return damaged(error, "it is shorter than its table");
    }
    out->validity = array->buffers[0];
    out->struct_offset = array->offset;
    out->length = array->length;
    return LEDE_OK;
}

/* ---- rows ---- */

static lede_input
text_at(const lede_strings_buffers *texts, int64_t row)
{
    int64_t at = texts->offset + row;
    lede_input input = LEDE_NO_INPUT;
    if (texts->layout == LEDE_STRINGS_NONE || !is_valid(texts->validity, at)) {
        return input;
    }
    if (texts->layout == LEDE_STRINGS_VIEWS) {
        text_view view = view_at(texts, at);
        input.count = (size_t)view.size;
        input.units = view.size <= VIEW_INLINE
                          ? (const char *)texts->offsets + at * VIEW_SIZE + sizeof(int32_t)
                          : (const char *)texts->buffers[view.buffer] + view.start;
        return input;
    }
    int64_t start = offset_at(texts, at);
    input.count = (size_t)(offset_at(texts, at + 1) - start);
    input.units = texts->bytes == NULL ? "" : texts->bytes + start;
    return input;
}

lede_input
lede_strings_at(const lede_strings *strings, size_t i)
{
    int64_t row = (int64_t)i;
    if (!is_valid(strings->validity, strings->struct_offset + row)) {
        return LEDE_NO_INPUT;
    }
    row += strings->struct_offset;
    if (strings->indexes == NULL) {
        return text_at(&strings->texts, row);
    }
    int64_t at = strings->index_offset + row;
    return is_valid(strings->index_validity, at)
               ? text_at(&strings->texts, index_at(strings, at))
               : LEDE_NO_INPUT;
}
