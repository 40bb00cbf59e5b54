/* Any text, any choice of steps and form: the promises of text/normalize.h. */
#include "fuzz.h"

#include "text/normalize.h"

static lede_normalized
normalized(lede_text raw, lede_normalize_options options, lede_arena *arena)
{
    lede_normalized clean;
    fuzz_require(lede_normalize(&clean, raw, options, arena) == LEDE_OK, "status");
    return clean;
}

static bool
same(lede_text a, uint32_t a_start, uint32_t a_end, lede_text b, uint32_t b_start,
     uint32_t b_end)
{
    return a_end <= a.size && b_end <= b.size && a_start <= a_end && b_start <= b_end &&
           lede_text_equal(lede_text_slice(a, (lede_span){a_start, a_end}),
                           lede_text_slice(b, (lede_span){b_start, b_end}));
}

static void
check_map(lede_text raw, const lede_normalized *clean)
{
    uint32_t at_raw = 0, at_clean = 0;
    for (size_t i = 0; i < clean->map.count; i++) {
        lede_edit edit = clean->map.edits[i];
        fuzz_require(
            same(raw, at_raw, edit.raw.start, clean->text, at_clean, edit.clean.start),
            "what is between edits is unchanged");
        fuzz_require(edit.raw.end >= edit.raw.start && edit.clean.end >= edit.clean.start,
                     "edits are ranges");
        at_raw = edit.raw.end;
        at_clean = edit.clean.end;
    }
    fuzz_require(same(raw, at_raw, (uint32_t)raw.size, clean->text, at_clean,
                      (uint32_t)clean->text.size),
                 "what is behind the last edit is unchanged");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input in = {data, size};
    lede_normalize_options options = {.steps = LEDE_STEPS_FORM | fuzz_byte(&in)};
    options.form = (lede_form)(fuzz_byte(&in) % 4);
    lede_text raw = fuzz_text(in);
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized once = normalized(raw, options, &arena);
    check_map(raw, &once);
    size_t bad;
    bool valid = slow_validate(once.text, &bad);
    fuzz_require(valid || !(options.steps & LEDE_REASON_SURROGATES), "clean text is UTF-8");
    lede_normalized twice = normalized(once.text, options, &arena);
    fuzz_require(lede_text_equal(once.text, twice.text) && twice.map.count == 0,
                 "twice is once");
    lede_arena_release(&arena);
    free((void *)(uintptr_t)raw.bytes);
    return 0;
}
