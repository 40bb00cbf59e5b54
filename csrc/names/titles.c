#include "names/titles.h"

/* How far a role reaches, in tokens: what takes longer to say is a clause of its own. */
enum {
    LONGEST_TITLE = 16,
    LONGEST_ROLE = 14,
    ROLE_REACH = 8,    /* from the comma to the word that tells the role */
    CLAUSE_REACH = 48, /* an endless sentence is looked through once */
    MOST_NOUNS = 3,    /* militia leader, senior intelligence official */
};

typedef struct {
    const lede_scene *scene;
    lede_mention *mentions;
    size_t count;
} titles;

static lede_text
slice(const titles *all, size_t first, size_t end)
{
    return lede_tokens_text(all->scene->tokens, all->scene->text, first, end);
}

/* The first token that may belong to mention k without belonging to the one before it. */
static size_t
free_from(const titles *all, size_t k)
{
    return k > 0 ? all->mentions[k - 1].end : 0;
}

/* The first of the tokens with one of `cues` that end before token i, in its sentence. */
static size_t
cue_start(const titles *all, size_t k, size_t i, uint32_t cues)
{
    size_t at = i, from = free_from(all, k);
    while (at > from && i - at < LONGEST_TITLE &&
           lede_scene_has_cue(all->scene, at - 1, cues) &&
           lede_scene_same_sentence(all->scene, at - 1, i)) {
        at--;
    }
    return at;
}

/* Back over `former`, `deputy`, `ex-` before a title or role that begins at token i. */
static size_t
with_modifiers(const titles *all, size_t k, size_t i)
{
    for (size_t from = free_from(all, k);;) {
        size_t at = i - (i >= 2 && lede_scene_is_hyphenated(all->scene, i));
        if (at <= from || !lede_scene_has_cue(all->scene, at - 1, LEDE_CUE_MODIFIER) ||
            !lede_scene_same_sentence(all->scene, at - 1, i)) {
            return i;
        }
        i = at - 1;
    }
}

/* Moves the start of a mention behind a title that it begins with: [President Ama Mensah]. */
static void
trim_title(const titles *all, lede_mention *mention)
{
    size_t first = mention->first;
    while (first < mention->end && lede_scene_has_cue(all->scene, first, LEDE_CUE_TITLE) &&
           !lede_scene_has_cue(all->scene, first, LEDE_CUE_GIVEN)) {
        first++;
    }
    bool name_left =
        first < mention->end && lede_scene_has_bits(all->scene, first, LEDE_TOKEN_CAPITAL);
    if (mention->source == LEDE_SOURCE_TAGGER && name_left) {
        mention->first = (uint32_t)first;
    }
}

/* The beginning of the title of mention k that ends before token i, or i. */
static size_t
title_start(const titles *all, size_t k, size_t i)
{
    size_t first = cue_start(all, k, i, LEDE_CUE_TITLE);
    /* a stop may begin no title: "… the king. Dr. Ruiz" is no `. Dr.` */
    while (first < i && !lede_scene_has_bits(all->scene, first, LEDE_TOKEN_CAPITAL)) {
        first++;
    }
    return first < i ? with_modifiers(all, k, first) : i;
}

/* True when a noun phrase surely begins behind token i, which stands before number k of the mentions:
 * behind an article, a preposition, a possessive, a verb of speech or a demonym. */
static bool
bounds_phrase(const titles *all, size_t k, size_t i)
{
    static const char *const WORDS[] = {
        "the",  "a",       "an",      "his",       "her",       "their",    "its",  "by",
        "from", "The",     "His",     "Her",       "A",         "An",       "Its",  "with",
        "for",  "of",      "as",      "in",        "on",        "at",       "like", "than",
        "both", "against", "between", "including", "featuring", "starring", "that"};
    bool demonym = k > 0 && all->mentions[k - 1].label == LEDE_LABEL_NORP &&
                   all->mentions[k - 1].end == i + 1;
    return demonym || LEDE_IS_ONE_OF(all->scene, i, WORDS) ||
           lede_scene_has_cue(all->scene, i, LEDE_CUE_SAY) ||
           lede_scene_has_bits(all->scene, i, LEDE_TOKEN_POSSESSIVE);
}

/* True for a word that a verb follows: he will meet. */
static bool
leads_verb(const titles *all, size_t i)
{
    static const char *const WORDS[] = {"not",   "I",      "he",    "she",  "they",  "we",
                                        "you",   "who",    "it",    "He",   "She",   "They",
                                        "We",    "will",   "would", "can",  "could", "may",
                                        "might", "should", "must",  "shall"};
    return LEDE_IS_ONE_OF(all->scene, i, WORDS);
}

/* True for the word behind `to` that is surely a verb's beginning: to meet, not to former, to ousted. */
static bool
may_be_infinitive(const titles *all, size_t i)
{
    lede_text word = lede_text_slice(all->scene->text, all->scene->tokens->items[i].span);
    bool past = word.size > 3 && memcmp(word.bytes + word.size - 2, "ed", 2) == 0;
    return !past && !lede_scene_has_cue(all->scene, i, LEDE_CUE_MODIFIER);
}

/* The beginning of the noun phrase that ends before token i and goes back to `at`, before which something
 * bounds it; SIZE_MAX: nothing does. */
static size_t
phrase_start(const titles *all, size_t k, size_t at, size_t i)
{
    static const char *const TO[] = {"to"}, *const AND[] = {"and"};
    bool to = LEDE_IS_ONE_OF(all->scene, at - 1, TO);
    if (leads_verb(all, at - 1) || (to && may_be_infinitive(all, at))) {
        return at < i ? at + 1 : i;
    }
    bool joined =
        LEDE_IS_ONE_OF(all->scene, at - 1, AND) &&
        !(at > 1 && lede_scene_has_cue(all->scene, at - 2, LEDE_CUE_ROLE | LEDE_CUE_TITLE));
    return to || joined || bounds_phrase(all, k, at - 1) ? at : SIZE_MAX;
}

/* Back from token i over the few nouns and adjectives before a role, where something shows that they
 * are no verb; or i. */
static size_t
with_nouns(const titles *all, size_t k, size_t i)
{
    size_t at = i;
    for (size_t n = 0; n <= MOST_NOUNS && at > 0; n++, at--) {
        if (!lede_scene_same_sentence(all->scene, at - 1, i)) {
            return i;
        }
        size_t start = phrase_start(all, k, at, i);
        if (start != SIZE_MAX) {
            return start;
        }
        if (at <= free_from(all, k) ||
            !lede_scene_has_bits(all->scene, at - 1, LEDE_TOKEN_LOWER)) {
            return i;
        }
    }
    return i;
}

/* True for a word that may be a role and is a verb here: accused, will host. */
static bool
is_verb(const titles *all, size_t i)
{
    bool led =
        i > 0 && lede_scene_same_sentence(all->scene, i - 1, i) && leads_verb(all, i - 1);
    return led || lede_scene_has_cue(all->scene, i, LEDE_CUE_SAY);
}

/* The beginning of the role in small letters that ends before token i, which stands before number k of
 * the mentions; or i. */
static size_t
role_start(const titles *all, size_t k, size_t i)
{
    size_t first = cue_start(all, k, i, LEDE_CUE_ROLE | LEDE_CUE_TITLE);
    while (first < i && !lede_scene_has_bits(all->scene, first, LEDE_TOKEN_LOWER) &&
           !lede_scene_has_cue(all->scene, first, LEDE_CUE_STARTS)) {
        first++;
    }
    bool verb = first + 1 == i && is_verb(all, first);
    return first < i && !verb ? with_nouns(all, k, with_modifiers(all, k, first)) : i;
}

/* The mention at or behind token i, from mention k on; its number, or the count. */
static size_t
mention_from(const titles *all, size_t k, size_t i)
{
    while (k < all->count && all->mentions[k].end <= i) {
        k++;
    }
    return k;
}

static bool
is_person(const titles *all, size_t k)
{
    return k < all->count && all->mentions[k].label == LEDE_LABEL_PERSON;
}

/* True when one of the mentions that begin in [first, end), from number k on, is a person. */
static bool
names_person(const titles *all, size_t k, size_t first, size_t end)
{
    for (k = mention_from(all, k, first); k < all->count && all->mentions[k].first < end;
         k++) {
        if (is_person(all, k)) {
            return true;
        }
    }
    return false;
}

/* True for a sentence that begins with a clause or a preposition: then a comma ends that, and what follows
 * may be the subject. */
static bool
opens_with_clause(const titles *all, size_t i)
{
    static const char *const WORDS[] = {
        "In",       "At",     "On",   "After",     "Before",  "With",    "When",
        "While",    "As",     "For",  "By",        "If",      "Since",   "Under",
        "From",     "To",     "Like", "According", "Until",   "Despite", "Because",
        "Although", "Though", "Once", "During",    "Without", "Besides", "Among"};
    size_t last = i;
    while (i > 0 && lede_scene_same_sentence(all->scene, i, i - 1)) {
        i--;
        if (last - i > CLAUSE_REACH) {
            return true; /* who knows */
        }
    }
    while (lede_scene_same_sentence(all->scene, i, i + 1) &&
           !lede_scene_has_cue(all->scene, i, LEDE_CUE_STARTS)) {
        i++; /* over a quote */
    }
    return LEDE_IS_ONE_OF(all->scene, i, WORDS);
}

static bool
ends_apposition(const titles *all, size_t i)
{
    static const char *const WORDS[] = {"who", "whose", "whom"};
    return lede_scene_is_mark(all->scene, i, ',') ||
           lede_scene_is_mark(all->scene, i, ';') ||
           lede_scene_is_mark(all->scene, i, '(') ||
           lede_scene_is_mark(all->scene, i, ')') ||
           lede_scene_is_mark(all->scene, i, ':') || LEDE_IS_ONE_OF(all->scene, i, WORDS) ||
           (lede_scene_is_mark(all->scene, i, '.') &&
            !lede_scene_has_cue(all->scene, i, LEDE_CUE_TITLE));
}

/* The end of the apposition that begins at token `first`; `first` when it is none: it must close, tell
 * a role early, and neither say anything nor name another person. */
static size_t
apposition_end(const titles *all, size_t k, size_t first)
{
    bool role = false;
    for (size_t i = first; i < first + LONGEST_ROLE; i++) {
        bool inside = lede_scene_same_sentence(all->scene, first, i);
        if (!inside || ends_apposition(all, i)) {
            bool sure = (inside && !lede_scene_is_mark(all->scene, i, '.')) ||
                        !opens_with_clause(all, first);
            return sure && role && !names_person(all, k + 1, first, i) ? i : first;
        }
        if (lede_scene_has_cue(all->scene, i, LEDE_CUE_SAY) &&
            !lede_scene_has_cue(all->scene, i, LEDE_CUE_ROLE)) {
            return first;
        }
        role |= i < first + ROLE_REACH &&
                lede_scene_has_cue(all->scene, i, LEDE_CUE_ROLE | LEDE_CUE_TITLE);
    }
    return first;
}

/* `…, 54, the top US commander in the Middle East,` behind person k. */
static lede_text
role_behind(const titles *all, size_t k)
{
    static const char *const ARTICLES[] = {"the", "a", "an", "his", "her", "their"};
    size_t i = all->mentions[k].end;
    if (!lede_scene_is_mark(all->scene, i, ',')) {
        return (lede_text){0};
    }
    i++;
    if (lede_scene_has_bits(all->scene, i, LEDE_TOKEN_NUMBER) &&
        lede_scene_is_mark(all->scene, i + 1, ',')) {
        i += 2;
    }
    size_t first = i + LEDE_IS_ONE_OF(all->scene, i, ARTICLES);
    size_t next = mention_from(all, k + 1, first);
    bool begins = first > i ||
                  lede_scene_has_cue(all->scene, first, LEDE_CUE_ROLE | LEDE_CUE_TITLE) ||
                  (next < all->count && all->mentions[next].first == first);
    size_t end = begins && lede_scene_same_sentence(all->scene, i - 1, first)
                     ? apposition_end(all, k, first)
                     : first;
    return end > first ? slice(all, first, end) : (lede_text){0};
}

/* Where the words before a comma name a role or title: `ambassador to Iraq` before the comma at token
 * `comma`; or `comma`. */
static size_t
apposition_start(const titles *all, size_t comma)
{
    static const char *const LINKS[] = {"of", "to", "for", "at", "in", "from", "on"};
    size_t i = comma;
    while (i > 0 && comma - i < ROLE_REACH) {
        i--;
        if (lede_scene_is_mark(all->scene, i, ',') ||
            !lede_scene_same_sentence(all->scene, i, comma)) {
            return comma;
        }
        if (lede_scene_has_cue(all->scene, i, LEDE_CUE_ROLE | LEDE_CUE_TITLE)) {
            bool linked = i + 1 == comma || LEDE_IS_ONE_OF(all->scene, i + 1, LINKS);
            return linked ? i + 1 : comma;
        }
    }
    return comma;
}

/* Gives person k, whose name or title begins at token `first`, what stands before the comma there. */
static void
set_before_comma(const titles *all, size_t k, size_t first)
{
    lede_mention *person = &all->mentions[k];
    static const char *const AND[] = {"and"};
    bool closed = ends_apposition(all, person->end) ||
                  LEDE_IS_ONE_OF(all->scene, person->end, AND) ||
                  !lede_scene_same_sentence(all->scene, first, person->end);
    if (first < 2 || !closed || !lede_scene_is_mark(all->scene, first - 1, ',') ||
        !lede_scene_same_sentence(all->scene, first, first - 1)) {
        return;
    }
    size_t end = apposition_start(all, first - 1);
    if (end == first - 1 &&
        !lede_scene_has_cue(all->scene, end - 1, LEDE_CUE_ROLE | LEDE_CUE_TITLE)) {
        return;
    }
    size_t before = k; /* of what the words before the comma name, nothing is a person */
    while (before > 0 && all->mentions[before - 1].first >= end) {
        if (is_person(all, --before)) {
            return;
        }
    }
    size_t title = title_start(all, before, end), role = role_start(all, before, end);
    if (title < end && person->title.size == 0) {
        person->title = slice(all, title, first - 1);
    } else if (role < end && person->role.size == 0) {
        person->role = slice(all, role, first - 1);
    }
}

/* Where the words end that `of` joins to what is named right before person k: [Mayor] of London Sadiq Khan;
 * or SIZE_MAX. */
static size_t
before_of(const titles *all, size_t k)
{
    static const char *const OF[] = {"of"}, *const THE[] = {"the"};
    size_t first = all->mentions[k].first;
    if (k == 0 || all->mentions[k - 1].end != first || is_person(all, k - 1) ||
        !lede_scene_same_sentence(all->scene, first - 1, first)) {
        return SIZE_MAX;
    }
    size_t i = all->mentions[k - 1].first;
    i -= i > 0 && LEDE_IS_ONE_OF(all->scene, i - 1, THE);
    bool of = i > 1 && LEDE_IS_ONE_OF(all->scene, i - 1, OF) &&
              lede_scene_same_sentence(all->scene, i - 1, first);
    return of ? i - 1 : SIZE_MAX;
}

/* Gives person k what stands before `of` and a place. */
static void
set_before_of(const titles *all, size_t k)
{
    lede_mention *person = &all->mentions[k];
    size_t end = before_of(all, k);
    if (end == SIZE_MAX) {
        return;
    }
    size_t title = title_start(all, k - 1, end), role = role_start(all, k - 1, end);
    if (title < end && person->title.size == 0) {
        person->title = slice(all, title, person->first);
    } else if (role < end && person->role.size == 0) {
        person->role = slice(all, role, person->first);
    }
}

static void
set_title_and_role(const titles *all, size_t k)
{
    lede_mention *person = &all->mentions[k];
    trim_title(all, person);
    size_t first = person->first, title = title_start(all, k, first);
    person->title = title < first ? slice(all, title, first) : (lede_text){0};
    size_t role = role_start(all, k, title);
    person->role = role < title ? slice(all, role, title) : role_behind(all, k);
    set_before_of(all, k);
    set_before_comma(all, k, title);
}

/* True for the letters of `small`, be they capitals or not. */
static bool
has_letters(lede_text word, const char *small)
{
    size_t i = 0;
    while (i < word.size && (word.bytes[i] | 0x20) == small[i]) {
        i++;
    }
    return i == word.size && small[i] == '\0';
}

bool
lede_is_form_of_address(lede_text title)
{
    static const char *const FORMS[] = {"mr", "mrs", "ms", "miss", "mme", "messrs"};
    title.size -= title.size > 0 && title.bytes[title.size - 1] == '.';
    if (title.size > strlen("messrs")) {
        return false;
    }
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        if (has_letters(title, FORMS[i])) {
            return true;
        }
    }
    return false;
}

/* True for what the model took out of a title: Secretary of [State], [National Security] Adviser. */
static bool
is_part_of_title(const lede_scene *scene, const lede_mention *mention)
{
    static const char *const LINKS[] = {"of", "for"};
    if (mention->source != LEDE_SOURCE_TAGGER || mention->label == LEDE_LABEL_PERSON) {
        return false;
    }
    for (size_t i = mention->first; i < mention->end; i++) {
        if (!lede_scene_has_cue(scene, i, LEDE_CUE_TITLE)) {
            return false;
        }
    }
    size_t before = mention->first - (mention->first > 0), behind = mention->end;
    return (LEDE_IS_ONE_OF(scene, before, LINKS) &&
            lede_scene_has_cue(scene, before, LEDE_CUE_TITLE)) ||
           (lede_scene_same_sentence(scene, before, behind) &&
            lede_scene_has_cue(scene, behind, LEDE_CUE_TITLE));
}

static void
drop_parts_of_titles(const lede_scene *scene, lede_vector *mentions)
{
    lede_mention *all = mentions->data;
    size_t kept = 0;
    for (size_t k = 0; k < mentions->count; k++) {
        if (!is_part_of_title(scene, &all[k])) {
            all[kept++] = all[k];
        }
    }
    mentions->count = kept;
}

void
lede_titles_apply(const lede_scene *scene, lede_vector *mentions)
{
    drop_parts_of_titles(scene, mentions);
    titles all = {scene, mentions->data, mentions->count};
    for (size_t k = 0; k < all.count; k++) {
        if (is_person(&all, k)) {
            set_title_and_role(&all, k);
        }
    }
}
