/* A place where a sentence may end, what stands around it, and the features that a model weighs there.
 *
 *     before  left  mark closed  right after
 *     at      5     p.m .  ”     Mr    Smith
 *
 * Invariant: reading a boundary costs a bounded number of steps beside the marks, closers and spaces
 * that it passes over. Features come in the order of lede_feature; training and running use this same
 * code (tools/train_sentences.py calls it through lede_sentence_trace).
 *
 *     lede_boundary place = {.start = start};
 *     lede_boundary_read(&place, text, mark);
 *     lede_boundary_look(&place, text, language);
 *     int32_t score = lede_boundary_score(&place, language);
 */
#ifndef LEDE_TEXT_BOUNDARY_H
#define LEDE_TEXT_BOUNDARY_H

#include "base/span.h"
#include "text/near_words.h"

/* The kinds of marks, of what closes behind them and of what opens the next sentence. */
typedef enum {
    LEDE_MARK_STOP,
    LEDE_MARK_TWO, /* stops */
    LEDE_MARK_ELLIPSIS,
    LEDE_MARK_SPACED, /* . . . */
    LEDE_MARK_SHOUT,
    LEDE_MARK_QUESTION,
    LEDE_MARK_BOTH, /* ?! and !? */
    LEDE_MARK_OTHER,
    LEDE_MARK_COLON,
    LEDE_MARK_SEMICOLON,
} lede_mark;

typedef enum {
    LEDE_BESIDE_NOTHING,
    LEDE_BESIDE_QUOTE,
    LEDE_BESIDE_SINGLE,
    LEDE_BESIDE_BRACKET,
    LEDE_BESIDE_BOTH,
    LEDE_BESIDE_DASH,
} lede_beside;

typedef enum {
    LEDE_GAP_NONE,
    LEDE_GAP_SPACE,
    LEDE_GAP_WIDE, /* two characters or more */
    LEDE_GAP_LINE,
} lede_gap;

typedef struct {
    size_t mark, marks_end; /* the marks that end sentences */
    size_t closed;          /* behind the quotes and brackets that close there */
    size_t next;            /* the next character that is no white space */
    size_t letter;          /* the next one that opens no quote or bracket either */
    size_t start;           /* of the sentence that may end here */
    lede_mark kind;
    lede_beside closer, opener;
    lede_gap gap;
    uint32_t point;            /* the first mark */
    bool in_quote, in_bracket; /* open before the mark */
    bool leads;                /* the sentence begins with a preposition: At 5 p.m. … */
    bool small;                /* it begins with a small letter */
    bool ordinary;             /* `right` is a word that is no name */
    bool plain; /* between ordinary words: `before` and `after` are not read */
    lede_near_word before, left, right, after;
    unsigned char tail; /* the byte behind `right` */
} lede_boundary;

/* What a model weighs. Those from LEDE_FEATURE_WORDS on need words that it was trained on. */
typedef enum {
    LEDE_FEATURE_MARK,
    LEDE_FEATURE_MARK_NEXT,
    LEDE_FEATURE_LEFT_SHAPE,
    LEDE_FEATURE_SHAPES,
    LEDE_FEATURE_LEFT_KIND,
    LEDE_FEATURE_KINDS,
    LEDE_FEATURE_RIGHT_KIND,
    LEDE_FEATURE_THREE_SHAPES,
    LEDE_FEATURE_BEFORE_KIND,
    LEDE_FEATURE_TAIL,
    LEDE_FEATURE_AFTER_SHAPE,
    LEDE_FEATURE_QUOTES,
    LEDE_FEATURE_INSIDE,
    LEDE_FEATURE_GAP,
    LEDE_FEATURE_FIRST,
    LEDE_FEATURE_AFTER_KIND,
    LEDE_FEATURE_MARK_KIND,
    LEDE_FEATURE_START,
    LEDE_FEATURE_LEAD,
    LEDE_FEATURE_LANGUAGE_SHAPES,
    LEDE_FEATURE_LANGUAGE_KINDS,
    LEDE_FEATURE_WORDS,
    LEDE_FEATURE_LEFT_WORD = LEDE_FEATURE_WORDS,
    LEDE_FEATURE_LEFT_WORD_NEXT,
    LEDE_FEATURE_RIGHT_WORD,
    LEDE_FEATURE_RIGHT_WORD_LEFT,
    LEDE_FEATURE_RIGHT_WORD_MARK,
    LEDE_FEATURE_TWO_WORDS,
    LEDE_FEATURE_LEFT_WORD_KIND,
    LEDE_FEATURE_RIGHT_WORD_KIND,
    LEDE_FEATURE_AFTER_WORD,
    LEDE_FEATURE_ORDINARY,
    LEDE_FEATURE_ORDINARY_AFTER,
    LEDE_FEATURE_ORDINARY_WORD,
    LEDE_FEATURE_COUNT
} lede_feature;

/* Reads the marks at `mark` with what closes and opens around them. The caller has filled `start`,
 * `in_quote` and `in_bracket`. */
void lede_boundary_read(lede_boundary *place, lede_text text, size_t mark);

/* Reads the words on both sides. */
void lede_boundary_look(lede_boundary *place, lede_text text,
                        const lede_sentence_language *language);

/* Writes the features and returns how many the language has. */
size_t lede_boundary_features(uint32_t out[LEDE_FEATURE_COUNT], const lede_boundary *place,
                              const lede_sentence_language *language);

/* The sum of the weights, in units of language->scale. */
int32_t lede_boundary_score(const lede_boundary *place,
                            const lede_sentence_language *language);

#endif
