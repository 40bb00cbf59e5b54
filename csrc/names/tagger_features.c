#include "names/tagger_features.h"

#include "names/tagger_hash.h"

/* Each template has a number of its own, so that equal values of two templates stay apart. */
enum {
    BIAS = 1,
    WORD,
    WORD_FORM,
    WORD_LAST,
    WORD_NEXT,
    WORD_LAST_2,
    WORD_NEXT_2,
    WORD_LAST_3,
    WORD_NEXT_3,
    PAIR_LAST,
    PAIR_NEXT,
    AROUND,
    PAIR_LAST_2,
    PAIR_NEXT_2,
    SHAPE,
    SHAPE_LAST,
    SHAPE_NEXT,
    FORMS,
    FORMS_LAST,
    FORMS_NEXT,
    FORMS_WIDE,
    FORM_WORD_LAST,
    FORM_WORD_NEXT,
    SUFFIX_LAST,
    SUFFIX_NEXT,
    STARTS,
    LISTS,
    LISTS_LAST,
    LISTS_NEXT,
    LISTS_PAIR,
    CUES,
    CUES_LAST,
    CUES_NEXT,
    RULE,
    RULE_FORM,
    RULE_LAST,
    RULE_NEXT,
    RULE_WORD,
    RULE_LABEL,
    WRITTEN,
    WRITTEN_LAST,
    WRITTEN_NEXT,
    WRITTEN_AROUND,
    COMPANY,            /* + 3 places */
    KIND = COMPANY + 3, /* + 5 places */
    KIND_AROUND = KIND + 5,
    KIND_LAST,
    KIND_NEXT,
    PREFIX_2 = 60,
    SUFFIX_2 = 64,
    LIST = 70,    /* + 3 places × 16 lists */
    PHRASE = 130, /* + 24 */
    PHRASE_NEXT = 160,
    CUE = 190,       /* + 3 places × 20 cues */
    ELSEWHERE = 250, /* + 31 */
    CUE_WIDE = 290,  /* + 2 × 20 */
    RUN_BEFORE = 340,
    RUN_AFTER,
    RUN_COMPANY_BEFORE,
    RUN_COMPANY_AFTER,
    RUN_KINDS,
    RUN_LAST,
    RUN_FIRST,
};

enum { LONGEST_RUN = 8 }; /* words on each side */

static inline uint64_t
pair(uint64_t a, uint64_t b)
{
    return (a * UINT64_C(0x589965cc75374cc3)) ^ (b << 23 | b >> 41);
}

static inline void
put_bits(lede_tagger_sink *to, uint32_t template, uint32_t bits, uint64_t value)
{
    for (; bits != 0; bits &= bits - 1) {
        lede_tagger_put(to, template + (uint32_t)__builtin_ctz(bits), value);
    }
}

static const lede_tagger_token EDGE = {.word = 0x65646765, .form = LEDE_FORM_EDGE};

/* The token so many places away, or EDGE beyond the sentence. */
static const lede_tagger_token *
at(const lede_tagger_view *view, size_t i, ptrdiff_t away)
{
    size_t j = i + (size_t)away; /* wraps below zero, then it is past the end */
    bool inside = j < view->count && view->scene->sentence[j] == view->scene->sentence[i];
    return inside ? &view->tokens[j] : &EDGE;
}

/* The token and its six neighbours, here[-3] … here[3]. */
typedef const lede_tagger_token *const *window;

static void
put_words(lede_tagger_sink *to, window here)
{
    uint64_t form = here[0]->form;
    lede_tagger_put(to, BIAS, form);
    lede_tagger_put(to, WORD, here[0]->word);
    lede_tagger_put(to, WORD_FORM, pair(here[0]->word, form));
    lede_tagger_put(to, WORD_LAST, here[-1]->word);
    lede_tagger_put(to, WORD_NEXT, here[1]->word);
    lede_tagger_put(to, WORD_LAST_2, here[-2]->word);
    lede_tagger_put(to, WORD_NEXT_2, here[2]->word);
    lede_tagger_put(to, WORD_LAST_3, here[-3]->word);
    lede_tagger_put(to, WORD_NEXT_3, here[3]->word);
    lede_tagger_put(to, PAIR_LAST, pair(here[-1]->word, here[0]->word));
    lede_tagger_put(to, PAIR_NEXT, pair(here[0]->word, here[1]->word));
    lede_tagger_put(to, AROUND, pair(here[-1]->word, here[1]->word));
    lede_tagger_put(to, PAIR_LAST_2, pair(here[-2]->word, here[-1]->word));
    lede_tagger_put(to, PAIR_NEXT_2, pair(here[1]->word, here[2]->word));
}

static void
put_spelling(lede_tagger_sink *to, window here)
{
    const lede_tagger_token *token = here[0];
    uint64_t form = token->form, last = here[-1]->form, next = here[1]->form;
    lede_tagger_put(to, SHAPE, token->shape);
    lede_tagger_put(to, SHAPE_LAST, pair(here[-1]->shape, form));
    lede_tagger_put(to, SHAPE_NEXT, pair(here[1]->shape, form));
    for (uint32_t i = 0; i < 3; i++) {
        lede_tagger_put(to, PREFIX_2 + i, token->prefix[i]);
        lede_tagger_put(to, SUFFIX_2 + i, token->suffix[i]);
    }
    lede_tagger_put(to, SUFFIX_LAST, here[-1]->suffix[1]);
    lede_tagger_put(to, SUFFIX_NEXT, here[1]->suffix[1]);
    lede_tagger_put(to, FORMS, last << 16 | form << 8 | next);
    lede_tagger_put(to, FORMS_LAST, (uint64_t)here[-2]->form << 16 | last << 8 | form);
    lede_tagger_put(to, FORMS_NEXT, form << 16 | next << 8 | here[2]->form);
    lede_tagger_put(to, FORMS_WIDE,
                    (uint64_t)here[-2]->form << 32 | last << 24 | form << 16 | next << 8 |
                        here[2]->form);
    lede_tagger_put(to, FORM_WORD_LAST, pair(here[-1]->word, form << 8 | next));
    lede_tagger_put(to, FORM_WORD_NEXT, pair(here[1]->word, form << 8 | last));
    lede_tagger_put(to, STARTS,
                    (token->cues & LEDE_CUE_STARTS ? 1u : 0u) | form << 1 |
                        (token->cues & LEDE_CUE_SEEN_LOWER ? 256u : 0u));
}

/* Cues that a neighbour shows; what the text itself shows is for the token alone. */
static uint32_t
word_cues(const lede_tagger_token *token)
{
    return token->cues & ((LEDE_CUE_SEEN_LOWER - 1u) | LEDE_CUE_MODIFIER);
}

static void
put_lists(lede_tagger_sink *to, window here)
{
    const lede_tagger_token *token = here[0];
    uint64_t form = token->form;
    lede_tagger_put(to, LISTS, pair(token->lists, form));
    lede_tagger_put(to, LISTS_LAST, pair(here[-1]->lists, here[-1]->form));
    lede_tagger_put(to, LISTS_NEXT, pair(here[1]->lists, here[1]->form));
    lede_tagger_put(to, LISTS_PAIR,
                    (uint64_t)here[-1]->lists << 32 | (uint64_t)token->lists << 16 |
                        here[1]->lists);
    put_bits(to, LIST, token->lists, form);
    put_bits(to, LIST + 16, here[-1]->lists, here[-1]->form);
    put_bits(to, LIST + 32, here[1]->lists, here[1]->form);
    put_bits(to, PHRASE, token->phrases, form);
    put_bits(to, PHRASE_NEXT, here[1]->phrases & ~token->phrases, form);
    lede_tagger_put(to, CUES, pair(token->cues, form));
    lede_tagger_put(to, CUES_LAST, pair(word_cues(here[-1]), here[-1]->form));
    lede_tagger_put(to, CUES_NEXT, pair(word_cues(here[1]), here[1]->form));
    put_bits(to, CUE, token->cues, form);
    put_bits(to, CUE + 20, word_cues(here[-1]), here[-1]->form);
    put_bits(to, CUE + 40, word_cues(here[1]), here[1]->form);
    put_bits(to, CUE_WIDE, word_cues(here[-2]), here[-1]->form);
    put_bits(to, CUE_WIDE + 20, word_cues(here[2]), here[1]->form);
}

/* The coarser cluster. */
static uint64_t
kind(const lede_tagger_token *token)
{
    return token->company >> 2;
}

static void
put_company(lede_tagger_sink *to, window here)
{
    uint64_t form = here[0]->form, written = here[0]->written;
    lede_tagger_put(to, WRITTEN,
                    written << 8 | form << 1 | (here[0]->cues & LEDE_CUE_STARTS ? 1u : 0u));
    lede_tagger_put(to, WRITTEN_LAST,
                    (uint64_t)here[-1]->written << 16 | written << 8 | form);
    lede_tagger_put(to, WRITTEN_NEXT,
                    (uint64_t)here[1]->written << 16 | written << 8 | form);
    lede_tagger_put(to, WRITTEN_AROUND,
                    (uint64_t)here[-1]->written << 24 | (uint64_t)here[1]->written << 16 |
                        written << 8 | form);
    for (uint32_t i = 0; i < 3; i++) {
        lede_tagger_put(to, COMPANY + i, here[(ptrdiff_t)i - 1]->company);
    }
    for (uint32_t i = 0; i < 5; i++) {
        lede_tagger_put(to, KIND + i, kind(here[(ptrdiff_t)i - 2]));
    }
    lede_tagger_put(to, KIND_AROUND, kind(here[-1]) << 16 | kind(here[1]) << 8 | form);
    lede_tagger_put(to, KIND_LAST, kind(here[-1]) << 16 | kind(here[0]) << 8 | form);
    lede_tagger_put(to, KIND_NEXT, kind(here[1]) << 16 | kind(here[0]) << 8 | form);
}

static void
put_opinions(lede_tagger_sink *to, window here)
{
    const lede_tagger_token *token = here[0];
    lede_tagger_put(to, RULE, token->rule);
    lede_tagger_put(to, RULE_LABEL, token->rule & 31u);
    lede_tagger_put(to, RULE_FORM, (uint64_t)token->rule << 8 | token->form);
    lede_tagger_put(to, RULE_WORD, pair(token->word, token->rule & 7u));
    lede_tagger_put(to, RULE_LAST, (uint64_t)(here[-1]->rule & 31u) << 16 | token->rule);
    lede_tagger_put(to, RULE_NEXT, (uint64_t)(here[1]->rule & 31u) << 16 | token->rule);
    put_bits(to, ELSEWHERE, token->elsewhere, token->cues & LEDE_CUE_STARTS ? 1 : 0);
}

/* How far beyond token i, in steps of 1 or -1, the capitalized words around it end. */
static ptrdiff_t
run_end(const lede_tagger_view *view, size_t i, ptrdiff_t step)
{
    ptrdiff_t away = step;
    while (away != step * LONGEST_RUN && lede_tagger_is_capitalized(at(view, i, away))) {
        away += step;
    }
    return away;
}

/* What stands around a run of capitalized words, which in a long one is out of sight of most of them, and its
 * first and last. */
static void
put_run(lede_tagger_sink *to, const lede_tagger_view *view, size_t i)
{
    if (!lede_tagger_is_capitalized(&view->tokens[i])) {
        return;
    }
    ptrdiff_t begin = run_end(view, i, -1), end = run_end(view, i, 1);
    const lede_tagger_token *before = at(view, i, begin), *after = at(view, i, end);
    uint64_t behind = begin < -3 ? 2 : (uint64_t)(-1 - begin);
    uint64_t ahead = end > 3 ? 2 : (uint64_t)(end - 1), place = behind * 3 + ahead;
    lede_tagger_put(to, RUN_BEFORE, pair(before->word, place));
    lede_tagger_put(to, RUN_AFTER, pair(after->word, place));
    lede_tagger_put(to, RUN_COMPANY_BEFORE, (uint64_t)before->company << 8 | place);
    lede_tagger_put(to, RUN_COMPANY_AFTER, (uint64_t)after->company << 8 | place);
    lede_tagger_put(to, RUN_KINDS, kind(before) << 32 | kind(after) << 8 | place);
    lede_tagger_put(to, RUN_LAST, pair(at(view, i, end - 1)->word, place));
    lede_tagger_put(to, RUN_FIRST, pair(at(view, i, begin + 1)->word, place));
}

size_t
lede_tagger_features(uint32_t features[LEDE_TAGGER_FEATURES], const lede_tagger_view *view,
                     size_t i)
{
    const lede_tagger_token *around[7];
    for (size_t j = 0; j < 7; j++) {
        around[j] = at(view, i, (ptrdiff_t)j - 3);
    }
    lede_tagger_sink to = {features, 0};
    put_words(&to, around + 3);
    put_spelling(&to, around + 3);
    put_lists(&to, around + 3);
    put_company(&to, around + 3);
    put_opinions(&to, around + 3);
    put_run(&to, view, i);
    return to.count;
}
