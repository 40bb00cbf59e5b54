#include "names/person.h"

#include "base/hash.h"
#include "names/sound.h"
#include "unicode/fold.h"
#include "unicode/utf8.h"

/* In place of the hash of a suffix. */
static const uint64_t JUNIOR = 1;

static bool
is_quote(const lede_scene *scene, size_t i)
{
    static const char *const MARKS[] = {"\"", "\u201C", "\u201D", "\u2018", "\u2019", "'"};
    return !lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD) &&
           LEDE_IS_ONE_OF(scene, i, MARKS);
}

/* `van`, `al` and the like before another word; `Ben` that begins a name is a given name. */
static bool
is_particle(const lede_scene *scene, size_t i, size_t first, size_t end)
{
    bool given = i == first && lede_scene_has_cue(scene, i, LEDE_CUE_GIVEN) &&
                 lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL);
    return i + 1 < end && !given && lede_scene_has_cue(scene, i, LEDE_CUE_PARTICLE);
}

bool
lede_is_name_suffix(const lede_scene *scene, size_t i)
{
    static const char *const SUFFIXES[] = {"Jr",  "Sr",   "JR",  "SR",   "II", "III",
                                           "IV",  "VI",   "VII", "VIII", "IX", "XI",
                                           "XII", "XIII", "XIV", "XVI"};
    return LEDE_IS_ONE_OF(scene, i, SUFFIXES);
}

/* `Jr.` in all its spellings; those that are words of their own are it only inside of a name. */
static bool
is_junior(const lede_scene *scene, size_t i)
{
    static const char *const JUNIORS[] = {"Jr", "JR", "Jnr", "Junior", "J\u00FAnior"};
    return LEDE_IS_ONE_OF(scene, i, JUNIORS);
}

static void
push_word(const lede_scene *scene, lede_person *person, size_t first, size_t end)
{
    const lede_token *token = &scene->tokens->items[first];
    bool single = token->span.end - token->span.start == 1;
    lede_person_word word = {
        .key = lede_scene_key(scene, first, end),
        .first = (uint32_t)first,
        .end = (uint32_t)end,
        .initial = single || (token->bits & (LEDE_TOKEN_INITIAL | LEDE_TOKEN_DOTTED)) != 0,
    };
    person->count -= person->count == LEDE_PERSON_WORDS;
    person->words[person->count++] = word;
}

/* The end of the word at token i, with what hyphens join to it. */
static size_t
word_end(const lede_scene *scene, size_t i, size_t end)
{
    i++;
    while (i + 1 < end && lede_scene_is_hyphenated(scene, i + 1)) {
        i += 2;
    }
    return i;
}

/* The end of what is the name itself: Philip V [of Spain]. */
static size_t
before_of(const lede_scene *scene, size_t first, size_t end)
{
    static const char *const OF[] = {"of"};
    for (size_t i = first + 1; i < end; i++) {
        if (lede_scene_has_bits(scene, i, LEDE_TOKEN_LOWER) &&
            LEDE_IS_ONE_OF(scene, i, OF)) {
            return i;
        }
    }
    return end;
}

/* One letter at the end of a name is a numeral: Frederick I, not Malcolm X. */
static bool
is_last_numeral(const lede_scene *scene, size_t i, size_t end)
{
    static const char *const NUMERALS[] = {"I", "V"};
    return i + 1 == end && LEDE_IS_ONE_OF(scene, i, NUMERALS);
}

lede_person
lede_person_parse(const lede_scene *scene, size_t first, size_t end)
{
    lede_person person = {.count = 0};
    bool quoted = false;
    end = before_of(scene, first, end);
    for (size_t i = first; i < end;) {
        size_t next = i + 1;
        if (is_quote(scene, i)) {
            person.nickname_first = quoted ? person.nickname_first : (uint32_t)next;
            person.nickname_end = (uint32_t)(quoted ? i : next);
            quoted = !quoted;
        } else if (quoted || !lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD) ||
                   is_particle(scene, i, first, end)) {
            /* no word */
        } else if (person.count > 0 && is_junior(scene, i)) {
            person.suffix = JUNIOR;
        } else if (person.count > 0 &&
                   (lede_is_name_suffix(scene, i) || is_last_numeral(scene, i, end))) {
            person.suffix = scene->hashes[i];
        } else {
            next = word_end(scene, i, end);
            push_word(scene, &person, i, next);
        }
        i = next;
    }
    return person;
}

static uint64_t
first_letter(const lede_scene *scene, const lede_person_word *word)
{
    lede_text text = lede_text_slice(scene->text, scene->tokens->items[word->first].span);
    size_t size = 0;
    (void)lede_utf8_step(text, 0, &size);
    return lede_fold_hash((lede_text){text.bytes, size}, LEDE_FOLD_ACCENTS);
}

uint64_t
lede_person_sound(const lede_scene *scene, const lede_person_word *word)
{
    if (word->end != word->first + 1) {
        return 0;
    }
    return lede_sound_hash(
        lede_text_slice(scene->text, scene->tokens->items[word->first].span));
}

/* The same word, be it spelled in two ways. */
static bool
words_alike(const lede_scene *scene, const lede_person_word *a, const lede_person_word *b)
{
    if (a->key == b->key) {
        return true;
    }
    uint64_t sound = lede_person_sound(scene, a);
    return sound != 0 && sound == lede_person_sound(scene, b);
}

static bool
words_agree(const lede_scene *scene, const lede_person_word *a, const lede_person_word *b)
{
    if (a->initial || b->initial) {
        return first_letter(scene, a) == first_letter(scene, b);
    }
    return words_alike(scene, a, b);
}

/* One key for all words but the last, with and without hyphens: Sung-woo, Sung Woo. Particles count nowhere:
 * Abdel-Fattah, Abdel Fattah. */
static uint64_t
given_key(const lede_scene *scene, const lede_person *person)
{
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t w = 0; w + 1 < person->count; w++) {
        const lede_person_word *word = &person->words[w];
        for (size_t i = word->first; i < word->end; i++) {
            bool counts =
                lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD) &&
                !(i + 1 < word->end && lede_scene_has_cue(scene, i, LEDE_CUE_PARTICLE));
            key = counts ? lede_hash_join(key, scene->hashes[i]) : key;
        }
    }
    return key;
}

/* `J. Lee`, `John Lee` and `John R. Lee` agree, `John` and `Jane`, `John R.` and `John Paul` do not. */
static bool
given_names_agree(const lede_scene *scene, const lede_person *a, const lede_person *b)
{
    size_t i = 1, j = 1, most_i = a->count - 1, most_j = b->count - 1;
    if (given_key(scene, a) == given_key(scene, b)) {
        return true;
    }
    if (!words_agree(scene, &a->words[0], &b->words[0])) {
        return false;
    }
    while (i < most_i && j < most_j) {
        if (words_agree(scene, &a->words[i], &b->words[j])) {
            i++;
            j++;
        } else if (most_i - i == most_j - j) {
            return false;
        } else if (most_i - i > most_j - j) {
            i++;
        } else {
            j++;
        }
    }
    return true;
}

/* True when `count` words of both are the same ones, from a's word i and b's word j on. */
static bool
words_equal(const lede_person *a, size_t i, const lede_person *b, size_t j, size_t count)
{
    while (count > 0 && a->words[i].key == b->words[j].key) {
        i++;
        j++;
        count--;
    }
    return count == 0;
}

bool
lede_person_same(const lede_scene *scene, const lede_person *a, const lede_person *b)
{
    if (a->suffix != b->suffix) {
        return false; /* John Lee and John Lee Jr. are father and son */
    }
    if (a->count < b->count) {
        const lede_person *longer = b;
        b = a;
        a = longer;
    }
    if (words_equal(a, a->count - b->count, b, 0, b->count)) {
        return true; /* Vilhena Matos is Teresa Vilhena Matos */
    }
    if (words_alike(scene, &a->words[a->count - 1], &b->words[b->count - 1])) {
        return given_names_agree(scene, a, b);
    }
    /* Hernando Iragorri is Hernando Iragorri Paz, who has his mother's name too */
    return a->count == b->count + 1 && words_equal(a, 0, b, 0, b->count);
}

static size_t
spelled_out(const lede_person *person)
{
    size_t words = 0;
    for (size_t i = 0; i < person->count; i++) {
        words += !person->words[i].initial;
    }
    return words;
}

bool
lede_person_respelled(const lede_person *a, const lede_person *b)
{
    if (a->count == 0 || a->count != b->count || spelled_out(a) != spelled_out(b)) {
        return false;
    }
    return !words_equal(a, 0, b, 0, a->count);
}
