/* Batches of texts, their columns, and both directions of the Arrow interface. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "engine/export.h"
#include "engine/strings.h"
#include "failing_memory.h"
#include "support_arrow.h"
#include "support_names.h"
#include "unicode/points.h"

static lede_lexicon lexicon;
static lede_reader *reader;
static lede_gazetteer *own;

static int
make_reader(void **state)
{
    (void)state;
    static const lede_entry OWN[] = {
        {{"Kirkuk", 6}, {"Kirkuk", 6}, {"CITY", 4}, {"C1", 2}, {"", 0}, 0, 0}};
    if (small_lexicon_init(&lexicon) != LEDE_OK ||
        lede_gazetteer_build(&own, OWN, COUNT_OF(OWN), LEDE_FOLD_CASE, NULL) != LEDE_OK) {
        return 1;
    }
    lede_reader_options options = {
        .lexicon = lexicon,
        .layers = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS,
        .normalize = {LEDE_STEPS_NEWS, LEDE_NFC},
    };
    return lede_reader_new(&reader, &options) != LEDE_OK;
}

static int
free_reader(void **state)
{
    (void)state;
    lede_reader_free(reader);
    lede_gazetteer_free(own);
    small_lexicon_release(&lexicon);
    return failing_memory_live() != 0;
}

static lede_input
input_of(lede_text text)
{
    return (lede_input){.units = text.bytes, .count = text.size, .utf8 = true};
}

static lede_batch
batch_of(lede_work work, const lede_input *inputs, size_t count, size_t threads)
{
    return (lede_batch){
        .work = work,
        .reader = work == LEDE_WORK_READ || work == LEDE_WORK_SENTENCES ? reader : NULL,
        .gazetteer = own,
        .normalize = {LEDE_STEPS_NEWS, LEDE_NFC},
        .inputs = inputs,
        .count = count,
        .crew = {.threads = threads},
    };
}

/* ---- batches ---- */

static void
require_sentences(const lede_results *results, size_t i, lede_text raw)
{
    lede_article alone;
    lede_points points;
    lede_points_init(&points, raw);
    assert_int_equal(lede_analyze(&alone, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL),
                     LEDE_OK);
    const lede_frame *frame = &results->frames[LEDE_FRAME_SENTENCES];
    size_t first, count = lede_frame_rows(frame, i, &first);
    require(count == alone.sentence_count, raw, "number of sentences");
    for (size_t s = 0; s < count; s++) {
        require(lede_column_number(&frame->columns[0], first + s) ==
                    lede_points_at(&points, alone.sentences[s].raw.start),
                raw, "start of a sentence");
    }
    frame = &results->frames[LEDE_FRAME_ENTITIES];
    count = lede_frame_rows(frame, i, &first);
    require(count == alone.entity_count, raw, "number of entities");
    for (size_t e = 0; e < count; e++) {
        require(lede_text_equal(lede_column_text(&frame->columns[4], first + e),
                                alone.entities[e].name),
                raw, "name of an entity");
    }
    lede_article_release(&alone);
}

static void
batches_read_as_single_articles_do(void **state)
{
    (void)state;
    enum { COUNT = 200 };
    static text_buffer buffers[COUNT];
    lede_text raws[COUNT];
    lede_input inputs[COUNT];
    random_source random = {25};
    for (size_t i = 0; i < COUNT; i++) {
        raws[i] = put_pieces(&buffers[i], &random, NAME_PIECES, NAME_PIECE_COUNT, i);
        inputs[i] = input_of(raws[i]);
    }
    inputs[3] = (lede_input){.units = NULL};
    inputs[7] = (lede_input){.units = "", .count = LEDE_TEXT_MAX + 1, .utf8 = true};
    inputs[8] = input_of(text_of("ab\xFF"));
    static const size_t THREADS[] = {1, 2, 7};
    for (size_t t = 0; t < COUNT_OF(THREADS); t++) {
        lede_batch batch = batch_of(LEDE_WORK_READ, inputs, COUNT, THREADS[t]);
        lede_results results;
        assert_int_equal(lede_batch_run(&results, &batch), LEDE_OK);
        for (size_t i = 0; i < COUNT; i++) {
            size_t bad;
            bool readable = slow_validate(i == 8 ? text_of("\xFF") : raws[i], &bad);
            lede_status expected = i == 7               ? LEDE_TOO_LARGE
                                   : i == 3 || readable ? LEDE_OK
                                                        : LEDE_NOT_UTF8;
            assert_int_equal(results.outcomes[i].status, expected);
            size_t first;
            if (expected != LEDE_OK || i == 3) {
                assert_int_equal(
                    lede_frame_rows(&results.frames[LEDE_FRAME_SENTENCES], i, &first), 0);
            } else {
                require_sentences(&results, i, raws[i]);
            }
        }
        assert_int_equal(results.outcomes[8].bad, 2);
        lede_results_release(&results);
    }
}

static bool
stop_at_once(void *context)
{
    (void)context;
    return true;
}

static void
batches_stop(void **state)
{
    (void)state;
    enum { COUNT = 50 };
    lede_input inputs[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        inputs[i] = input_of(text_of("Gen. Maria Smith left Kirkuk."));
    }
    size_t before = failing_memory_live();
    lede_batch batch = batch_of(LEDE_WORK_READ, inputs, COUNT, 2);
    batch.crew.stop = stop_at_once;
    lede_results results;
    assert_int_equal(lede_batch_run(&results, &batch), LEDE_STOPPED);
    assert_int_equal(failing_memory_live(), before);
}

/* ---- export ---- */

static lede_status
export_once(void *context)
{
    lede_batch *batch = context;
    lede_results results;
    lede_status status = lede_batch_run(&results, batch);
    lede_part parts[] = {{&results, batch->inputs, 0, 0, batch->count},
                         {&results, batch->inputs, 100, 1, batch->count}};
    for (int kind = 0; kind < LEDE_FRAME_COUNT && status == LEDE_OK; kind++) {
        for (int form = 0; form <= LEDE_EXPORT_NESTED && status == LEDE_OK; form++) {
            struct ArrowArray array;
            struct ArrowSchema schema;
            status = lede_export_array(&array, parts, COUNT_OF(parts),
                                       (lede_frame_kind)kind, (lede_export_form)form);
            if (status == LEDE_OK) {
                array.release(&array);
                status = lede_export_schema(&schema, (lede_frame_kind)kind,
                                            (lede_export_form)form, text_of("versions"));
            }
            if (status == LEDE_OK) {
                schema.release(&schema);
            }
        }
    }
    lede_results_release(&results);
    return status;
}

static void
batches_and_exports_survive_exhausted_memory(void **state)
{
    (void)state;
    lede_input inputs[] = {
        input_of(text_of("Gen. Maria Smith left Kirkuk, \u201Dsaid Smith &amp; co.")),
        {.units = NULL},
        {.units = u"\u6587 in Kirkuk.", .count = 12, .unit = LEDE_UCS2},
    };
    for (int work = 0; work < LEDE_WORK_COUNT; work++) {
        lede_batch batch = batch_of((lede_work)work, inputs, COUNT_OF(inputs), 1);
        assert_true(failing_memory_sweep(export_once, &batch) > 20);
    }
}

static void
exported_texts_are_slices(void **state)
{
    (void)state;
    lede_input inputs[] = {
        {.units = u"\u6587 in Kirkuk. So.", .count = 16, .unit = LEDE_UCS2},
        input_of(text_of("\u6587 in Kirkuk. So.")),
        input_of(text_of("x")),
    };
    lede_batch batch = batch_of(LEDE_WORK_FIND, inputs, COUNT_OF(inputs), 1);
    lede_results results;
    assert_int_equal(lede_batch_run(&results, &batch), LEDE_OK);
    lede_part part = {&results, inputs, 40, 0, COUNT_OF(inputs)};
    struct ArrowArray array;
    assert_int_equal(
        lede_export_array(&array, &part, 1, LEDE_FRAME_MATCHES, LEDE_EXPORT_LONG), LEDE_OK);
    assert_int_equal(array.length, 2);
    const int64_t *articles = array.children[0]->buffers[1];
    assert_int_equal(articles[0], 40);
    assert_int_equal(articles[1], 41);
    const struct ArrowArray *texts = array.children[3];
    assert_memory_equal(texts->buffers[2], "KirkukKirkuk", 12);
    /* a consumer may move a column out and keep it alone */
    struct ArrowArray moved = *array.children[3];
    array.children[3]->release = NULL;
    array.release(&array);
    assert_memory_equal(moved.buffers[2], "KirkukKirkuk", 12);
    moved.release(&moved);
    lede_results_release(&results);
}

static void
streams_give_their_arrays_in_order(void **state)
{
    (void)state;
    lede_input inputs[] = {input_of(text_of("One. Two."))};
    lede_batch batch = batch_of(LEDE_WORK_SENTENCES, inputs, 1, 1);
    lede_results results;
    assert_int_equal(lede_batch_run(&results, &batch), LEDE_OK);
    lede_part part = {&results, inputs, 0, 0, 1};
    struct ArrowArray *arrays = lede_memory_resize(NULL, 2 * sizeof *arrays);
    assert_non_null(arrays);
    for (size_t i = 0; i < 2; i++) {
        part.first_row = (int64_t)i;
        assert_int_equal(
            lede_export_array(&arrays[i], &part, 1, LEDE_FRAME_SENTENCES, LEDE_EXPORT_LONG),
            LEDE_OK);
    }
    struct ArrowArrayStream stream;
    assert_int_equal(lede_export_stream(&stream, arrays, 2, LEDE_FRAME_SENTENCES,
                                        LEDE_EXPORT_LONG, text_of("versions")),
                     LEDE_OK);
    struct ArrowSchema schema;
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    assert_string_equal(schema.children[3]->name, "text");
    schema.release(&schema);
    struct ArrowArray array;
    assert_int_equal(stream.get_next(&stream, &array), 0);
    assert_int_equal(((const int64_t *)array.children[0]->buffers[1])[0], 0);
    array.release(&array); /* the other one goes with the stream */
    stream.release(&stream);
    lede_results_release(&results);
}

/* ---- import ---- */

static uint32_t
random_number(void *context)
{
    return random_below(context, 256);
}

/* Sees every byte of a text. */
static unsigned
weigh(lede_input input)
{
    unsigned sum = 0;
    for (size_t i = 0; i < input.count; i++) {
        sum += ((const unsigned char *)input.units)[i];
    }
    return sum;
}

static void
any_column_is_read_or_refused(void **state)
{
    (void)state;
    random_source random = {66};
    size_t accepted[ARROW_LAYOUTS] = {0}, refused[ARROW_LAYOUTS] = {0};
    volatile unsigned sum = 0;
    for (uint32_t round = 0; round < 28000; round++) {
        uint32_t layout = round % ARROW_LAYOUTS;
        arrow_column column;
        lede_strings strings;
        lede_error error = {0};
        arrow_column_build(&column, layout, random_number, &random);
        if (lede_strings_view_column(&strings, &column.schema, &column.array, 0, &error) ==
            LEDE_OK) {
            accepted[layout]++;
            for (size_t i = 0; i < (size_t)strings.length; i++) {
                sum += weigh(lede_strings_at(&strings, i));
            }
        } else {
            refused[layout]++;
            assert_true(error.message[0] != 0);
        }
        arrow_column_release(&column);
    }
    for (size_t layout = 0; layout < ARROW_LAYOUTS; layout++) {
        assert_true(refused[layout] > 0);
        assert_true((accepted[layout] > 0) == (layout != 5)); /* 5 is of numbers */
    }
}

static void
columns_are_found_by_name(void **state)
{
    (void)state;
    struct ArrowSchema a = {.format = "i", .name = "year"},
                       b = {.format = "u", .name = "body"};
    struct ArrowSchema *children[] = {&a, &b};
    struct ArrowSchema table = {.format = "+s", .n_children = 2, .children = children};
    size_t column;
    lede_error error = {0};
    assert_int_equal(lede_strings_find(&column, &table, "body", &error), LEDE_OK);
    assert_int_equal(column, 1);
    assert_int_equal(lede_strings_find(&column, &table, "text", &error), LEDE_BAD_TYPE);
    assert_non_null(strstr(error.message, "year, body"));
    assert_int_equal(lede_strings_find(&column, &table, NULL, &error), LEDE_BAD_TYPE);
    table.n_children = 1;
    assert_int_equal(lede_strings_find(&column, &table, NULL, &error), LEDE_OK);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_read_as_single_articles_do),
        cmocka_unit_test(batches_stop),
        cmocka_unit_test(batches_and_exports_survive_exhausted_memory),
        cmocka_unit_test(exported_texts_are_slices),
        cmocka_unit_test(streams_give_their_arrays_in_order),
        cmocka_unit_test(any_column_is_read_or_refused),
        cmocka_unit_test(columns_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, make_reader, free_reader);
}
