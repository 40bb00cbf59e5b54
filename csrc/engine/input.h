/* One text of a batch as its owner keeps it: units of a Python string, or UTF-8 of an Arrow column.
 *
 * Invariant: an input is borrowed and never changed. Opened, it is UTF-8 that the core may read, in
 * its own place where it is UTF-8 already. Units are code points, so spans in code points are spans
 * of units.
 *
 *     lede_opened text;
 *     status = lede_input_open(&text, &input, options);
 *     lede_input_close(&text);
 */
#ifndef LEDE_ENGINE_INPUT_H
#define LEDE_ENGINE_INPUT_H

#include "base/status.h"
#include "text/survey.h"

typedef struct {
    const void *units; /* NULL: there is no text, a missing value */
    size_t count;
    lede_unit unit; /* when not utf8 */
    bool utf8;      /* `units` are bytes of UTF-8, still to be checked */
} lede_input;

/* A missing value. */
#define LEDE_NO_INPUT ((lede_input){NULL, 0, LEDE_UCS1, true})

typedef struct {
    lede_text text;
    char *scratch;  /* holds the text, unless it is the owner's */
    uint32_t needs; /* steps of normalization that may find work, see lede_analyze */
    size_t bad;     /* with LEDE_NOT_UTF8: the first byte that does not belong */
} lede_opened;

/* LEDE_NOT_UTF8, LEDE_TOO_LARGE or LEDE_NO_MEMORY. Without options the text is not to be normalized, and
 * nothing looks for what it needs. */
LEDE_MUST_USE lede_status lede_input_open(lede_opened *out, const lede_input *input,
                                          const lede_normalize_options *options);
void lede_input_close(lede_opened *opened);

/* Reads spans of code points of one input; ascending spans cost one pass in all. */
typedef struct {
    const lede_input *input;
    size_t byte, point; /* of UTF-8: `point` code points stand before `byte` */
} lede_slicer;

void lede_slicer_init(lede_slicer *slicer, const lede_input *input);

/* The code points [start, end) of the input, themselves an input. */
lede_input lede_slicer_cut(lede_slicer *slicer, size_t start, size_t end);

/* The size of an input in UTF-8, and its bytes written to `out`. */
size_t lede_input_size(const lede_input *input);
void lede_input_write(char *out, const lede_input *input);

#endif
