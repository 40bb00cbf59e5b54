/* Labels in a row: the best path through the scores of a segment, and how probable its parts are.
 *
 * Invariant: labels follow the scheme of tagger_model.h whatever the scores say.
 *
 *     lede_tagger_steps_init(&steps, meta->transitions, meta->scale);
 *     if (lede_tagger_best_path(&lattice, &steps)) …
 */
#ifndef LEDE_NAMES_TAGGER_PATH_H
#define LEDE_NAMES_TAGGER_PATH_H

#include "names/tagger_model.h"

/* A longer run of active tokens is cut, so that the tables stay small. */
enum { LEDE_LONGEST_SEGMENT = 512 };

/* What it costs to go from one label to the next. */
typedef struct {
    int32_t scores[LEDE_TAGS][LEDE_TAGS];
    float factors[LEDE_TAGS][LEDE_TAGS]; /* the same to be multiplied; 0: forbidden */
    float scale;
} lede_tagger_steps;

typedef struct {
    size_t count;
    int32_t scores[LEDE_LONGEST_SEGMENT][LEDE_TAGS]; /* of each label of each token */
    uint8_t tags[LEDE_LONGEST_SEGMENT];              /* the best path */
    uint8_t from[LEDE_LONGEST_SEGMENT][LEDE_TAGS];
    float factors[LEDE_LONGEST_SEGMENT][LEDE_TAGS], sums[LEDE_LONGEST_SEGMENT];
    float forward[LEDE_LONGEST_SEGMENT][LEDE_TAGS];
    float backward[LEDE_LONGEST_SEGMENT][LEDE_TAGS];
} lede_tagger_lattice;

/* True when label `next` may stand behind label `last`. Before the first token and behind the last of a
 * segment stands LEDE_TAG_OUTSIDE. */
bool lede_tagger_may_follow(unsigned last, unsigned next);

/* True for the beginning and inside of a name that must go on. */
bool lede_tagger_is_open(unsigned tag);

void lede_tagger_steps_init(lede_tagger_steps *steps,
                            const int16_t transitions[LEDE_TAGS][LEDE_TAGS], float scale);

/* Fills `tags` from `scores`; true when one of them is a name that is reported. */
bool lede_tagger_best_path(lede_tagger_lattice *lattice, const lede_tagger_steps *steps);

/* Sums all paths, for lede_tagger_probability. */
void lede_tagger_sum_paths(lede_tagger_lattice *lattice, const lede_tagger_steps *steps);

/* The probability of the best labels of tokens [from, end), summed over all labels around them. */
float lede_tagger_probability(const lede_tagger_lattice *lattice,
                              const lede_tagger_steps *steps, size_t from, size_t end);

#endif
