/* What the tagger sees of each token: its spelling, what the lists and rules say of it, and what the
 * rest of the document shows of the same word.
 *
 * Invariant: one item a token. Only active tokens may be part of a name: capitalized words, the few words
 * between two of them, and every word of a text without capitals.
 *
 *     lede_tagger_view view;
 *     lede_tagger_view_init(&view, &scene, model, taken, &opinions);
 */
#ifndef LEDE_NAMES_TAGGER_VIEW_H
#define LEDE_NAMES_TAGGER_VIEW_H

#include "base/vector.h"
#include "names/scene.h"
#include "names/tagger_votes.h"

/* How a token is written. */
typedef enum {
    LEDE_FORM_MARK,
    LEDE_FORM_LOWER,
    LEDE_FORM_CAPITAL,
    LEDE_FORM_CAPS,
    LEDE_FORM_INITIAL,
    LEDE_FORM_DOTTED,
    LEDE_FORM_NUMBER,
    LEDE_FORM_MIXED,    /* McDonald, iPhone */
    LEDE_FORM_SHOUTED,  /* in a sentence of capitals alone, which tell nothing */
    LEDE_FORM_HEADLINE, /* capitalized where nearly all words are */
    LEDE_FORM_POSSESSIVE,
    LEDE_FORM_DASH,
    LEDE_FORM_COMMA,
    LEDE_FORM_STOP,
    LEDE_FORM_QUOTE,
    LEDE_FORM_OPENER,
    LEDE_FORM_CLOSER,
    LEDE_FORM_UNCASED, /* letters that have no case */
    LEDE_FORM_EDGE,    /* beyond the sentence */
} lede_tagger_form;

/* What stands beside a word, or what it is part of. */
enum {
    LEDE_BESIDE_INSIDE = 1 << 0, /* capitalized inside a sentence */
    LEDE_BESIDE_TITLE = 1 << 1,  /* behind a title or role */
    LEDE_BESIDE_GIVEN = 1 << 2,  /* behind a given name */
    LEDE_BESIDE_SAY = 1 << 3,    /* before a verb of speech */
    LEDE_BESIDE_IN = 1 << 4,     /* behind a preposition of place */
    LEDE_BESIDE_NEXT = 1 << 5,   /* before a capitalized word */
    LEDE_BESIDE_LAST = 1 << 6,   /* behind a capitalized word */
    LEDE_BESIDE_ORG = 1 << 7,    /* before what ends organizations, or a noun for one */
    LEDE_BESIDE_LOC = 1 << 8,    /* before what ends places, or behind what begins them */
    LEDE_BESIDE_THE = 1 << 9,
    LEDE_BESIDE_POSSESSIVE = 1 << 10,
    LEDE_BESIDE_BRACKETS = 1 << 11,
    LEDE_BESIDE_RULED = 1 << 12,  /* + label: a rule is rather sure of it */
    LEDE_BESIDE_LISTED = 1 << 16, /* + kind: part of a listed name of several words */
    LEDE_BESIDE_AGAIN = 1 << 30,  /* the word stands elsewhere at all */
};

typedef struct {
    uint64_t word; /* hash of the fold, all quotes alike */
    uint32_t shape;
    uint32_t prefix[3], suffix[3]; /* hashes of 2, 3 and 4 folded letters */
    uint32_t cues;                 /* of the scene */
    uint32_t phrases;   /* kind × (begin, inside, last) of listed names of several words */
    uint32_t elsewhere; /* what stands beside the same word elsewhere in the document */
    uint16_t lists;
    uint16_t
        company; /* the cluster of the word: what words it keeps company with; 0: unknown */
    uint8_t written; /* how often it is written small, from 1 (never) to 7; 0: unknown */
    uint16_t
        rule; /* the opinion of the rules: label, place in the name, how sure; 0: none */
    uint8_t form;
    bool active;
    uint8_t tag;    /* of the best path, once the model has looked: LEDE_TAG_… */
    uint32_t again; /* the number of the word among the capitalized ones, or LEDE_NO_WORD */
} lede_tagger_token;

typedef struct {
    const lede_scene *scene;
    lede_tagger_token *tokens; /* NULL when memory ran out; the arena remembers */
    size_t count;
    size_t words;  /* different capitalized words */
    bool capitals; /* any word is capitalized */
} lede_tagger_view;

static inline bool
lede_tagger_is_capitalized(const lede_tagger_token *token)
{
    return token->form == LEDE_FORM_CAPITAL ||
           (token->form >= LEDE_FORM_CAPS && token->form <= LEDE_FORM_DOTTED) ||
           (token->form >= LEDE_FORM_MIXED && token->form <= LEDE_FORM_HEADLINE);
}

/* Fills a view in the scene's arena. No token with taken[i] set is active. `opinions` are the mentions
 * that the rules found. */
void lede_tagger_view_init(lede_tagger_view *view, const lede_scene *scene,
                           const lede_tagger_model *model, const bool *taken,
                           const lede_vector *opinions);

#endif
