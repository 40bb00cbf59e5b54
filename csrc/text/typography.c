#include "text/typography.h"

#include "text/links.h"
#include "text/quotes.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

enum { LONGEST_ELISION = 6, EN_DASH = 0x2013, EM_DASH = 0x2014, ELLIPSIS = 0x2026 };

typedef struct {
    lede_rewrite *rewrite;
    lede_shapes shapes;
    lede_link_guard links;
    lede_open_quotes open; /* as they are written */
    size_t single;         /* ‘ that were not closed yet */
    size_t opened;         /* the end of the last quote that opens */
} typography;

/* What stands on both sides of a mark; 0 for the border of the text. */
typedef struct {
    uint32_t before, after;
} sides;

static sides
read_sides(lede_text text, size_t start, size_t end)
{
    size_t size;
    return (sides){start > 0 ? lede_utf8_step_back(text, start, &size) : 0,
                   end < text.size ? lede_utf8_step(text, end, &size) : 0};
}

static bool
is(uint32_t point, uint32_t classes)
{
    return (lede_class_of(point) & classes) != 0;
}

static bool
is_gap(uint32_t point)
{
    return point == 0 || is(point, LEDE_SPACE);
}

/* ---- quotes ---- */

/* True where a quote may open: behind a gap, a bracket, a dash, a quote that opens. */
static bool
may_open(const typography *all, sides beside, size_t at)
{
    bool opener = is(beside.before, LEDE_OPENER) && !is(beside.before, LEDE_CLOSER);
    bool behind = is_gap(beside.before) || opener || is(beside.before, LEDE_DASH) ||
                  (at > 0 && at == all->opened);
    return behind && !is_gap(beside.after);
}

/* True where one may close: behind anything but a gap, before a gap or a mark. */
static bool
may_close(const typography *all, sides beside, size_t at)
{
    return !is_gap(beside.before) && !(at > 0 && at == all->opened) &&
           (is_gap(beside.after) || is(beside.after, LEDE_PUNCT));
}

/* The curly quote that a straight one stands for; itself when that is not known. */
static uint32_t
curl_double(const typography *all, sides beside, size_t at)
{
    bool opens = may_open(all, beside, at), closes = may_close(all, beside, at);
    if (all->open.curly == 0 && is(beside.before, LEDE_DIGIT)) {
        return '"'; /* inches */
    }
    if (is_gap(beside.before) && is_gap(beside.after)) {
        return '"';
    }
    bool open = opens != closes ? opens : all->open.curly == 0;
    return open ? 0x201C : 0x201D;
}

/* True for 'em, 'tis and other words of which the start is left out: an apostrophe, no quote. */
static bool
is_elision(lede_text text, size_t at)
{
    static const char WORDS[][LONGEST_ELISION + 1] = {"em",    "til",   "tis",   "twas",
                                                      "bout",  "cause", "cos",   "n",
                                                      "neath", "round", "twere", "twould"};
    size_t size = lede_skip(text, at, LEDE_LETTER) - at;
    if (size > LONGEST_ELISION) {
        return false;
    }
    char word[LONGEST_ELISION + 1] = {0};
    for (size_t i = 0; i < size; i++) {
        word[i] = (char)(text.bytes[at + i] | 0x20);
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (size > 0 && memcmp(word, WORDS[i], sizeof word) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t
curl_single(const typography *all, lede_text text, sides beside, size_t at)
{
    bool within = is(beside.before, LEDE_WORD) && is(beside.after, LEDE_LETTER);
    bool digit = is(beside.before, LEDE_DIGIT);
    if (within) {
        return 0x2019; /* it's, the 1990's */
    }
    if (digit && (all->single == 0 || is(beside.after, LEDE_DIGIT))) {
        return '\''; /* feet */
    }
    if (is_gap(beside.before) && is_gap(beside.after)) {
        return '\'';
    }
    if (may_open(all, beside, at)) {
        bool apostrophe = is(beside.after, LEDE_DIGIT) || is_elision(text, at + 1);
        return apostrophe ? 0x2019 : 0x2018; /* the '90s */
    }
    return 0x2019;
}

static uint32_t
straighten(uint32_t point)
{
    if (point >= 0x2018 && point <= 0x201B) {
        return '\'';
    }
    return point >= 0x201C && point <= 0x201F ? '"' : point;
}

/* Takes in a quote as it is written; `end` is its end in the text. */
static void
see_quote(typography *all, size_t at, size_t end, uint32_t point, sides beside)
{
    lede_quotes_see(&all->open, all->rewrite->text, at, point);
    if (point == 0x2018 || point == 0x201C) {
        all->opened = end;
    }
    if (point == 0x2018) {
        all->single++;
    } else if (point == 0x2019 && !is(beside.after, LEDE_LETTER | LEDE_DIGIT)) {
        all->single -= all->single > 0;
    }
}

static void
apply_quote(typography *all, size_t at, size_t size, uint32_t point)
{
    lede_text text = all->rewrite->text;
    sides beside = read_sides(text, at, at + size);
    uint32_t shaped = point;
    if (all->shapes.quotes == LEDE_SHAPE_STRAIGHT) {
        shaped = straighten(point);
    } else if (point == '"') {
        shaped = curl_double(all, beside, at);
    } else if (point == '\'') {
        shaped = curl_single(all, text, beside, at);
    }
    if (shaped != point && lede_link_guard_covers(&all->links, at)) {
        shaped = point;
    }
    if (shaped != point) {
        char bytes[LEDE_UTF8_MOST];
        lede_text with = {bytes, lede_utf8_write(bytes, shaped)};
        lede_rewrite_replace(all->rewrite, at, at + size, with, LEDE_REASON_TYPOGRAPHY);
    }
    see_quote(all, at, at + size, shaped, beside);
}

/* ---- dashes and ellipses ---- */

/* The end of the run of one byte that begins at `at`. */
static size_t
run_end(lede_text text, size_t at)
{
    size_t end = at;
    while (end < text.size && text.bytes[end] == text.bytes[at]) {
        end++;
    }
    return end;
}

/* The dash that a run of hyphens stands for; 0 when it is something else: a hyphen, a bullet, a rule, an
 * option of a program, a comment of HTML. */
static uint32_t
dash_of(lede_text text, size_t at, size_t end)
{
    sides beside = read_sides(text, at, end);
    if (end - at == 1) {
        bool spaced = beside.before == ' ' && beside.after == ' ';
        sides words = spaced ? read_sides(text, at - 1, end + 1) : beside;
        bool sum = is(words.before, LEDE_DIGIT) && is(words.after, LEDE_DIGIT);
        return spaced && !is_gap(words.before) && !is_gap(words.after) && !sum ? EN_DASH
                                                                               : 0;
    }
    bool spaced = is_gap(beside.before) && is_gap(beside.after);
    bool tight = !is_gap(beside.before) && !is_gap(beside.after);
    bool comment = beside.before == '!' || beside.after == '>';
    bool border = beside.before == 0 || beside.before == '\n';
    return end - at <= 3 && (spaced || tight) && !comment && !border ? EM_DASH : 0;
}

/* Puts `with` for text[at, end) unless that lies in a link. */
static void
reshape(typography *all, size_t at, size_t end, lede_text with)
{
    if (!lede_link_guard_covers(&all->links, at)) {
        lede_rewrite_replace(all->rewrite, at, end, with, LEDE_REASON_TYPOGRAPHY);
    }
}

/* Looks at the run of hyphens or dots at `at` and returns its end. */
static size_t
apply_run(typography *all, size_t at)
{
    lede_text text = all->rewrite->text;
    size_t end = run_end(text, at);
    bool dots = text.bytes[at] == '.';
    lede_shape wanted = dots ? all->shapes.ellipsis : all->shapes.dashes;
    if (wanted != LEDE_SHAPE_TYPOGRAPHIC) {
        return end;
    }
    uint32_t shaped = dots ? (end - at == 3 ? ELLIPSIS : 0) : dash_of(text, at, end);
    if (shaped != 0) {
        char bytes[LEDE_UTF8_MOST];
        reshape(all, at, end, (lede_text){bytes, lede_utf8_write(bytes, shaped)});
    }
    return end;
}

/* Hyphens and dashes are - and the em dash is --, as wires send it; an ellipsis is three dots. */
static void
apply_wide(typography *all, size_t at, size_t size, uint32_t point)
{
    bool long_dash = point == EM_DASH || point == EM_DASH + 1;
    bool dash = (point >= 0x2010 && point <= EN_DASH) || long_dash || point == 0x2212;
    if (dash && all->shapes.dashes == LEDE_SHAPE_STRAIGHT) {
        reshape(all, at, at + size, (lede_text){"--", long_dash ? 2 : 1});
    } else if (point == ELLIPSIS && all->shapes.ellipsis == LEDE_SHAPE_STRAIGHT) {
        reshape(all, at, at + size, (lede_text){"...", 3});
    }
}

/* The first position from `at` on whose byte may begin a mark that is shaped, or ends a line. */
static size_t
skip_plain(lede_text text, size_t at)
{
    static const bool FIRST[256] = {
        ['\n'] = true, ['"'] = true,  ['\''] = true, ['-'] = true,  ['.'] = true,
        ['`'] = true,  [0xC2] = true, [0xE2] = true, [0xE3] = true,
    };
    while (at < text.size && !FIRST[(unsigned char)text.bytes[at]]) {
        at++;
    }
    return at;
}

void
lede_typography_apply(lede_rewrite *rewrite, lede_shapes shapes)
{
    lede_text text = rewrite->text;
    typography all = {.rewrite = rewrite, .shapes = shapes};
    lede_link_guard_init(&all.links, text);
    for (size_t at = skip_plain(text, 0), size; at < text.size;
         at = skip_plain(text, at + size)) {
        uint32_t point = lede_utf8_step(text, at, &size);
        if (point == '-' || point == '.') {
            size = apply_run(&all, at) - at;
        } else if (point == '\'' || is(point, LEDE_QUOTE)) {
            if (shapes.quotes != LEDE_SHAPE_KEEP) {
                apply_quote(&all, at, size, point);
            }
        } else if (point == '\n') {
            lede_quotes_see(&all.open, text, at, point);
            all.single = at > 0 && text.bytes[at - 1] == '\n' ? 0 : all.single;
        } else if (point >= 0x2010 && point <= 0x2212) {
            apply_wide(&all, at, size, point);
        }
    }
}
