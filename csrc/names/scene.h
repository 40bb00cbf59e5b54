/* What the passes of this layer know of an article: its words with everything that the dictionaries
 * say of each.
 *
 * Invariant: all arrays have one item a token. Nothing in it is about one article's words: word
 * lists come from the cue dictionary (tools/cues), names from the built-in one (tools/names).
 *
 *     lede_scene_init(&scene, text, &tokens, hashes, sentences, count, &lexicon, arena);
 *     if (scene.cues[i] & LEDE_CUE_TITLE) …
 */
#ifndef LEDE_NAMES_SCENE_H
#define LEDE_NAMES_SCENE_H

#include "names/gazetteer.h"
#include "names/mention.h"
#include "names/tagger_model.h"

typedef enum {
    LEDE_CUE_TITLE = 1 << 0,      /* ranks and offices that stand before a person */
    LEDE_CUE_ROLE = 1 << 1,       /* leader, spokesman */
    LEDE_CUE_ORG_HEAD = 1 << 2,   /* Ministry, Army */
    LEDE_CUE_ORG_SUFFIX = 1 << 3, /* Inc., GmbH */
    LEDE_CUE_LOC_HEAD = 1 << 4,   /* Airport, River */
    LEDE_CUE_LOC_LEAD = 1 << 5,   /* Lake, Mount */
    LEDE_CUE_SAY = 1 << 6,
    LEDE_CUE_PARTICLE = 1 << 7, /* al, bin, van */
    LEDE_CUE_CALENDAR = 1 << 8,
    LEDE_CUE_GIVEN = 1 << 9,   /* given names */
    LEDE_CUE_COMMON = 1 << 10, /* ordinary words */
    LEDE_CUE_ORG_NOUN = 1
        << 11, /* what stands beside an organization: company, newspaper */
    LEDE_CUE_LOC_NOUN = 1 << 12, /* what stands beside a place: district, village */
    LEDE_CUE_ACRONYM = 1 << 13,  /* capitals that name nothing: GDP, CEO */
    /* What the text itself shows: */
    LEDE_CUE_SEEN_LOWER = 1 << 14, /* stands in small letters elsewhere */
    LEDE_CUE_STARTS = 1 << 15,     /* the first word of its sentence */
    LEDE_CUE_HEADLINE = 1 << 16, /* in a sentence whose words are nearly all capitalized */
    LEDE_CUE_MODIFIER = 1 << 17, /* before a title: former, deputy */
} lede_cue;

/* The built-in dictionaries with their labels understood, and the trained tagger. */
typedef struct {
    const lede_gazetteer *names;     /* NULL: switched off */
    const lede_gazetteer *cues;      /* NULL: no word tells anything */
    const lede_tagger_model *tagger; /* NULL: rules alone */
} lede_lexicon;

#define LEDE_NO_MATCH UINT32_MAX

typedef struct {
    lede_text text;
    const lede_tokens *tokens;
    const uint64_t *hashes;
    const uint32_t *sentence; /* the sentence of each token */
    uint32_t *cues;           /* bits of lede_cue */
    const lede_match
        *names; /* matches of the built-in names, of one beginning the longest first */
    size_t name_count;
    uint32_t *name_at; /* the match that begins at a token, or LEDE_NO_MATCH */
    const lede_lexicon *lexicon;
    lede_arena *arena;
} lede_scene;

/* Fills a scene; the arrays lie in `arena`. Failure is left there, then the scene has no tokens. */
void lede_scene_init(lede_scene *scene, lede_text text, const lede_tokens *tokens,
                     const uint64_t *hashes, const lede_span *sentences, size_t count,
                     const lede_lexicon *lexicon, lede_arena *arena);

/* True for a match inside one sentence: words on both sides of a blank line are no name. */
bool lede_scene_is_whole(const lede_scene *scene, const lede_match *match);

/* The mention that a match of the built-in names makes. */
lede_mention lede_scene_mention(const lede_scene *scene, const lede_match *match);

/* A mention that was found without the dictionary, with name, id and source of the built-in name that has
 * just its words and its label, if there is one. */
lede_mention lede_scene_completed(const lede_scene *scene, const lede_mention *mention);

/* How many words a name has, a hyphenated one counting once: 2 for Othman Al-Ghanimi, 1 for
 * al-Ghanimi and Abdul-Mahdi. */
size_t lede_scene_pieces(const lede_scene *scene, size_t first, size_t end);

/* How many of the tokens [first, end) are words. */
size_t lede_scene_words(const lede_scene *scene, size_t first, size_t end);

/* True when token i follows a hyphen that joins it to the one before: Mahdi in Abdul-Mahdi. */
bool lede_scene_is_hyphenated(const lede_scene *scene, size_t i);

/* What token i is; false for all past the end. */
static inline bool
lede_scene_has_bits(const lede_scene *scene, size_t i, uint32_t bits)
{
    return i < scene->tokens->count && (scene->tokens->items[i].bits & bits) != 0;
}

static inline bool
lede_scene_has_cue(const lede_scene *scene, size_t i, uint32_t cues)
{
    return i < scene->tokens->count && (scene->cues[i] & cues) != 0;
}

static inline bool
lede_scene_same_sentence(const lede_scene *scene, size_t a, size_t b)
{
    return b < scene->tokens->count && scene->sentence[a] == scene->sentence[b];
}

bool lede_scene_is_mark(const lede_scene *scene, size_t i, char mark);

/* True when token i is one of `count` words, letter by letter. */
bool lede_scene_is_word(const lede_scene *scene, size_t i, const char *const *words,
                        size_t count);

/* The same for an array of words. */
#define LEDE_IS_ONE_OF(scene, i, words)                                                    \
    lede_scene_is_word((scene), (i), (words), sizeof(words) / sizeof *(words))

/* One key for the same words with and without marks between them: al-Ghanimi, al Ghanimi. */
uint64_t lede_scene_key(const lede_scene *scene, size_t first, size_t end);

/* The number of a label text among lede_label, or LEDE_LABEL_COUNT for any other. */
uint32_t lede_label_number(lede_text label);

#endif
