#include "text/boundary.h"

#include "unicode/scan.h"
#include "unicode/utf8.h"

enum {
    MOST_OPENERS = 6, /* quotes and brackets before the next word */
    LONGEST_NOTE = 8,
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

/* Behind a reference to a note at `at`, `[1]` or `[2-11]`, or `at`; `[a]` and `[sic]` only where no space
 * stands before, since quotes open with `[We]`. */
static size_t
note_end(lede_text text, size_t at, bool touches)
{
    size_t end = at + 1;
    if (!is_at(text, at, '[')) {
        return at;
    }
    for (; end < text.size && end - at < LONGEST_NOTE; end++) {
        char byte = text.bytes[end];
        bool letter = touches && byte >= 'a' && byte <= 'z';
        if (!letter && memchr("0123456789,- ", byte, 13) == NULL) {
            break;
        }
    }
    return end > at + 1 && is_at(text, end, ']') ? end + 1 : at;
}

/* Behind superscript digits at `at`, or `at`. */
static size_t
superscript_end(lede_text text, size_t at)
{
    for (size_t size; at < text.size; at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        bool digit = point == 0xB9 || point == 0xB2 || point == 0xB3 || point == 0x2070 ||
                     (point >= 0x2074 && point <= 0x2079);
        if (!digit) {
            break;
        }
    }
    return at;
}

/* Behind the number of a note that touches the stop of a word and comes before a capital, `ended.4 The`, or
 * `at`. */
static size_t
bare_note_end(lede_text text, size_t mark, size_t at)
{
    size_t end = at,
           word = lede_skip_back(text, mark, mark - (mark < 3 ? mark : 3), LEDE_LOWER);
    while (end < text.size && end - at < 4 && text.bytes[end] >= '0' &&
           text.bytes[end] <= '9') {
        end++;
    }
    bool number = mark - word == 3 && end - at > 0 && end - at < 4;
    return number && is_at(text, end, ' ') && lede_is_class(text, end + 1, LEDE_UPPER) ? end
                                                                                       : at;
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
            bool touches = point != ' ';
            size_t behind = touches ? at : end;
            end = note_end(text, behind, touches);
            end = touches && end == behind ? superscript_end(text, at) : end;
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

static bool
is_ascii_word(char byte)
{
    unsigned letter = ((unsigned char)byte | 0x20u) - 'a',
             digit = (unsigned char)byte - '0';
    return letter < 26 || digit < 10;
}

/* A full stop, one space and a letter or digit of ASCII: what most places are. */
static bool
is_common(lede_text text, size_t mark)
{
    return text.bytes[mark] == '.' && text.size - mark > 2 && text.bytes[mark + 1] == ' ' &&
           is_ascii_word(text.bytes[mark + 2]);
}

/* The marks at place->mark, and what closes and opens behind them. */
static void
read_marks(lede_boundary *place, lede_text text)
{
    size_t size, mark = place->mark;
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
    if (place->kind == LEDE_MARK_STOP && place->closed == mark + 1) {
        place->closed = bare_note_end(text, mark, place->closed);
    }
    place->next = lede_skip(text, place->closed, LEDE_SPACE);
    place->gap = gap_kind(text, place->closed, place->next);
    place->letter = skip_openers(text, place->next, &place->opener);
}

void
lede_boundary_read(lede_boundary *place, lede_text text, size_t mark)
{
    const lede_near_word none = {{0, 0}, 0, 0, LEDE_WORD_SHAPE_NONE, 0};
    place->mark = mark;
    place->closer = place->opener = LEDE_BESIDE_NOTHING;
    place->leads = place->small = place->ordinary = place->plain = false;
    place->before = place->left = place->right = place->after = none;
    place->tail = 0;
    if (!is_common(text, mark)) {
        read_marks(place, text);
        return;
    }
    place->point = '.';
    place->kind = LEDE_MARK_STOP;
    place->marks_end = place->closed = mark + 1;
    place->gap = LEDE_GAP_SPACE;
    place->next = place->letter = mark + 2;
}

/* ---- words ---- */

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
    lede_near_word_before(&place->before, text, place->start, before, language);
    bool number = place->left.shape == LEDE_WORD_SHAPE_NUMBER;
    if (number && place->before.size == 0 && before > place->start) {
        place->before.shape = LEDE_WORD_SHAPE_MARK; /* 3-1, $5: no number of an item */
    }
    place->ordinary = lede_sentence_is_ordinary(language, place->right.hash);
    size_t after = right + (place->tail == '.' || place->tail == ',');
    after += after < text.size && text.bytes[after] == ' ';
    lede_near_word_behind(&place->after, text, after, language);
    if (place->left.kinds & LEDE_KNOWN_ABBREVIATED) {
        lede_near_word first;
        lede_near_word_behind(&first, text, place->start, language);
        place->leads = (first.kinds & LEDE_KNOWN_LEAD) != 0;
    }
}

void
lede_boundary_look(lede_boundary *place, lede_text text,
                   const lede_sentence_language *language)
{
    size_t end = place->mark;
    end -= end > place->start && text.bytes[end - 1] == ' '; /* `over .` */
    lede_near_word_before(&place->left, text, place->start, end, language);
    lede_near_word_behind(&place->right, text, place->letter, language);
    size_t start = place->left.span.start;
    if (place->left.shape == LEDE_WORD_SHAPE_INITIAL && start > place->start + 1 &&
        text.bytes[start - 1] == '-' && lede_is_class(text, start - 2, LEDE_LOWER)) {
        place->left.shape = LEDE_WORD_SHAPE_CAPS; /* no initial: vitamin-C. */
    }
    if (place->left.shape == LEDE_WORD_SHAPE_LOWER &&
        (place->left.kinds & LEDE_KNOWN_UNIT)) {
        place->left.kinds &= ~(uint32_t)LEDE_KNOWN_TITLE; /* 3 ft. but Ft. Hood */
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
    bool second = place->before.size > 0 && place->before.span.start == place->start;
    uint32_t first = place->left.span.start == place->start ? 1 : second ? 2 : 0;
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

/* What a capital on an ordinary word says: U.S. Traders, but U.S. Navy. */
static void
put_ordinary(uint32_t *out, const lede_boundary *place, const outline *seen)
{
    uint32_t right = seen->next * 2u + place->ordinary;
    uint32_t behind = place->after.shape * 32u + place->left.shape;
    out[LEDE_FEATURE_ORDINARY] =
        mix(LEDE_FEATURE_ORDINARY, seen->left_is, place->left.shape * 64u + right);
    out[LEDE_FEATURE_ORDINARY_AFTER] =
        mix(LEDE_FEATURE_ORDINARY_AFTER, seen->left_is, behind * 64u + right);
    out[LEDE_FEATURE_ORDINARY_WORD] =
        mix(LEDE_FEATURE_ORDINARY_WORD, place->left.hash, right);
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
            put_ordinary(out, place, &seen);
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
    if (place->plain) {
        outline seen = outline_of(place);
        put_common(features, place, &seen, language->lexical);
        return common_score(features, language);
    }
    size_t count = lede_boundary_features(features, place, language);
    int32_t sum = language->bias;
    for (size_t i = 0; i < count; i++) {
        sum += language->weights[features[i] >> language->shift];
    }
    return sum;
}
