#include "names/rules.h"

/* A text of capitals alone is cut into runs of so many words: the rules look at a run from each of
 * its words, which must not become quadratic. */
enum {
    LONGEST_RUN = 32,
    MOST_LINKS = 4,
    LONGEST_PERSON = 5,
    APPOSITION_REACH = 8,
    LONGEST_ACRONYM = 6,   /* letters */
    SHORTEST_WRAPPED = 50, /* bytes; mail and agencies wrap between 65 and 80 */
    LONGEST_WRAPPED = 100,
};

/* How sure each kind of evidence is: rough figures, which a trained tagger weighs anew. */
static const float SURE = 0.95f, STRONG = 0.9f, LIKELY = 0.8f, GUESS = 0.6f;

typedef struct {
    const lede_scene *scene;
    const bool *taken;
    lede_vector *mentions;
} tagger;

static bool
is_word(const tagger *tag, size_t i, const char *expected)
{
    return lede_scene_is_word(tag->scene, i, &expected, 1);
}

static bool
is_capital(const tagger *tag, size_t i)
{
    return (lede_scene_has_bits(tag->scene, i, LEDE_TOKEN_CAPITAL)) != 0 && !tag->taken[i];
}

/* True when no user's dictionary has any of the tokens. */
static bool
is_free(const tagger *tag, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (tag->taken[i]) {
            return false;
        }
    }
    return true;
}

/* A name may reach over a particle or mark that a user's dictionary has: then it is not ours. */
static void
push_mention(const tagger *tag, const lede_mention *mention)
{
    bool fits = lede_mention_fits(tag->scene->tokens, mention);
    if (fits && is_free(tag, mention->first, mention->end)) {
        lede_vector_push(tag->mentions, mention);
    }
}

/* True when a line ends before token i that nobody wrapped: a short one stands in a list, a long one is
 * a whole paragraph. */
static bool
ends_whole_line(const tagger *tag, size_t i)
{
    if (!(lede_scene_has_bits(tag->scene, i, LEDE_TOKEN_LINE))) {
        return false;
    }
    size_t length = 0, end = tag->scene->tokens->items[i - 1].span.end;
    while (length < end && length <= LONGEST_WRAPPED &&
           tag->scene->text.bytes[end - length - 1] != '\n') {
        length++;
    }
    return length < SHORTEST_WRAPPED || length > LONGEST_WRAPPED;
}

/* The stop of an initial, and something behind it in the sentence: J. Lee. */
static bool
is_initial_stop(const tagger *tag, size_t i)
{
    return i > 0 && lede_scene_has_bits(tag->scene, i - 1, LEDE_TOKEN_INITIAL) &&
           lede_scene_is_mark(tag->scene, i, '.');
}

/* Where a name goes on behind token i - 1: at i itself, behind a hyphen or behind particles
 * (`al-`, `bin`, `van der`); or i when it does not. Returns the end of that piece. */
static size_t
next_piece(const tagger *tag, size_t i)
{
    size_t at = i + is_initial_stop(tag, i);
    if (!lede_scene_same_sentence(tag->scene, i - 1, i) || ends_whole_line(tag, i)) {
        return i;
    }
    at += lede_scene_is_hyphenated(tag->scene, at + 1);
    for (size_t n = 0; n < 2 && lede_scene_has_cue(tag->scene, at, LEDE_CUE_PARTICLE) &&
                       !is_capital(tag, at);
         n++) {
        at++;
        at += lede_scene_is_hyphenated(tag->scene, at + 1);
    }
    bool goes_on = lede_scene_same_sentence(tag->scene, i - 1, at) && is_capital(tag, at);
    return goes_on ? at + 1 : i;
}

/* The first token of a name: a capitalized word, or a particle hyphenated to one (`al-Ghanimi`). */
static size_t
first_piece(const tagger *tag, size_t i)
{
    if (is_capital(tag, i)) {
        return i + 1;
    }
    bool particle = lede_scene_has_cue(tag->scene, i, LEDE_CUE_PARTICLE) &&
                    !tag->taken[i] && lede_scene_is_hyphenated(tag->scene, i + 2) &&
                    is_capital(tag, i + 2);
    return particle ? i + 3 : i;
}

/* The end of the words of a title, with the stops of abbreviations: Lt. Gen. */
static size_t
title_end(const tagger *tag, size_t i, size_t end)
{
    size_t first = i;
    /* `Sheikh Sultan al-Barakani`: behind a title a title may be a given name */
    while (i < end && lede_scene_has_cue(tag->scene, i, LEDE_CUE_TITLE) &&
           !(i > first && lede_scene_has_cue(tag->scene, i, LEDE_CUE_GIVEN))) {
        i++;
    }
    return i;
}

/* The end of the capitalized words that begin at `first`, titles with stops included. */
static size_t
run_end(const tagger *tag, size_t first)
{
    size_t end = first_piece(tag, first);
    while (end > first) {
        size_t next = next_piece(tag, end);
        if (next == end && lede_scene_is_mark(tag->scene, end, '.') &&
            lede_scene_has_cue(tag->scene, end, LEDE_CUE_TITLE) &&
            lede_scene_has_cue(tag->scene, end - 1, LEDE_CUE_TITLE)) {
            next = end + 1;
        }
        if (next == end || next - first > LONGEST_RUN) {
            break;
        }
        end = next;
    }
    return end;
}

/* The end of the dictionary name that begins at `i`, or i. */
static size_t
known_end(const tagger *tag, size_t i)
{
    uint32_t match = tag->scene->name_at[i];
    if (match == LEDE_NO_MATCH) {
        return i;
    }
    const lede_match *found = &tag->scene->names[match];
    if (!is_free(tag, found->first, found->end)) {
        return i;
    }
    /* In a headline of capitals "IS" is a verb: there the case of an acronym tells nothing. */
    lede_entry entry = lede_gazetteer_entry(tag->scene->lexicon->names, found->entry);
    bool shouted = lede_scene_has_cue(tag->scene, i, LEDE_CUE_HEADLINE) &&
                   (lede_scene_has_bits(tag->scene, i, LEDE_TOKEN_CAPS));
    bool word = (entry.flags & LEDE_ENTRY_EXACT_CASE) &&
                lede_scene_has_cue(tag->scene, i, LEDE_CUE_COMMON);
    return shouted && word ? i : found->end;
}

static void
push_known(const tagger *tag, size_t i)
{
    const lede_match *found = &tag->scene->names[tag->scene->name_at[i]];
    lede_mention mention = lede_scene_mention(tag->scene, found);
    if (mention.label < LEDE_LABEL_COUNT) {
        push_mention(tag, &mention);
    }
}

static void
push_found(const tagger *tag, size_t first, size_t end, lede_label label, float score)
{
    lede_mention mention = {
        .first = (uint32_t)first,
        .end = (uint32_t)end,
        .label = label,
        .source = LEDE_SOURCE_TAGGER,
        .score = score,
    };
    push_mention(tag, &mention);
}

/* "of", "for", "of the" behind an institution's head; returns the place of the next word. */
static size_t
skip_link(const tagger *tag, size_t i)
{
    bool link = is_word(tag, i, "of") || is_word(tag, i, "for");
    size_t next = i + link;
    next += link && is_word(tag, next, "the");
    return link && lede_scene_same_sentence(tag->scene, i - 1, next) &&
                   is_capital(tag, next)
               ? next
               : i;
}

/* `Department of Defense`, `Bank of England and …`: the end of an institution whose head ends at
 * `end`. */
static size_t
institution_end(const tagger *tag, size_t end)
{
    size_t next = skip_link(tag, end);
    for (size_t links = 0; next > end && links < MOST_LINKS; links++) {
        end = run_end(tag, next);
        /* Ministry of Health and Population */
        bool and = is_word(tag, end, "and") && is_capital(tag, end + 1) &&
                   lede_scene_same_sentence(tag->scene, end - 1, end + 1) &&
                   known_end(tag, end + 1) == end + 1 &&
                   lede_scene_has_cue(tag->scene, end + 1, LEDE_CUE_COMMON);
        next = and ? end + 1 : end;
    }
    return end;
}

/* The end of an organization that begins at `i` and has a head (Army, Ministry) before `limit`, or
 * i. A title behind its beginning begins a person, so the search stops there. */
static size_t
organization_end(const tagger *tag, size_t i, size_t limit)
{
    size_t end = i;
    for (size_t at = i; at < limit; at++) {
        bool head = lede_scene_has_cue(tag->scene, at, LEDE_CUE_ORG_HEAD) ||
                    lede_scene_has_cue(tag->scene, at + 1, LEDE_CUE_ORG_HEAD);
        if (at > i && lede_scene_has_cue(tag->scene, at, LEDE_CUE_TITLE) && !head) {
            break;
        }
        if (lede_scene_has_cue(tag->scene, at, LEDE_CUE_ORG_HEAD | LEDE_CUE_ORG_SUFFIX) &&
            is_capital(tag, at)) {
            end = at + 1;
        }
    }
    if (end == i) {
        return i;
    }
    size_t whole = institution_end(tag, end);
    /* A head alone ("the Ministry") is no name. */
    return whole > i + 1 ? whole : i;
}

/* The end of a place whose last word tells its kind (Airport), or whose first does (Lake), or i. */
static size_t
place_end(const tagger *tag, size_t i, size_t limit)
{
    size_t end = i;
    for (size_t at = i + 1;
         at < limit && !lede_scene_has_cue(tag->scene, at, LEDE_CUE_TITLE); at++) {
        if (lede_scene_has_cue(tag->scene, at, LEDE_CUE_LOC_HEAD) && is_capital(tag, at)) {
            end = at + 1;
        }
    }
    if (end == i && lede_scene_has_cue(tag->scene, i, LEDE_CUE_LOC_LEAD) && i + 1 < limit) {
        end = i + 2;
    }
    return end;
}

/* The end of the words that may be one person's name from `i` on. */
static size_t
person_end(const tagger *tag, size_t i, size_t limit)
{
    uint32_t stops = LEDE_CUE_TITLE | LEDE_CUE_CALENDAR | LEDE_CUE_ORG_HEAD;
    size_t words = 0, at = i;
    while (at < limit && words < LONGEST_PERSON) {
        bool stop = at > i && lede_scene_has_cue(tag->scene, at, stops) &&
                    !lede_scene_has_cue(tag->scene, at, LEDE_CUE_GIVEN);
        if (stop ||
            (lede_scene_is_mark(tag->scene, at, '.') && !is_initial_stop(tag, at))) {
            break;
        }
        words += is_capital(tag, at);
        at++;
    }
    /* never end inside `al-` */
    while (at > i && !is_capital(tag, at - 1)) {
        at--;
    }
    return at;
}

static bool
has_particle(const tagger *tag, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (lede_scene_has_cue(tag->scene, i, LEDE_CUE_PARTICLE) && i + 1 < end) {
            return true;
        }
    }
    return false;
}

/* A word that nothing but its place at the start of a sentence capitalizes. */
static bool
is_ordinary(const tagger *tag, size_t i)
{
    return lede_scene_has_cue(tag->scene, i, LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER) &&
           !lede_scene_has_cue(tag->scene, i, LEDE_CUE_GIVEN | LEDE_CUE_PARTICLE) &&
           !(lede_scene_has_bits(tag->scene, i, LEDE_TOKEN_INITIAL));
}

static bool
any_ordinary(const tagger *tag, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (is_capital(tag, i) && is_ordinary(tag, i)) {
            return true;
        }
    }
    return false;
}

/* `Ambassador to Iraq, Maksim Maksimov`: a role or title shortly before the comma. */
static bool
in_apposition(const tagger *tag, size_t first)
{
    if (first == 0 || !lede_scene_is_mark(tag->scene, first - 1, ',') ||
        !lede_scene_same_sentence(tag->scene, first, first - 1)) {
        return false;
    }
    for (size_t back = 2; back <= APPOSITION_REACH && back <= first; back++) {
        size_t at = first - back;
        if (!lede_scene_same_sentence(tag->scene, first, at) ||
            lede_scene_is_mark(tag->scene, at, ',')) {
            return false;
        }
        if (lede_scene_has_cue(tag->scene, at, LEDE_CUE_TITLE | LEDE_CUE_ROLE)) {
            return true;
        }
    }
    return false;
}

/* `…, the top US commander`, `…, 54,` behind a name. */
static bool
is_explained(const tagger *tag, size_t end)
{
    if (!lede_scene_is_mark(tag->scene, end, ',') ||
        !lede_scene_same_sentence(tag->scene, end - 1, end)) {
        return false;
    }
    if (lede_scene_has_bits(tag->scene, end + 1, LEDE_TOKEN_NUMBER)) {
        return lede_scene_is_mark(tag->scene, end + 2, ',');
    }
    for (size_t at = end + 1;
         at <= end + APPOSITION_REACH && lede_scene_same_sentence(tag->scene, end, at);
         at++) {
        if (lede_scene_is_mark(tag->scene, at, ',')) {
            return false;
        }
        if (lede_scene_has_cue(tag->scene, at, LEDE_CUE_TITLE | LEDE_CUE_ROLE)) {
            return true;
        }
    }
    return false;
}

static bool
speaks(const tagger *tag, size_t first, size_t end)
{
    bool after = lede_scene_same_sentence(tag->scene, first, end) &&
                 lede_scene_has_cue(tag->scene, end, LEDE_CUE_SAY);
    bool before = first > 0 && lede_scene_same_sentence(tag->scene, first, first - 1) &&
                  lede_scene_has_cue(tag->scene, first - 1, LEDE_CUE_SAY);
    return after || before;
}

/* How sure the words [first, end) are a person; 0: they are not. */
static float
person_score(const tagger *tag, size_t first, size_t end)
{
    size_t words = lede_scene_pieces(tag->scene, first, end);
    bool role = first > 0 && lede_scene_same_sentence(tag->scene, first, first - 1) &&
                lede_scene_has_cue(tag->scene, first - 1, LEDE_CUE_ROLE);
    if (any_ordinary(tag, first, end)) {
        /* Ned Price, Theresa May: a surname may be a word where something else tells of a person */
        bool named = lede_scene_has_cue(tag->scene, first, LEDE_CUE_GIVEN) ||
                     (role && !is_ordinary(tag, first));
        bool headline = lede_scene_has_cue(tag->scene, first, LEDE_CUE_HEADLINE);
        return words > 1 && named && !headline ? (role ? LIKELY : GUESS) : 0;
    }
    if (words > 1) {
        bool strong = role || lede_scene_has_cue(tag->scene, first, LEDE_CUE_GIVEN) ||
                      in_apposition(tag, first) || is_explained(tag, end);
        bool likely = has_particle(tag, first, end) || speaks(tag, first, end);
        return strong ? STRONG : likely ? LIKELY : GUESS;
    }
    bool starts = lede_scene_has_cue(tag->scene, first, LEDE_CUE_STARTS);
    if (role && !starts) {
        return LIKELY;
    }
    return speaks(tag, first, end) || lede_scene_has_cue(tag->scene, first, LEDE_CUE_GIVEN)
               ? GUESS
               : 0;
}

/* `in X`, `near X`: prepositions that a place follows. */
static bool
follows_place_word(const tagger *tag, size_t first)
{
    static const char *const WORDS[] = {"in", "near", "outside", "around"};
    return first > 0 && lede_scene_same_sentence(tag->scene, first, first - 1) &&
           LEDE_IS_ONE_OF(tag->scene, first - 1, WORDS);
}

static bool
is_acronym(const tagger *tag, size_t first, size_t end)
{
    lede_span span = tag->scene->tokens->items[first].span;
    return end == first + 1 && (lede_scene_has_bits(tag->scene, first, LEDE_TOKEN_CAPS)) &&
           span.end - span.start <= LONGEST_ACRONYM &&
           !lede_scene_has_cue(tag->scene, first, LEDE_CUE_COMMON);
}

/* A single letter ("I", "Plan B") or capitals that name nothing ("GDP"). */
static bool
is_empty_word(const tagger *tag, size_t first, size_t end)
{
    lede_span span = tag->scene->tokens->items[first].span;
    return end == first + 1 && (span.end - span.start == 1 ||
                                lede_scene_has_cue(tag->scene, first, LEDE_CUE_ACRONYM));
}

/* What the small-letter nouns beside the words [first, end) call them: `the Datafolha company`, `the
 * weekly Jornal`, `Khakrez district`, `the village of Bira`; or LEDE_LABEL_COUNT. */
static lede_label
called(const tagger *tag, size_t first, size_t end)
{
    bool behind = lede_scene_same_sentence(tag->scene, first, end) &&
                  (lede_scene_has_bits(tag->scene, end, LEDE_TOKEN_LOWER));
    bool before = first > 0 && lede_scene_same_sentence(tag->scene, first, first - 1) &&
                  (lede_scene_has_bits(tag->scene, first - 1, LEDE_TOKEN_LOWER));
    if (behind && lede_scene_has_cue(tag->scene, end, LEDE_CUE_LOC_NOUN)) {
        return LEDE_LABEL_LOC;
    }
    if (behind && lede_scene_has_cue(tag->scene, end, LEDE_CUE_ORG_NOUN)) {
        return LEDE_LABEL_ORG;
    }
    if (before && lede_scene_has_cue(tag->scene, first - 1, LEDE_CUE_ORG_NOUN)) {
        return LEDE_LABEL_ORG;
    }
    bool of = before && first > 1 && is_word(tag, first - 1, "of");
    return of && lede_scene_has_cue(tag->scene, first - 2, LEDE_CUE_LOC_NOUN)
               ? LEDE_LABEL_LOC
               : LEDE_LABEL_COUNT;
}

/* Unknown capitalized words [first, end): a person, a place or an acronym, or nothing. */
static void
push_unknown(const tagger *tag, size_t first, size_t end)
{
    uint32_t heads = LEDE_CUE_ORG_HEAD | LEDE_CUE_LOC_HEAD | LEDE_CUE_TITLE;
    if (end <= first + 1 && lede_scene_has_cue(tag->scene, first, heads)) {
        return; /* "the Ministry", "the Bridge" */
    }
    if (is_empty_word(tag, first, end)) {
        return;
    }
    lede_label label =
        any_ordinary(tag, first, end) ? LEDE_LABEL_COUNT : called(tag, first, end);
    if (label != LEDE_LABEL_COUNT) {
        push_found(tag, first, end, label, LIKELY);
        return;
    }
    if (is_acronym(tag, first, end)) {
        push_found(tag, first, end, LEDE_LABEL_ORG, GUESS);
        return;
    }
    if (follows_place_word(tag, first) &&
        !lede_scene_has_cue(tag->scene, first, LEDE_CUE_GIVEN) &&
        !any_ordinary(tag, first, end)) {
        push_found(tag, first, end, LEDE_LABEL_LOC, GUESS);
        return;
    }
    float score = person_score(tag, first, end);
    float needed =
        lede_scene_has_cue(tag->scene, first, LEDE_CUE_HEADLINE) ? STRONG : GUESS;
    if (score >= needed) {
        push_found(tag, first, end, LEDE_LABEL_PERSON, score);
    }
}

/* A known name right behind a title may still be a person (`Mr. Bloomberg`, `Queen Sofia`), unless it
 * is a people (`General [Iraqi] …`) or has several words. */
static bool
bears_title(const tagger *tag, size_t first, size_t end)
{
    const lede_match *found = &tag->scene->names[tag->scene->name_at[first]];
    lede_entry entry = lede_gazetteer_entry(tag->scene->lexicon->names, found->entry);
    return end == first + 1 && lede_label_number(entry.label) != LEDE_LABEL_NORP;
}

/* `Prime Minister [Adel Abdul-Mahdi]`: a title at `i` and the person behind it; ordinary words may stand
 * before the title (`Naval General`). Returns the end of both, or i. */
static size_t
push_titled(const tagger *tag, size_t i, size_t limit)
{
    size_t title = i;
    while (title < limit && is_ordinary(tag, title) &&
           !lede_scene_has_cue(tag->scene, title, LEDE_CUE_TITLE) &&
           known_end(tag, title) == title) {
        title++;
    }
    size_t first = title_end(tag, title, limit);
    if (first == title ||
        lede_scene_has_cue(tag->scene, first, LEDE_CUE_ORG_HEAD | LEDE_CUE_CALENDAR)) {
        return first == title ? i : first;
    }
    size_t end = person_end(tag, first, limit);
    if (end == first || (known_end(tag, first) == end && !bears_title(tag, first, end))) {
        return first;
    }
    push_found(tag, first, end, LEDE_LABEL_PERSON, SURE);
    return end;
}

/* The longest of what may begin at `i`; returns where to go on, always behind i. */
static size_t
push_at(const tagger *tag, size_t i, size_t limit)
{
    size_t known = known_end(tag, i);
    size_t organization = organization_end(tag, i, limit);
    size_t place = place_end(tag, i, limit);
    if (organization > known && organization >= place) {
        push_found(tag, i, organization, LEDE_LABEL_ORG, STRONG);
        return organization;
    }
    if (place > known) {
        push_found(tag, i, place, LEDE_LABEL_LOC, STRONG);
        return place;
    }
    if (known > i) {
        push_known(tag, i);
        return known;
    }
    size_t end = push_titled(tag, i, limit);
    if (end > i) {
        return end;
    }
    end = person_end(tag, i, limit);
    for (size_t at = i + 1; at < end; at++) {
        if (known_end(tag, at) > at && !lede_scene_has_cue(tag->scene, i, LEDE_CUE_GIVEN)) {
            end = at; /* a known name behind an unknown word stands for itself */
        }
    }
    end -= end > i + 1 &&
           is_initial_stop(tag, end - 1); /* no name ends in an initial's stop */
    if (end == i) {
        return i + 1; /* `al-` before a title */
    }
    push_unknown(tag, i, end);
    return end;
}

/* An article, a day or month, or a word that only its place capitalizes: none begins a name. */
static bool
is_no_name(const tagger *tag, size_t i)
{
    bool article =
        !(lede_scene_has_bits(tag->scene, i, LEDE_TOKEN_INITIAL)) &&
        (is_word(tag, i, "The") || is_word(tag, i, "A") || is_word(tag, i, "An"));
    if (lede_scene_has_cue(tag->scene, i, LEDE_CUE_CALENDAR) ||
        (article && known_end(tag, i) == i)) {
        return true;
    }
    bool capitalized_by_place =
        lede_scene_has_cue(tag->scene, i, LEDE_CUE_STARTS | LEDE_CUE_HEADLINE);
    uint32_t names = LEDE_CUE_TITLE | LEDE_CUE_ORG_HEAD | LEDE_CUE_LOC_LEAD;
    bool begins_title = lede_scene_has_cue(tag->scene, i + 1, LEDE_CUE_TITLE);
    bool hyphenated = lede_scene_is_hyphenated(tag->scene, i + 2) &&
                      is_capital(tag, i + 2); /* Al-Ghanimi */
    return capitalized_by_place && is_ordinary(tag, i) && known_end(tag, i) == i &&
           !lede_scene_has_cue(tag->scene, i, names) && !begins_title && !hyphenated;
}

/* Tags what begins at `i` or at most the run of capitalized words there; returns where to go on. */
static size_t
tag_run(const tagger *tag, size_t i)
{
    size_t limit = run_end(tag, i);
    if (limit == i) {
        size_t known = known_end(tag, i);
        if (known > i) {
            push_known(tag, i);
        }
        return known > i ? known : i + 1;
    }
    while (i < limit) {
        bool begins = first_piece(tag, i) > i && !is_no_name(tag, i);
        i = begins ? push_at(tag, i, limit) : i + 1;
    }
    return i;
}

void
lede_rules_find(const lede_scene *scene, const bool *taken, lede_vector *mentions)
{
    tagger tag = {scene, taken, mentions};
    for (size_t i = 0; i < scene->tokens->count;) {
        i = taken[i] ? i + 1 : tag_run(&tag, i);
    }
}
