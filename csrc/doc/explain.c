#include "doc/explain.h"

/* The last decision whose place reaches from its mark to the next sentence around `at`. */
static void
choose(lede_explanation *out, const lede_vector *decisions, const lede_map *map, size_t at)
{
    const lede_decision *all = decisions->data;
    for (size_t i = 0; i < decisions->count; i++) {
        const lede_boundary *place = &all[i].place;
        lede_span around = {(uint32_t)place->mark, (uint32_t)place->next};
        lede_raw_span raw = lede_map_to_raw(map, around);
        if (raw.start <= at && at <= raw.end) {
            lede_span marks = {(uint32_t)place->mark, (uint32_t)place->closed};
            out->found = true;
            out->decision = all[i];
            out->raw = lede_map_to_raw(map, marks);
        }
    }
}

lede_status
lede_explain(lede_explanation *out, const lede_reader *reader, lede_text raw, size_t at,
             lede_arena *arena)
{
    *out = (lede_explanation){0};
    const lede_reader_options *options = lede_reader_get_options(reader);
    lede_normalized clean;
    lede_status status = lede_normalize(&clean, raw, options->normalize, arena);
    if (status != LEDE_OK) {
        return status;
    }
    lede_vector spans, decisions;
    lede_vector_init(&spans, arena, sizeof(lede_span));
    lede_vector_init(&decisions, arena, sizeof(lede_decision));
    lede_sentence_trace trace = {.decisions = &decisions};
    lede_sentences_find(&spans, clean.text, &options->sentences, &trace);
    status = lede_arena_status(arena);
    if (status != LEDE_OK) {
        return status;
    }
    choose(out, &decisions, &clean.map, at);
    out->clean = clean.text;
    const lede_sentence_language *language = options->sentences.language;
    if (out->found && out->decision.by == LEDE_DECIDED_MODEL && language != NULL) {
        out->feature_count =
            lede_boundary_features(out->features, &out->decision.place, language);
    }
    return LEDE_OK;
}
