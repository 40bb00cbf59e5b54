#include "text/spaces.h"

#include "unicode/prose.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

enum { PARAGRAPH_SEPARATOR = 0x2029 };

bool
lede_ends_line(uint32_t point)
{
    return (point >= 0x0A && point <= 0x0D) || (point >= 0x1C && point <= 0x1E) ||
           point == 0x85 || point == 0x2028 || point == PARAGRAPH_SEPARATOR;
}

/* A run of white space, or one line end. */
typedef struct {
    size_t end, lines;
    bool foreign; /* a line end that is no line feed */
    bool blank;   /* something that is no line end */
} space_run;

/* Takes the character at run->end into the run; `last` is the one before. */
static void
extend(space_run *run, uint32_t point, size_t size, uint32_t last)
{
    run->end += size;
    if (!lede_ends_line(point)) {
        run->blank = true;
        return;
    }
    run->foreign |= point != '\n';
    run->lines += point == PARAGRAPH_SEPARATOR ? 2 : !(last == '\r' && point == '\n');
}

static space_run
read_spaces(lede_text text, size_t at)
{
    space_run run = {.end = at};
    uint32_t last = 0;
    for (size_t size; run.end < text.size;) {
        uint32_t point = lede_utf8_step(text, run.end, &size);
        if (!(lede_class_of(point) & LEDE_SPACE)) {
            break;
        }
        extend(&run, point, size, last);
        last = point;
    }
    return run;
}

/* White space is a space, a line end or a blank line between paragraphs; none at the borders. Rewrites
 * the run at `at`, which `text` has from there on, and returns its end. */
static size_t
rewrite_spaces(lede_rewrite *rewrite, size_t at, uint32_t steps)
{
    lede_text text = rewrite->text;
    space_run run = read_spaces(text, at);
    lede_text with = {run.lines == 0 ? " " : "\n\n", run.lines > 1 ? 2 : 1};
    bool border = at == 0 || run.end == text.size;
    if (border) {
        with.size = 0;
    }
    if (!lede_text_equal(with, (lede_text){text.bytes + at, run.end - at})) {
        uint32_t lines = run.foreign ? steps & LEDE_REASON_LINES : 0;
        bool only_lines = lines != 0 && !run.blank && run.lines <= 2 && !border;
        lede_rewrite_replace(rewrite, at, run.end, with,
                             lines | (only_lines ? 0u : LEDE_REASON_SPACES));
    }
    return run.end;
}

static void
repair_spaces(lede_rewrite *rewrite, uint32_t steps)
{
    lede_text text = rewrite->text;
    size_t at = lede_is_class(text, 0, LEDE_SPACE) ? rewrite_spaces(rewrite, 0, steps) : 0;
    while (at < text.size) {
        size_t from = at;
        at += lede_prose_prefix((lede_text){text.bytes + at, text.size - at});
        /* The prefix may end in one space: it belongs to what follows, be it the end. */
        size_t space = at - (at > from && text.bytes[at - 1] == ' ');
        if (at == text.size || lede_is_class(text, at, LEDE_SPACE)) {
            at = space < text.size ? rewrite_spaces(rewrite, space, steps) : at;
        } else {
            size_t size;
            (void)lede_utf8_step(text, at, &size);
            at += size;
        }
    }
}

static void
repair_lines(lede_rewrite *rewrite)
{
    lede_text text = rewrite->text;
    for (size_t at = 0, size; at < text.size; at += size) {
        at += lede_prose_prefix((lede_text){text.bytes + at, text.size - at});
        if (at == text.size) {
            break;
        }
        uint32_t point = lede_utf8_step(text, at, &size);
        if (point != '\n' && lede_ends_line(point)) {
            size += point == '\r' && at + 1 < text.size && text.bytes[at + 1] == '\n';
            lede_text with = {"\n\n", point == PARAGRAPH_SEPARATOR ? 2 : 1};
            lede_rewrite_replace(rewrite, at, at + size, with, LEDE_REASON_LINES);
        }
    }
}

void
lede_spaces_repair(lede_rewrite *rewrite, uint32_t steps)
{
    if (steps & LEDE_REASON_SPACES) {
        repair_spaces(rewrite, steps);
    } else {
        repair_lines(rewrite);
    }
}
