#include "engine/batch.h"

#include "base/thread.h"

static void
read_one(void *context, size_t item)
{
    const lede_batch *batch = context;
    uint32_t needs = batch->needs == NULL ? LEDE_NEEDS_ALL : batch->needs[item];
    batch->statuses[item] = lede_analyze(&batch->articles[item], batch->reader,
                                         batch->raws[item], needs, batch->depth);
}

void
lede_batch_run(const lede_batch *batch, size_t threads)
{
    lede_batch shared = *batch;
    lede_parallel_for(threads, batch->count, read_one, &shared);
}
