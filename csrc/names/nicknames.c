#include "names/nicknames.h"

enum { LONGEST_NICKNAME = 3 /* words */ };

static const float NICKNAME_SCORE = 0.85f;

typedef struct {
    const lede_scene *scene;
    const lede_mention *found;
    size_t count;
    size_t next; /* the first mention that ends behind the token at hand */
} nicknames;

/* The closing quote of a nickname whose opening quote is token i, or 0. */
static size_t
closing_quote(const lede_scene *scene, size_t i)
{
    static const char *const OPENING[] = {"\"", "\u201C", "\u2018", "'"};
    static const char *const CLOSING[] = {"\"", "\u201D", "\u2019", "'"};
    for (size_t kind = 0; kind < sizeof OPENING / sizeof *OPENING; kind++) {
        if (!lede_scene_is_word(scene, i, &OPENING[kind], 1) ||
            !lede_scene_has_bits(scene, i + 1, LEDE_TOKEN_CAPITAL)) {
            continue;
        }
        for (size_t at = i + 2; at <= i + 1 + LONGEST_NICKNAME; at++) {
            if (lede_scene_is_word(scene, at, &CLOSING[kind], 1)) {
                return lede_scene_same_sentence(scene, i, at) ? at : 0;
            }
        }
    }
    return 0;
}

static bool
is_free_person(const lede_mention *mention)
{
    return !mention->fixed && mention->label == LEDE_LABEL_PERSON;
}

/* The first token of the name that ends before the quote at token i, or i: a person, or a given name that
 * nobody found. */
static size_t
name_before(const nicknames *all, size_t i)
{
    for (size_t n = all->next; n < all->count && all->found[n].first < i; n++) {
        if (all->found[n].end == i) {
            return is_free_person(&all->found[n]) ? all->found[n].first : i;
        }
    }
    bool given = i > 0 && lede_scene_same_sentence(all->scene, i, i - 1) &&
                 lede_scene_has_bits(all->scene, i - 1, LEDE_TOKEN_CAPITAL) &&
                 lede_scene_has_cue(all->scene, i - 1, LEDE_CUE_GIVEN);
    return given ? i - 1 : i;
}

/* The end of the name that begins at token i, or i. A known name may be a surname here. */
static size_t
surname_end(const nicknames *all, size_t i)
{
    for (size_t n = all->next; n < all->count && all->found[n].first <= i; n++) {
        const lede_mention *mention = &all->found[n];
        if (mention->first == i) {
            return is_free_person(mention) || (!mention->fixed && mention->end == i + 1)
                       ? mention->end
                       : i;
        }
    }
    return lede_scene_has_bits(all->scene, i, LEDE_TOKEN_CAPITAL) ? i + 1 : i;
}

/* The same, with particles before it: Ronald “Bato” dela Rosa. */
static size_t
name_behind(const nicknames *all, size_t i)
{
    size_t at = i;
    while (lede_scene_has_cue(all->scene, at, LEDE_CUE_PARTICLE) &&
           lede_scene_has_bits(all->scene, at, LEDE_TOKEN_LOWER)) {
        at++;
    }
    size_t end = surname_end(all, at);
    return end > at ? end : i;
}

/* Makes the name around the nickname whose opening quote is token i; false when there is none. */
static bool
join_at(const nicknames *all, size_t i, lede_mention *joined)
{
    size_t close = closing_quote(all->scene, i);
    if (close == 0 || !lede_scene_same_sentence(all->scene, i, close + 1)) {
        return false;
    }
    size_t first = name_before(all, i), end = name_behind(all, close + 1);
    if (first == i || end == close + 1 ||
        !lede_scene_same_sentence(all->scene, first, end - 1)) {
        return false;
    }
    for (size_t n = all->next; n < all->count && all->found[n].first < end; n++) {
        if (all->found[n].fixed || all->found[n].first < first) {
            return false;
        }
    }
    *joined = (lede_mention){
        .first = (uint32_t)first,
        .end = (uint32_t)end,
        .label = LEDE_LABEL_PERSON,
        .source = LEDE_SOURCE_TAGGER,
        .score = NICKNAME_SCORE,
    };
    return true;
}

void
lede_nicknames_apply(const lede_scene *scene, lede_vector *mentions)
{
    nicknames all = {.scene = scene, .found = mentions->data, .count = mentions->count};
    lede_vector out;
    lede_vector_init(&out, scene->arena, sizeof(lede_mention));
    for (size_t i = 0; i < scene->tokens->count; i++) {
        lede_mention joined;
        while (all.next < all.count && all.found[all.next].end < i) {
            lede_vector_push(&out, &all.found[all.next++]);
        }
        bool word = lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD);
        if (word || !join_at(&all, i, &joined)) {
            continue;
        }
        lede_vector_push(&out, &joined);
        while (all.next < all.count && all.found[all.next].first < joined.end) {
            all.next++;
        }
        i = joined.end - 1;
    }
    while (all.next < all.count) {
        lede_vector_push(&out, &all.found[all.next++]);
    }
    *mentions = out;
}
