#include "names/aliases.h"

#include "base/hash.h"
#include "names/bearers.h"

/* A person whose surname is also a known name must be surer than SURE_SCORE to have it, and so must a word
 * of a headline that is nothing else. */
static const float ALIAS_SCORE = 0.85f, SURE_SCORE = 0.75f;

enum {
    SHORTEST_ACRONYM = 3, /* letters; shorter ones stand for too many things */
};

typedef struct {
    const lede_scene *scene;
    lede_bearers bearers;
    const lede_mention *found;
    bool *dropped;       /* one for each found mention */
    lede_table capitals; /* word → how often it is capitalized */
    lede_table named;    /* word → how often it is so in a found mention */
    size_t count;
    size_t next; /* the first found mention that does not lie before the token at hand */
    size_t free; /* the end of the last mention */
    lede_vector *resolved;
} aliases;

/* ---- names of what was found ---- */

static void
take_name(lede_mention *mention, const lede_calling *call)
{
    mention->name = call->who->name;
    mention->id = call->who->id;
    mention->ambiguous = call->ambiguous;
}

/* `in X`, `to X`: what a place follows and a speaker does not. */
static bool
follows_place_word(const lede_scene *scene, size_t i)
{
    static const char *const WORDS[] = {"in",     "to",      "from",   "near",
                                        "at",     "outside", "around", "into",
                                        "across", "toward",  "towards"};
    return i > 0 && lede_scene_same_sentence(scene, i, i - 1) &&
           LEDE_IS_ONE_OF(scene, i - 1, WORDS);
}

/* True for known capitals that are also those of another organization, named before: RSF behind the Rapid
 * Support Forces is not Reporters sans frontières. */
static bool
is_acronym_of(const aliases *all, const lede_calling *call, const lede_mention *mention)
{
    const lede_token *token = &all->scene->tokens->items[mention->first];
    return call->form == LEDE_FORM_ACRONYM && call->who->said > 0 &&
           !lede_text_equal(mention->name, call->who->name) &&
           mention->label == LEDE_LABEL_ORG && (token->bits & LEDE_TOKEN_CAPS) != 0 &&
           token->span.end - token->span.start >= SHORTEST_ACRONYM;
}

/* What a built-in name of one word really is in this article: the acronym of something else, which the
 * text gives or has spelled out before, or the surname of a person who was named before (Toronto-born Harry
 * Alger … Alger). */
static void
correct_known(const aliases *all, lede_mention *mention)
{
    lede_calling call = lede_bearers_call(&all->bearers, mention, LEDE_ANY_LABEL);
    if (call.who == NULL) {
        return;
    }
    bool acronym = call.form == LEDE_FORM_GIVEN || is_acronym_of(all, &call, mention);
    bool surname = call.form == LEDE_FORM_FAMILY && call.who->said > 0 &&
                   call.who->score > SURE_SCORE && mention->label != LEDE_LABEL_NORP &&
                   !follows_place_word(all->scene, mention->first);
    if (acronym || surname) {
        mention->label = call.who->label;
        mention->source = LEDE_SOURCE_ALIAS;
        mention->score = ALIAS_SCORE;
        take_name(mention, &call);
    }
}

/* Whom a short form calls: one of its label, or of another label who is surer than the mention. */
static lede_calling
called_by(const aliases *all, const lede_mention *mention)
{
    lede_calling call = lede_bearers_call(&all->bearers, mention, mention->label);
    if (call.who == NULL && mention->source == LEDE_SOURCE_TAGGER) {
        call = lede_bearers_call(&all->bearers, mention, LEDE_ANY_LABEL);
        call.who = call.who != NULL && call.who->score > mention->score ? call.who : NULL;
    }
    return call;
}

/* Who is also known by these words, as the text says. */
static lede_calling
given_by(const aliases *all, const lede_mention *mention)
{
    lede_calling call = {.index = LEDE_NO_BEARER};
    if (all->bearers.has_other_names) {
        call = called_by(all, mention);
        call.who = call.form == LEDE_FORM_GIVEN ? call.who : NULL;
    }
    return call;
}

/* A short form goes to whom it calls; the label of an unsure one too. */
static void
name_short(aliases *all, lede_mention *mention)
{
    lede_calling call = called_by(all, mention);
    if (call.who != NULL) {
        mention->label = call.who->label;
        take_name(mention, &call);
        if (call.form == LEDE_FORM_WHOLE) {
            lede_bearers_said(&all->bearers, call.index);
        }
    }
}

/* A full name is its bearer's, who is the newest of his names from here on. */
static void
name_whole(aliases *all, lede_mention *mention)
{
    lede_calling call = lede_bearers_call_rest(&all->bearers, mention);
    if (call.who != NULL && mention->label == LEDE_LABEL_ORG && !mention->fixed) {
        take_name(mention, &call);
        return;
    }
    uint32_t index = lede_bearers_enter(&all->bearers, mention);
    lede_bearers_said(&all->bearers, index);
    const lede_bearer *who = lede_bearers_at(&all->bearers, index);
    if (who != NULL && mention->name.size == 0) {
        mention->name = who->name;
        mention->id = who->id;
    }
}

static void
push_named(aliases *all, const lede_mention *found)
{
    lede_mention mention = *found;
    bool known = mention.name.size > 0;
    bool whole = !lede_bearers_is_short(&all->bearers, found);
    if (whole && (known || given_by(all, found).who == NULL)) {
        name_whole(all, &mention);
    } else if (!known) {
        name_short(all, &mention);
    } else if (!mention.fixed) {
        correct_known(all, &mention);
    }
    if (mention.name.size == 0) {
        mention.name = lede_tokens_text(all->scene->tokens, all->scene->text, mention.first,
                                        mention.end);
    }
    lede_vector_push(all->resolved, &mention);
}

/* ---- forms that nobody found ---- */

/* How far back a surname at token i reaches: over `al-`, and over what the bearer hyphenates. */
static size_t
surname_start(const aliases *all, const lede_bearer *who, size_t i, size_t limit)
{
    size_t known = who->end - 1;
    while (i >= limit + 2 && lede_scene_is_hyphenated(all->scene, i)) {
        bool particle = (all->scene->cues[i - 2] & LEDE_CUE_PARTICLE) != 0;
        bool same = known >= who->first + 2 &&
                    all->scene->hashes[i - 2] == all->scene->hashes[known - 2];
        if (!particle && !same) {
            break;
        }
        i -= 2;
        known -= known >= who->first + 2 ? 2 : 0;
    }
    return i;
}

/* True where only the place in the sentence capitalizes token i, or may do so. */
static bool
is_capital_by_place(const aliases *all, size_t i)
{
    uint32_t cues = all->scene->cues[i];
    return (cues & (LEDE_CUE_STARTS | LEDE_CUE_HEADLINE)) != 0 &&
           (cues & (LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER)) != 0;
}

static void
count_up(lede_table *counts, uint64_t key)
{
    uint32_t *count = lede_table_put(counts, key);
    if (count != NULL) {
        *count = *count == LEDE_TABLE_NEW ? 1 : *count + 1;
    }
}

static void
count_words(aliases *all)
{
    const lede_scene *scene = all->scene;
    lede_table_init(&all->capitals, scene->arena, scene->tokens->count);
    lede_table_init(&all->named, scene->arena, scene->tokens->count);
    for (size_t i = 0, next = 0; i < scene->tokens->count; i++) {
        next += next < all->count && all->found[next].end <= i;
        if (lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL)) {
            count_up(&all->capitals, scene->hashes[i]);
            if (next < all->count && all->found[next].first <= i) {
                count_up(&all->named, scene->hashes[i]);
            }
        }
    }
}

/* True for a word that is mostly a name where it has a capital: one that was found once and passed over at
 * many places is no name there. (Organizations are passed over more often and are names more often.) */
static bool
is_mostly_named(const aliases *all, size_t i)
{
    const uint32_t *capitals = lede_table_get(&all->capitals, all->scene->hashes[i]);
    const uint32_t *named = lede_table_get(&all->named, all->scene->hashes[i]);
    return capitals != NULL && named != NULL && *named * 2 >= *capitals;
}

static bool
is_article(const lede_scene *scene, size_t i)
{
    static const char *const ARTICLES[] = {"the", "The", "a", "A", "an", "An"};
    return LEDE_IS_ONE_OF(scene, i, ARTICLES);
}

/* `the Tanya`: no person goes by a given name behind an article; `the Winterfold government` may be. */
static bool
is_thing(const aliases *all, const lede_calling *call, size_t i)
{
    return i > 0 && call->who->label == LEDE_LABEL_PERSON &&
           lede_scene_same_sentence(all->scene, i, i - 1) && is_article(all->scene, i - 1);
}

/* `Prof. Winterfold`, found somewhere else: whoever bears a title is a person. */
static bool
follows_title(const aliases *all, const lede_calling *call, size_t i)
{
    return i > 0 && call->who->label == LEDE_LABEL_PERSON &&
           lede_scene_same_sentence(all->scene, i, i - 1) &&
           lede_scene_has_cue(all->scene, i - 1, LEDE_CUE_TITLE);
}

/* True for one word that may be what `call` says. */
static bool
may_be_short(const aliases *all, const lede_calling *call, size_t i)
{
    uint32_t bits = all->scene->tokens->items[i].bits, cues = all->scene->cues[i];
    switch (call->form) {
    case LEDE_FORM_GIVEN:
        return (bits & (LEDE_TOKEN_CAPS | LEDE_TOKEN_DOTTED)) != 0 ||
               ((bits & LEDE_TOKEN_CAPITAL) && !(cues & LEDE_CUE_COMMON));
    case LEDE_FORM_ACRONYM:
        return (bits & LEDE_TOKEN_CAPS) != 0 &&
               !(cues & (LEDE_CUE_HEADLINE | LEDE_CUE_TITLE)); /* MP is not Mae Petroleum */
    case LEDE_FORM_MIDDLE: /* Iragorri of Hernando Iragorri Paz, not Paul of John Paul Jones */
        if (cues & LEDE_CUE_GIVEN) {
            return false;
        }
        break;
    case LEDE_FORM_WHOLE:
        if (call->who->label != LEDE_LABEL_ORG && !is_mostly_named(all, i) &&
            !follows_title(all, call, i)) {
            return false;
        }
        break;
    case LEDE_FORM_FIRST:
        break;
    case LEDE_FORM_REST:
        return false;
    case LEDE_FORM_FAMILY:
        return (bits & LEDE_TOKEN_CAPITAL) && !is_capital_by_place(all, i);
    }
    return (bits & LEDE_TOKEN_CAPITAL) && !(cues & LEDE_CUE_COMMON) &&
           !is_capital_by_place(all, i) && !is_thing(all, call, i);
}

/* True for a capitalized word at token i that may be part of a longer name. An ordinary one is where
 * nothing else capitalizes it: Eminem Show, Lancaster House Agreement. */
static bool
may_join(const aliases *all, size_t i, size_t beside)
{
    uint32_t others = LEDE_CUE_TITLE | LEDE_CUE_ROLE | LEDE_CUE_CALENDAR;
    others |= lede_scene_has_cue(all->scene, i, LEDE_CUE_STARTS | LEDE_CUE_HEADLINE)
                  ? LEDE_CUE_COMMON
                  : 0u;
    return lede_scene_same_sentence(all->scene, beside, i) &&
           lede_scene_has_bits(all->scene, i, LEDE_TOKEN_CAPITAL) &&
           !lede_scene_has_cue(all->scene, i, others);
}

/* `Battle of` before token i, behind which a name is part of a longer one. */
static bool
follows_capital_of(const aliases *all, size_t i)
{
    static const char *const OF[] = {"of"};
    return i >= all->free + 2 && LEDE_IS_ONE_OF(all->scene, i - 1, OF) &&
           !lede_scene_has_cue(all->scene, i - 2, LEDE_CUE_STARTS) &&
           may_join(all, i - 2, i);
}

/* The first token behind i that a found mention has. */
static size_t
next_mention(const aliases *all)
{
    size_t next = all->next;
    while (next < all->count && all->dropped[next]) {
        next++;
    }
    return next < all->count ? all->found[next].first : all->scene->tokens->count;
}

/* True for the words [first, end) beside which a longer name that nobody found goes on: Grey Elves,
 * Bernheimer-Haus. In a headline verbs are capitalized too. */
static bool
is_part(const aliases *all, size_t first, size_t end)
{
    bool headline = lede_scene_has_cue(all->scene, first, LEDE_CUE_HEADLINE);
    size_t next = end + lede_scene_is_hyphenated(all->scene, end + 1);
    return (first > all->free && may_join(all, first - 1, first)) ||
           follows_capital_of(all, first) ||
           (!headline && next < next_mention(all) && may_join(all, next, first));
}

/* A family name, be it one of two: `van der Meulen`, `bin Zayed` of Mohammed bin Zayed Al Nahyan. */
static bool
is_family_name(const lede_calling *call)
{
    return call->form == LEDE_FORM_FAMILY || call->form == LEDE_FORM_MIDDLE;
}

/* True for the words [first, end), which are a form of what `call` says. */
static bool
may_be_called(const aliases *all, const lede_calling *call, size_t first, size_t end)
{
    if (call->who == NULL || call->who->label >= LEDE_LABEL_COUNT) {
        return false;
    }
    if (call->form == LEDE_FORM_WHOLE && call->who->known) {
        return false; /* the tagger saw that the dictionary has it, and had its reasons */
    }
    if (end == first + 1) {
        return may_be_short(all, call, first);
    }
    bool led =
        is_family_name(call) && lede_scene_has_cue(all->scene, first, LEDE_CUE_PARTICLE);
    return (led || lede_scene_has_bits(all->scene, first, LEDE_TOKEN_CAPITAL)) &&
           lede_scene_has_bits(all->scene, end - 1, LEDE_TOKEN_CAPITAL);
}

/* True when a form may have the tokens [first, end): nothing was found there, or a whole name reaches
 * over all of something shorter and no surer, or a family name over its parts: van der [Meulen], [Perez] de
 * [la Cruz]. */
static bool
may_cover(const aliases *all, const lede_calling *call, size_t first, size_t end)
{
    for (size_t n = all->next; n < all->count && all->found[n].first < end; n++) {
        const lede_mention *found = &all->found[n];
        bool same = found->first == first && found->end == end;
        if (is_family_name(call) && !same && !found->fixed && found->end <= end &&
            found->label == LEDE_LABEL_PERSON) {
            continue;
        }
        if (!all->dropped[n] && (call->form != LEDE_FORM_WHOLE || found->fixed || same ||
                                 found->end > end || found->score > call->who->score)) {
            return false;
        }
    }
    return true;
}

/* True for marks that a name may have inside: J. Lee, Al-Tamrani, A & B. */
static bool
is_inner_mark(const lede_scene *scene, size_t i)
{
    static const char *const MARKS[] = {".", "-", "&", "'", "\u2019"};
    return LEDE_IS_ONE_OF(scene, i, MARKS);
}

/* The longest form that begins at token i and ends before `limit`; its end, or i. */
static size_t
longest_form(const aliases *all, size_t i, size_t limit, lede_calling *best)
{
    const lede_scene *scene = all->scene;
    size_t words = lede_bearers_longest(&all->bearers, i), end = i;
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t at = i; words > 0 && at < limit && lede_scene_same_sentence(scene, i, at);
         at++) {
        if (!lede_scene_has_bits(scene, at, LEDE_TOKEN_WORD)) {
            if (at == i || !is_inner_mark(scene, at)) {
                break;
            }
            continue;
        }
        key = lede_hash_join(key, scene->hashes[at]);
        lede_calling call = lede_bearers_find(&all->bearers, key, LEDE_ANY_LABEL, 0);
        if (may_be_called(all, &call, i, at + 1) && may_cover(all, &call, i, at + 1)) {
            *best = call;
            end = at + 1;
        }
        words--;
    }
    return end;
}

/* Makes the form [first, end) a mention, in place of the found ones that it covers. */
static void
push_form(aliases *all, const lede_calling *call, size_t first, size_t end)
{
    bool surname = call->who->label == LEDE_LABEL_PERSON && call->form == LEDE_FORM_FAMILY;
    lede_mention mention = {
        .first =
            (uint32_t)(surname ? surname_start(all, call->who, first, all->free) : first),
        .end = (uint32_t)end,
        .label = call->who->label,
        .source = LEDE_SOURCE_ALIAS,
        .score = ALIAS_SCORE,
    };
    take_name(&mention, call);
    lede_vector_push(all->resolved, &mention);
    while (all->next < all->count && all->found[all->next].first < end) {
        all->next++;
    }
    all->free = end;
}

/* True for the plural of a family name of the article behind an article: the Winterfolds, the Bushes. */
static bool
is_family(const aliases *all, size_t i)
{
    const lede_scene *scene = all->scene;
    lede_text word = lede_text_slice(scene->text, scene->tokens->items[i].span);
    if (i == 0 || !lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL) ||
        !is_article(scene, i - 1) || word.bytes[word.size - 1] != 's') {
        return false;
    }
    uint64_t whole = lede_scene_key(scene, i, i + 1);
    lede_calling club = lede_bearers_find(&all->bearers, whole, LEDE_LABEL_ORG, 0);
    if (club.who != NULL && club.form != LEDE_FORM_WHOLE) {
        return false; /* the Browns of Cleveland */
    }
    bool family = false;
    for (size_t cut = 1; cut <= 2 && cut < word.size && !family; cut++) {
        lede_text one = {word.bytes, word.size - cut};
        uint64_t hash = lede_fold_hash(one, LEDE_FOLD_ACCENTS);
        lede_calling call = lede_bearers_find(
            &all->bearers, lede_hash_join(LEDE_HASH_EMPTY, hash), LEDE_LABEL_PERSON, 0);
        family = call.who != NULL && call.form == LEDE_FORM_FAMILY &&
                 (cut == 1 || one.bytes[one.size] == 'e');
    }
    return family;
}

/* True where no mention but one of an unknown word is at token i. */
static bool
may_be_family(const aliases *all, size_t i, bool found)
{
    if (!found) {
        return next_mention(all) > i;
    }
    const lede_mention *mention = &all->found[all->next];
    return mention->end == i + 1 && mention->name.size == 0 && !mention->fixed;
}

/* Makes the word at token i a family; it is listed as it is called. */
static void
push_family(aliases *all, size_t i)
{
    const lede_scene *scene = all->scene;
    lede_mention mention = {
        .first = (uint32_t)i,
        .end = (uint32_t)i + 1,
        .label = LEDE_LABEL_PERSON,
        .source = LEDE_SOURCE_ALIAS,
        .score = ALIAS_SCORE,
        .name = lede_tokens_text(scene->tokens, scene->text, i, i + 1),
    };
    lede_vector_push(all->resolved, &mention);
    all->free = i + 1;
}

/* Resolves what is at token i: a found mention, or a form that nobody found. Returns where to go on. */
static size_t
resolve_at(aliases *all, size_t i)
{
    while (all->next < all->count && all->dropped[all->next]) {
        all->next++;
    }
    lede_calling call = {.index = LEDE_NO_BEARER};
    bool found = all->next < all->count && all->found[all->next].first == i;
    size_t end = longest_form(all, i, all->scene->tokens->count, &call);
    if (end > i && !is_part(all, i, end)) {
        push_form(all, &call, i, end);
    } else if (may_be_family(all, i, found) && is_family(all, i)) {
        push_family(all, i);
        all->next += found;
        end = i + 1;
    } else if (found) {
        push_named(all, &all->found[all->next]);
        end = all->free = all->found[all->next++].end;
    } else if (end == i || end > next_mention(all)) {
        end = i + 1;
    }
    return end;
}

/* ---- who is named ---- */

/* In a headline capitals tell nothing, so the tagger knows little. */
static bool
is_unsure(const aliases *all, const lede_mention *mention)
{
    return mention->source == LEDE_SOURCE_TAGGER &&
           lede_scene_has_cue(all->scene, mention->first, LEDE_CUE_HEADLINE);
}

/* An organization that a dictionary lists by its acronym is listed so where the article spells it out, and
 * one that it knows by its first word where it has its legal form: Apple Inc. */
static void
share_known_name(aliases *all, const lede_mention *mention)
{
    lede_text text = lede_tokens_text(all->scene->tokens, all->scene->text, mention->first,
                                      mention->end);
    lede_calling call = lede_bearers_call(&all->bearers, mention, mention->label);
    bool acronym = call.form == LEDE_FORM_ACRONYM && lede_text_equal(mention->name, text);
    if (call.who != NULL && (acronym || call.form == LEDE_FORM_WHOLE)) {
        lede_bearers_list_as(&all->bearers, call.index, mention);
    }
}

static void
enter(aliases *all, const lede_mention *mention)
{
    bool is_short = lede_bearers_is_short(&all->bearers, mention);
    lede_calling call = {.index = LEDE_NO_BEARER};
    if (mention->name.size == 0) {
        call = is_short ? called_by(all, mention) : given_by(all, mention);
    }
    if (call.who != NULL) {
        lede_bearers_note(&all->bearers, call.index, mention);
    } else if (!is_short || mention->name.size == 0) {
        (void)lede_bearers_enter(&all->bearers, mention);
    } else if (mention->source == LEDE_SOURCE_GAZETTEER && !mention->fixed) {
        share_known_name(all, mention);
    }
}

/* True for a person in a headline whose surname alone goes on in the text: [PAULA WINTERFOLD] … Winterfold. */
static bool
is_named_in_full(const aliases *all, const lede_mention *mention, size_t surname)
{
    bool given = surname == mention->first + 1 || surname == mention->first + 2;
    return mention->label == LEDE_LABEL_PERSON && given && surname + 1 == mention->end &&
           lede_scene_has_cue(all->scene, mention->first, LEDE_CUE_GIVEN);
}

/* True for an unsure mention that is given up: more than a name which the article gives elsewhere, as
 * [HOLLOWAY ASKS FOR HELP], in which the name is found then; or one word in capitals like all around it. */
static bool
is_nothing(const aliases *all, const lede_mention *mention)
{
    lede_calling call = lede_bearers_call(&all->bearers, mention, LEDE_ANY_LABEL);
    bool shouted = mention->end == mention->first + 1 && mention->score < SURE_SCORE &&
                   lede_scene_has_bits(all->scene, mention->first, LEDE_TOKEN_CAPS);
    if (call.who == NULL && shouted) {
        return true;
    }
    for (size_t i = mention->first; call.who == NULL && i < mention->end; i++) {
        if (longest_form(all, i, mention->end, &call) > i) {
            return !is_named_in_full(all, mention, i);
        }
    }
    return false;
}

/* Enters full names before short ones, so that these find them, and sure ones before those of headlines. */
static void
enter_all(aliases *all)
{
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < all->count; i++) {
            bool is_short = lede_bearers_is_short(&all->bearers, &all->found[i]);
            if (is_short == (round == 1) && !is_unsure(all, &all->found[i])) {
                enter(all, &all->found[i]);
            }
        }
    }
    for (size_t i = 0; i < all->count; i++) {
        if (!is_unsure(all, &all->found[i])) {
            continue;
        }
        all->next = all->count; /* nothing is in the way here */
        all->dropped[i] = is_nothing(all, &all->found[i]);
        all->next = 0;
        if (!all->dropped[i]) {
            enter(all, &all->found[i]);
        }
    }
}

void
lede_aliases_find(const lede_scene *scene, const lede_vector *found, lede_vector *resolved)
{
    aliases all = {
        .scene = scene, .found = found->data, .count = found->count, .resolved = resolved};
    all.dropped = lede_arena_alloc(scene->arena, found->count, sizeof *all.dropped);
    if (all.dropped == NULL) {
        return;
    }
    memset(all.dropped, 0, found->count * sizeof *all.dropped);
    lede_bearers_init(&all.bearers, scene, found->count);
    count_words(&all);
    enter_all(&all);
    for (size_t i = 0; i < scene->tokens->count;) {
        i = resolve_at(&all, i);
    }
}
