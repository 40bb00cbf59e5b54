/* The second look at a token: what the first made of the same word elsewhere in the document.
 *
 *     It said [Larkspur Systems]ORG … but [Larkspur]PERSON fell   → the second word should follow the first
 *
 * Invariant: like the features of the first look these are one list for training and for use, and changing
 * them means LEDE_TAGGER_VERSION + 1. A token's own label never votes for itself.
 *
 *     lede_tagger_count_votes(votes, ballots, count);
 *     lede_tagger_opinions(opinions, segment, size, votes);
 *     size_t found = lede_tagger_vote_features(features, segment, opinions, size, i);
 */
#ifndef LEDE_NAMES_TAGGER_VOTES_H
#define LEDE_NAMES_TAGGER_VOTES_H

#include "names/tagger_model.h"

#define LEDE_NO_WORD UINT32_MAX

enum { LEDE_TAGGER_VOTE_FEATURES = 40 };

/* An active token after the first look. */
typedef struct {
    uint32_t word; /* the number of its word in the document, or LEDE_NO_WORD */
    uint8_t form;  /* lede_tagger_form */
    uint8_t tag;
    bool starts; /* its sentence */
    bool small;  /* the document writes the word in small letters too */
} lede_tagger_ballot;

/* How often a word of the document has which label. */
typedef struct {
    uint32_t tags[LEDE_TAGS];
    uint32_t count;
} lede_tagger_votes;

/* Adds ballots to the votes of their words. */
void lede_tagger_count_votes(lede_tagger_votes *votes, const lede_tagger_ballot *ballots,
                             size_t count);

/* What the other places of each token's word say together, in a number; 0: there are none. False when no
 * word of the segment stands elsewhere. */
bool lede_tagger_opinions(uint16_t *opinions, const lede_tagger_ballot *ballots,
                          size_t count, const lede_tagger_votes *votes);

/* Writes the features of token i of a segment and returns how many there are. */
size_t lede_tagger_vote_features(uint32_t features[LEDE_TAGGER_VOTE_FEATURES],
                                 const lede_tagger_ballot *ballots,
                                 const uint16_t *opinions, size_t count, size_t i,
                                 const lede_tagger_votes *votes);

#endif
