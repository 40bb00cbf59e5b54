/* Tables of batches as Arrow hands them on.
 *
 *     long      struct<article: int64, start: int32, end: int32, text: string, …>, a row a finding
 *     nested    list<struct<start, end, …>>, a row a text, null where the text is missing
 *     single    the first field of the first row of each text, null where there is none
 *
 * Invariant: strings and lists have offsets of 32 bits. An exported array owns all it holds, so it
 * needs neither the batch nor Python, and any thread may release it.
 *
 *     status = lede_export_array(&array, parts, 1, LEDE_FRAME_ENTITIES, LEDE_EXPORT_LONG);
 *     status = lede_export_schema(&schema, LEDE_FRAME_ENTITIES, LEDE_EXPORT_LONG, metadata);
 */
#ifndef LEDE_ENGINE_EXPORT_H
#define LEDE_ENGINE_EXPORT_H

#include "engine/arrow.h"
#include "engine/batch.h"

typedef enum { LEDE_EXPORT_LONG, LEDE_EXPORT_NESTED, LEDE_EXPORT_SINGLE } lede_export_form;

/* Texts [from, to) of a batch; text i stands in row first_row + i of the caller's input. */
typedef struct {
    const lede_results *results;
    const lede_input *inputs;
    int64_t first_row;
    size_t from, to;
} lede_part;

/* LEDE_TOO_LARGE when the parts have too many bytes for one array: cut them into several. */
LEDE_MUST_USE lede_status lede_export_array(struct ArrowArray *out, const lede_part *parts,
                                            size_t part_count, lede_frame_kind kind,
                                            lede_export_form form);

/* `metadata` is what the schema's field of that name holds, `size` bytes, or NULL. */
LEDE_MUST_USE lede_status lede_export_schema(struct ArrowSchema *out, lede_frame_kind kind,
                                             lede_export_form form, lede_text metadata);

/* A stream that gives the arrays in order. It takes over the arrays on success. */
LEDE_MUST_USE lede_status lede_export_stream(struct ArrowArrayStream *out,
                                             struct ArrowArray *arrays, size_t count,
                                             lede_frame_kind kind, lede_export_form form,
                                             lede_text metadata);

#endif
