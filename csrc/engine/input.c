#include "engine/input.h"

#include "base/memory.h"
#include "unicode/ascii.h"
#include "unicode/utf8.h"

static uint32_t
needs_of(const lede_input *input, lede_unit unit, const lede_normalize_options *options)
{
    return options == NULL ? 0 : lede_survey(input->units, input->count, unit, *options);
}

static lede_status
open_utf8(lede_opened *out, const lede_input *input, const lede_normalize_options *options)
{
    out->text = (lede_text){input->units, input->count};
    if (lede_ascii_prefix(out->text) == out->text.size) {
        out->needs = needs_of(input, LEDE_UCS1, options);
        return LEDE_OK;
    }
    out->needs = LEDE_NEEDS_ALL;
    return lede_utf8_validate(out->text, &out->bad) ? LEDE_OK : LEDE_NOT_UTF8;
}

lede_status
lede_input_open(lede_opened *out, const lede_input *input,
                const lede_normalize_options *options)
{
    *out = (lede_opened){0};
    size_t size = lede_input_size(input);
    if (size > LEDE_TEXT_MAX) {
        return LEDE_TOO_LARGE;
    }
    if (input->utf8) {
        return open_utf8(out, input, options);
    }
    out->needs = needs_of(input, input->unit, options);
    out->scratch = lede_memory_resize(NULL, size + (size == 0));
    if (out->scratch == NULL) {
        return LEDE_NO_MEMORY;
    }
    lede_input_write(out->scratch, input);
    out->text = (lede_text){out->scratch, size};
    return LEDE_OK;
}

void
lede_input_close(lede_opened *opened)
{
    lede_memory_free(opened->scratch);
    *opened = (lede_opened){0};
}

void
lede_slicer_init(lede_slicer *slicer, const lede_input *input)
{
    *slicer = (lede_slicer){.input = input};
}

static bool
starts_point(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* The byte at which code point number `point` of UTF-8 starts. */
static size_t
byte_at(lede_slicer *slicer, size_t point)
{
    const char *bytes = slicer->input->units;
    size_t size = slicer->input->count;
    if (point < slicer->point) {
        slicer->byte = slicer->point = 0;
    }
    size_t byte = slicer->byte, here = slicer->point;
    while (byte < size && here < point) {
        byte++;
        here += byte == size || starts_point(bytes[byte]);
    }
    slicer->byte = byte;
    slicer->point = here;
    return byte;
}

lede_input
lede_slicer_cut(lede_slicer *slicer, size_t start, size_t end)
{
    lede_input cut = *slicer->input;
    size_t from = start;
    if (cut.utf8) {
        from = byte_at(slicer, start);
        cut.count = byte_at(slicer, end) - from;
    } else {
        cut.count = end - start;
        from *= (size_t)cut.unit;
    }
    cut.units = (const char *)cut.units + from;
    return cut;
}

size_t
lede_input_size(const lede_input *input)
{
    return input->utf8 ? input->count
                       : lede_units_utf8_size(input->units, input->count, input->unit);
}

void
lede_input_write(char *out, const lede_input *input)
{
    if (!input->utf8) {
        lede_units_to_utf8(out, input->units, input->count, input->unit);
    } else if (input->count != 0) {
        memcpy(out, input->units, input->count);
    }
}
