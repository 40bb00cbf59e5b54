#include "names/sound.h"

#include "base/hash.h"
#include "unicode/fold.h"
#include "unicode/utf8.h"

enum {
    SHORTEST_WORD = 5, /* letters */
    LONGEST_WORD = 24,
    FEWEST_VOWELS = 2, /* runs of them */
};

typedef struct {
    char letters[LONGEST_WORD + LEDE_FOLD_MOST];
    size_t count;
} spelling;

typedef struct {
    char letters[2 * LONGEST_WORD];
    size_t count;
} sound;

static bool
is_vowel(char letter)
{
    return memchr("aeiouy", letter, 6) != NULL;
}

/* The letters of a word without their accents; false when it has other signs or too many of them. */
static bool
spell(spelling *word, lede_text text)
{
    word->count = 0;
    for (size_t at = 0, size = 0; at < text.size; at += size) {
        uint32_t folded[LEDE_FOLD_MOST];
        uint32_t point = lede_utf8_step(text, at, &size);
        size_t count = lede_fold_point(folded, point, LEDE_FOLD_ACCENTS);
        for (size_t i = 0; i < count; i++) {
            if (folded[i] < 'a' || folded[i] > 'z') {
                return false;
            }
            word->letters[word->count++] = (char)folded[i];
        }
        if (word->count > LONGEST_WORD) {
            return false;
        }
    }
    return word->count >= SHORTEST_WORD;
}

static char
letter_at(const spelling *word, size_t i)
{
    return i < word->count ? word->letters[i] : '\0';
}

static void
push(sound *out, char letter)
{
    if (out->count == 0 || out->letters[out->count - 1] != letter) {
        out->letters[out->count++] = letter;
    }
}

/* One letter for the vowels [first, end): `o` for dark ones, `i` for light ones, else `a`. */
static char
inner_vowel(const spelling *word, size_t first, size_t end)
{
    char found = 'i';
    for (size_t i = first; i < end; i++) {
        char letter = word->letters[i];
        if (letter == 'o' || letter == 'u') {
            return 'o';
        }
        found = letter == 'a' || letter == 'e' ? 'a' : found;
    }
    bool rasheed = end == first + 2 && memcmp(word->letters + first, "ee", 2) == 0;
    return rasheed ? 'i' : found;
}

/* Writes the run of vowels at letter `first` and returns its end. */
static size_t
sound_vowels(sound *out, const spelling *word, size_t first)
{
    size_t end = first;
    while (end < word->count && is_vowel(word->letters[end])) {
        end++;
    }
    char last = word->letters[end - 1];
    if (end == word->count) {
        push(out, last == 'y' ? 'i' : last);
    } else if (first == 0 && word->letters[0] != 'u') {
        push(out, word->letters[0] == 'y' ? 'i' : word->letters[0]);
    } else {
        push(out, inner_vowel(word, first, end));
    }
    return end;
}

/* Writes the consonant at letter i and returns the end of what it is spelled with. */
static size_t
sound_consonant(sound *out, const spelling *word, size_t i)
{
    char letter = word->letters[i], next = letter_at(word, i + 1);
    bool breathed = next == 'h' && memchr("kgdtb", letter, 5) != NULL; /* Gandhi, Khaled */
    switch (letter) {
    case 'c':
        if (next == 'k') {
            return i + 1;
        }
        if (next == 'h') {
            push(out, 'c');
            return i + 2;
        }
        push(out, memchr("eiy", next, 3) != NULL ? 's' : 'k');
        break;
    case 'p':
        push(out, next == 'h' ? 'f' : 'p');
        return next == 'h' ? i + 2 : i + 1;
    case 'q':
        push(out, 'k');
        break;
    case 'w':
        push(out, 'v');
        break;
    case 'x':
        push(out, 'k');
        push(out, 's');
        break;
    default:
        push(out, letter);
    }
    return breathed ? i + 2 : i + 1;
}

uint64_t
lede_sound_hash(lede_text word)
{
    spelling spelled;
    sound heard = {.count = 0};
    if (!spell(&spelled, word)) {
        return 0;
    }
    size_t last = spelled.count - 1, vowels = 0;
    /* Abdullah is Abdulla */
    spelled.count -= spelled.letters[last] == 'h' && is_vowel(spelled.letters[last - 1]);
    for (size_t i = 0; i < spelled.count;) {
        bool vowel = is_vowel(spelled.letters[i]);
        vowels += vowel;
        i = vowel ? sound_vowels(&heard, &spelled, i)
                  : sound_consonant(&heard, &spelled, i);
    }
    return vowels < FEWEST_VOWELS ? 0 : lede_hash_bytes(heard.letters, heard.count);
}
