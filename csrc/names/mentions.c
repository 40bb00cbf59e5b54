#include "names/mentions.h"

#include "names/agreement.h"
#include "names/aliases.h"
#include "names/datelines.h"
#include "names/endings.h"
#include "names/nicknames.h"
#include "names/tagger.h"
#include "names/titles.h"

typedef struct {
    const lede_scene *scene;
    bool *taken;
    lede_vector *mentions;
} collector;

static bool
any_taken(const collector *all, const lede_match *match)
{
    for (size_t i = match->first; i < match->end; i++) {
        if (all->taken[i]) {
            return true;
        }
    }
    return false;
}

static void
push_match(collector *all, const lede_dictionary *dictionary, const lede_match *match)
{
    lede_entry entry = lede_gazetteer_entry(dictionary->gazetteer, match->entry);
    size_t label = lede_gazetteer_entry_label(dictionary->gazetteer, match->entry);
    lede_mention mention = {
        .first = match->first,
        .end = match->end,
        .label = label < dictionary->label_count ? dictionary->labels[label]
                                                 : dictionary->no_label,
        .source = LEDE_SOURCE_GAZETTEER,
        .score = 1,
        .name = entry.name,
        .id = entry.id,
        .fixed = true,
    };
    lede_vector_push(all->mentions, &mention);
    memset(all->taken + match->first, 1, match->end - match->first);
}

static void
find_in_dictionary(collector *all, const lede_dictionary *dictionary)
{
    const lede_scene *scene = all->scene;
    const uint64_t *hashes = scene->hashes;
    lede_fold fold = lede_gazetteer_fold(dictionary->gazetteer);
    if (fold != LEDE_FOLD_ACCENTS) {
        hashes = lede_tokens_fold(scene->tokens, scene->text, fold, scene->arena);
    }
    if (hashes == NULL) {
        return;
    }
    lede_vector matches;
    lede_vector_init(&matches, scene->arena, sizeof(lede_match));
    lede_gazetteer_find(dictionary->gazetteer, scene->text, scene->tokens, hashes,
                        LEDE_MATCH_FIRST, &matches);
    const lede_match *found = matches.data;
    for (size_t i = 0; i < matches.count; i++) {
        if (!any_taken(all, &found[i]) && lede_scene_is_whole(scene, &found[i])) {
            push_match(all, dictionary, &found[i]);
        }
    }
}

/* Built-in names alone, where the tagger is switched off. */
static void
find_known(collector *all)
{
    const lede_scene *scene = all->scene;
    for (size_t i = 0; i < scene->tokens->count; i++) {
        if (scene->name_at[i] == LEDE_NO_MATCH) {
            continue;
        }
        const lede_match *match = &scene->names[scene->name_at[i]];
        if (any_taken(all, match)) {
            continue;
        }
        lede_mention mention = lede_scene_mention(scene, match);
        lede_vector_push(all->mentions, &mention);
        i = match->end - 1;
    }
}

/* Puts the mentions of the dictionaries among those of the tagger; both are disjoint. */
static void
sort_mentions(lede_vector *mentions, size_t token_count, lede_arena *arena)
{
    uint32_t *at_token = lede_arena_alloc(arena, token_count, sizeof *at_token);
    lede_mention *sorted = lede_arena_alloc(arena, mentions->count, sizeof *sorted);
    if (at_token == NULL || sorted == NULL) {
        return;
    }
    memset(at_token, 0xFF, token_count * sizeof *at_token);
    lede_mention *all = mentions->data;
    for (size_t i = 0; i < mentions->count; i++) {
        at_token[all[i].first] = (uint32_t)i;
    }
    size_t count = 0;
    for (size_t i = 0; i < token_count; i++) {
        if (at_token[i] != UINT32_MAX) {
            sorted[count++] = all[at_token[i]];
        }
    }
    mentions->data = sorted;
    mentions->count = mentions->capacity = count;
}

/* True for what the model took out of capitals that name nothing: State of the [Union]. */
static bool
is_nothing(const lede_scene *scene, const lede_mention *mention)
{
    size_t i = mention->first;
    while (i < mention->end && lede_scene_has_cue(scene, i, LEDE_CUE_ACRONYM)) {
        i++;
    }
    return i == mention->end && mention->source == LEDE_SOURCE_TAGGER &&
           mention->label == LEDE_LABEL_ORG; /* MD is a state as well */
}

static void
drop_nothings(const lede_scene *scene, lede_vector *mentions)
{
    lede_mention *all = mentions->data;
    size_t kept = 0;
    for (size_t i = 0; i < mentions->count; i++) {
        if (!is_nothing(scene, &all[i])) {
            all[kept++] = all[i];
        }
    }
    mentions->count = kept;
}

static void
name_by_text(const lede_scene *scene, const lede_vector *found, lede_vector *mentions)
{
    const lede_mention *all = found->data;
    for (size_t i = 0; i < found->count; i++) {
        lede_mention mention = all[i];
        if (mention.name.size == 0) {
            mention.name =
                lede_tokens_text(scene->tokens, scene->text, mention.first, mention.end);
        }
        lede_vector_push(mentions, &mention);
    }
}

void
lede_mentions_find(const lede_scene *scene, const lede_dictionary *dictionaries,
                   size_t count, uint32_t layers, lede_vector *mentions)
{
    lede_vector found;
    lede_vector_init(&found, scene->arena, sizeof(lede_mention));
    size_t tokens = scene->tokens->count;
    bool *taken = lede_arena_alloc(scene->arena, tokens, sizeof *taken);
    if (taken == NULL) {
        return;
    }
    memset(taken, 0, tokens * sizeof *taken);
    collector all = {scene, taken, &found};
    for (size_t i = 0; i < count; i++) {
        find_in_dictionary(&all, &dictionaries[i]);
    }
    if (layers & LEDE_LAYER_TAGGER) {
        lede_tagger_find(scene, taken, &found);
    } else {
        find_known(&all);
    }
    sort_mentions(&found, tokens, scene->arena);
    if (layers & LEDE_LAYER_TAGGER) {
        drop_nothings(scene, &found);
        lede_datelines_apply(scene, &found);
        lede_nicknames_apply(scene, &found);
        lede_endings_apply(scene, &found);
    }
    lede_agreement_apply(scene, &found);
    lede_titles_apply(scene, &found);
    if (layers & LEDE_LAYER_ALIAS) {
        lede_aliases_find(scene, &found, mentions);
        lede_titles_apply(scene, mentions); /* for the forms that were found there */
    } else {
        name_by_text(scene, &found, mentions);
    }
}
