/* Arrow columns of any layout, right or wrong, built from numbers.
 *
 * Invariant: every buffer has exactly the bytes that its offsets allow for, so that the sanitizer sees
 * any byte read beyond. Release with arrow_column_release.
 *
 *     arrow_column column;
 *     arrow_column_build(&column, 'u', next_number, &random);
 */
#ifndef TESTS_UNIT_SUPPORT_ARROW_H
#define TESTS_UNIT_SUPPORT_ARROW_H

#include "engine/strings.h"

/* The next of the numbers from 0 to 255 that a column is made of. */
typedef uint32_t (*arrow_numbers)(void *context);

typedef struct {
    struct ArrowSchema schema, child_schema, dictionary_schema;
    struct ArrowArray array, child, dictionary;
    struct ArrowSchema *schemas[1];
    struct ArrowArray *arrays[1];
    const void *buffers[3][5];
    void *owned[16];
    size_t owned_count;
    int64_t view_sizes[2];
} arrow_column;

/* How many layouts there are: string, large_string, string_view, dictionaries of all widths, null, a
 * table of one string column, and a column of something else. */
enum { ARROW_LAYOUTS = 14 };

void arrow_column_build(arrow_column *column, uint32_t layout, arrow_numbers next,
                        void *context);
void arrow_column_release(arrow_column *column);

#endif
