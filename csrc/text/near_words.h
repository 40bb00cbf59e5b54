/* The words before and behind a mark: where they are, how they are written, what is known of them.
 *
 * Invariant: reading one costs a bounded number of steps. Words of ASCII, which are read at a glance, come
 * out as the slow way would have them.
 *
 *     lede_near_word left;
 *     lede_near_word_before(&left, text, start, mark, language);
 */
#ifndef LEDE_TEXT_NEAR_WORDS_H
#define LEDE_TEXT_NEAR_WORDS_H

#include "base/span.h"
#include "text/sentence_model.h"

typedef enum {
    LEDE_WORD_SHAPE_NONE,
    LEDE_WORD_SHAPE_LOWER,
    LEDE_WORD_SHAPE_TITLE, /* Word */
    LEDE_WORD_SHAPE_CAPS,
    LEDE_WORD_SHAPE_INITIAL, /* one capital */
    LEDE_WORD_SHAPE_SMALL,   /* one small letter */
    LEDE_WORD_SHAPE_NUMBER,
    LEDE_WORD_SHAPE_DECIMAL,      /* 3.5; 1,000 is two words */
    LEDE_WORD_SHAPE_DOTTED_CAPS,  /* U.S */
    LEDE_WORD_SHAPE_DOTTED_SMALL, /* p.m */
    LEDE_WORD_SHAPE_DOTTED_MIXED, /* Ph.D */
    LEDE_WORD_SHAPE_DOTTED_LONG,  /* example.org */
    LEDE_WORD_SHAPE_MIXED,        /* 5th, F16 */
    LEDE_WORD_SHAPE_CAMEL,        /* iPhone, McLean */
    LEDE_WORD_SHAPE_UNCASED,      /* letters of scripts without capitals */
    LEDE_WORD_SHAPE_MARK,         /* no word */
} lede_word_shape;

typedef struct {
    lede_span span;
    uint32_t hash, kinds; /* of lede_known_word */
    lede_word_shape shape;
    uint32_t size; /* letters and digits */
} lede_near_word;

/* The word that ends at `end`, not before `limit`: letters and digits, with the stops and apostrophes between
 * them. */
void lede_near_word_before(lede_near_word *word, lede_text text, size_t limit, size_t end,
                           const lede_sentence_language *language);

/* The word that begins at `at`: letters and digits. */
void lede_near_word_behind(lede_near_word *word, lede_text text, size_t at,
                           const lede_sentence_language *language);

#endif
