#include "names/bearers.h"

#include "base/hash.h"
#include "names/organization.h"
#include "names/other_names.h"
#include "names/shouted.h"

enum {
    FORMS_OF_ONE = 12,  /* about what a bearer enters, for the size of tables */
    MOST_PARTICLES = 6, /* tokens, hyphens among them */
    LONGEST_FORM = 12,  /* words; longer names are called by their short forms alone */
};

typedef struct {
    uint32_t bearer, next;
    lede_form_kind form;
} link;

void
lede_bearers_init(lede_bearers *all, const lede_scene *scene, size_t count)
{
    *all = (lede_bearers){.scene = scene};
    lede_vector_init(&all->bearers, scene->arena, sizeof(lede_bearer));
    lede_vector_init(&all->links, scene->arena, sizeof(link));
    lede_table_init(&all->chains, scene->arena, FORMS_OF_ONE * count);
    lede_table_init(&all->begins, scene->arena, FORMS_OF_ONE * count);
}

static lede_bearer *
bearer_at(const lede_bearers *all, uint32_t index)
{
    lede_bearer *bearers = all->bearers.data;
    return bearers != NULL && index < all->bearers.count ? &bearers[index] : NULL;
}

static const link *
link_at(const lede_bearers *all, uint32_t index)
{
    const link *links = all->links.data;
    return links != NULL && index < all->links.count ? &links[index] : NULL;
}

static const link *
newest_link(const lede_bearers *all, uint64_t key)
{
    const uint32_t *index = key != 0 ? lede_table_get(&all->chains, key) : NULL;
    return index != NULL ? link_at(all, *index) : NULL;
}

/* ---- forms ---- */

static void
add_link(lede_bearers *all, uint64_t key, uint32_t bearer, lede_form_kind form)
{
    uint32_t *head = lede_table_put(&all->chains, key);
    if (head == NULL) {
        return;
    }
    link new = {bearer, *head == LEDE_TABLE_NEW ? UINT32_MAX : *head, form};
    *head = (uint32_t)all->links.count;
    lede_vector_push(&all->links, &new);
}

static void
note_beginning(lede_bearers *all, uint64_t hash, size_t words)
{
    uint32_t *most = lede_table_put(&all->begins, hash);
    if (most != NULL && (*most == LEDE_TABLE_NEW || *most < words)) {
        *most = (uint32_t)words;
    }
}

/* Enters the words of the tokens [first, end) as a form. */
static void
add_form(lede_bearers *all, uint32_t bearer, size_t first, size_t end, lede_form_kind form)
{
    size_t words = lede_scene_words(all->scene, first, end);
    lede_span span = all->scene->tokens->items[first].span;
    bool letter = words == 1 && span.end - span.start < 2;
    if (words == 0 || words > LONGEST_FORM || letter) {
        return;
    }
    add_link(all, lede_scene_key(all->scene, first, end), bearer, form);
    while (!lede_scene_has_bits(all->scene, first, LEDE_TOKEN_WORD)) {
        first++;
    }
    note_beginning(all, all->scene->hashes[first], words);
}

/* One word given by its letters: an acronym. */
static void
add_letters(lede_bearers *all, uint32_t bearer, lede_text letters, lede_form_kind form)
{
    uint64_t hash = lede_fold_hash(letters, LEDE_FOLD_ACCENTS);
    add_link(all, lede_hash_join(LEDE_HASH_EMPTY, hash), bearer, form);
    note_beginning(all, hash, 1);
}

/* ---- people ---- */

/* How a word is spoken, as a key beside those of words; 0: it has none. */
static uint64_t
sound_key(const lede_bearers *all, const lede_person_word *word)
{
    uint64_t sound = lede_person_sound(all->scene, word);
    return sound == 0 ? 0 : lede_hash_join(~LEDE_HASH_EMPTY, sound);
}

static void
add_sound(lede_bearers *all, uint32_t index, const lede_person_word *word,
          lede_form_kind form)
{
    uint64_t key = sound_key(all, word);
    if (key != 0) {
        add_link(all, key, index, form);
    }
}

/* The particles right before token i belong to the family name: `van der` before Meulen. */
static size_t
particles_start(const lede_bearers *all, size_t i, size_t first)
{
    size_t start = i, least = i > first + MOST_PARTICLES ? i - MOST_PARTICLES : first;
    for (size_t at = i; at > least;) {
        at--;
        if (lede_scene_has_cue(all->scene, at, LEDE_CUE_PARTICLE)) {
            start = at;
        } else if (!lede_scene_has_bits(all->scene, at, LEDE_TOKEN_DASH)) {
            break;
        }
    }
    return start;
}

/* The family name, of a name that begins at token `first`, with one particle less at a time: van der
 * Meulen, der Meulen, Meulen. */
static void
add_family_name(lede_bearers *all, uint32_t index, size_t first,
                const lede_person_word *word)
{
    size_t from = particles_start(all, word->first, first + 1);
    for (size_t i = from; i <= word->first; i++) {
        if (i == word->first || lede_scene_has_cue(all->scene, i, LEDE_CUE_PARTICLE)) {
            add_form(all, index, i, word->end, LEDE_FORM_FAMILY);
        }
    }
}

/* The name before the last one: the father's of two family names, or the family name before a given one of
 * two words (Carrie Lam Cheng Yuet-ngor). */
static void
add_middle_name(lede_bearers *all, uint32_t index, const lede_person_word *middle)
{
    const lede_bearer *who = bearer_at(all, index);
    if (who == NULL || middle->initial) {
        return;
    }
    size_t from = particles_start(all, middle->first, who->first + 1);
    add_form(all, index, middle->first, middle->end, LEDE_FORM_MIDDLE);
    if (from < middle->first) {
        add_form(all, index, from, middle->end, LEDE_FORM_MIDDLE);
    }
}

/* What a name of several words is called by. */
static void
add_parts(lede_bearers *all, uint32_t index, const lede_person *person, size_t start)
{
    const lede_person_word *first = &person->words[0];
    const lede_person_word *last = &person->words[person->count - 1];
    if (!first->initial) {
        add_form(all, index, first->first, first->end, LEDE_FORM_FIRST);
        add_sound(all, index, first, LEDE_FORM_FIRST);
    }
    if (last->end > last->first + 1) { /* Tamran-Winterfold goes by Tamran */
        add_form(all, index, last->first, last->first + 1, LEDE_FORM_MIDDLE);
    }
    if (person->count > 2 && !(last - 1)->initial) {
        size_t from = particles_start(all, (last - 1)->first, start + 1);
        add_middle_name(all, index, last - 1);
        add_form(all, index, from, last->end, LEDE_FORM_FAMILY);
    }
    if (person->count > 3 && person->words[1].first == first->end) {
        add_middle_name(all, index, &person->words[1]);
    }
}

static void
add_person_forms(lede_bearers *all, uint32_t index)
{
    const lede_bearer *who = bearer_at(all, index);
    if (who == NULL) {
        return;
    }
    lede_person person = who->person;
    size_t start = who->first;
    add_form(all, index, start, who->end, LEDE_FORM_WHOLE);
    if (person.count == 0) {
        return;
    }
    const lede_person_word *last = &person.words[person.count - 1];
    bool parts = person.count > 1;
    add_sound(all, index, last, parts ? LEDE_FORM_FAMILY : LEDE_FORM_WHOLE);
    if (parts || person.suffix != 0) {
        add_family_name(all, index, start, last);
    }
    if (parts) {
        add_parts(all, index, &person, start);
    }
    if (person.nickname_first < person.nickname_end) {
        add_form(all, index, person.nickname_first, person.nickname_end, LEDE_FORM_GIVEN);
        all->has_other_names = true;
    }
}

/* True when one word and a suffix name this bearer: Marcos Jr. */
static bool
is_suffixed(const lede_person *person, const lede_person *who)
{
    return person->count == 1 && person->suffix != 0 && person->suffix == who->suffix &&
           who->count > 0 && who->words[who->count - 1].key == person->words[0].key;
}

/* The bearer of a form who may be this person, or LEDE_NO_BEARER. */
static uint32_t
same_person(const lede_bearers *all, const lede_person *person, uint64_t key)
{
    const link *at = newest_link(all, key);
    for (size_t n = 0; at != NULL && n < LEDE_BEARER_RIVALS; n++) {
        const lede_bearer *who = bearer_at(all, at->bearer);
        bool both = who != NULL && person->count > 1 && who->person.count > 1;
        if (who != NULL && who->label == LEDE_LABEL_PERSON &&
            (both ? lede_person_same(all->scene, person, &who->person)
                  : is_suffixed(person, &who->person))) {
            return at->bearer;
        }
        at = link_at(all, at->next);
    }
    return LEDE_NO_BEARER;
}

static uint32_t
find_person(const lede_bearers *all, const lede_person *person)
{
    if (person->count == 0 || (person->count == 1 && person->suffix == 0)) {
        return LEDE_NO_BEARER;
    }
    const lede_person_word *first = &person->words[0];
    const lede_person_word *last = &person->words[person->count - 1];
    uint32_t found = same_person(all, person, last->key);
    found = found == LEDE_NO_BEARER ? same_person(all, person, first->key) : found;
    return found == LEDE_NO_BEARER ? same_person(all, person, sound_key(all, last)) : found;
}

/* ---- organizations and all else ---- */

/* Capitals in brackets are another name's, unless they are this one's own: when a dictionary knows them (the
 * source of a report), and behind a place, which may end an organization: Party of Peru (PPP). */
static bool
is_foreign(const lede_bearers *all, size_t i, uint32_t label, lede_text own,
           lede_text given)
{
    bool same = lede_text_equal(own, given);
    return (all->scene->name_at[i] != LEDE_NO_MATCH || label != LEDE_LABEL_ORG) && !same;
}

/* The other name of a person has its family name, too: Hui Ka Yan. */
static void
add_other_person(lede_bearers *all, uint32_t index, const lede_mention *mention,
                 lede_other_name also)
{
    lede_person person = lede_person_parse(all->scene, also.first, also.end);
    if (mention->label == LEDE_LABEL_PERSON && person.count > 1) {
        add_family_name(all, index, also.first, &person.words[person.count - 1]);
        add_parts(all, index, &person, also.first);
    }
}

/* Enters what the text gives as another name. */
static void
add_other_name(lede_bearers *all, uint32_t index, const lede_mention *mention)
{
    char letters[4 * LEDE_LONGEST_ACRONYM], given[4 * LEDE_LONGEST_ACRONYM];
    lede_other_name also = lede_find_other_name(all->scene, mention);
    if (also.first == also.end || mention->label == LEDE_LABEL_NORP) {
        return;
    }
    if (also.said) {
        all->has_other_names = true;
        add_form(all, index, also.first, also.end, LEDE_FORM_GIVEN);
        add_other_person(all, index, mention, also);
        return;
    }
    lede_text own =
        lede_organization_capitals(all->scene, mention->first, mention->end, letters);
    lede_text text = lede_undotted(all->scene, also.first, given, sizeof given);
    if (lede_scene_words(all->scene, mention->first, mention->end) > 1 &&
        !is_foreign(all, also.first, mention->label, own, text)) {
        add_letters(all, index, text, LEDE_FORM_GIVEN);
    }
}

static void
add_acronym(lede_bearers *all, uint32_t index, size_t first, size_t end)
{
    char letters[4 * LEDE_LONGEST_ACRONYM];
    lede_text own = lede_organization_capitals(all->scene, first, end, letters);
    if (own.size > 0) {
        add_letters(all, index, own, LEDE_FORM_ACRONYM);
    }
}

static void
add_first_word(lede_bearers *all, uint32_t index, size_t first)
{
    if (lede_organization_goes_by(all->scene, first)) {
        add_form(all, index, first, first + 1, LEDE_FORM_FIRST);
    }
}

/* The word that tells what it is: Commission, Association. */
static void
add_head(lede_bearers *all, uint32_t index, size_t i)
{
    if (lede_scene_has_cue(all->scene, i, LEDE_CUE_ORG_HEAD)) {
        add_link(all, lede_scene_key(all->scene, i, i + 1), index, LEDE_FORM_REST);
    }
}

/* True when the first word of a name is what it is: Bank of …, Labor Party; not Army Research Command. */
static bool
is_linked(const lede_scene *scene, size_t first, size_t end)
{
    static const char *const LINKS[] = {"of", "for"};
    return end == first + 2 || LEDE_IS_ONE_OF(scene, first + 1, LINKS);
}

/* What is left without a place or people: the [Iraqi] Defense Ministry, [Manchester] United, Supreme Court [of
 * Pakistan]; and the first or last word alone. */
static void
add_rest(lede_bearers *all, uint32_t index, const lede_mention *mention, size_t end)
{
    size_t rest = lede_organization_place_end(all->scene, mention);
    size_t front = lede_organization_before_place(all->scene, mention->first, end);
    if (front < end && lede_scene_words(all->scene, mention->first, front) > 1) {
        add_link(all, lede_scene_key(all->scene, mention->first, front), index,
                 LEDE_FORM_REST);
    }
    if (is_linked(all->scene, mention->first, end)) {
        add_head(all, index, mention->first);
    }
    if (end - 1 != rest) {
        add_head(all, index, end - 1);
    }
    if (rest > mention->first && rest < end &&
        lede_scene_has_bits(all->scene, rest, LEDE_TOKEN_CAPITAL)) {
        add_link(all, lede_scene_key(all->scene, rest, end), index, LEDE_FORM_REST);
        add_acronym(all, index, rest, end);
        add_first_word(all, index, rest);
    }
}

static void
add_other_forms(lede_bearers *all, uint32_t index, const lede_mention *mention)
{
    size_t end = lede_organization_without_suffix(all->scene, mention);
    add_form(all, index, mention->first, end, LEDE_FORM_WHOLE);
    if (end < mention->end) {
        add_form(all, index, mention->first, mention->end, LEDE_FORM_WHOLE);
    }
    if (lede_scene_words(all->scene, mention->first, end) < 2) {
        return;
    }
    if (mention->label != LEDE_LABEL_ORG) {
        return;
    }
    add_acronym(all, index, mention->first, mention->end);
    add_rest(all, index, mention, end);
    add_first_word(all, index, mention->first);
}

/* The bearer of this label that goes by exactly these words, or LEDE_NO_BEARER. */
static uint32_t
find_whole(const lede_bearers *all, uint64_t key, uint32_t label)
{
    const link *at = newest_link(all, key);
    for (size_t n = 0; at != NULL && n < LEDE_BEARER_RIVALS; n++) {
        const lede_bearer *who = bearer_at(all, at->bearer);
        if (who != NULL && at->form == LEDE_FORM_WHOLE && who->label == label) {
            return at->bearer;
        }
        at = link_at(all, at->next);
    }
    return LEDE_NO_BEARER;
}

/* The bearer known by this person's family name alone, as where only the headline has the full name. */
static uint32_t
find_surname_alone(const lede_bearers *all, const lede_person *person)
{
    uint32_t index = LEDE_NO_BEARER;
    if (person->count > 1) {
        const lede_person_word *last = &person->words[person->count - 1];
        index = find_whole(all, last->key, LEDE_LABEL_PERSON);
        index = index == LEDE_NO_BEARER
                    ? find_whole(all, sound_key(all, last), LEDE_LABEL_PERSON)
                    : index;
    }
    const lede_bearer *who = bearer_at(all, index);
    return who != NULL && who->person.count == 1 ? index : LEDE_NO_BEARER;
}

/* ---- entering ---- */

static uint64_t
title_hash(const lede_mention *mention)
{
    return mention->title.size > 0 ? lede_fold_hash(mention->title, LEDE_FOLD_ACCENTS) : 0;
}

/* What the built-in names call an organization without its legal form, or NULL. */
static const lede_match *
known_without_suffix(const lede_bearers *all, const lede_mention *mention)
{
    uint32_t index = all->scene->name_at[mention->first];
    size_t end = lede_organization_without_suffix(all->scene, mention);
    if (index == LEDE_NO_MATCH || end == mention->end) {
        return NULL;
    }
    const lede_match *match = &all->scene->names[index];
    bool same =
        match->end == end && lede_scene_mention(all->scene, match).label == mention->label;
    return same ? match : NULL;
}

/* Organizations may be written in capitals everywhere; people and places are so in headlines alone. */
static bool
is_calmed(uint32_t label)
{
    return label == LEDE_LABEL_PERSON || label == LEDE_LABEL_LOC;
}

/* How a bearer is listed that no dictionary names: in the words of the mention. */
static lede_text
listed_name(const lede_scene *scene, const lede_mention *mention, bool shouted)
{
    if (shouted && is_calmed(mention->label)) {
        return lede_calm_name(scene, mention->first, mention->end);
    }
    return lede_tokens_text(scene->tokens, scene->text, mention->first, mention->end);
}

static lede_bearer
bearer_of(const lede_bearers *all, const lede_mention *mention)
{
    const lede_scene *scene = all->scene;
    bool known = mention->name.size != 0;
    bool shouted = lede_is_shouted(scene, mention->first, mention->end);
    lede_bearer new = {
        .name = known ? mention->name : listed_name(scene, mention, shouted),
        .id = mention->id,
        .title = title_hash(mention),
        .first = mention->first,
        .end = mention->end,
        .label = mention->label,
        .score = mention->score,
        .known = known,
        .shouted = shouted,
    };
    const lede_match *match = new.known ? NULL : known_without_suffix(all, mention);
    if (match != NULL) {
        lede_mention listed = lede_scene_mention(scene, match);
        new.name = listed.name;
        new.id = listed.id;
        new.known = true;
    }
    if (mention->label == LEDE_LABEL_PERSON) {
        new.person = lede_person_parse(scene, mention->first, mention->end);
    }
    return new;
}

/* Takes over what a new mention tells of a known bearer: a name of the dictionary, a longer one, and with a
 * father's name or the like more forms. */
static void
improve(lede_bearers *all, uint32_t index, const lede_bearer *new)
{
    lede_bearer *known = bearer_at(all, index);
    if (known == NULL) {
        return;
    }
    bool readable = !new->shouted || is_calmed(new->label);
    bool longer = new->name.size > known->name.size && readable &&
                  !lede_person_respelled(&new->person, &known->person);
    bool calmer = new->name.size >= known->name.size && known->shouted;
    if (!known->known && (new->known || longer || calmer)) {
        known->name = new->name;
        known->id = new->id;
        known->known = new->known;
        known->shouted = new->shouted;
        known->first = new->first;
        known->end = new->end;
    }
    known->title = known->title == 0 ? new->title : known->title;
    known->score = new->score > known->score ? new->score : known->score;
    if (new->person.count > known->person.count) {
        known->person = new->person;
        known->first = new->first;
        known->end = new->end;
        add_person_forms(all, index);
    }
}

uint32_t
lede_bearers_enter(lede_bearers *all, const lede_mention *mention)
{
    lede_bearer new = bearer_of(all, mention);
    bool person = mention->label == LEDE_LABEL_PERSON;
    size_t end = lede_organization_without_suffix(all->scene, mention);
    uint64_t key = lede_scene_key(all->scene, mention->first, end);
    uint32_t index = find_whole(all, key, mention->label);
    if (index == LEDE_NO_BEARER && person) {
        index = find_person(all, &new.person);
    }
    if (index == LEDE_NO_BEARER && person) {
        index = find_surname_alone(all, &new.person);
    }
    if (index != LEDE_NO_BEARER) {
        improve(all, index, &new);
        add_other_name(all, index, mention);
        return index;
    }
    index = (uint32_t)all->bearers.count;
    lede_vector_push(&all->bearers, &new);
    if (all->bearers.count == index) {
        return LEDE_NO_BEARER; /* memory ran out */
    }
    if (person) {
        add_person_forms(all, index);
    } else {
        add_other_forms(all, index, mention);
    }
    add_other_name(all, index, mention);
    return index;
}

void
lede_bearers_note(lede_bearers *all, uint32_t index, const lede_mention *mention)
{
    add_other_name(all, index, mention);
}

const lede_bearer *
lede_bearers_at(const lede_bearers *all, uint32_t index)
{
    return bearer_at(all, index);
}

void
lede_bearers_list_as(lede_bearers *all, uint32_t index, const lede_mention *known)
{
    lede_bearer *who = bearer_at(all, index);
    if (who != NULL && !who->known) {
        who->name = known->name;
        who->id = known->id;
        who->known = true;
    }
}

void
lede_bearers_said(lede_bearers *all, uint32_t index)
{
    lede_bearer *who = bearer_at(all, index);
    if (who != NULL) {
        who->said = ++all->clock;
    }
}

/* ---- finding ---- */

/* True for the family name of somebody: de la Cruz, bin Zayed Al Nahyan, not Abdel Fattah al-Sisi. */
static bool
is_led_family_name(const lede_bearers *all, const lede_mention *mention)
{
    if (!lede_scene_has_cue(all->scene, mention->first, LEDE_CUE_PARTICLE)) {
        return false;
    }
    uint64_t key = lede_scene_key(all->scene, mention->first, mention->end);
    lede_calling call = lede_bearers_find(all, key, LEDE_LABEL_PERSON, 0);
    return call.who != NULL && call.form != LEDE_FORM_WHOLE;
}

bool
lede_bearers_is_short(const lede_bearers *all, const lede_mention *mention)
{
    if (mention->label != LEDE_LABEL_ORG && is_led_family_name(all, mention)) {
        return true;
    }
    if (mention->label != LEDE_LABEL_PERSON) {
        return lede_scene_words(all->scene, mention->first, mention->end) < 2;
    }
    lede_person person = lede_person_parse(all->scene, mention->first, mention->end);
    return person.count < 2 && person.suffix == 0;
}

/* Puts a second bearer of the same form beside the best one so far: the one with the title that stands
 * there, else the one named last, else the one entered first. One that comes later in the text is no rival
 * of one that was named. */
static void
weigh_rival(lede_calling *best, const lede_bearer *who, uint32_t index, uint64_t title)
{
    bool mine = title != 0 && who->title == title;
    bool theirs = title != 0 && best->who->title == title;
    if (mine != theirs) {
        if (mine) {
            *best = (lede_calling){who, index, best->form, false};
        }
        return;
    }
    bool said = who->said > 0, best_said = best->who->said > 0;
    best->ambiguous = said == best_said || (best->ambiguous && best_said);
    if (who->said > best->who->said || (best->who->said == 0 && index < best->index)) {
        best->who = who;
        best->index = index;
    }
}

lede_calling
lede_bearers_find(const lede_bearers *all, uint64_t key, uint32_t label, uint64_t title)
{
    lede_calling best = {.index = LEDE_NO_BEARER};
    const link *at = newest_link(all, key);
    for (size_t n = 0; at != NULL && n < LEDE_BEARER_RIVALS; n++) {
        const lede_bearer *who = bearer_at(all, at->bearer);
        bool fits = who != NULL && (label == LEDE_ANY_LABEL || who->label == label ||
                                    at->form == LEDE_FORM_GIVEN);
        if (fits && (best.who == NULL || at->form < best.form)) {
            best = (lede_calling){who, at->bearer, at->form, false};
        } else if (fits && at->form == best.form && at->bearer != best.index) {
            weigh_rival(&best, who, at->bearer, title);
        }
        at = link_at(all, at->next);
    }
    return best;
}

lede_calling
lede_bearers_call(const lede_bearers *all, const lede_mention *mention, uint32_t label)
{
    const lede_scene *scene = all->scene;
    uint64_t title = title_hash(mention);
    char letters[4 * LEDE_LONGEST_ACRONYM];
    uint64_t key = lede_scene_key(scene, mention->first, mention->end);
    if (lede_scene_has_bits(scene, mention->first, LEDE_TOKEN_DOTTED) &&
        mention->end == mention->first + 1) {
        lede_text text = lede_undotted(all->scene, mention->first, letters, sizeof letters);
        key = lede_hash_join(LEDE_HASH_EMPTY, lede_fold_hash(text, LEDE_FOLD_ACCENTS));
    }
    lede_calling found = lede_bearers_find(all, key, label, title);
    if (found.who == NULL && mention->label == LEDE_LABEL_PERSON) {
        lede_person person = lede_person_parse(scene, mention->first, mention->end);
        if (person.count == 1) {
            found = lede_bearers_find(all, person.words[0].key, label, title);
        }
        if (person.count == 1 && found.who == NULL) {
            found = lede_bearers_find(all, sound_key(all, &person.words[0]), label, title);
        }
    }
    return found;
}

lede_calling
lede_bearers_call_rest(const lede_bearers *all, const lede_mention *mention)
{
    lede_calling best = {.index = LEDE_NO_BEARER};
    uint64_t key = lede_scene_key(all->scene, mention->first, mention->end);
    const link *at = newest_link(all, key);
    for (size_t n = 0; at != NULL && n < LEDE_BEARER_RIVALS; n++) {
        const lede_bearer *who = bearer_at(all, at->bearer);
        bool fits = at->form == LEDE_FORM_REST && who != NULL;
        if (fits && best.who == NULL) {
            best = (lede_calling){who, at->bearer, at->form, false};
        } else if (fits && at->bearer != best.index) {
            weigh_rival(&best, who, at->bearer, 0);
        }
        at = link_at(all, at->next);
    }
    bool unclear = best.who != NULL && best.who->said == 0 && best.ambiguous;
    return unclear ? (lede_calling){.index = LEDE_NO_BEARER} : best;
}

size_t
lede_bearers_longest(const lede_bearers *all, size_t i)
{
    const uint32_t *most = lede_table_get(&all->begins, all->scene->hashes[i]);
    return most != NULL && *most != LEDE_TABLE_NEW ? *most : 0;
}
