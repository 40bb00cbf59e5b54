#include "engine/batch.h"

#include "base/memory.h"
#include "engine/findings.h"

/* Below so many units of text a second thread costs more than it saves. */
enum { UNITS_A_THREAD = 1 << 14 };

typedef struct {
    const lede_batch *batch;
    lede_findings *findings;
} batch_work;

static void
work_on(void *context, size_t item)
{
    const batch_work *work = context;
    lede_findings_make(&work->findings[item], work->batch, &work->batch->inputs[item]);
}

static size_t
threads_worth(const lede_batch *batch)
{
    size_t units = 0;
    for (size_t i = 0; i < batch->count; i++) {
        units += batch->inputs[i].count;
    }
    size_t worth = units / UNITS_A_THREAD + 1;
    return worth < batch->crew.threads ? worth : batch->crew.threads;
}

static lede_status
take_outcomes(lede_results *out, const lede_findings *findings, lede_work work)
{
    size_t room = out->count + 1;
    out->outcomes = lede_memory_resize(NULL, room * sizeof *out->outcomes);
    if (work == LEDE_WORK_READ) {
        out->seconds = lede_memory_resize(NULL, room * sizeof *out->seconds);
    }
    if (out->outcomes == NULL || (work == LEDE_WORK_READ && out->seconds == NULL)) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < out->count; i++) {
        out->outcomes[i] = findings[i].outcome;
        if (out->outcomes[i].status == LEDE_NO_MEMORY) {
            return LEDE_NO_MEMORY;
        }
        if (out->seconds != NULL) {
            memcpy(out->seconds[i], findings[i].seconds, sizeof *out->seconds);
        }
    }
    return LEDE_OK;
}

static lede_status
take_rows(lede_results *out, const lede_findings *findings)
{
    lede_status status = LEDE_OK;
    for (int kind = 0; kind < LEDE_FRAME_COUNT && status == LEDE_OK; kind++) {
        status = lede_frame_build(&out->frames[kind], (lede_frame_kind)kind,
                                  &findings->rows[kind], sizeof *findings, out->count);
    }
    return status;
}

lede_status
lede_batch_run(lede_results *out, const lede_batch *batch)
{
    *out = (lede_results){.count = batch->count};
    for (int kind = 0; kind < LEDE_FRAME_COUNT; kind++) {
        out->frames[kind].schema = lede_schema_of((lede_frame_kind)kind);
    }
    batch_work work = {batch, NULL};
    work.findings = lede_memory_resize(NULL, (batch->count + 1) * sizeof *work.findings);
    if (work.findings == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t i = 0; i < batch->count; i++) {
        work.findings[i] = (lede_findings){0};
    }
    lede_crew crew = batch->crew;
    crew.threads = threads_worth(batch);
    lede_status status = LEDE_STOPPED;
    if (lede_parallel_for(&crew, batch->count, work_on, &work)) {
        status = take_outcomes(out, work.findings, batch->work);
        status = status == LEDE_OK ? take_rows(out, work.findings) : status;
    }
    for (size_t i = 0; i < batch->count; i++) {
        lede_findings_release(&work.findings[i]);
    }
    lede_memory_free(work.findings);
    if (status != LEDE_OK) {
        lede_results_release(out);
    }
    return status;
}

void
lede_results_release(lede_results *results)
{
    for (int kind = 0; kind < LEDE_FRAME_COUNT; kind++) {
        lede_frame_release(&results->frames[kind]);
    }
    lede_memory_free(results->outcomes);
    lede_memory_free(results->seconds);
    results->outcomes = NULL;
    results->seconds = NULL;
    results->count = 0;
}
