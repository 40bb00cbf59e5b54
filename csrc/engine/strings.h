/* A column of texts as Arrow hands it over, read where it lies.
 *
 *     string, large_string, string_view, and the same as binary     u U vu z Z vz
 *     dictionary of any of them                                     indexes c C s S i I l L
 *     null                                                          n
 *
 * Invariant: after lede_strings_view every row may be read: offsets, views, indexes and buffer counts
 * have been checked. What cannot be checked is the size of a buffer that the interface does not tell.
 * Bytes need not be UTF-8; whoever reads them checks that.
 *
 *     lede_strings strings;
 *     status = lede_strings_view(&strings, schema, array, &error);
 *     lede_input input = lede_strings_at(&strings, 7);
 */
#ifndef LEDE_ENGINE_STRINGS_H
#define LEDE_ENGINE_STRINGS_H

#include "base/status.h"
#include "engine/arrow.h"
#include "engine/input.h"

typedef enum {
    LEDE_STRINGS_NONE,
    LEDE_STRINGS_32,
    LEDE_STRINGS_64,
    LEDE_STRINGS_VIEWS
} lede_strings_layout;

/* Texts or indexes: rows [offset, offset + length) of their buffers. */
typedef struct {
    lede_strings_layout layout;
    int64_t length, offset;
    const uint8_t *validity; /* bits; NULL: all rows are there */
    const void *offsets;     /* int32_t, int64_t or views of 16 bytes */
    const char *bytes;
    const void **buffers; /* of views: the first one of data */
} lede_strings_buffers;

typedef struct {
    lede_strings_buffers texts;
    const uint8_t *validity; /* of the struct that the column is in, at struct_offset */
    int64_t struct_offset;
    const void *indexes; /* into a dictionary, or NULL; then validity is theirs */
    const uint8_t *index_validity;
    char index_type;
    int64_t index_offset;
    int64_t length;
} lede_strings;

/* Looks at one column. `name` is for messages and may be NULL. LEDE_BAD_TYPE for a column of something
 * else than text, LEDE_BAD_FILE for one whose buffers contradict each other. */
LEDE_MUST_USE lede_status lede_strings_view(lede_strings *out,
                                            const struct ArrowSchema *schema,
                                            const struct ArrowArray *array,
                                            lede_error *error);

/* True for a table of columns, false for a column alone. */
bool lede_strings_is_table(const struct ArrowSchema *schema);

/* The column `name` of a table, or its only one when `name` is NULL; a column that is in no table is
 * itself. LEDE_BAD_TYPE, naming the columns that there are. */
LEDE_MUST_USE lede_status lede_strings_find(size_t *column,
                                            const struct ArrowSchema *schema,
                                            const char *name, lede_error *error);

/* Looks at a column that lede_strings_find found. */
LEDE_MUST_USE lede_status lede_strings_view_column(lede_strings *out,
                                                   const struct ArrowSchema *schema,
                                                   const struct ArrowArray *array,
                                                   size_t column, lede_error *error);

/* The text of row `i` < length; no units for a missing one. */
lede_input lede_strings_at(const lede_strings *strings, size_t i);

#endif
