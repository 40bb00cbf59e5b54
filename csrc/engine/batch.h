/* Many texts at once: what is found in them, in columns.
 *
 *     inputs ──► threads: open, work, rows ──► in order: frames (engine/frame.h), one a table
 *
 * Invariant: the rows of text i depend on text i alone, so the result is the same for any number of
 * threads and any way of cutting a collection into batches. A text that cannot be read has no rows
 * and says why in its outcome; the others are read all the same.
 *
 *     lede_batch batch = {.work = LEDE_WORK_READ, .reader = reader, .inputs = inputs, .count = n};
 *     status = lede_batch_run(&results, &batch);
 *     lede_results_release(&results);
 */
#ifndef LEDE_ENGINE_BATCH_H
#define LEDE_ENGINE_BATCH_H

#include "base/thread.h"
#include "doc/article.h"
#include "engine/frame.h"
#include "engine/input.h"

typedef enum {
    LEDE_WORK_READ,      /* sentences, entities, names, changes, clean texts that differ */
    LEDE_WORK_SENTENCES, /* sentences */
    LEDE_WORK_NORMALIZE, /* changes, all clean texts */
    LEDE_WORK_FIND,      /* matches */
    LEDE_WORK_LOCATE,    /* places */
    LEDE_WORK_COUNT,
} lede_work;

typedef struct {
    lede_work work;
    const lede_reader *reader;       /* to read and for sentences */
    const lede_gazetteer *gazetteer; /* to find and to locate, with `policy` */
    lede_match_policy policy;
    lede_normalize_options normalize; /* to normalize */
    const lede_input *inputs;
    size_t count;
    lede_crew crew;
} lede_batch;

typedef struct {
    lede_status status; /* LEDE_OK for a missing text too: it has no rows */
    size_t bad;         /* with LEDE_NOT_UTF8: the byte */
} lede_outcome;

typedef double lede_seconds[LEDE_PASS_COUNT];

typedef struct {
    size_t count;
    lede_frame frames[LEDE_FRAME_COUNT];
    lede_outcome *outcomes; /* one a text */
    lede_seconds *seconds;  /* one a text that was read; else NULL */
} lede_results;

/* LEDE_NO_MEMORY (for one text or for the whole), LEDE_TOO_LARGE for columns past 2^31 bytes, or
 * LEDE_STOPPED; nothing is left then. */
LEDE_MUST_USE lede_status lede_batch_run(lede_results *out, const lede_batch *batch);
void lede_results_release(lede_results *results);

#endif
