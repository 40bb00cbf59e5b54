#include "text/tokens.h"

#include "base/vector.h"
#include "text/ascii_words.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

/* A character with its class, read ahead. */
typedef struct {
    uint32_t point, class;
    size_t size; /* 0 at the end of the text */
} character;

static character
character_at(lede_text text, size_t at)
{
    character here = {0};
    if (at < text.size) {
        here.point = lede_utf8_step(text, at, &here.size);
        here.class = lede_class_of(here.point);
    }
    return here;
}

static bool
is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019 || point == 0x2BC || point == 0x2018;
}

/* Ends words as a space does (UAX #29: Other, though most invisible characters are Format or Extend): what
 * separates words in Khmer and Thai, and what pages leave beside a name. */
static bool
is_zero_width_space(character here)
{
    return here.point == 0x200B;
}

static bool
in_word(character here)
{
    return (here.class & LEDE_WORD) != 0 && !(here.class & LEDE_NOSPACE) &&
           !is_zero_width_space(here);
}

/* What does not show and belongs to the character before it. */
static bool
extends(character here)
{
    return (here.class & (LEDE_MARK | LEDE_IGNORABLE)) && !is_zero_width_space(here);
}

/* The end of `L.L.` at `at`, or `at` when there are not two letters or more. */
static size_t
dotted_end(lede_text text, size_t at)
{
    size_t end = at, pieces = 0;
    for (;;) {
        character letter = character_at(text, end);
        character stop = character_at(text, end + letter.size);
        if (!(letter.class & LEDE_LETTER) || (letter.class & LEDE_NOSPACE)) {
            break;
        }
        if (stop.point != '.') {
            bool last = pieces > 0 && !in_word(stop); /* U.S without its last stop */
            end += last ? letter.size : 0;
            pieces += last;
            break;
        }
        end += letter.size + stop.size;
        pieces++;
    }
    return pieces > 1 ? end : at;
}

/* True at the apostrophe of 's at the end of a word. */
static bool
is_possessive(lede_text text, size_t at)
{
    character mark = character_at(text, at);
    character s = character_at(text, at + mark.size);
    character after = character_at(text, at + mark.size + s.size);
    return is_apostrophe(mark.point) && (s.point | 0x20) == 's' && !in_word(after);
}

/* True for a mark inside a word: an apostrophe between letters, or a stop, comma or colon between
 * digits (UAX #29, WB6, WB7, WB11 and WB12, without its stops between letters). */
static bool
joins_word(lede_text text, size_t at, character before, character mark)
{
    character after = character_at(text, at + mark.size);
    if (is_apostrophe(mark.point)) {
        return (before.class & LEDE_LETTER) && (after.class & LEDE_LETTER) &&
               !is_possessive(text, at);
    }
    bool between = mark.point == '.' || mark.point == ',' || mark.point == ':';
    return between && (before.class & LEDE_DIGIT) && (after.class & LEDE_DIGIT);
}

/* The same for the apostrophe that is a letter itself, U+02BC: no word begins with it. */
static bool
is_possessive_letter(lede_text text, size_t at, character before, character here)
{
    return here.point == 0x2BC && before.size > 0 && is_possessive(text, at);
}

/* What is counted while a word is read. */
typedef struct {
    size_t letters, small;
    uint32_t first;  /* the class of the first letter or digit */
    uint32_t before; /* the character before the one at hand */
    bool elided;     /* a capital behind an apostrophe: d'Orey */
} word_letters;

static void
count_letter(word_letters *letters, character here)
{
    if (letters->first == 0 && (here.class & (LEDE_LETTER | LEDE_DIGIT))) {
        letters->first = here.class;
    }
    letters->letters += (here.class & LEDE_LETTER) != 0;
    letters->small += (here.class & LEDE_LOWER) != 0;
    letters->elided |= is_apostrophe(letters->before) && (here.class & LEDE_UPPER);
    letters->before = here.point;
}

static size_t
word_end(lede_text text, size_t at, word_letters *letters)
{
    character before = {0};
    for (;;) {
        character here = character_at(text, at);
        bool letter = in_word(here) && !is_possessive_letter(text, at, before, here);
        if (here.size == 0 || !(letter || joins_word(text, at, before, here))) {
            return at;
        }
        count_letter(letters, here);
        at += here.size;
        before = extends(here) ? before : here;
    }
}

static uint32_t
word_bits(word_letters letters)
{
    uint32_t bits = LEDE_TOKEN_WORD;
    bool capital = (letters.first & LEDE_UPPER) || letters.elided;
    bits |= capital ? LEDE_TOKEN_CAPITAL : 0u;
    bits |= !capital && (letters.first & LEDE_LOWER) ? LEDE_TOKEN_LOWER : 0u;
    bits |= (letters.first & LEDE_DIGIT) ? LEDE_TOKEN_NUMBER : 0u;
    bool caps = letters.letters > 1 && letters.small == 0 && (bits & LEDE_TOKEN_CAPITAL);
    return caps ? bits | LEDE_TOKEN_CAPS : bits;
}

/* One character of a script without spaces, with the marks on it. */
static size_t
unspaced_end(lede_text text, size_t at)
{
    at += character_at(text, at).size;
    for (character here; here = character_at(text, at), extends(here);) {
        at += here.size;
    }
    return at;
}

/* Skips white space; true when a line ended in it. */
static bool
skip_spaces(lede_text text, size_t *at)
{
    bool line = *at == 0;
    for (;;) {
        character here = character_at(text, *at);
        if (!(here.class & LEDE_SPACE) && !is_zero_width_space(here)) {
            return line;
        }
        line |= here.point == '\n' || here.point == '\r';
        *at += here.size;
    }
}

bool
lede_token_next(lede_token *token, lede_text text, size_t *at)
{
    size_t before = *at;
    bool line = skip_spaces(text, at);
    character first = character_at(text, *at);
    if (first.size == 0) {
        return false;
    }
    size_t end = *at + first.size;
    uint32_t bits = 0;
    word_letters letters = {0};
    bool mark = is_apostrophe(first.point) && before == *at && before > 0;
    if (mark && is_possessive(text, *at)) {
        end += character_at(text, end).size;
        bits = LEDE_TOKEN_POSSESSIVE;
    } else if (first.class & LEDE_NOSPACE) {
        end = unspaced_end(text, *at);
        bits = LEDE_TOKEN_WORD | LEDE_TOKEN_UNSPACED;
    } else if (in_word(first)) {
        end = dotted_end(text, *at);
        if (end > *at) {
            bits = LEDE_TOKEN_WORD | LEDE_TOKEN_DOTTED;
            bits |= (first.class & LEDE_UPPER) ? LEDE_TOKEN_CAPITAL : LEDE_TOKEN_LOWER;
        } else {
            end = word_end(text, *at, &letters);
            bits = word_bits(letters);
            bool initial = end == *at + first.size && (bits & LEDE_TOKEN_CAPITAL) &&
                           character_at(text, end).point == '.';
            bits |= initial ? LEDE_TOKEN_INITIAL : 0u;
        }
    } else if (first.class & LEDE_DASH) {
        bits = LEDE_TOKEN_DASH;
    }
    bits |= before == *at && !line ? LEDE_TOKEN_GLUED : 0u;
    bits |= line ? LEDE_TOKEN_LINE : 0u;
    *token = (lede_token){{(uint32_t)*at, (uint32_t)end}, bits};
    *at = end;
    return true;
}

void
lede_tokens_find(lede_tokens *tokens, lede_text text, lede_arena *arena)
{
    enum { BATCH = 256 };
    lede_vector items;
    lede_vector_init(&items, arena, sizeof(lede_token));
    bool more = true;
    for (size_t at = 0; more;) {
        lede_token *room = lede_vector_reserve(&items, BATCH);
        if (room == NULL) {
            break;
        }
        size_t count = lede_ascii_words_read(room, BATCH, text, &at);
        if (count < BATCH) {
            more = lede_token_next(&room[count], text, &at);
            count += more;
        }
        items.count += count;
    }
    *tokens = (lede_tokens){items.data, items.count};
}

/* The text with small letters in place of the capitals of ASCII: many bytes at once are quicker than word
 * by word. */
static lede_text
small_letters(lede_text text, lede_arena *arena)
{
    char *small = lede_arena_alloc(arena, text.size, 1);
    for (size_t i = 0; small != NULL && i < text.size; i++) {
        small[i] = lede_small_letter(text.bytes[i]);
    }
    return (lede_text){small, text.size};
}

const uint64_t *
lede_tokens_fold(const lede_tokens *tokens, lede_text text, lede_fold fold,
                 lede_arena *arena)
{
    uint64_t *hashes = lede_arena_alloc(arena, tokens->count, sizeof *hashes);
    text = fold == LEDE_FOLD_NONE ? text : small_letters(text, arena);
    if (hashes == NULL || text.bytes == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < tokens->count; i++) {
        hashes[i] = lede_fold_hash_word(text, tokens->items[i].span, fold, true);
    }
    return hashes;
}
