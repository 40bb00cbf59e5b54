#include "text/normalize.h"

#include "text/characters.h"
#include "text/glued.h"
#include "text/mojibake.h"
#include "text/words.h"
#include "unicode/prose.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

/* Damage inside of damage: real text has two levels, a hostile one would have any number. */
enum { MOST_ROUNDS = 8 };

/* Bytes that one may become: U+0390 in NFD, U+FDFA in NFKD (both measured over all code points). */
enum { CANONICAL_GROWTH = 3, COMPATIBILITY_GROWTH = 11 };

static void
apply_form(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_rewrite_form(rewrite, options.form, LEDE_REASON_FORM);
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

/* White space is a space, a line end or a blank line between paragraphs; none at the borders. Rewrites
 * the run at `at`, which `text` has from there on, and returns its end. */
static size_t
rewrite_spaces(lede_rewrite *rewrite, size_t at)
{
    lede_text text = rewrite->text;
    space_run run = read_spaces(text, at);
    lede_text with = {run.lines == 0 ? " " : "\n\n", run.lines > 1 ? 2 : 1};
    if (at == 0 || run.end == text.size) {
        with.size = 0;
    }
    if (!lede_text_equal(with, (lede_text){text.bytes + at, run.end - at})) {
        lede_rewrite_replace(rewrite, at, run.end, with, LEDE_REASON_SPACES);
    }
    return run.end;
}

static void
apply_spaces(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_text text = rewrite->text;
    size_t at = lede_is_class(text, 0, LEDE_SPACE) ? rewrite_spaces(rewrite, 0) : 0;
    while (at < text.size) {
        size_t from = at;
        at += lede_prose_prefix(text.bytes + at, text.size - at, LEDE_UCS1);
        /* The prefix may end in one space: it belongs to what follows, be it the end. */
        size_t space = at - (at > from && text.bytes[at - 1] == ' ');
        if (at == text.size || lede_is_class(text, at, LEDE_SPACE)) {
            at = space < text.size ? rewrite_spaces(rewrite, space) : at;
        } else {
            size_t size;
            (void)lede_utf8_step(text, at, &size);
            at += size;
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

/* True for `threat. ” He`: a closing quote at `quote` that touches no word, behind one space. */
static bool
is_loose_quote(lede_text text, size_t quote, size_t size, const open_quotes *open)
{
    /* not behind the second of two spaces, of which only one could go */
    return quote > 1 && text.bytes[quote - 2] != ' ' && open->curly > 0 && size > 1 &&
           (quote + size == text.size ||
            lede_is_class(text, quote + size, LEDE_SPACE | LEDE_PUNCT));
}

/* True for `Iran, ”said`: a mark and a space before the quote, which closes an open one, and a word
 * behind it. AP stylebook, "quotation marks": the comma and the period go within them. */
static bool
is_glued_quote(lede_text text, size_t quote, size_t size, const open_quotes *open)
{
    if (quote < 2 || memchr(",.!?", text.bytes[quote - 2], 4) == NULL) {
        return false;
    }
    size_t letter = quote + size;
    lede_text word = {text.bytes + letter, lede_skip(text, letter, LEDE_LETTER) - letter};
    /* A straight quote in front of a word opens one, unless the word tells who spoke. */
    bool tells = size > 1 || (lede_word_kind(word) & LEDE_WORD_SPEECH) != 0;
    return (size > 1 ? open->curly > 0 : open->straight % 2 == 1) && word.size > 0 && tells;
}

/* Looks at the closing quote at `quote`, of `size` bytes, behind a space. */
static void
rewrite_quote(lede_rewrite *rewrite, size_t quote, size_t size, const open_quotes *open)
{
    lede_text text = rewrite->text;
    char moved[LEDE_UTF8_MOST + 1];
    if (is_loose_quote(text, quote, size, open)) {
        lede_rewrite_replace(rewrite, quote - 1, quote, (lede_text){"", 0},
                             LEDE_REASON_QUOTES);
    } else if (is_glued_quote(text, quote, size, open)) {
        memcpy(moved, text.bytes + quote, size);
        moved[size] = ' ';
        lede_rewrite_replace(rewrite, quote - 1, quote + size, (lede_text){moved, size + 1},
                             LEDE_REASON_QUOTES);
    }
}

static void
apply_quotes(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_text text = rewrite->text;
    open_quotes open = {0};
    for (size_t at = 0, size; at < text.size; at += size) {
        at += lede_prose_prefix(text.bytes + at, text.size - at, LEDE_UCS1);
        if (at == text.size) {
            break;
        }
        uint32_t point = lede_utf8_step(text, at, &size);
        if (point == '\n' && at + 1 < text.size && text.bytes[at + 1] == '\n') {
            open = (open_quotes){0}; /* each paragraph opens its own */
        }
        if ((point == 0x201D || point == '"') && at > 0 && text.bytes[at - 1] == ' ') {
            rewrite_quote(rewrite, at, size, &open);
        }
        see_quote(&open, point);
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

static void
apply_glued(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_glued_repair(rewrite);
}

static void
apply_mojibake(lede_rewrite *rewrite, lede_normalize_options options)
{
    (void)options;
    lede_mojibake_repair(rewrite);
}

/* The steps in their order, each run when one of its bits is asked for. */
static const struct {
    uint32_t bits;
    void (*run)(lede_rewrite *rewrite, lede_normalize_options options);
} STEPS[] = {
    {LEDE_REASON_MOJIBAKE, apply_mojibake},
    {LEDE_REASON_SURROGATES | LEDE_REASON_CONTROLS | LEDE_REASON_ENTITIES,
     apply_characters},
    {LEDE_REASON_FORM, apply_form},
    {LEDE_REASON_SPACES, apply_spaces},
    {LEDE_REASON_QUOTES, apply_quotes},
    {LEDE_REASON_GLUED, apply_glued},
};

/* Runs one step if it is asked for; true when it changed the text. */
static bool
run_step(lede_normalized *out, size_t step, lede_normalize_options options,
         lede_arena *arena)
{
    if (!(options.steps & STEPS[step].bits)) {
        return false;
    }
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, out->text, arena);
    STEPS[step].run(&rewrite, options);
    finish_step(out, &rewrite, arena);
    return rewrite.edits.edits.count != 0;
}

/* Runs all steps once. Later ones may bring forth new work for the first two: references may spell
 * mojibake, and a space that is put in may show that `&amp` is no part of an address. True when there
 * may be such work. `references` tells the next round of the second kind. */
static bool
run_round(lede_normalized *out, size_t round, bool *references,
          lede_normalize_options options, lede_arena *arena)
{
    bool misread = run_step(out, 0, options, arena);
    if (round > 0 && !misread && !*references) {
        return false;
    }
    bool characters = run_step(out, 1, options, arena), later = false;
    for (size_t step = 2; step < sizeof STEPS / sizeof *STEPS; step++) {
        later |= run_step(out, step, options, arena);
    }
    *references = later && (options.steps & LEDE_REASON_ENTITIES) && out->text.size != 0 &&
                  memchr(out->text.bytes, '&', out->text.size) != NULL;
    bool changed = misread || characters || later;
    return changed && ((options.steps & LEDE_REASON_MOJIBAKE) || *references);
}

lede_status
lede_normalize(lede_normalized *out, lede_text raw, lede_normalize_options options,
               lede_arena *arena)
{
    bool compatible = options.form == LEDE_NFKC || options.form == LEDE_NFKD;
    if (raw.size > LEDE_TEXT_MAX / (compatible ? COMPATIBILITY_GROWTH : CANONICAL_GROWTH)) {
        return LEDE_TOO_LARGE;
    }
    *out = (lede_normalized){.text = raw};
    size_t round = 0;
    bool references = false;
    while (round < MOST_ROUNDS && run_round(out, round, &references, options, arena)) {
        round++;
    }
    return lede_arena_status(arena);
}
