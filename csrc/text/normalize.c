#include "text/normalize.h"

#include "text/characters.h"
#include "text/glued.h"
#include "text/misplaced.h"
#include "text/mojibake.h"
#include "text/repeated.h"
#include "text/spaces.h"
#include "text/wrapped.h"

/* Damage inside of damage: real text has two levels, a hostile one would have any number. */
enum { MOST_ROUNDS = 8 };

/* Bytes that one may become: U+0390 in NFD, U+FDFA in NFKD (both measured over all code points). */
enum { CANONICAL_GROWTH = 3, COMPATIBILITY_GROWTH = 11 };

static bool
is_compatible(lede_form form)
{
    return form == LEDE_NFKC || form == LEDE_NFKD;
}

static void
apply_characters(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_characters(rewrite, options.steps, options.form);
}

static void
apply_form(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_rewrite_form(rewrite, options.form, LEDE_REASON_FORM);
}

static void
apply_spaces(lede_rewrite *rewrite, lede_normalize_options options)
{
    lede_spaces_repair(rewrite, options.steps);
}

static void
apply_typography(lede_rewrite *rewrite, lede_normalize_options options)
{
    if (is_compatible(options.form) && options.shapes.ellipsis == LEDE_SHAPE_TYPOGRAPHIC) {
        options.shapes.ellipsis = LEDE_SHAPE_KEEP; /* the form spells it as three dots */
    }
    lede_typography_apply(rewrite, options.shapes);
}

typedef enum {
    MOJIBAKE,
    CHARACTERS,
    FORM,
    SPACES,
    WRAPPED,
    REPEATED,
    MISPLACED,
    TYPOGRAPHY,
    GLUED,
    STEPS_COUNT
} step;

enum {
    ANY_TEXT = 1 << MOJIBAKE | 1 << CHARACTERS,
    ANY_MARK = 1 << WRAPPED | 1 << REPEATED | 1 << MISPLACED | 1 << TYPOGRAPHY,
};

/* The steps in their order. `bits` are those of lede_reason of which one must be asked for. A step that
 * changes something gives work to all behind it, and may give some to those of `wakes` before it:
 * references may spell mojibake, a space that is put in may show that `&amp` is no part of an address, and a
 * mark less that its line is not the longest one. */
static const struct {
    void (*repair)(lede_rewrite *rewrite);
    void (*apply)(lede_rewrite *rewrite,
                  lede_normalize_options options); /* or with options */
    uint32_t bits;
    uint32_t wakes; /* bits of 1 << step */
} STEPS[STEPS_COUNT] = {
    [MOJIBAKE] = {lede_mojibake_repair, NULL, LEDE_REASON_MOJIBAKE, 0},
    [CHARACTERS] = {NULL, apply_characters,
                    LEDE_REASON_SURROGATES | LEDE_REASON_C1 | LEDE_REASON_CONTROLS |
                        LEDE_REASON_ENTITIES | LEDE_REASON_WIDTH | LEDE_REASON_LIGATURES,
                    1 << MOJIBAKE},
    [FORM] = {NULL, apply_form, LEDE_REASON_FORM, ANY_TEXT},
    [SPACES] = {NULL, apply_spaces, LEDE_REASON_LINES | LEDE_REASON_SPACES, ANY_TEXT},
    [WRAPPED] = {lede_wrapped_join, NULL, LEDE_REASON_WRAPPED, ANY_TEXT},
    [REPEATED] = {lede_repeated_repair, NULL, LEDE_REASON_REPEATED,
                  ANY_TEXT | 1 << WRAPPED},
    [MISPLACED] = {lede_misplaced_repair, NULL, LEDE_REASON_QUOTES, ANY_TEXT | ANY_MARK},
    [TYPOGRAPHY] = {NULL, apply_typography, LEDE_REASON_TYPOGRAPHY, ANY_TEXT | ANY_MARK},
    [GLUED] = {lede_glued_repair, NULL, LEDE_REASON_GLUED, ANY_TEXT | ANY_MARK},
};

/* Ends one step: its output becomes the text, its edits join the map. */
static void
finish_step(lede_normalized *out, lede_rewrite *rewrite, lede_arena *arena)
{
    out->text = lede_rewrite_finish(rewrite);
    lede_map map = lede_edits_map(&rewrite->edits);
    if (out->map.count == 0) {
        out->map = map;
    } else if (map.count != 0) {
        out->map = lede_map_compose(&out->map, &map, arena);
    }
}

/* Runs one step; true when it changed the text. */
static bool
run_step(lede_normalized *out, step which, lede_normalize_options options,
         lede_arena *arena)
{
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, out->text, arena);
    if (STEPS[which].repair != NULL) {
        STEPS[which].repair(&rewrite);
    }
    if (STEPS[which].apply != NULL) {
        STEPS[which].apply(&rewrite, options);
    }
    finish_step(out, &rewrite, arena);
    return rewrite.edits.edits.count != 0;
}

/* True when waking `which` could be of use: what others do brings work for the characters only where
 * there is an ampersand. */
static bool
may_wake(step which, lede_normalize_options options, lede_text text)
{
    return which != CHARACTERS ||
           ((options.steps & LEDE_REASON_ENTITIES) && text.size != 0 &&
            memchr(text.bytes, '&', text.size) != NULL);
}

/* Runs the steps that are due, once each, and returns those that have become due again. */
static uint32_t
run_round(lede_normalized *out, uint32_t due, lede_normalize_options options,
          lede_arena *arena)
{
    uint32_t again = 0, woken = 0;
    for (int i = 0; i < STEPS_COUNT; i++) {
        step which = (step)i;
        if (!(due >> i & 1) || !(options.steps & STEPS[i].bits)) {
            continue;
        }
        if (run_step(out, which, options, arena)) {
            due |= UINT32_MAX << i << 1;
            woken |= STEPS[i].wakes;
        }
    }
    for (int i = 0; i < STEPS_COUNT; i++) {
        if ((woken >> i & 1) && may_wake((step)i, options, out->text)) {
            again |= UINT32_C(1) << i;
        }
    }
    return again;
}

/* The steps that are due at first. Those that nothing needs would leave the text as it is; once another has
 * changed it they are due in any case. */
static uint32_t
first_due(uint32_t needs)
{
    uint32_t due = 0;
    for (int i = 0; i < STEPS_COUNT; i++) {
        /* the step of characters takes those into the form that become ASCII by it */
        uint32_t bits = STEPS[i].bits | (i == CHARACTERS ? STEPS[FORM].bits : 0u);
        due |= (uint32_t)((bits & needs) != 0) << i;
    }
    return due;
}

lede_status
lede_normalize_needy(lede_normalized *out, lede_text raw, uint32_t needs,
                     lede_normalize_options options, lede_arena *arena)
{
    size_t growth = is_compatible(options.form) ? COMPATIBILITY_GROWTH : CANONICAL_GROWTH;
    if (raw.size > LEDE_TEXT_MAX / growth) {
        return LEDE_TOO_LARGE;
    }
    *out = (lede_normalized){.text = raw};
    uint32_t due = first_due(needs);
    for (size_t round = 0; round < MOST_ROUNDS && due != 0; round++) {
        due = run_round(out, due, options, arena);
    }
    return lede_arena_status(arena);
}

lede_status
lede_normalize(lede_normalized *out, lede_text raw, lede_normalize_options options,
               lede_arena *arena)
{
    return lede_normalize_needy(out, raw, UINT32_MAX, options, arena);
}
