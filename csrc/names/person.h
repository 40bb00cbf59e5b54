/* The parts of a person's name, and whether two names may be one person's.
 *
 *     Paula "Polly" J. van der Voort Jr.
 *     words: Paula, J., Voort    suffix: Jr.
 *
 * Particles, nicknames in quotes and marks are no words; what a hyphen joins is one word. The last word
 * is taken for the family name, though it may be the first.
 *
 * Invariant: nothing here looks at more tokens than the mention has.
 *
 *     lede_person a = lede_person_parse(&scene, 4, 9);
 *     if (lede_person_same(&scene, &a, &b)) …
 */
#ifndef LEDE_NAMES_PERSON_H
#define LEDE_NAMES_PERSON_H

#include "names/scene.h"

enum { LEDE_PERSON_WORDS = 8 };

typedef struct {
    uint64_t key;        /* lede_scene_key of its tokens */
    uint32_t first, end; /* its tokens, `Seung-woo` being three */
    bool initial;
} lede_person_word;

/* Of a longer name the first words and the last one are kept. */
typedef struct {
    lede_person_word words[LEDE_PERSON_WORDS];
    size_t count;
    uint64_t suffix;                       /* the hash of Jr. or III, or 0 */
    uint32_t nickname_first, nickname_end; /* its tokens, none when they are the same */
} lede_person;

lede_person lede_person_parse(const lede_scene *scene, size_t first, size_t end);

/* True for `Jr`, `III` and the like: what may end a name and is none. */
bool lede_is_name_suffix(const lede_scene *scene, size_t i);

/* A key of how a word is spoken, equal for spellings of one name (sound.h), or 0. */
uint64_t lede_person_sound(const lede_scene *scene, const lede_person_word *word);

/* True when both may name the same person: given names agree as far as both have them, an initial with
 * every name that begins so and a word with its other spellings, and suffixes do not differ. Both have two
 * words or more. */
bool lede_person_same(const lede_scene *scene, const lede_person *a, const lede_person *b);

/* True for two names of one person that tell as much and are spelled in two ways. */
bool lede_person_respelled(const lede_person *a, const lede_person *b);

#endif
