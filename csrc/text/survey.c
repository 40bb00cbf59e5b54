#include "text/survey.h"

#include "text/glued.h"
#include "text/spaces.h"
#include "text/words.h"
#include "unicode/charmap.h"
#include "unicode/classes.h"
#include "unicode/plain.h"
#include "unicode/prose.h"
#include "unicode/utf8.h"

typedef struct {
    const void *units;
    size_t count;
    lede_unit unit;
    lede_form form;
    bool marked;     /* the unit before is a combining mark */
    size_t wide_end; /* behind the last unit above ASCII */
    bool crowded;    /* two such units stood side by side, or something like mojibake did */
} survey;

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

static uint32_t
quote_needs(const survey *all, size_t at)
{
    if (at == 0 || !is_space(unit_at(all, at - 1))) {
        return 0;
    }
    bool loose = unit_at(all, at) == 0x201D || tells_who_spoke(all, at + 1);
    return loose ? LEDE_REASON_QUOTES : 0u;
}

/* True when the mark at `at` may have lost the space behind it: a capital and a small letter follow, or
 * initials come before. */
static bool
may_be_glued(const survey *all, size_t at)
{
    size_t next = at + 1;
    uint32_t first = unit_at(all, next), after = unit_at(all, next + 1);
    if (first < 0x80 && after < 0x80 && (class_of(first) & (LEDE_UPPER | LEDE_DIGIT))) {
        return class_of(after) & LEDE_LOWER || first == 'A' || first == 'I';
    }
    while (next <= at + LEDE_GLUED_BETWEEN &&
           (class_of(first) & (LEDE_OPENER | LEDE_CLOSER))) {
        first = unit_at(all, ++next);
    }
    if (class_of(first) & LEDE_UPPER) {
        after = class_of(unit_at(all, next + 1));
        return first == 'A' || first == 'I' || (after & (LEDE_LOWER | LEDE_MARK));
    }
    return (class_of(first) & LEDE_LETTER) && at > 1 && unit_at(all, at - 2) == '.';
}

/* What the unit at `at`, which is not plain, may give to do. */
static uint32_t
needs_at(survey *all, size_t at)
{
    uint32_t point = unit_at(all, at);
    if (point == '.' || point == '!' || point == '?') {
        all->marked = false;
        return may_be_glued(all, at) ? LEDE_REASON_GLUED : 0u;
    }
    if (point == '\n') {
        all->marked = false;
        return is_settled_space(all, at) ? 0u : LEDE_REASON_SPACES;
    }
    uint32_t class = lede_class_of(point), needs = 0;
    if ((class & LEDE_SPACE) && !is_settled_space(all, at)) {
        needs |= LEDE_REASON_SPACES;
    }
    if (class & (LEDE_CONTROL | LEDE_IGNORABLE)) {
        needs |= LEDE_REASON_CONTROLS;
    }
    if ((class & LEDE_SPACE) && lede_ends_line(point)) {
        needs |= LEDE_REASON_LINES;
    }
    if (point == '&') {
        needs |= LEDE_REASON_ENTITIES;
    }
    if (point == 0x2026 && may_be_glued(all, at)) {
        needs |= LEDE_REASON_GLUED;
    }
    if (point == 0x201D || point == '"') {
        needs |= quote_needs(all, at);
    }
    if (point < 0x80) {
        all->marked = false;
        return needs;
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
    if (lede_plain_width(point) != 0) {
        needs |= LEDE_REASON_WIDTH;
    }
    bool mark = false;
    if (!lede_form_is_settled(point, all->form, &mark) || (mark && all->marked)) {
        needs |= LEDE_REASON_FORM;
    }
    all->marked = mark;
    return needs;
}

/* Notes units above ASCII from `at` on, `count` of them or one. Mojibake is two of them side by side, or
 * the lead of à before what was a no-break space. */
static void
see_wide(survey *all, size_t at, size_t count)
{
    count += count == 0;
    all->crowded |= count > 1 || at == all->wide_end || unit_at(all, at) == 0xC3;
    all->wide_end = at + count;
}

uint32_t
lede_survey(const void *units, size_t count, lede_unit unit, lede_form form)
{
    survey all = {.units = units, .count = count, .unit = unit, .form = form};
    all.wide_end = SIZE_MAX; /* none yet */
    uint32_t needs = 0;
    if (count > 0 && (is_space(unit_at(&all, 0)) || is_space(unit_at(&all, count - 1)))) {
        needs |= LEDE_REASON_SPACES;
    }
    for (size_t at = 0; at < count;) {
        const char *here = (const char *)units + at * unit;
        size_t skipped = lede_prose_prefix(here, count - at, unit);
        if (skipped == 0 && unit_at(&all, at) >= 0x80) {
            skipped = lede_form_quiet_prefix(here, count - at, unit);
            see_wide(&all, at, skipped);
        }
        all.marked = all.marked && skipped == 0;
        needs |= skipped == 0 ? needs_at(&all, at) : 0u;
        at += skipped == 0 ? 1 : skipped;
    }
    bool misread = all.crowded && lede_charmap_any(units, count, unit);
    return needs | (misread ? LEDE_REASON_MOJIBAKE : 0u);
}
