/* Arrow columns of any layout with offsets, views, indexes and shapes of any kind: what is accepted may be
 * read, worked on and exported without a byte beyond its buffers. */
#include "fuzz.h"

#include "engine/export.h"
#include "engine/strings.h"
#include "support_arrow.h"

static uint32_t
next_number(void *context)
{
    return fuzz_byte(context);
}

static void
work_on(lede_input *inputs, size_t count)
{
    lede_batch batch = {
        .work = LEDE_WORK_NORMALIZE,
        .normalize = {LEDE_STEPS_NEWS, LEDE_NFC},
        .inputs = inputs,
        .count = count,
        .crew = {.threads = 1},
    };
    lede_results results;
    fuzz_require(lede_batch_run(&results, &batch) == LEDE_OK, "batch");
    lede_part part = {&results, inputs, 0, 0, count};
    for (int form = 0; form <= LEDE_EXPORT_SINGLE; form++) {
        struct ArrowArray out;
        lede_frame_kind kind =
            form == LEDE_EXPORT_SINGLE ? LEDE_FRAME_CLEAN : LEDE_FRAME_CHANGES;
        fuzz_require(lede_export_array(&out, &part, 1, kind, (lede_export_form)form) ==
                         LEDE_OK,
                     "export");
        out.release(&out);
    }
    lede_results_release(&results);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 64 };
    fuzz_input in = {data, size};
    uint32_t layout = fuzz_byte(&in);
    arrow_column column;
    arrow_column_build(&column, layout, next_number, &in);
    size_t place;
    lede_strings strings;
    lede_error error = {0};
    fuzz_require(lede_strings_find(&place, &column.schema, NULL, &error) == LEDE_OK,
                 "find");
    if (lede_strings_view_column(&strings, &column.schema, &column.array, place, &error) ==
        LEDE_OK) {
        lede_input inputs[MOST];
        size_t count = 0;
        for (; count < (size_t)strings.length && count < MOST; count++) {
            inputs[count] = lede_strings_at(&strings, count);
        }
        work_on(inputs, count);
    } else {
        fuzz_require(error.message[0] != 0, "message");
    }
    arrow_column_release(&column);
    return 0;
}
