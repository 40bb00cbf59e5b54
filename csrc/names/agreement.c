#include "names/agreement.h"

#include "base/table.h"

/* In a headline capitals tell little: what stands there yields to the same words in the text. */
static const float HEADLINE_SHARE = 0.7f;

static float
certainty(const lede_scene *scene, const lede_mention *mention)
{
    bool headline = lede_scene_has_cue(scene, mention->first, LEDE_CUE_HEADLINE) &&
                    mention->source == LEDE_SOURCE_TAGGER;
    return headline ? HEADLINE_SHARE * mention->score : mention->score;
}

static uint64_t
words_key(const lede_scene *scene, const lede_mention *mention)
{
    return lede_scene_key(scene, mention->first, mention->end);
}

void
lede_agreement_apply(const lede_scene *scene, lede_vector *mentions)
{
    lede_table surest;
    lede_table_init(&surest, scene->arena, mentions->count);
    lede_mention *all = mentions->data;
    for (size_t i = 0; i < mentions->count; i++) {
        uint32_t *best = lede_table_put(&surest, words_key(scene, &all[i]));
        if (best != NULL && (*best == LEDE_TABLE_NEW ||
                             certainty(scene, &all[i]) > certainty(scene, &all[*best]))) {
            *best = (uint32_t)i;
        }
    }
    for (size_t i = 0; i < mentions->count; i++) {
        const uint32_t *best = lede_table_get(&surest, words_key(scene, &all[i]));
        if (best != NULL && all[i].source == LEDE_SOURCE_TAGGER &&
            certainty(scene, &all[*best]) > certainty(scene, &all[i])) {
            all[i].label = all[*best].label;
        }
    }
}
