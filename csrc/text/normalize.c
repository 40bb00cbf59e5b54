#include "text/normalize.h"

#include "text/characters.h"
#include "text/words.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

/* Bytes that one may become: U+0390 in NFD, U+FDFA in NFKD (both measured over all code points). */
enum { CANONICAL_GROWTH = 3, COMPATIBILITY_GROWTH = 11 };

static void
apply_form(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_form form = options.form;
    lede_vector written, scratch;
    lede_vector_init(&written, rewrite->out.arena, 1);
    lede_vector_init(&scratch, rewrite->out.arena, sizeof(int32_t));
    size_t at = 0;
    lede_span segment;
    while (lede_form_next(&at, rewrite->text, form, &segment)) {
        lede_text before = lede_text_slice(rewrite->text, segment);
        written.count = 0;
        lede_form_write(&written, &scratch, before, form);
        lede_text after = {written.data, written.count};
        if (!lede_text_equal(before, after)) {
            lede_rewrite_replace(rewrite, segment.start, segment.end, after,
                                 LEDE_REASON_FORM);
        }
    }
}

/* How many line ends a run of white space holds; CR LF is one. */
typedef struct {
    size_t end, lines;
} space_run;

static bool
ends_line(uint32_t point)
{
    return (point >= 0x0A && point <= 0x0D) || (point >= 0x1C && point <= 0x1E) ||
           point == 0x85 || point == 0x2028 || point == 0x2029;
}

static space_run
read_spaces(lede_text text, size_t at)
{
    space_run run = {at, 0};
    uint32_t last = 0;
    for (size_t size; run.end < text.size; run.end += size) {
        uint32_t point = lede_utf8_step(text, run.end, &size);
        if (!(lede_class_of(point) & LEDE_SPACE)) {
            break;
        }
        run.lines += ends_line(point) && !(last == '\r' && point == '\n');
        last = point;
    }
    return run;
}

/* White space is a space, a line end or a blank line between paragraphs; none at the borders. */
static void
apply_spaces(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_text text = rewrite->text;
    for (size_t at = 0, size; at < text.size; at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        if (point > ' ' && point < 0x80) {
            continue;
        }
        if (!(lede_class_of(point) & LEDE_SPACE)) {
            continue;
        }
        space_run run = read_spaces(text, at);
        size = run.end - at;
        lede_text with = {"\n\n", run.lines > 1 ? 2 : 1};
        if (run.lines == 0) {
            with.bytes = " ";
        }
        if (at == 0 || run.end == text.size) {
            with.size = 0;
        }
        if (!lede_text_equal(with, (lede_text){text.bytes + at, size})) {
            lede_rewrite_replace(rewrite, at, run.end, with, LEDE_REASON_SPACES);
        }
    }
}

/* The quotes of one paragraph that are open at some place. */
typedef struct {
    size_t curly, straight; /* seen so far: “ less ”, and " */
} open_quotes;

static void
see_quote(open_quotes *open, uint32_t point)
{
    if (point == 0x201C) {
        open->curly++;
    } else if (point == 0x201D && open->curly > 0) {
        open->curly--;
    } else if (point == '"') {
        open->straight++;
    }
}

static bool
closes_one(const open_quotes *open, uint32_t point)
{
    return (point == 0x201D && open->curly > 0) ||
           (point == '"' && open->straight % 2 == 1);
}

/* True at the space of `threat. ” He`: behind it a closing quote that touches no word. */
static bool
is_loose_quote(lede_text text, size_t space, const open_quotes *open)
{
    size_t quote_size;
    /* not the second of two spaces, of which only one could go */
    if (space == 0 || space + 1 >= text.size || text.bytes[space - 1] == ' ' ||
        lede_utf8_step(text, space + 1, &quote_size) != 0x201D || open->curly == 0) {
        return false;
    }
    size_t after = space + 1 + quote_size;
    return after == text.size || lede_is_class(text, after, LEDE_SPACE | LEDE_PUNCT);
}

/* True at the space of `Iran, ”said`: a mark before it, behind it a quote that closes an open one
 * and a letter. AP stylebook, "quotation marks": the comma and the period go within them. */
static bool
is_glued_quote(lede_text text, size_t space, const open_quotes *open, size_t *quote_size)
{
    if (space == 0 || space + 1 >= text.size ||
        memchr(",.!?", text.bytes[space - 1], 4) == NULL) {
        return false;
    }
    uint32_t quote = lede_utf8_step(text, space + 1, quote_size);
    size_t letter = space + 1 + *quote_size;
    lede_text word = {text.bytes + letter, lede_skip(text, letter, LEDE_LETTER) - letter};
    /* A straight quote in front of a word opens one, unless the word tells who spoke. */
    bool tells = quote != '"' || (lede_word_kind(word) & LEDE_WORD_SPEECH) != 0;
    return closes_one(open, quote) && word.size > 0 && tells;
}

static void
apply_quotes(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_text text = rewrite->text;
    open_quotes open = {0};
    for (size_t at = 0, size; at < text.size; at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        see_quote(&open, point);
        if (point == '\n' && at + 1 < text.size && text.bytes[at + 1] == '\n') {
            open = (open_quotes){0}; /* each paragraph opens its own */
        }
        if (point == ' ' && is_loose_quote(text, at, &open)) {
            lede_rewrite_replace(rewrite, at, at + size, (lede_text){"", 0},
                                 LEDE_REASON_QUOTES);
            continue;
        }
        size_t quote_size;
        if (point == ' ' && is_glued_quote(text, at, &open, &quote_size)) {
            char moved[LEDE_UTF8_MOST + 1];
            memcpy(moved, text.bytes + at + 1, quote_size);
            moved[quote_size] = ' ';
            size_t end = at + 1 + quote_size;
            lede_rewrite_replace(rewrite, at, end, (lede_text){moved, quote_size + 1},
                                 LEDE_REASON_QUOTES);
        }
    }
}

/* Ends one step: its output becomes the text, its edits join the map. */
static void
finish_step(lede_normalized *out, lede_rewrite *rewrite, lede_arena *arena)
{
    out->text = lede_rewrite_finish(rewrite);
    lede_map step = lede_edits_map(&rewrite->edits);
    if (out->map.count == 0) {
        out->map = step;
    } else if (step.count != 0) {
        out->map = lede_map_compose(&out->map, &step, arena);
    }
}

static void
apply_characters(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_characters(rewrite, options.steps, options.form);
}

/* The steps in their order, each run when one of its bits is asked for. */
static const struct {
    uint32_t bits;
    void (*run)(lede_rewrite *rewrite, lede_normalize_options options);
} STEPS[] = {
    {LEDE_REASON_SURROGATES | LEDE_REASON_CONTROLS | LEDE_REASON_ENTITIES,
     apply_characters},
    {LEDE_REASON_FORM, apply_form},
    {LEDE_REASON_SPACES, apply_spaces},
    {LEDE_REASON_QUOTES, apply_quotes},
};

lede_status
lede_normalize(lede_normalized *out, lede_text raw, lede_normalize_options options,
               lede_arena *arena)
{
    bool compatible = options.form == LEDE_NFKC || options.form == LEDE_NFKD;
    if (raw.size > LEDE_TEXT_MAX / (compatible ? COMPATIBILITY_GROWTH : CANONICAL_GROWTH)) {
        return LEDE_TOO_LARGE;
    }
    *out = (lede_normalized){.text = raw};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++) {
        if (options.steps & STEPS[i].bits) {
            lede_rewrite rewrite;
            lede_rewrite_init(&rewrite, out->text, arena);
            STEPS[i].run(&rewrite, options);
            finish_step(out, &rewrite, arena);
        }
    }
    return lede_arena_status(arena);
}
