#include "engine/export.h"

#include "base/memory.h"

/* Names and formats are literals; only children and metadata are allocated. */
static void
release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i] != NULL && schema->children[i]->release != NULL) {
            schema->children[i]->release(schema->children[i]);
        }
        lede_memory_free(schema->children[i]);
    }
    lede_memory_free(schema->children);
    lede_memory_free((void *)(uintptr_t)schema->metadata);
    schema->release = NULL;
}

static lede_status
new_schema(struct ArrowSchema *schema, const char *format, const char *name, bool optional,
           size_t children)
{
    *schema = (struct ArrowSchema){
        .format = format,
        .name = name,
        .flags = optional ? ARROW_FLAG_NULLABLE : 0,
        .release = release_schema,
    };
    if (children == 0) {
        return LEDE_OK;
    }
    schema->children = lede_memory_resize(NULL, children * sizeof *schema->children);
    if (schema->children == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < children; i++) {
        schema->children[i] = lede_memory_resize(NULL, sizeof **schema->children);
        if (schema->children[i] == NULL) {
            return LEDE_NO_MEMORY;
        }
        *schema->children[i] = (struct ArrowSchema){.format = ""};
        schema->n_children++;
    }
    return LEDE_OK;
}

static lede_status
field_schema(struct ArrowSchema *schema, const lede_field *field)
{
    static const char *const FORMATS[] = {
        [LEDE_FIELD_NUMBER] = "i", [LEDE_FIELD_FLAG] = "b",     [LEDE_FIELD_REAL] = "g",
        [LEDE_FIELD_TEXT] = "u",   [LEDE_FIELD_NUMBERS] = "+l", [LEDE_FIELD_SLICE] = "u",
    };
    bool listed = field->type == LEDE_FIELD_NUMBERS;
    lede_status status =
        new_schema(schema, FORMATS[field->type], field->name, field->optional, listed);
    return status == LEDE_OK && listed
               ? new_schema(schema->children[0], "i", "item", false, 0)
               : status;
}

static lede_status
table_schema(struct ArrowSchema *schema, const lede_schema *fields, bool with_articles,
             const char *name)
{
    size_t extra = with_articles ? 1 : 0;
    lede_status status = new_schema(schema, "+s", name, false, fields->count + extra);
    if (status != LEDE_OK || schema->children == NULL) {
        return status;
    }
    if (with_articles) {
        status = new_schema(schema->children[0], "l", "article", false, 0);
    }
    for (size_t f = 0; f < fields->count && status == LEDE_OK; f++) {
        status = field_schema(schema->children[f + extra], &fields->fields[f]);
    }
    return status;
}

static lede_status
form_schema(struct ArrowSchema *schema, lede_frame_kind kind, lede_export_form form)
{
    const lede_schema *fields = lede_schema_of(kind);
    if (form == LEDE_EXPORT_LONG) {
        return table_schema(schema, fields, true, "");
    }
    if (form == LEDE_EXPORT_SINGLE) {
        return new_schema(schema, "u", fields->fields[0].name, true, 0);
    }
    lede_status status = new_schema(schema, "+l", "", true, 1);
    return status == LEDE_OK ? table_schema(schema->children[0], fields, false, "item")
                             : status;
}

lede_status
lede_export_schema(struct ArrowSchema *out, lede_frame_kind kind, lede_export_form form,
                   lede_text metadata)
{
    lede_status status = form_schema(out, kind, form);
    if (status == LEDE_OK && metadata.size != 0) {
        char *copy = lede_memory_resize(NULL, metadata.size);
        status = copy == NULL ? LEDE_NO_MEMORY : LEDE_OK;
        if (copy != NULL) {
            memcpy(copy, metadata.bytes, metadata.size);
            out->metadata = copy;
        }
    }
    if (status != LEDE_OK) {
        release_schema(out);
    }
    return status;
}

/* ---- streams ---- */

typedef struct {
    struct ArrowArray *arrays;
    size_t count, next;
    lede_frame_kind kind;
    lede_export_form form;
    lede_text metadata;
} stream_memory;

enum { OUT_OF_MEMORY = 12 }; /* ENOMEM; the interface wants a code of errno */

static int
stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const stream_memory *memory = stream->private_data;
    lede_status status =
        lede_export_schema(out, memory->kind, memory->form, memory->metadata);
    return status == LEDE_OK ? 0 : OUT_OF_MEMORY;
}

static int
stream_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    stream_memory *memory = stream->private_data;
    *out = (struct ArrowArray){.length = 0};
    if (memory->next < memory->count) {
        *out = memory->arrays[memory->next];
        memory->arrays[memory->next++].release = NULL;
    }
    return 0;
}

static const char *
stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void
stream_release(struct ArrowArrayStream *stream)
{
    stream_memory *memory = stream->private_data;
    for (size_t i = 0; i < memory->count; i++) {
        if (memory->arrays[i].release != NULL) {
            memory->arrays[i].release(&memory->arrays[i]);
        }
    }
    lede_memory_free(memory->arrays);
    lede_memory_free((void *)(uintptr_t)memory->metadata.bytes);
    lede_memory_free(memory);
    stream->release = NULL;
}

lede_status
lede_export_stream(struct ArrowArrayStream *out, struct ArrowArray *arrays, size_t count,
                   lede_frame_kind kind, lede_export_form form, lede_text metadata)
{
    stream_memory *memory = lede_memory_resize(NULL, sizeof *memory);
    char *copy = lede_memory_resize(NULL, metadata.size + 1);
    if (memory == NULL || copy == NULL) {
        lede_memory_free(memory);
        lede_memory_free(copy);
        return LEDE_NO_MEMORY;
    }
    if (metadata.size != 0) {
        memcpy(copy, metadata.bytes, metadata.size);
    }
    *memory = (stream_memory){arrays, count, 0, kind, form, {copy, metadata.size}};
    *out = (struct ArrowArrayStream){stream_schema, stream_next, stream_error,
                                     stream_release, memory};
    return LEDE_OK;
}
