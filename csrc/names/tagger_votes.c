#include "names/tagger_votes.h"

#include "names/tagger_hash.h"

enum {
    OWN = 1,
    OWN_FORM,
    OPINION,
    OPINION_FORM,
    OPINION_OWN,
    OPINION_KIND,
    OPINION_PLACE,
    OPINION_LAST,
    OPINION_NEXT,
    OWN_LAST,
    OWN_NEXT,
    OPINIONS,
    ELSEWHERE = 20, /* + 16 labels */
};

/* What stands beyond the segment. */
static const lede_tagger_ballot EDGE = {.word = LEDE_NO_WORD, .form = 255};

void
lede_tagger_count_votes(lede_tagger_votes *votes, const lede_tagger_ballot *ballots,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (ballots[i].word != LEDE_NO_WORD) {
            votes[ballots[i].word].tags[ballots[i].tag]++;
            votes[ballots[i].word].count++;
        }
    }
}

/* Outside, person, organization, place, group, other. */
static uint32_t
kind_of(unsigned tag)
{
    return tag == LEDE_TAG_OUTSIDE ? 0
           : tag == LEDE_TAG_OTHER ? 5
           : tag >= LEDE_TAG_NORP  ? 4
                                   : 1 + (tag - 1) / 4;
}

/* Kind by majority, in how large a part, and whether of many: 0 when the word stands nowhere else. */
static uint16_t
opinion_of(const lede_tagger_ballot *ballot, const lede_tagger_votes *votes)
{
    if (ballot->word == LEDE_NO_WORD || votes[ballot->word].count < 2) {
        return 0;
    }
    const lede_tagger_votes *all = &votes[ballot->word];
    uint32_t kinds[6] = {0}, best = 0, count = all->count - 1;
    for (unsigned tag = 0; tag < LEDE_TAGS; tag++) {
        kinds[kind_of(tag)] += all->tags[tag];
    }
    kinds[kind_of(ballot->tag)]--;
    for (uint32_t kind = 1; kind < 6; kind++) {
        best = kinds[kind] > kinds[best] ? kind : best;
    }
    uint32_t share = kinds[best] == count           ? 3
                     : kinds[best] * 3 >= count * 2 ? 2
                     : kinds[best] * 2 >= count     ? 1
                                                    : 0;
    uint32_t many = count > 5 ? 2 : count > 1;
    return (uint16_t)(1 + best * 12 + share * 3 + many);
}

bool
lede_tagger_opinions(uint16_t *opinions, const lede_tagger_ballot *ballots, size_t count,
                     const lede_tagger_votes *votes)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        opinions[i] = opinion_of(&ballots[i], votes);
        any |= opinions[i] != 0;
    }
    return any;
}

size_t
lede_tagger_vote_features(uint32_t features[LEDE_TAGGER_VOTE_FEATURES],
                          const lede_tagger_ballot *ballots, const uint16_t *opinions,
                          size_t count, size_t i, const lede_tagger_votes *votes)
{
    lede_tagger_sink to = {features, 0};
    const lede_tagger_ballot *own = &ballots[i];
    const lede_tagger_ballot *last = i > 0 ? &ballots[i - 1] : &EDGE;
    const lede_tagger_ballot *next = i + 1 < count ? &ballots[i + 1] : &EDGE;
    uint64_t opinion = opinions[i], tag = own->tag, form = own->form;
    uint64_t before = i > 0 ? opinions[i - 1] : 99,
             after = i + 1 < count ? opinions[i + 1] : 99;
    uint64_t kind = opinion > 0 ? 1 + (opinion - 1) / 12 : 0;
    lede_tagger_put(&to, OWN, tag);
    lede_tagger_put(&to, OWN_FORM, tag << 8 | form);
    lede_tagger_put(&to, OWN_LAST, tag << 8 | last->tag);
    lede_tagger_put(&to, OWN_NEXT, tag << 8 | next->tag);
    lede_tagger_put(&to, OPINION, opinion);
    uint64_t place = (own->starts ? 1u : 0u) | (own->small ? 2u : 0u);
    lede_tagger_put(&to, OPINION_FORM, opinion << 10 | form << 2 | place);
    lede_tagger_put(&to, OPINION_PLACE, kind << 16 | tag << 8 | place);
    lede_tagger_put(&to, OPINION_OWN, opinion << 8 | tag);
    lede_tagger_put(&to, OPINION_KIND, kind << 16 | tag << 8 | form);
    lede_tagger_put(&to, OPINION_LAST, opinion << 16 | before << 8 | last->tag);
    lede_tagger_put(&to, OPINION_NEXT, opinion << 16 | after << 8 | next->tag);
    lede_tagger_put(&to, OPINIONS, before << 32 | opinion << 16 | after);
    if (opinion != 0) {
        const lede_tagger_votes *all = &votes[own->word];
        for (uint32_t other = 0; other < LEDE_TAGS; other++) {
            if (all->tags[other] > (other == tag)) {
                lede_tagger_put(&to, ELSEWHERE + other, tag);
                lede_tagger_put(&to, ELSEWHERE + other, 1000 + form);
            }
        }
    }
    return to.count;
}
