#include "names/organization.h"

#include "unicode/utf8.h"

enum {
    SHORTEST_FIRST = 3, /* bytes of a first word that stands for an organization */
    LONGEST_PLACE = 4,  /* tokens of a place that ends a name */
};

size_t
lede_organization_without_suffix(const lede_scene *scene, const lede_mention *mention)
{
    size_t end = mention->end;
    while (mention->label == LEDE_LABEL_ORG && end > mention->first + 1) {
        bool suffix = lede_scene_has_cue(scene, end - 1, LEDE_CUE_ORG_SUFFIX);
        if (!suffix && lede_scene_has_bits(scene, end - 1, LEDE_TOKEN_WORD)) {
            break;
        }
        end--;
    }
    return lede_scene_words(scene, mention->first, end) > 0 ? end : mention->end;
}

lede_text
lede_organization_capitals(const lede_scene *scene, size_t first, size_t end, char *letters)
{
    size_t size = 0, count = 0;
    for (size_t i = first; i < end && count < LEDE_LONGEST_ACRONYM; i++) {
        if (lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL)) {
            lede_span span = scene->tokens->items[i].span;
            lede_text word = lede_text_slice(scene->text, span);
            size_t letter = 0;
            (void)lede_utf8_step(word, 0, &letter);
            memcpy(letters + size, word.bytes, letter);
            size += letter;
            count++;
        }
    }
    return (lede_text){letters, count > 1 ? size : 0};
}

lede_text
lede_undotted(const lede_scene *scene, size_t i, char *letters, size_t room)
{
    lede_text word = lede_text_slice(scene->text, scene->tokens->items[i].span);
    size_t size = 0;
    for (size_t at = 0; at < word.size && size < room; at++) {
        if (word.bytes[at] != '.') {
            letters[size++] = word.bytes[at];
        }
    }
    return (lede_text){letters, size};
}

bool
lede_organization_goes_by(const lede_scene *scene, size_t first)
{
    uint32_t others = LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER | LEDE_CUE_GIVEN |
                      LEDE_CUE_ORG_HEAD | LEDE_CUE_LOC_LEAD | LEDE_CUE_LOC_HEAD |
                      LEDE_CUE_TITLE | LEDE_CUE_CALENDAR | LEDE_CUE_ACRONYM;
    lede_span span = scene->tokens->items[first].span;
    uint32_t match = scene->name_at[first];
    bool known = match != LEDE_NO_MATCH && scene->names[match].end == first + 1;
    return lede_scene_has_bits(scene, first, LEDE_TOKEN_CAPITAL) && !known &&
           !lede_scene_has_cue(scene, first, others) &&
           span.end - span.start >= SHORTEST_FIRST;
}

size_t
lede_organization_place_end(const lede_scene *scene, const lede_mention *mention)
{
    uint32_t match = scene->name_at[mention->first];
    for (; match < scene->name_count && scene->names[match].first == mention->first;
         match++) {
        uint32_t label = lede_scene_mention(scene, &scene->names[match]).label;
        if (scene->names[match].end < mention->end &&
            (label == LEDE_LABEL_NORP || label == LEDE_LABEL_LOC)) {
            return scene->names[match].end;
        }
    }
    return mention->first;
}

size_t
lede_organization_before_place(const lede_scene *scene, size_t first, size_t end)
{
    static const char *const OF[] = {"of"};
    size_t least = end > first + LONGEST_PLACE ? end - LONGEST_PLACE : first;
    for (size_t i = end; i-- > least + 1;) {
        uint32_t match = scene->name_at[i];
        if (match != LEDE_NO_MATCH && scene->names[match].end == end &&
            LEDE_IS_ONE_OF(scene, i - 1, OF)) {
            lede_mention place = lede_scene_mention(scene, &scene->names[match]);
            return place.label == LEDE_LABEL_LOC ? i - 1 : end;
        }
    }
    return end;
}
