#include "base/thread.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MOST_THREADS = 256 };

typedef struct {
    atomic_size_t next;
    atomic_bool stopped;
    size_t count;
    lede_task task;
    void *context;
} parallel_work;

/* Does the next item; false when there is none. */
static bool
do_one(parallel_work *work)
{
    size_t item = atomic_fetch_add(&work->next, 1);
    if (item >= work->count || atomic_load(&work->stopped)) {
        return false;
    }
    work->task(work->context, item);
    return true;
}

static void *
help(void *argument)
{
    while (do_one(argument)) {
    }
    return NULL;
}

static void
lead(parallel_work *work, const lede_crew *crew)
{
    while (do_one(work)) {
        if (crew->stop != NULL && crew->stop(crew->stop_context)) {
            atomic_store(&work->stopped, true);
        }
    }
}

bool
lede_parallel_for(const lede_crew *crew, size_t count, lede_task task, void *context)
{
    parallel_work work = {.count = count, .task = task, .context = context};
    pthread_t others[MOST_THREADS];
    size_t wanted = crew->threads < count ? crew->threads : count;
    size_t started = 0;
    while (started + 1 < wanted && started < MOST_THREADS &&
           pthread_create(&others[started], NULL, help, &work) == 0) {
        started++;
    }
    lead(&work, crew);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(others[i], NULL);
    }
    return !atomic_load(&work.stopped);
}
