/* One table of a batch in columns.
 *
 *     firsts   0        3     3              row at which each text's rows begin, one more at the end
 *     start    0 12 40  …                    one array a field
 *     name     offsets 0 5 11 …, bytes "CairoLondon…"
 *
 * Invariant: all columns lie in one block of memory, exactly as large as they need. Rows of one text
 * follow each other, texts in the order of the batch. A table without rows has no block.
 *
 *     status = lede_frame_build(&frame, LEDE_FRAME_ENTITIES, rows, text_count);
 *     lede_frame_release(&frame);
 */
#ifndef LEDE_ENGINE_FRAME_H
#define LEDE_ENGINE_FRAME_H

#include "base/status.h"
#include "engine/schema.h"

typedef struct {
    uint32_t *offsets; /* of texts and numbers: row r is [offsets[r], offsets[r + 1]) */
    void *values;      /* uint32_t, double, or bytes of texts; NULL for a slice */
} lede_column;

typedef struct {
    const lede_schema *schema;
    size_t row_count;
    const uint32_t *firsts; /* NULL without rows */
    lede_column columns[LEDE_FIELDS_MOST];
    void *block;
} lede_frame;

/* Copies the rows of one text, in all tables, with their texts and numbers into one block, and lets them
 * point there; NULL for no rows at all. */
LEDE_MUST_USE lede_status lede_rows_keep(void **block, lede_rows rows[LEDE_FRAME_COUNT]);

/* Lays out rows[i], the rows of text i. `stride` is the distance in bytes from one lede_rows to the
 * next. LEDE_NO_MEMORY, or LEDE_TOO_LARGE for a column past 2^31 bytes. */
LEDE_MUST_USE lede_status lede_frame_build(lede_frame *frame, lede_frame_kind kind,
                                           const lede_rows *rows, size_t stride,
                                           size_t text_count);
void lede_frame_release(lede_frame *frame);

/* The rows of text `i`: the first and the number of them. */
size_t lede_frame_rows(const lede_frame *frame, size_t i, size_t *first);

uint32_t lede_column_number(const lede_column *column, size_t row);
double lede_column_real(const lede_column *column, size_t row);
lede_text lede_column_text(const lede_column *column, size_t row);
lede_numbers lede_column_numbers(const lede_column *column, size_t row);

#endif
