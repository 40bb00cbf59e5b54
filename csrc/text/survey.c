#include "text/survey.h"

#include "text/glued.h"
#include "text/mojibake.h"
#include "text/spaces.h"
#include "text/words.h"
#include "unicode/charmap.h"
#include "unicode/classes.h"
#include "unicode/html.h"
#include "unicode/plain.h"
#include "unicode/suspects.h"
#include "unicode/utf8.h"

enum { PAIRS = 16 };

typedef struct {
    const void *units;
    size_t count;
    lede_unit unit;
    lede_normalize_options options;
    const lede_calm *script;
    lede_calm calm; /* that of the script, and combining marks if the text has some */
    bool marked;    /* so that composition is due */
    int seen;       /* suspects since that was last thought over */
    /* pairs that were no mojibake amid small letters, and before a space, see below */
    uint32_t harmless[2][PAIRS];
} survey;

/* What French has at every turn, l’été and jusqu’à: ’ and a vowel, each in its place. */
static const uint32_t ELISIONS[PAIRS] = {
    [0x0] = 0x201900E0, [0x2] = 0x201900E2, [0x3] = 0x20190153, [0x8] = 0x201900E8,
    [0x9] = 0x201900E9, [0xA] = 0x201900EA, [0xE] = 0x201900EE, [0xF] = 0x201900EF,
};

/* The unit at `at`, or 0 outside of the text. */
static uint32_t
unit_at(const survey *all, size_t at)
{
    return at < all->count ? lede_unit_at(all->units, at, all->unit) : 0;
}

/* The class bits that matter here, ASCII letters and digits without the table. */
static uint32_t
class_of(uint32_t point)
{
    if (point - 'a' < 26) {
        return LEDE_LETTER | LEDE_LOWER;
    }
    if (point - 'A' < 26) {
        return LEDE_LETTER | LEDE_UPPER;
    }
    return point - '0' < 10 ? LEDE_DIGIT : lede_class_of(point);
}

static bool
is_space(uint32_t point)
{
    bool plain = point > ' ' && point < 0x7F; /* the common answer, without the table */
    return !plain && (lede_class_of(point) & LEDE_SPACE) != 0;
}

/* True for white space that stays: a space between words, a line end or two. */
static bool
is_settled_space(const survey *all, size_t at)
{
    uint32_t here = unit_at(all, at);
    if (at == 0 || at + 1 == all->count) {
        return false;
    }
    if (here == ' ') {
        return !is_space(unit_at(all, at - 1)) && !is_space(unit_at(all, at + 1));
    }
    uint32_t before = unit_at(all, at - 1), after = unit_at(all, at + 1);
    bool first = !is_space(before) && (after == '\n' || !is_space(after));
    bool second =
        before == '\n' && !is_space(after) && at > 1 && !is_space(unit_at(all, at - 2));
    bool ends = after == '\n' && at + 2 == all->count;
    return here == '\n' && (first || second) && !ends;
}

/* True for the word behind a quote when it tells who spoke; see text/misplaced.c. */
static bool
tells_who_spoke(const survey *all, size_t at)
{
    char word[16];
    size_t size = 0;
    while (size < sizeof word && ((unit_at(all, at + size) | 0x20) - 'a') < 26) {
        word[size] = (char)unit_at(all, at + size);
        size++;
    }
    return (lede_word_kind((lede_text){word, size}) & LEDE_WORD_SPEECH) != 0;
}

/* True for a mark that may stand before a quote that closes. */
static bool
is_mark(uint32_t point)
{
    return point == ',' || point == '.' || point == '!' || point == '?';
}

static uint32_t
quote_needs(const survey *all, size_t at)
{
    if (at == 0 || !is_space(unit_at(all, at - 1))) {
        return 0;
    }
    bool loose = unit_at(all, at) == 0x201D ||
                 (at > 1 && is_mark(unit_at(all, at - 2)) && tells_who_spoke(all, at + 1));
    return loose ? LEDE_REASON_QUOTES : 0u;
}

/* True for a capital with what a word of its own has behind it: `A lot`, `I’m`. */
static bool
is_whole_word(uint32_t first, uint32_t after)
{
    return (first == 'A' || first == 'I') &&
           (after == ' ' || after == '\'' || after == 0x2019);
}

/* True when the mark at `at` may have lost the space behind it: a capital and a small letter follow, or
 * initials come before. */
static bool
may_be_glued(const survey *all, size_t at)
{
    size_t next = at + 1;
    uint32_t first = unit_at(all, next), after = unit_at(all, next + 1);
    if (first < 0x80 && after < 0x80 && (class_of(first) & (LEDE_UPPER | LEDE_DIGIT))) {
        return class_of(after) & LEDE_LOWER || is_whole_word(first, after);
    }
    while (next <= at + LEDE_GLUED_BETWEEN &&
           (class_of(first) & (LEDE_OPENER | LEDE_CLOSER))) {
        first = unit_at(all, ++next);
    }
    if (class_of(first) & LEDE_UPPER) {
        after = unit_at(all, next + 1);
        return is_whole_word(first, after) || (class_of(after) & (LEDE_LOWER | LEDE_MARK));
    }
    bool state = next == at + 1 && at > 1 && unit_at(all, at - 2) == '.';
    return state && (class_of(first) & LEDE_LETTER) && (class_of(after) & LEDE_LOWER);
}

static bool
is_capital(const survey *all, size_t at)
{
    return unit_at(all, at) - 'A' < 26;
}

/* True for a mark behind one initial or two, ` J.Smith` and ` O.F.Cook`, which keep their stops; but U.S. and
 * its like may have lost a space. */
static bool
is_initial(const survey *all, size_t at)
{
    if (at < 2 || !is_capital(all, at - 1)) {
        return false;
    }
    bool two = at > 3 && unit_at(all, at - 2) == '.' && is_capital(all, at - 3);
    uint32_t first = unit_at(all, at - 3);
    bool state = two && (first == 'U' || first == 'E');
    return unit_at(all, two ? at - 4 : at - 2) == ' ' && !state;
}

/* True for a stop, question or exclamation mark at `at` that may have lost a space. */
static bool
is_glued_mark(const survey *all, size_t at)
{
    uint32_t point = unit_at(all, at);
    return (point == '.' || point == '!' || point == '?') && may_be_glued(all, at) &&
           !is_initial(all, at);
}

static uint32_t
space_needs(const survey *all, size_t at)
{
    uint32_t point = unit_at(all, at);
    uint32_t lines = point != '\n' && lede_ends_line(point) ? LEDE_REASON_LINES : 0u;
    return lines | (is_settled_space(all, at) ? 0u : LEDE_REASON_SPACES);
}

static bool
may_be_in_reference(uint32_t point)
{
    return point - 'a' < 26 || point - 'A' < 26 || point - '0' < 10 || point == '#';
}

/* True for an ampersand with a name or number behind it. Whatever could change into a part of one gives
 * something to do itself. */
static bool
may_be_reference(const survey *all, size_t at)
{
    char bytes[LEDE_HTML_LONGEST] = "&";
    size_t size = 1;
    while (size < sizeof bytes && may_be_in_reference(unit_at(all, at + size))) {
        bytes[size] = (char)unit_at(all, at + size);
        size++;
    }
    uint32_t point;
    return size > 1 &&
           (unit_at(all, at + size) == ';' ||
            lede_html_decode_legacy(&point, (lede_text){bytes, size}, ' ') != 0);
}

static uint32_t
ascii_needs(const survey *all, size_t at)
{
    uint32_t point = unit_at(all, at), class = class_of(point);
    switch (point) {
    case '"':
        return quote_needs(all, at);
    case '&':
        return may_be_reference(all, at) ? LEDE_REASON_ENTITIES : 0u;
    default:
        return class & LEDE_SPACE     ? space_needs(all, at)
               : class & LEDE_CONTROL ? LEDE_REASON_CONTROLS
                                      : 0u;
    }
}

/* True when a sequence of UTF-8, read in some encoding, may begin at `start`. */
static bool
may_be_mojibake(const survey *all, size_t start)
{
    uint32_t points[LEDE_MOJIBAKE_GATE];
    size_t count = 0;
    for (size_t at = start - (start > 0); at < all->count; at++) {
        uint32_t point = unit_at(all, at);
        bool ends = at >= start && (point == '\n' || point == '\r');
        if (ends || count == LEDE_MOJIBAKE_GATE) {
            break;
        }
        points[count++] = point;
    }
    return lede_mojibake_is_suspect(points, count, start == 0);
}

static bool
is_small(const survey *all, size_t at)
{
    return unit_at(all, at) - 'a' < 26;
}

/* The same for the pair that begins at `start`. Between ASCII's small letters it depends on nothing else,
 * nor before a space that can be no part of it, and some languages are full of pairs: l’été. So the last
 * ones are remembered. */
static bool
may_be_pair(survey *all, size_t start)
{
    uint32_t lead = unit_at(all, start), trail = unit_at(all, start + 1);
    bool spaced = unit_at(all, start + 2) == ' ';
    bool ends = spaced ? !(lede_charmap_begins(lead, trail, LEDE_REPLACEMENT) & 2)
                       : is_small(all, start + 2);
    bool amid = ends && start > 0 && is_small(all, start - 1);
    if (!amid || lead > 0xFFFF || trail > 0xFFFF) {
        return may_be_mojibake(all, start);
    }
    uint32_t points[] = {unit_at(all, start - 1), lead, trail, unit_at(all, start + 2)};
    uint32_t *known = &all->harmless[spaced][trail % PAIRS], pair = lead << 16 | trail;
    if (*known != pair && lede_mojibake_is_suspect(points, 4, false)) {
        return true;
    }
    *known = pair;
    return false;
}

/* True when such a sequence may go on at `at`, or be the rest of à. */
static bool
may_go_on(survey *all, size_t at)
{
    uint32_t here = unit_at(all, at);
    if (here == 0xC3 && unit_at(all, at + 1) == ' ' && may_be_mojibake(all, at)) {
        return true;
    }
    uint32_t last = at > 0 ? unit_at(all, at - 1) : 0;
    uint32_t before_last = at > 1 ? unit_at(all, at - 2) : 0;
    uint32_t begins = last < 0x80 ? 0 : lede_charmap_begins(before_last, last, here);
    return (begins & 1 && may_be_pair(all, at - 1)) ||
           (begins & 2 && may_be_mojibake(all, at - 2));
}

static uint32_t
form_needs(const survey *all, size_t at)
{
    bool mark, marked = false;
    bool settled = lede_form_is_settled(unit_at(all, at), all->options.form, &mark);
    if (mark && at > 0) { /* marks may stand in the wrong order */
        (void)lede_form_is_settled(unit_at(all, at - 1), all->options.form, &marked);
    }
    return settled && !marked ? 0u : LEDE_REASON_FORM;
}

/* What a character beyond ASCII may need, mojibake apart. */
static uint32_t
restless_needs(const survey *all, size_t at)
{
    uint32_t point = unit_at(all, at), class = lede_class_of(point);
    uint32_t needs = form_needs(all, at);
    if (class & LEDE_SPACE) {
        needs |= space_needs(all, at);
    }
    if (class & (LEDE_CONTROL | LEDE_IGNORABLE)) {
        needs |= LEDE_REASON_CONTROLS;
    }
    if (point == 0x2026 && may_be_glued(all, at)) {
        needs |= LEDE_REASON_GLUED;
    }
    if (point == 0x201D) {
        needs |= quote_needs(all, at);
    }
    if (lede_is_surrogate(point)) {
        needs |= LEDE_REASON_SURROGATES;
    }
    if (lede_plain_c1(point) != 0) {
        needs |= LEDE_REASON_C1;
    }
    if (lede_plain_ligature(point).size != 0) {
        needs |= LEDE_REASON_LIGATURES;
    }
    return needs | (lede_plain_width(point) != 0 ? LEDE_REASON_WIDTH : 0u);
}

/* What the suspect at `at` needs, and the mark before it: see lede_suspects_next. */
static uint32_t
needs_at(survey *all, size_t at)
{
    uint32_t point = unit_at(all, at);
    uint32_t glued = at > 0 && is_glued_mark(all, at - 1) ? LEDE_REASON_GLUED : 0u;
    if (point < 0x80) {
        return glued | ascii_needs(all, at);
    }
    bool calm = lede_form_is_calm(point, all->options.form);
    return glued | (calm ? 0u : restless_needs(all, at)) |
           (may_go_on(all, at) ? LEDE_REASON_MOJIBAKE : 0u);
}

static bool
is_combining(uint32_t point)
{
    return point >= 0x300 && point <= 0x36F;
}

/* True for what most suspects are: a letter or mark behind an ASCII letter that needs at most the form,
 * which *needs tells. Such a letter is in no encoding of mojibake with what follows but U+00C3. */
static inline __attribute__((always_inline)) bool
is_common(uint32_t *needs, uint32_t before, uint32_t here, lede_form form)
{
    if ((before | 0x20) - 'a' >= 26 || here < 0x80 || here == 0xC3) {
        return false;
    }
    bool composes = is_combining(here) && form == LEDE_NFC;
    *needs = composes ? LEDE_REASON_FORM : 0u;
    return composes || lede_form_is_calm(here, form);
}

enum {
    MANY = 4,  /* suspects that speak for another script */
    TRIES = 4, /* how many of a block are asked for it */
};

/* Thinks over what is calm, by the first few suspects of the block at `at`; true when that is news. */
static bool
change_calm(survey *all, uint64_t bits, size_t at)
{
    const lede_calm *found = all->script;
    bool marked = all->marked;
    for (int tries = TRIES; tries > 0 && bits != 0; tries--, bits &= bits - 1) {
        uint32_t point = unit_at(all, at + (size_t)__builtin_ctzll(bits));
        const lede_calm *calm =
            point < 0x80 || is_combining(point) ? found : lede_calm_of(point);
        if (calm->kind >= LEDE_CALM_ALPHABET || calm->kind > found->kind) {
            found = calm;
        }
        marked |= is_combining(point);
    }
    bool changed = found != all->script || marked != all->marked;
    all->script = found;
    all->marked = marked;
    all->calm = marked ? lede_calm_with_marks(found) : *found;
    all->seen = 0;
    return changed;
}

/* The start of the first block from `at` on that has suspects, and those. */
static size_t
next_suspects(survey *all, uint64_t *bits, size_t at)
{
    at = lede_suspects_next(bits, all->units, all->count, at, all->unit, &all->calm);
    all->seen += __builtin_popcountll(*bits);
    if (all->seen > MANY && all->options.form == LEDE_NFC && change_calm(all, *bits, at)) {
        at = lede_suspects_next(bits, all->units, all->count, at, all->unit, &all->calm);
    }
    return at;
}

/* Inlined with a constant unit: most suspects are soon done with. */
static inline __attribute__((always_inline)) uint32_t
block_needs(survey *all, size_t start, uint64_t bits, lede_unit unit)
{
    uint32_t needs = 0;
    for (; bits != 0; bits &= bits - 1) {
        size_t at = start + (size_t)__builtin_ctzll(bits);
        uint32_t before = at > 0 ? lede_unit_at(all->units, at - 1, unit) : 0;
        uint32_t here = lede_unit_at(all->units, at, unit), common;
        needs |= is_common(&common, before, here, all->options.form) ? common
                                                                     : needs_at(all, at);
    }
    return needs;
}

static uint32_t
needs_of(survey *all, size_t start, uint64_t bits)
{
    if (all->unit == LEDE_UCS1) {
        return block_needs(all, start, bits, LEDE_UCS1);
    }
    return all->unit == LEDE_UCS2 ? block_needs(all, start, bits, LEDE_UCS2)
                                  : block_needs(all, start, bits, LEDE_UCS4);
}

uint32_t
lede_survey(const void *units, size_t count, lede_unit unit, lede_normalize_options options)
{
    const lede_calm *first = lede_calm_at_first(options.form == LEDE_NFC);
    survey all = {.units = units,
                  .count = count,
                  .unit = unit,
                  .options = options,
                  .script = first,
                  .calm = *first};
    memcpy(all.harmless[0], ELISIONS, sizeof ELISIONS);
    memcpy(all.harmless[1], ELISIONS, sizeof ELISIONS);
    uint32_t needs = count > 0 ? options.steps & LEDE_STEPS_OPTIONAL : 0;
    if (count > 0 && (is_space(unit_at(&all, 0)) || is_space(unit_at(&all, count - 1)))) {
        needs |= LEDE_REASON_SPACES & options.steps;
    }
    for (size_t at = 0; at < count; at += LEDE_SUSPECTS_BLOCK) {
        uint64_t bits;
        at = next_suspects(&all, &bits, at);
        uint32_t found = needs_of(&all, at, bits) | (all.marked ? LEDE_REASON_FORM : 0u);
        needs |= found & options.steps;
        if (needs & LEDE_REASON_MOJIBAKE) {
            return LEDE_NEEDS_ALL;
        }
    }
    return needs;
}
