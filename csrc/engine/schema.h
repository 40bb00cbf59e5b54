/* The fields of each table: the one list that columns, Arrow export and Python read.
 *
 * Invariant: fields stand in the order in which Python's named tuples have them.
 *
 *     const lede_schema *schema = lede_schema_of(LEDE_FRAME_ENTITIES);
 *     schema->fields[0].name;  // "start"
 */
#ifndef LEDE_ENGINE_SCHEMA_H
#define LEDE_ENGINE_SCHEMA_H

#include "engine/rows.h"

typedef enum {
    LEDE_FIELD_NUMBER,  /* uint32_t; int32 in Arrow */
    LEDE_FIELD_FLAG,    /* uint32_t of 0 or 1; bool in Arrow */
    LEDE_FIELD_REAL,    /* double */
    LEDE_FIELD_TEXT,    /* lede_text */
    LEDE_FIELD_NUMBERS, /* lede_numbers; list<int32> in Arrow */
    LEDE_FIELD_SLICE, /* the caller's text from the row's `start` to its `end`; not stored */
} lede_field_type;

typedef struct {
    const char *name;
    lede_field_type type;
    bool optional; /* of a text: the empty one is no text but a missing value */
    size_t place;  /* in the row; of a slice: where `start` is, `end` behind it */
} lede_field;

enum { LEDE_FIELDS_MOST = 16 };

typedef struct {
    const lede_field *fields;
    size_t count, row_size;
} lede_schema;

const lede_schema *lede_schema_of(lede_frame_kind kind);

#endif
