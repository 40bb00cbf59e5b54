/* Who and what an article names, each with the forms by which it may be called again.
 *
 *     Willem van der Meulen       whole name; Meulen, van der Meulen (family name); Willem (given name)
 *     Larkspur Systems Inc.       whole name; Larkspur Systems; LSI (acronym); Larkspur (first word)
 *     Western Farm Party (ZFP)    whole name; WFP; ZFP, which the text itself gives
 *
 * Invariant: texts and tokens are those of the scene and its dictionaries. A form leads to at most
 * LEDE_BEARER_RIVALS bearers, the newest; so no text can make a look-up slow.
 *
 *     lede_bearers_init(&all, &scene, mention_count);
 *     lede_bearers_said(&all, lede_bearers_enter(&all, &mention));
 *     lede_calling call = lede_bearers_call(&all, &short_mention, LEDE_LABEL_PERSON);
 */
#ifndef LEDE_NAMES_BEARERS_H
#define LEDE_NAMES_BEARERS_H

#include "base/table.h"
#include "base/vector.h"
#include "names/person.h"

#define LEDE_NO_BEARER UINT32_MAX
#define LEDE_ANY_LABEL UINT32_MAX

enum { LEDE_BEARER_RIVALS = 8 };

/* What a form is to its bearer, the surest first. */
typedef enum {
    LEDE_FORM_WHOLE,
    LEDE_FORM_GIVEN,  /* the text says what it stands for: (WGA), also known as */
    LEDE_FORM_FAMILY, /* the family name, with and without particles */
    LEDE_FORM_ACRONYM,
    LEDE_FORM_FIRST,  /* the given name, or the first word of an organization */
    LEDE_FORM_MIDDLE, /* the father's name of two family names, or the like */
    LEDE_FORM_REST,   /* an organization without the place before it: Defense Ministry */
} lede_form_kind;

/* Somebody or something that the article names. */
typedef struct {
    lede_text name, id;
    uint64_t title;      /* the hash of the first title, or 0 */
    uint32_t first, end; /* the tokens of its first whole mention */
    uint32_t label;
    uint32_t said; /* when it was named in full last, or 0 */
    float score;   /* of its surest mention */
    bool known;    /* the name is a dictionary's */
    bool shouted;  /* the name is in capitals alone, as in a headline */
    lede_person person;
} lede_bearer;

/* What a form calls. */
typedef struct {
    const lede_bearer *who; /* NULL: nothing */
    uint32_t index;
    lede_form_kind form;
    bool ambiguous; /* another one goes by the same form */
} lede_calling;

typedef struct {
    const lede_scene *scene;
    lede_vector bearers; /* lede_bearer */
    lede_vector links;   /* chains of bearers that share a form */
    lede_table chains;   /* form → newest link */
    lede_table begins;   /* first word of a form → the words of the longest */
    uint32_t clock;
    bool has_other_names; /* the text says of somebody `also known as` */
} lede_bearers;

/* Room for what `count` mentions name. Failure is left in the scene's arena. */
void lede_bearers_init(lede_bearers *all, const lede_scene *scene, size_t count);

/* True for a mention that may be a short form: one word, or a family name with its particle. */
bool lede_bearers_is_short(const lede_bearers *all, const lede_mention *mention);

/* The bearer whose whole name a mention is, entered if it is new; or LEDE_NO_BEARER. */
uint32_t lede_bearers_enter(lede_bearers *all, const lede_mention *mention);

/* Enters what the text beside a short form of a bearer gives as another name of it. */
void lede_bearers_note(lede_bearers *all, uint32_t index, const lede_mention *mention);

/* The bearer of this number, or NULL. */
const lede_bearer *lede_bearers_at(const lede_bearers *all, uint32_t index);

/* Lists a bearer that no dictionary names under the name of a known mention. */
void lede_bearers_list_as(lede_bearers *all, uint32_t index, const lede_mention *known);

/* Notes that a bearer is named in full here: from now on it is the newest one of its names. */
void lede_bearers_said(lede_bearers *all, uint32_t index);

/* Whom words with this key call: of those with the surest form the one said last, else the one entered
 * first. What the text gives as another name calls its bearer whatever the label. Who bears `title` (0: none) comes first. */
lede_calling lede_bearers_find(const lede_bearers *all, uint64_t key, uint32_t label,
                               uint64_t title);

/* Whom a mention calls by a short form. */
lede_calling lede_bearers_call(const lede_bearers *all, const lede_mention *mention,
                               uint32_t label);

/* The organization that a mention calls without its place, Defense Ministry beside Iraqi Defense Ministry: one
 * named before, or else the only one. */
lede_calling lede_bearers_call_rest(const lede_bearers *all, const lede_mention *mention);

/* The most words that a form beginning with token i has; 0 when none does. */
size_t lede_bearers_longest(const lede_bearers *all, size_t i);

#endif
