#include "engine/schema.h"

#define PLACE(row, member) offsetof(lede_##row##_row, member)

static const lede_field SENTENCES[] = {
    {"start", LEDE_FIELD_NUMBER, false, PLACE(sentence, start)},
    {"end", LEDE_FIELD_NUMBER, false, PLACE(sentence, end)},
    {"text", LEDE_FIELD_SLICE, false, PLACE(sentence, start)},
};

static const lede_field ENTITIES[] = {
    {"start", LEDE_FIELD_NUMBER, false, PLACE(entity, start)},
    {"end", LEDE_FIELD_NUMBER, false, PLACE(entity, end)},
    {"text", LEDE_FIELD_SLICE, false, PLACE(entity, start)},
    {"label", LEDE_FIELD_TEXT, false, PLACE(entity, label)},
    {"name", LEDE_FIELD_TEXT, false, PLACE(entity, name)},
    {"id", LEDE_FIELD_TEXT, true, PLACE(entity, id)},
    {"title", LEDE_FIELD_TEXT, true, PLACE(entity, title)},
    {"role", LEDE_FIELD_TEXT, true, PLACE(entity, role)},
    {"source", LEDE_FIELD_TEXT, false, PLACE(entity, source)},
    {"score", LEDE_FIELD_REAL, false, PLACE(entity, score)},
    {"sentence", LEDE_FIELD_NUMBER, false, PLACE(entity, sentence)},
    {"ambiguous", LEDE_FIELD_FLAG, false, PLACE(entity, ambiguous)},
};

static const lede_field NAMES[] = {
    {"name", LEDE_FIELD_TEXT, false, PLACE(name, name)},
    {"label", LEDE_FIELD_TEXT, false, PLACE(name, label)},
    {"id", LEDE_FIELD_TEXT, true, PLACE(name, id)},
    {"title", LEDE_FIELD_TEXT, true, PLACE(name, title)},
    {"role", LEDE_FIELD_TEXT, true, PLACE(name, role)},
    {"mentions", LEDE_FIELD_NUMBERS, false, PLACE(name, mentions)},
    {"count", LEDE_FIELD_NUMBER, false, PLACE(name, count)},
};

static const lede_field CHANGES[] = {
    {"start", LEDE_FIELD_NUMBER, false, PLACE(change, start)},
    {"end", LEDE_FIELD_NUMBER, false, PLACE(change, end)},
    {"before", LEDE_FIELD_SLICE, false, PLACE(change, start)},
    {"after", LEDE_FIELD_TEXT, false, PLACE(change, after)},
    {"reason", LEDE_FIELD_TEXT, false, PLACE(change, reason)},
};

static const lede_field MATCHES[] = {
    {"start", LEDE_FIELD_NUMBER, false, PLACE(match, start)},
    {"end", LEDE_FIELD_NUMBER, false, PLACE(match, end)},
    {"text", LEDE_FIELD_SLICE, false, PLACE(match, start)},
    {"name", LEDE_FIELD_TEXT, false, PLACE(match, name)},
    {"label", LEDE_FIELD_TEXT, true, PLACE(match, label)},
    {"id", LEDE_FIELD_TEXT, true, PLACE(match, id)},
};

static const lede_field CLEAN[] = {
    {"text", LEDE_FIELD_TEXT, false, PLACE(clean, clean)},
};

static const lede_field PLACES[] = {
    {"start", LEDE_FIELD_NUMBER, false, PLACE(place, start)},
    {"end", LEDE_FIELD_NUMBER, false, PLACE(place, end)},
    {"entry", LEDE_FIELD_NUMBER, false, PLACE(place, entry)},
};

#define SCHEMA(fields, row)                                                                \
    {(fields), sizeof(fields) / sizeof *(fields), sizeof(lede_##row##_row)}

static const lede_schema SCHEMAS[LEDE_FRAME_COUNT] = {
    [LEDE_FRAME_SENTENCES] = SCHEMA(SENTENCES, sentence),
    [LEDE_FRAME_ENTITIES] = SCHEMA(ENTITIES, entity),
    [LEDE_FRAME_NAMES] = SCHEMA(NAMES, name),
    [LEDE_FRAME_CHANGES] = SCHEMA(CHANGES, change),
    [LEDE_FRAME_MATCHES] = SCHEMA(MATCHES, match),
    [LEDE_FRAME_CLEAN] = SCHEMA(CLEAN, clean),
    [LEDE_FRAME_PLACES] = SCHEMA(PLACES, place),
};

const lede_schema *
lede_schema_of(lede_frame_kind kind)
{
    return &SCHEMAS[kind];
}
