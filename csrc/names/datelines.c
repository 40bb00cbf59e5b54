#include "names/datelines.h"

/* AP stylebook, "datelines": the city in capitals, where needed its country or state, then perhaps the
 * agency or a day, then a dash. */
enum {
    LONGEST_CITY = 6,  /* tokens: RIO DE JANEIRO, ST. PETERSBURG, PORT-AU-PRINCE */
    LONGEST_REST = 12, /* tokens from the city to the dash */
};

static const float DATELINE_SCORE = 0.9f;

/* The end of the words in capitals that begin at token i, hyphens and stops inside included. */
static size_t
city_end(const lede_scene *scene, size_t i)
{
    size_t end = i;
    for (size_t at = i; at < i + LONGEST_CITY && lede_scene_same_sentence(scene, i, at);
         at++) {
        if (lede_scene_has_bits(scene, at, LEDE_TOKEN_CAPS)) {
            end = at + 1;
        } else if (at == i || (!lede_scene_is_mark(scene, at, '.') &&
                               !lede_scene_is_mark(scene, at, '\'') &&
                               !lede_scene_is_hyphenated(scene, at + 1))) {
            break;
        }
    }
    return end;
}

/* True when a dash with space before it ends the dateline whose city ends at token `end`. */
static bool
ends_in_dash(const lede_scene *scene, size_t first, size_t end)
{
    for (size_t i = end; i < end + LONGEST_REST; i++) {
        bool inside = lede_scene_same_sentence(scene, first, i);
        if (inside && lede_scene_has_bits(scene, i, LEDE_TOKEN_DASH)) {
            return !lede_scene_has_bits(scene, i, LEDE_TOKEN_GLUED);
        }
        /* the rest names places, days and agencies: no small letters */
        if (!inside || lede_scene_has_bits(scene, i, LEDE_TOKEN_LOWER)) {
            return false;
        }
        bool opens = i > end || lede_scene_is_mark(scene, i, ',') ||
                     lede_scene_is_mark(scene, i, '(') || lede_scene_is_mark(scene, i, '.');
        if (!opens) {
            return false;
        }
    }
    return false;
}

/* The end of the city of a dateline that begins at token i, or i: UPDATE – and LIVE – are no cities. */
static size_t
dateline_end(const lede_scene *scene, size_t i)
{
    size_t end = city_end(scene, i);
    bool ordinary = true;
    for (size_t at = i; at < end; at++) {
        uint32_t others = LEDE_CUE_COMMON | LEDE_CUE_ACRONYM | LEDE_CUE_CALENDAR;
        ordinary = ordinary && (!lede_scene_has_bits(scene, at, LEDE_TOKEN_WORD) ||
                                lede_scene_has_cue(scene, at, others));
    }
    return end > i && !ordinary && ends_in_dash(scene, i, end) ? end : i;
}

/* True when the city [first, end) is found already, or cannot be: something sure lies in it. What the model
 * begins with the city and ends behind a comma is the dateline: [TOKYO, Aug. 3]. */
static bool
is_settled(const lede_mention *mentions, size_t count, size_t first, size_t end)
{
    for (size_t i = 0; i < count && mentions[i].first < end; i++) {
        const lede_mention *mention = &mentions[i];
        bool exact = mention->first == first && mention->end == end;
        bool known = mention->source != LEDE_SOURCE_TAGGER;
        bool beyond = mention->end > end && (known || mention->first != first);
        if (mention->end > first && ((exact && known) || mention->fixed || beyond)) {
            return true;
        }
    }
    return false;
}

static size_t
push_upto(lede_vector *out, const lede_mention *mentions, size_t i, size_t count,
          size_t token)
{
    while (i < count && mentions[i].first < token) {
        lede_vector_push(out, &mentions[i++]);
    }
    return i;
}

void
lede_datelines_apply(const lede_scene *scene, lede_vector *mentions)
{
    const lede_mention *found = mentions->data;
    size_t count = mentions->count, next = 0;
    lede_vector out;
    lede_vector_init(&out, scene->arena, sizeof(lede_mention));
    for (size_t i = 0; i < scene->tokens->count; i++) {
        bool starts = lede_scene_has_cue(scene, i, LEDE_CUE_STARTS) &&
                      lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPS);
        size_t end = starts ? dateline_end(scene, i) : i;
        next = push_upto(&out, found, next, count, i);
        if (end == i || is_settled(found + next, count - next, i, end)) {
            continue;
        }
        lede_mention city = {
            .first = (uint32_t)i,
            .end = (uint32_t)end,
            .label = LEDE_LABEL_LOC,
            .source = LEDE_SOURCE_TAGGER,
            .score = DATELINE_SCORE,
        };
        city = lede_scene_completed(scene, &city);
        lede_vector_push(&out, &city);
        while (next < count && found[next].first < end) {
            next++;
        }
    }
    (void)push_upto(&out, found, next, count, SIZE_MAX);
    *mentions = out;
}
