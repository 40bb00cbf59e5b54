/* Many articles at once.
 *
 * Invariant: article i depends on text i alone, so the result is the same for any number of threads
 * and any way of cutting a collection into batches.
 *
 *     lede_batch batch = {reader, raws, articles, statuses, count, LEDE_READ_ALL, NULL};
 *     lede_batch_run(&batch, threads);
 */
#ifndef LEDE_ENGINE_BATCH_H
#define LEDE_ENGINE_BATCH_H

#include "doc/article.h"

typedef struct {
    const lede_reader *reader;
    const lede_text *raws;
    lede_article *articles; /* filled where the status is LEDE_OK */
    lede_status *statuses;
    size_t count;
    lede_depth depth;
    const uint32_t *needs; /* of each text, see lede_analyze; NULL: all */
} lede_batch;

void lede_batch_run(const lede_batch *batch, size_t threads);

#endif
