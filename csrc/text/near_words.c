#include "text/near_words.h"

#include "unicode/lanes.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

enum {
    LONGEST_WORD = 48, /* no abbreviation is longer: looking for a border ends here */
    GLANCE = LEDE_LANES,
};

static bool
is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

/* What is counted while the letters of a word are read. */
typedef struct {
    uint32_t upper, lower, uncased, digits, stops, piece, longest;
    bool capital; /* the first letter is one */
} letters;

static void
count_letter(letters *seen, uint32_t point, uint32_t class)
{
    if (point == '.') {
        seen->stops++;
        seen->piece = 0;
        return;
    }
    if (class & (LEDE_MARK | LEDE_IGNORABLE)) {
        return;
    }
    seen->capital |= seen->upper + seen->lower + seen->digits == 0 && (class & LEDE_UPPER);
    seen->upper += (class & LEDE_UPPER) != 0;
    seen->lower += (class & LEDE_LOWER) != 0;
    seen->digits += (class & LEDE_DIGIT) != 0;
    seen->uncased += (class & (LEDE_UPPER | LEDE_LOWER | LEDE_DIGIT)) == 0;
    seen->piece++;
    seen->longest = seen->piece > seen->longest ? seen->piece : seen->longest;
}

static lede_word_shape
dotted_shape(const letters *seen)
{
    if (seen->digits > 0) {
        bool number = seen->upper + seen->lower + seen->uncased == 0;
        return number ? LEDE_WORD_SHAPE_DECIMAL : LEDE_WORD_SHAPE_MIXED;
    }
    if (seen->longest > 2) {
        return LEDE_WORD_SHAPE_DOTTED_LONG;
    }
    bool caps = seen->lower == 0, small = seen->upper == 0;
    return caps    ? LEDE_WORD_SHAPE_DOTTED_CAPS
           : small ? LEDE_WORD_SHAPE_DOTTED_SMALL
                   : LEDE_WORD_SHAPE_DOTTED_MIXED;
}

static lede_word_shape
shape_of(const letters *seen)
{
    uint32_t cased = seen->upper + seen->lower, all = cased + seen->digits + seen->uncased;
    if (all == 0) {
        return seen->stops > 0 ? LEDE_WORD_SHAPE_MARK : LEDE_WORD_SHAPE_NONE;
    }
    if (seen->stops > 0) {
        return dotted_shape(seen);
    }
    if (seen->digits > 0) {
        return seen->digits == all ? LEDE_WORD_SHAPE_NUMBER : LEDE_WORD_SHAPE_MIXED;
    }
    if (cased == 0) {
        return LEDE_WORD_SHAPE_UNCASED;
    }
    if (cased == 1) {
        return seen->upper > 0 ? LEDE_WORD_SHAPE_INITIAL : LEDE_WORD_SHAPE_SMALL;
    }
    if (seen->upper == 0) {
        return LEDE_WORD_SHAPE_LOWER;
    }
    if (seen->lower == 0) {
        return LEDE_WORD_SHAPE_CAPS;
    }
    return seen->capital && seen->upper == 1 ? LEDE_WORD_SHAPE_TITLE
                                             : LEDE_WORD_SHAPE_CAMEL;
}

static void
fill_word(lede_near_word *word, lede_text text, size_t from, size_t to, const letters *seen,
          const lede_sentence_language *language)
{
    *word = (lede_near_word){.span = {(uint32_t)from, (uint32_t)to}};
    word->shape = shape_of(seen);
    word->size = seen->upper + seen->lower + seen->digits + seen->uncased;
    if (word->size > 0) {
        word->hash = lede_sentence_word_hash((lede_text){text.bytes + from, to - from});
        word->kinds = lede_sentence_word_kinds(language, word->hash);
    }
}

/* Behind the article of l'Ing, d’Avv or dell'On; not inside of don't. */
static size_t
behind_elision(lede_text text, size_t from, size_t to)
{
    size_t size;
    for (size_t at = from; at < to; at += size) {
        bool apostrophe = is_apostrophe(lede_utf8_step(text, at, &size));
        size_t behind = at + size;
        bool article = at - from == 1 && behind + 1 < to &&
                       memchr("ldcsnmjt", text.bytes[from] | 0x20, 8) != NULL;
        if (apostrophe && behind < to &&
            (article || lede_is_class(text, behind, LEDE_UPPER))) {
            return behind;
        }
    }
    return from;
}

/* The word that ends at `end`, not before `limit`: letters, digits and stops. */
static void
read_back_slowly(lede_near_word *word, lede_text text, size_t limit, size_t end,
                 const lede_sentence_language *language)
{
    letters seen = {0};
    size_t at = end, size;
    while (at > limit && end - at < LONGEST_WORD) {
        uint32_t point = lede_utf8_step_back(text, at, &size);
        bool inside = point == '.' || point == 0xB0 || is_apostrophe(point); /* N° */
        if (!inside && !(lede_class_of(point) & LEDE_WORD)) {
            break;
        }
        at -= size;
    }
    while (at < end && (text.bytes[at] == '.' || text.bytes[at] == '\'')) {
        at++; /* .5, and a quote that opens */
    }
    at = behind_elision(text, at, end);
    for (size_t i = at; i < end; i += size) {
        uint32_t point = lede_utf8_step(text, i, &size);
        if (!is_apostrophe(point)) {
            count_letter(&seen, point, lede_class_of(point));
        }
    }
    fill_word(word, text, at, end, &seen, language);
}

/* The word at `at`: letters and digits. */
static void
read_ahead_slowly(lede_near_word *word, lede_text text, size_t at,
                  const lede_sentence_language *language)
{
    letters seen = {0};
    size_t end = at, size;
    while (end < text.size && end - at < LONGEST_WORD) {
        uint32_t point = lede_utf8_step(text, end, &size);
        uint32_t class = lede_class_of(point);
        if (!(class & LEDE_WORD)) {
            break;
        }
        count_letter(&seen, point, class);
        end += size;
    }
    fill_word(word, text, at, end, &seen, language);
}

/* True at a character beyond ASCII that may be a letter: not at dashes and quotes, U+2010 to U+2029. */
static bool
may_go_on(lede_text text, size_t at)
{
    if (at == text.size || (unsigned char)text.bytes[at] < 0x80) {
        return false;
    }
    bool general = text.size - at > 2 && memcmp(text.bytes + at, "\xE2\x80", 2) == 0;
    unsigned char third = general ? (unsigned char)text.bytes[at + 2] : 0;
    return third < 0x90 || third > 0xA9;
}

/* ---- words of ASCII, at a glance ---- */

/* What sixteen bytes are: bit k for byte k. */
typedef struct {
    uint32_t words, upper, digits; /* letters and digits, and those of them that are such */
    uint32_t unclear;              /* stops, apostrophes and what is beyond ASCII */
} glance;

static glance
look_at(const char *bytes)
{
    lede_lanes here = lede_lanes_read(bytes), small = here | 0x20;
    lede_lanes letter = (lede_lanes)(small - 'a' < 26);
    lede_lanes digits = (lede_lanes)(here - '0' < 10);
    lede_lanes upper = (lede_lanes)(here < 'a') & letter;
    lede_lanes unclear = (lede_lanes)((here == '.') | (here == '\''));
    return (glance){
        .words = (uint32_t)lede_lanes_bits(letter | digits),
        .upper = (uint32_t)lede_lanes_bits(upper),
        .digits = (uint32_t)lede_lanes_bits(digits),
        .unclear = (uint32_t)lede_lanes_bits(unclear | here),
    };
}

/* The bytes before `end`, the last of them in bit 15. */
static glance
look_before(lede_text text, size_t end)
{
    char padded[GLANCE] = {0};
    if (end >= GLANCE) {
        return look_at(text.bytes + end - GLANCE);
    }
    memcpy(padded + GLANCE - end, text.bytes, end);
    return look_at(padded);
}

/* The bytes from `at` on, zeros for those behind the text. */
static void
copy_glance(char bytes[GLANCE], lede_text text, size_t at)
{
    if (text.size - at >= GLANCE) {
        memcpy(bytes, text.bytes + at, GLANCE);
    } else {
        memset(bytes, 0, GLANCE);
        memcpy(bytes, text.bytes + at, text.size - at);
    }
}

static lede_word_shape
ascii_shape(size_t size, uint32_t upper, uint32_t digits)
{
    uint32_t all = (1u << size) - 1;
    if (size == 0) {
        return LEDE_WORD_SHAPE_NONE;
    }
    if (digits != 0) {
        return digits == all ? LEDE_WORD_SHAPE_NUMBER : LEDE_WORD_SHAPE_MIXED;
    }
    if (size == 1) {
        return upper != 0 ? LEDE_WORD_SHAPE_INITIAL : LEDE_WORD_SHAPE_SMALL;
    }
    if (upper == 0) {
        return LEDE_WORD_SHAPE_LOWER;
    }
    return upper == all ? LEDE_WORD_SHAPE_CAPS
           : upper == 1 ? LEDE_WORD_SHAPE_TITLE
                        : LEDE_WORD_SHAPE_CAMEL;
}

/* What lede_sentence_word_hash says of them. */
static uint32_t
ascii_hash(const char bytes[GLANCE], size_t size)
{
    uint64_t hash = lede_sentence_hash_start(size);
    hash = lede_sentence_hash_letters(hash, bytes, size < 8 ? size : 8);
    uint64_t more = lede_sentence_hash_letters(hash, bytes + 8, size > 8 ? size - 8 : 1);
    return lede_sentence_hash_end(size > 8 ? more : hash);
}

/* A word of `size` ASCII letters and digits, fewer than sixteen. Bit k of `upper` and `digits`: letter k. */
static void
fill_ascii(lede_near_word *word, lede_text text, size_t from, size_t size, uint32_t upper,
           uint32_t digits, const lede_sentence_language *language)
{
    *word = (lede_near_word){.span = {(uint32_t)from, (uint32_t)(from + size)}};
    word->shape = ascii_shape(size, upper, digits);
    word->size = (uint32_t)size;
    if (size > 0) {
        char bytes[GLANCE];
        copy_glance(bytes, text, from);
        word->hash = ascii_hash(bytes, size);
        word->kinds = lede_sentence_word_kinds(language, word->hash);
    }
}

void
lede_near_word_before(lede_near_word *word, lede_text text, size_t limit, size_t end,
                      const lede_sentence_language *language)
{
    glance seen = look_before(text, end);
    size_t size = (size_t)__builtin_clz(~(seen.words << GLANCE)), most = end - limit;
    bool limited = size >= most;
    size = limited ? most : size;
    if (size == GLANCE || (!limited && seen.unclear >> (GLANCE - 1 - size) & 1)) {
        read_back_slowly(word, text, limit, end, language);
        return;
    }
    uint32_t all = (1u << size) - 1, shift = (uint32_t)(GLANCE - size);
    fill_ascii(word, text, end - size, size, seen.upper >> shift & all,
               seen.digits >> shift & all, language);
}

void
lede_near_word_behind(lede_near_word *word, lede_text text, size_t at,
                      const lede_sentence_language *language)
{
    char bytes[GLANCE];
    copy_glance(bytes, text, at);
    glance seen = look_at(bytes);
    size_t size = (size_t)__builtin_ctz(~seen.words);
    if (size == GLANCE || may_go_on(text, at + size)) {
        read_ahead_slowly(word, text, at, language);
        return;
    }
    uint32_t all = (1u << size) - 1;
    fill_ascii(word, text, at, size, seen.upper & all, seen.digits & all, language);
}
