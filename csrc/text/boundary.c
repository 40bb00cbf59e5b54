#include "text/boundary.h"

#include "unicode/scan.h"
#include "unicode/utf8.h"

/* Looking back for the word before a mark ends here: no abbreviation is longer. So does looking ahead
 * for the next word, past as many quotes and brackets. */
enum { LONGEST_WORD = 48, MOST_OPENERS = 6, LONGEST_NOTE = 8 };

/* What a byte is to a word. Those from ASCII_LOWER on are letters and digits; less ASCII_LOWER they
 * are shifts into counts of eight bits each. */
enum {
    ASCII_OUTSIDE,
    ASCII_STOP, /* may go on with a word: the slow way finds out */
    ASCII_LOWER,
    ASCII_UPPER = ASCII_LOWER + 8,
    ASCII_DIGIT = ASCII_UPPER + 8,
};

static const uint8_t ASCII[256] = {
    ['.'] = ASCII_STOP,          ['\''] = ASCII_STOP,         ['0' ... '9'] = ASCII_DIGIT,
    ['A' ... 'Z'] = ASCII_UPPER, ['a' ... 'z'] = ASCII_LOWER, [0x80 ... 0xFF] = ASCII_STOP,
};

/* ---- marks ---- */

static bool
is_at(lede_text text, size_t at, char byte)
{
    return at < text.size && text.bytes[at] == byte;
}

/* Behind `. . .` at `at`, or `at`. */
static size_t
spaced_end(lede_text text, size_t at)
{
    size_t end = at, stops = 0;
    while (is_at(text, end, '.') && !is_at(text, end + 1, '.')) {
        stops++;
        if (!is_at(text, end + 1, ' ') || !is_at(text, end + 2, '.')) {
            return stops > 1 ? end + 1 : at;
        }
        end += 2;
    }
    return stops > 1 ? end - 1 : at;
}

static lede_mark
mark_kind(lede_text text, size_t from, size_t to)
{
    size_t stops = 0, shouts = 0, questions = 0, others = 0, size;
    for (size_t at = from; at < to; at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        stops += point == '.' ? 1u : point == 0x2026 ? 3u : 0u;
        shouts += point == '!' || point == 0x203C;
        questions += point == '?' || point == 0x2047;
        others += point >= 0x80 && point != 0x2026;
    }
    if (shouts + questions > 0) {
        return shouts == 0      ? LEDE_MARK_QUESTION
               : questions == 0 ? LEDE_MARK_SHOUT
                                : LEDE_MARK_BOTH;
    }
    if (others > 0) {
        return LEDE_MARK_OTHER;
    }
    return stops == 1 ? LEDE_MARK_STOP : stops == 2 ? LEDE_MARK_TWO : LEDE_MARK_ELLIPSIS;
}

static lede_beside
beside_kind(uint32_t point, uint32_t class)
{
    if (class & LEDE_DASH) {
        return LEDE_BESIDE_DASH;
    }
    if (point == '\'' || point == 0x2018 || point == 0x2019 || point == '`') {
        return LEDE_BESIDE_SINGLE;
    }
    return (class & LEDE_QUOTE) ? LEDE_BESIDE_QUOTE : LEDE_BESIDE_BRACKET;
}

static lede_beside
beside_join(lede_beside before, lede_beside now)
{
    bool quotes = before == LEDE_BESIDE_QUOTE && now == LEDE_BESIDE_SINGLE;
    quotes |= before == LEDE_BESIDE_SINGLE &&
              now == LEDE_BESIDE_QUOTE; /* of a quote in a quote */
    if (quotes) {
        return LEDE_BESIDE_QUOTE;
    }
    return before == LEDE_BESIDE_NOTHING || before == now ? now : LEDE_BESIDE_BOTH;
}

/* Behind a reference to a note at `at`, `[1]` or `[2-11]`, or `at`. */
static size_t
note_end(lede_text text, size_t at)
{
    size_t end = at + 1;
    if (!is_at(text, at, '[')) {
        return at;
    }
    while (end < text.size && end - at < LONGEST_NOTE &&
           memchr("0123456789,- ", text.bytes[end], 13) != NULL) {
        end++;
    }
    return end > at + 1 && is_at(text, end, ']') ? end + 1 : at;
}

/* True for a quote or bracket at `at`, behind a space, that can only close: `« Oui ! »`, `word. "` with
 * one open and white space behind. */
static bool
closes_apart(lede_text text, size_t at, const lede_boundary *place)
{
    size_t size;
    uint32_t point = at < text.size ? lede_utf8_step(text, at, &size) : 0;
    bool quote = point == '"' || point == 0x201D || point == 0xBB;
    bool open = quote ? place->in_quote : point == ')' && place->in_bracket;
    return open && (at + size == text.size || lede_is_class(text, at + size, LEDE_SPACE));
}

/* True for a quote that touches the mark and closes though it looks as if it opened: „Ja.“, »Ja.« */
static bool
closes_backwards(lede_text text, size_t behind, uint32_t point, bool in_quote)
{
    return in_quote && (point == 0x201C || point == 0xAB) &&
           (behind == text.size || lede_is_class(text, behind, LEDE_SPACE | LEDE_PUNCT));
}

/* Quotes and brackets that close, from `at` on, and references to notes. */
static size_t
skip_closers(lede_text text, size_t at, lede_boundary *place)
{
    bool apart = false; /* one at most: the next may open */
    for (size_t size, end; at < text.size; at = end) {
        uint32_t point = lede_utf8_step(text, at, &size);
        uint32_t class = lede_class_of(point);
        end = at + size;
        if ((class & LEDE_CLOSER) || closes_backwards(text, end, point, place->in_quote)) {
            place->closer = beside_join(place->closer, beside_kind(point, class));
        } else if ((class & LEDE_SPACE) && !apart && closes_apart(text, end, place)) {
            apart = true;
        } else {
            size_t behind = point == ' ' ? end : at;
            end = note_end(text, behind);
            if (end == behind) {
                return at;
            }
        }
    }
    return at;
}

static size_t
skip_openers(lede_text text, size_t at, lede_beside *kind)
{
    size_t size;
    for (size_t i = 0; i < MOST_OPENERS && at < text.size; i++, at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        uint32_t class = lede_class_of(point);
        if (!(class & (LEDE_OPENER | LEDE_DASH)) && point != '`') {
            bool inner = *kind != LEDE_BESIDE_NOTHING && (class & LEDE_SPACE);
            if (!inner || point == '\n') {
                return at;
            }
            continue;
        }
        *kind = beside_join(*kind, beside_kind(point, class));
    }
    return at;
}

static lede_gap
gap_kind(lede_text text, size_t from, size_t to)
{
    if (from == to) {
        return LEDE_GAP_NONE;
    }
    if (memchr(text.bytes + from, '\n', to - from) != NULL) {
        return LEDE_GAP_LINE;
    }
    return to - from == 1 ? LEDE_GAP_SPACE : LEDE_GAP_WIDE;
}

/* A full stop, one space and a letter or digit of ASCII: what most places are. */
static bool
is_common(lede_text text, size_t mark)
{
    return text.bytes[mark] == '.' && text.size - mark > 2 && text.bytes[mark + 1] == ' ' &&
           ASCII[(unsigned char)text.bytes[mark + 2]] >= ASCII_LOWER;
}

void
lede_boundary_read(lede_boundary *place, lede_text text, size_t mark)
{
    size_t size;
    if (is_common(text, mark)) {
        place->mark = mark;
        place->point = '.';
        place->kind = LEDE_MARK_STOP;
        place->marks_end = place->closed = mark + 1;
        place->gap = LEDE_GAP_SPACE;
        place->next = place->letter = mark + 2;
        return;
    }
    place->mark = mark;
    place->point = lede_utf8_step(text, mark, &size);
    place->marks_end = spaced_end(text, mark);
    if (place->point == ':' || place->point == ';') {
        place->kind = place->point == ':' ? LEDE_MARK_COLON : LEDE_MARK_SEMICOLON;
        place->marks_end = mark + 1;
    } else if (place->marks_end > mark) {
        place->kind = LEDE_MARK_SPACED;
    } else {
        place->marks_end = lede_skip(text, mark + size, LEDE_TERMINAL);
        place->kind = mark_kind(text, mark, place->marks_end);
    }
    place->closed = skip_closers(text, place->marks_end, place);
    place->next = lede_skip(text, place->closed, LEDE_SPACE);
    place->gap = gap_kind(text, place->closed, place->next);
    place->letter = skip_openers(text, place->next, &place->opener);
}

/* ---- words ---- */

static bool
is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

#define LITTLE_ENDIAN_HERE (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)

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
    while (at < end && (is_at(text, at, '.') || is_at(text, at, '\''))) {
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

/* A word of ASCII letters and digits alone, from how many of each it has. */
static void
fill_ascii(lede_near_word *word, lede_text text, size_t from, size_t to, uint32_t counts,
           const lede_sentence_language *language)
{
    letters seen = {
        .lower = counts & 0xFF, .upper = counts >> 8 & 0xFF, .digits = counts >> 16 & 0xFF};
    seen.capital = from < to && ASCII[(unsigned char)text.bytes[from]] == ASCII_UPPER;
    *word = (lede_near_word){.span = {(uint32_t)from, (uint32_t)to}};
    word->shape = shape_of(&seen);
    word->size = (uint32_t)(to - from);
    if (from == to) {
        return;
    }
    uint64_t hash = lede_sentence_hash_start(to - from);
    for (size_t at = from; at < to; at += 8) {
        uint64_t eight = 0;
        if (LITTLE_ENDIAN_HERE && text.size - at >= sizeof eight) {
            memcpy(&eight, text.bytes + at, sizeof eight);
        } else {
            for (size_t i = 0; i < 8 && at + i < to; i++) {
                eight |= (uint64_t)(unsigned char)text.bytes[at + i] << 8 * i;
            }
        }
        uint64_t bits = to - at >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * (to - at)) - 1;
        hash = lede_sentence_hash_join(hash, (eight | UINT64_C(0x2020202020202020)) & bits);
    }
    word->hash = lede_sentence_hash_end(hash);
    word->kinds = lede_sentence_word_kinds(language, word->hash);
}

static void
read_back(lede_near_word *word, lede_text text, size_t limit, size_t end,
          const lede_sentence_language *language)
{
    size_t at = end;
    uint32_t counts = 0, kind = ASCII_OUTSIDE;
    while (at > limit && end - at < LONGEST_WORD) {
        kind = ASCII[(unsigned char)text.bytes[at - 1]];
        if (kind < ASCII_LOWER) {
            break;
        }
        counts += 1u << (kind - ASCII_LOWER);
        at--;
    }
    if (kind == ASCII_STOP) {
        read_back_slowly(word, text, limit, end, language);
    } else {
        fill_ascii(word, text, at, end, counts, language);
    }
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

static void
read_ahead(lede_near_word *word, lede_text text, size_t at,
           const lede_sentence_language *language)
{
    size_t end = at;
    uint32_t counts = 0;
    while (end < text.size && end - at < LONGEST_WORD) {
        uint32_t kind = ASCII[(unsigned char)text.bytes[end]];
        if (kind < ASCII_LOWER) {
            break;
        }
        counts += 1u << (kind - ASCII_LOWER);
        end++;
    }
    if (may_go_on(text, end)) {
        read_ahead_slowly(word, text, at, language);
    } else {
        fill_ascii(word, text, at, end, counts, language);
    }
}

/* Of the kinds of an abbreviation the first, of the next word the last: the one that tells most. */
static uint32_t
left_kind(uint32_t kinds)
{
    kinds &= LEDE_KNOWN_ABBREVIATED;
    return kinds & (~kinds + 1);
}

static uint32_t
right_kind(uint32_t kinds)
{
    kinds &= LEDE_KNOWN_NEXT;
    while (kinds & (kinds - 1)) {
        kinds &= kinds - 1;
    }
    return kinds;
}

/* An ordinary word: what stands before it tells nothing, and languages do not differ behind it. */
static bool
is_plain(const lede_near_word *word)
{
    bool written =
        word->shape == LEDE_WORD_SHAPE_LOWER || word->shape == LEDE_WORD_SHAPE_TITLE;
    return written && word->size > 3 && left_kind(word->kinds) == 0;
}

static void
look_further(lede_boundary *place, lede_text text, const lede_sentence_language *language)
{
    size_t left = place->left.span.start, right = place->right.span.end;
    size_t before = lede_skip_back(text, left, left < 2 ? 0 : left - 2, LEDE_SPACE);
    before = before < place->start ? place->start : before;
    before -= before > place->start && is_at(text, before - 1, '.');
    read_back(&place->before, text, place->start, before, language);
    size_t after = right + (place->tail == '.' || place->tail == ',');
    after += after < text.size && text.bytes[after] == ' ';
    read_ahead(&place->after, text, after, language);
    if (place->left.kinds & LEDE_KNOWN_ABBREVIATED) {
        lede_near_word first;
        read_ahead(&first, text, place->start, language);
        place->leads = (first.kinds & LEDE_KNOWN_LEAD) != 0;
    }
}

void
lede_boundary_look(lede_boundary *place, lede_text text,
                   const lede_sentence_language *language)
{
    size_t end = place->mark;
    end -= end > place->start && text.bytes[end - 1] == ' '; /* `over .` */
    read_back(&place->left, text, place->start, end, language);
    read_ahead(&place->right, text, place->letter, language);
    size_t start = place->left.span.start;
    if (place->left.shape == LEDE_WORD_SHAPE_INITIAL && start > place->start + 1 &&
        text.bytes[start - 1] == '-' && lede_is_class(text, start - 2, LEDE_LOWER)) {
        place->left.shape = LEDE_WORD_SHAPE_CAPS; /* no initial: vitamin-C. */
    }
    if (place->right.shape == LEDE_WORD_SHAPE_LOWER) {
        place->right.kinds &= ~(uint32_t)LEDE_KNOWN_STARTER; /* a capital makes it one */
    }
    size_t right = place->right.span.end;
    place->tail = right < text.size ? (unsigned char)text.bytes[right] : 0;
    place->small = lede_is_class(text, place->start, LEDE_LOWER);
    bool capital = place->right.shape == LEDE_WORD_SHAPE_TITLE ||
                   place->right.shape == LEDE_WORD_SHAPE_INITIAL;
    place->plain =
        is_plain(&place->left) && capital && place->closer == LEDE_BESIDE_NOTHING;
    if (!place->plain) {
        look_further(place, text, language);
    }
}

/* ---- features ---- */

/* The highest bits are the index of a weight: one multiplication brings all others up to them. */
static uint32_t
mix(lede_feature feature, uint32_t a, uint32_t b)
{
    uint64_t key = (uint64_t)b << 32 ^ a ^ (uint64_t)feature << 56;
    key ^= key >> 29;
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

/* Classes of the byte behind a word. */
static uint32_t
tail_class(unsigned char tail)
{
    switch (tail) {
    case ' ':
    case 0: /* the end of the text */
        return 1;
    case '.':
        return 2;
    case ',':
        return 3;
    case '\'':
    case 0xE2: /* ’ */
        return 4;
    case ':':
    case ';':
        return 5;
    case '-':
        return 6;
    case '\n':
        return 7;
    case '/':
    case '%':
    case '=':
    case '+':
    case '&':
        return 9; /* no sentence begins with one of them: hab. / km² */
    default:
        return 8;
    }
}

/* Letters without case count as capitals: neither says that a sentence goes on. */
static uint32_t
next_shape(const lede_near_word *word)
{
    return word->shape == LEDE_WORD_SHAPE_UNCASED ? LEDE_WORD_SHAPE_TITLE : word->shape;
}

/* What both kinds of places are told by. */
typedef struct {
    uint32_t form, next, mark, opened, inside, tail, left_is, right_is;
} outline;

static outline
outline_of(const lede_boundary *place)
{
    const lede_near_word *left = &place->left, *right = &place->right;
    uint32_t size = left->size < 6 ? left->size : 6, next = next_shape(right);
    return (outline){
        .form = left->shape * 8u + size,
        .next = next,
        .mark = place->kind * 8u + place->closer,
        .opened = next * 8u + place->opener,
        .inside = place->in_quote + 2u * place->in_bracket,
        .tail = tail_class(place->tail),
        .left_is = left_kind(left->kinds),
        .right_is = right_kind(right->kinds),
    };
}

/* Every place has these; between ordinary words they are all. */
static void
put_common(uint32_t *out, const lede_boundary *place, const outline *seen, bool lexical)
{
    out[LEDE_FEATURE_MARK] = mix(LEDE_FEATURE_MARK, seen->mark, place->gap);
    out[LEDE_FEATURE_MARK_NEXT] = mix(LEDE_FEATURE_MARK_NEXT, seen->mark, seen->opened);
    out[LEDE_FEATURE_LEFT_SHAPE] = mix(LEDE_FEATURE_LEFT_SHAPE, seen->form, seen->mark);
    out[LEDE_FEATURE_SHAPES] = mix(LEDE_FEATURE_SHAPES, seen->form, seen->opened);
    out[LEDE_FEATURE_TAIL] =
        mix(LEDE_FEATURE_TAIL, place->left.shape, seen->next * 16u + seen->tail);
    out[LEDE_FEATURE_QUOTES] =
        mix(LEDE_FEATURE_QUOTES, seen->mark, place->opener * 4u + seen->inside);
    out[LEDE_FEATURE_RIGHT_KIND] = mix(LEDE_FEATURE_RIGHT_KIND, seen->form, seen->right_is);
    out[LEDE_FEATURE_START] =
        mix(LEDE_FEATURE_START, place->small, seen->mark * 32u + seen->next);
    if (lexical) {
        out[LEDE_FEATURE_LEFT_WORD] =
            mix(LEDE_FEATURE_LEFT_WORD, place->left.hash, seen->mark);
        out[LEDE_FEATURE_RIGHT_WORD] =
            mix(LEDE_FEATURE_RIGHT_WORD, place->right.hash, seen->next);
    }
}

static void
put_shapes(uint32_t *out, const lede_boundary *place, const outline *seen, uint32_t code)
{
    uint32_t next = seen->next, left_is = seen->left_is, right_is = seen->right_is;
    uint32_t before_is = left_kind(place->before.kinds);
    uint32_t after_is = right_kind(place->after.kinds);
    uint32_t first = place->left.span.start == place->start;
    out[LEDE_FEATURE_LEFT_KIND] = mix(LEDE_FEATURE_LEFT_KIND, left_is, next);
    out[LEDE_FEATURE_KINDS] = mix(LEDE_FEATURE_KINDS, left_is, right_is);
    out[LEDE_FEATURE_THREE_SHAPES] =
        mix(LEDE_FEATURE_THREE_SHAPES, place->before.shape * 256u + seen->form, next);
    out[LEDE_FEATURE_BEFORE_KIND] =
        mix(LEDE_FEATURE_BEFORE_KIND, before_is, left_is * 32u + next);
    out[LEDE_FEATURE_AFTER_SHAPE] =
        mix(LEDE_FEATURE_AFTER_SHAPE, place->left.shape * 32u + next, place->after.shape);
    out[LEDE_FEATURE_INSIDE] = mix(LEDE_FEATURE_INSIDE, seen->inside, next);
    out[LEDE_FEATURE_GAP] = mix(LEDE_FEATURE_GAP, place->gap, next * 16u + place->kind);
    out[LEDE_FEATURE_FIRST] = mix(LEDE_FEATURE_FIRST, first * 256u + seen->form, next);
    out[LEDE_FEATURE_AFTER_KIND] =
        mix(LEDE_FEATURE_AFTER_KIND, after_is * 32u + next, seen->mark);
    out[LEDE_FEATURE_MARK_KIND] =
        mix(LEDE_FEATURE_MARK_KIND, seen->mark, right_is * 32u + next);
    out[LEDE_FEATURE_LEAD] =
        mix(LEDE_FEATURE_LEAD, place->leads * 1024u + left_is, right_is * 32u + next);
    if (place->kind == LEDE_MARK_STOP && !is_plain(&place->left)) {
        out[LEDE_FEATURE_LANGUAGE_SHAPES] =
            mix(LEDE_FEATURE_LANGUAGE_SHAPES, code, seen->form * 32u + next);
        out[LEDE_FEATURE_LANGUAGE_KINDS] = mix(
            LEDE_FEATURE_LANGUAGE_KINDS, code ^ left_is * 0x10001u, right_is * 32u + next);
    }
}

static void
put_words(uint32_t *out, const lede_boundary *place, const outline *seen)
{
    uint32_t left = place->left.hash, right = place->right.hash, next = seen->next;
    out[LEDE_FEATURE_LEFT_WORD_NEXT] = mix(LEDE_FEATURE_LEFT_WORD_NEXT, left, next);
    out[LEDE_FEATURE_RIGHT_WORD_LEFT] =
        mix(LEDE_FEATURE_RIGHT_WORD_LEFT, right, seen->form * 32u + next);
    out[LEDE_FEATURE_RIGHT_WORD_MARK] =
        mix(LEDE_FEATURE_RIGHT_WORD_MARK, right, seen->mark * 32u + next);
    out[LEDE_FEATURE_TWO_WORDS] = mix(LEDE_FEATURE_TWO_WORDS, left, place->before.hash);
    out[LEDE_FEATURE_LEFT_WORD_KIND] =
        mix(LEDE_FEATURE_LEFT_WORD_KIND, left, seen->right_is * 32u + next);
    out[LEDE_FEATURE_RIGHT_WORD_KIND] =
        mix(LEDE_FEATURE_RIGHT_WORD_KIND, right, seen->left_is * 32u + next);
    out[LEDE_FEATURE_AFTER_WORD] = mix(LEDE_FEATURE_AFTER_WORD, place->after.hash,
                                       place->right.shape * 8u + place->closer);
}

size_t
lede_boundary_features(uint32_t out[LEDE_FEATURE_COUNT], const lede_boundary *place,
                       const lede_sentence_language *language)
{
    outline seen = outline_of(place);
    memset(out, 0, LEDE_FEATURE_COUNT * sizeof *out); /* 0: not there */
    put_common(out, place, &seen, language->lexical);
    if (!place->plain) {
        put_shapes(out, place, &seen, language->code);
        if (language->lexical) {
            put_words(out, place, &seen);
        }
    }
    return language->lexical ? LEDE_FEATURE_COUNT : LEDE_FEATURE_WORDS;
}

/* The features of put_common, so that a place between ordinary words costs no more look-ups. */
static const uint8_t COMMON[] = {
    LEDE_FEATURE_MARK,       LEDE_FEATURE_MARK_NEXT, LEDE_FEATURE_LEFT_SHAPE,
    LEDE_FEATURE_SHAPES,     LEDE_FEATURE_TAIL,      LEDE_FEATURE_QUOTES,
    LEDE_FEATURE_RIGHT_KIND, LEDE_FEATURE_START,     LEDE_FEATURE_LEFT_WORD,
    LEDE_FEATURE_RIGHT_WORD,
};

static int32_t
common_score(const uint32_t *features, const lede_sentence_language *language)
{
    size_t words = language->lexical ? 0 : 2; /* the last two */
    int32_t sum = language->bias;
    for (size_t i = 0; i < sizeof COMMON - words; i++) {
        sum += language->weights[features[COMMON[i]] >> language->shift];
    }
    return sum;
}

int32_t
lede_boundary_score(const lede_boundary *place, const lede_sentence_language *language)
{
    uint32_t features[LEDE_FEATURE_COUNT];
    size_t count = lede_boundary_features(features, place, language);
    if (place->plain) {
        return common_score(features, language);
    }
    int32_t sum = language->bias;
    for (size_t i = 0; i < count; i++) {
        sum += language->weights[features[i] >> language->shift];
    }
    return sum;
}
