#include "text/quotes.h"

#include "unicode/scan.h"
#include "unicode/utf8.h"

/* True for the sign of inches, where no straight quote is open: behind a digit. */
static bool
is_inches(lede_text text, size_t at)
{
    size_t size;
    return at > 0 && (lede_class_of(lede_utf8_step_back(text, at, &size)) & LEDE_DIGIT);
}

void
lede_quotes_see(lede_open_quotes *open, lede_text text, size_t at, uint32_t point)
{
    switch (point) {
    case '\n':
        if (at > 0 && text.bytes[at - 1] == '\n') {
            *open = (lede_open_quotes){0};
        }
        break;
    case '"':
        open->straight = !open->straight && !is_inches(text, at);
        break;
    case 0xAB:
        open->guillemets = open->inward ? 0 : open->guillemets + 1;
        open->inward = false;
        break;
    case 0xBB:
        open->inward = open->guillemets == 0;
        open->guillemets = open->inward ? 1 : open->guillemets - 1;
        break;
    case 0x201C: /* German „…“ */
        open->curly += !open->low;
        open->low = false;
        break;
    case 0x201D: /* Polish „…” */
        open->curly -= open->curly > 0 && !open->low;
        open->low = false;
        break;
    case 0x201E:
        open->low = true;
        break;
    case 0x300C:
    case 0x300E:
        open->corner++;
        break;
    case 0x300D:
    case 0x300F:
        open->corner -= open->corner > 0;
        break;
    default:
        break;
    }
}

/* ---- the report ---- */

typedef enum { CURLY, LOW, STRAIGHT, GUILLEMET, CORNER, WHITE_CORNER, KINDS } kind;
typedef enum { NO_QUOTE, OPENS, CLOSES, EITHER } direction;

/* One quote of the paragraph at hand. */
typedef struct {
    lede_span span;
    uint32_t
        before; /* one more than the place of the one of its kind that was open before */
    bool loose, closes;
} mark;

typedef struct {
    lede_vector marks;
    uint32_t open[KINDS]; /* one more than the place of the last one; 0 for none */
    uint32_t paragraph;
} report;

static direction
direction_of(uint32_t point, kind *of)
{
    static const struct {
        uint16_t point;
        uint8_t of, towards;
    } QUOTES[] = {
        {'"', STRAIGHT, EITHER},       {0xAB, GUILLEMET, EITHER},
        {0xBB, GUILLEMET, EITHER},     {0x201C, CURLY, OPENS},
        {0x201D, CURLY, CLOSES},       {0x201E, LOW, OPENS},
        {0x300C, CORNER, OPENS},       {0x300D, CORNER, CLOSES},
        {0x300E, WHITE_CORNER, OPENS}, {0x300F, WHITE_CORNER, CLOSES},
    };
    for (size_t i = 0; i < sizeof QUOTES / sizeof *QUOTES; i++) {
        if (QUOTES[i].point == point) {
            *of = (kind)QUOTES[i].of;
            return (direction)QUOTES[i].towards;
        }
    }
    return NO_QUOTE;
}

/* What the straight quote at `at` does where none is open: it closes between a word and a gap. Where one is
 * open it closes that, be it between a gap and a word: more are misplaced than nested. */
static direction
direction_of_straight(lede_text text, size_t at)
{
    size_t size;
    uint32_t before =
        at == 0 ? LEDE_SPACE : lede_class_of(lede_utf8_step_back(text, at, &size));
    bool behind_gap = (before & (LEDE_SPACE | LEDE_DASH | LEDE_OPENER)) != 0;
    bool before_gap = at + 1 == text.size || lede_is_class(text, at + 1, LEDE_SPACE);
    if (is_inches(text, at)) {
        return NO_QUOTE;
    }
    return before_gap && !behind_gap ? CLOSES : OPENS;
}

/* A closing quote finds the last open one: „ is closed by “ and by ”. */
static void
see_mark(report *all, lede_span span, kind of, direction towards)
{
    bool low = of == CURLY && all->open[LOW] != 0;
    bool closes = towards == CLOSES || low || (towards == EITHER && all->open[of] != 0);
    of = low ? LOW : of;
    mark *marks = all->marks.data;
    uint32_t open = all->open[of];
    mark found = {span, open, !closes || open == 0, closes};
    if (closes && open != 0) {
        marks[open - 1].loose = false;
        all->open[of] = marks[open - 1].before;
    }
    lede_vector_push(&all->marks, &found);
    if (!closes) {
        all->open[of] = (uint32_t)all->marks.count;
    }
}

/* The next paragraph begins at `next`: a quote at its start goes on with the one that is open. */
static void
end_paragraph(report *all, lede_vector *loose, lede_text text, size_t next)
{
    kind of;
    size_t size;
    mark *marks = all->marks.data;
    if (next < text.size) {
        direction towards = direction_of(lede_utf8_step(text, next, &size), &of);
        if (towards != NO_QUOTE && towards != CLOSES && all->open[of] != 0) {
            marks[all->open[of] - 1].loose = false;
        }
    }
    for (size_t i = 0; i < all->marks.count; i++) {
        lede_loose_quote found = {marks[i].span, all->paragraph, marks[i].closes};
        if (marks[i].loose) {
            lede_vector_push(loose, &found);
        }
    }
    memset(all->open, 0, sizeof all->open);
    all->marks.count = 0;
    all->paragraph++;
}

/* The end of the white space at `at`; `lines` is how many line ends it holds. */
static size_t
skip_lines(lede_text text, size_t at, size_t *lines)
{
    size_t end = lede_skip(text, at, LEDE_SPACE);
    *lines = 0;
    for (; at < end; at++) {
        *lines += text.bytes[at] == '\n';
    }
    return end;
}

void
lede_quotes_find_loose(lede_vector *loose, lede_text text)
{
    report all = {.paragraph = 0};
    lede_vector_init(&all.marks, loose->arena, sizeof(mark));
    size_t lines, at = skip_lines(text, 0, &lines);
    for (size_t size; at < text.size && lede_arena_status(loose->arena) == LEDE_OK;
         at += size) {
        kind of;
        uint32_t point = lede_utf8_step(text, at, &size);
        direction towards = direction_of(point, &of);
        if (point == '"' && all.open[STRAIGHT] == 0) {
            towards = direction_of_straight(text, at);
        }
        if (point == '\n') {
            size_t next = skip_lines(text, at, &lines);
            if (lines > 1) {
                end_paragraph(&all, loose, text, next);
            }
            size = next - at;
        } else if (towards != NO_QUOTE) {
            lede_span span = {(uint32_t)at, (uint32_t)(at + size)};
            see_mark(&all, span, of, towards);
        }
    }
    end_paragraph(&all, loose, text, text.size);
}
