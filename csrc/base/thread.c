#include "base/thread.h"

#include <pthread.h>
#include <stdatomic.h>

enum { MOST_THREADS = 256 };

typedef struct {
    atomic_size_t next;
    size_t count;
    lede_task task;
    void *context;
} parallel_work;

static void *
work_through(void *argument)
{
    parallel_work *work = argument;
    for (;;) {
        size_t item = atomic_fetch_add(&work->next, 1);
        if (item >= work->count) {
            return NULL;
        }
        work->task(work->context, item);
    }
}

void
lede_parallel_for(size_t threads, size_t count, lede_task task, void *context)
{
    parallel_work work = {.count = count, .task = task, .context = context};
    pthread_t others[MOST_THREADS];
    size_t wanted = threads < count ? threads : count;
    size_t started = 0;
    while (started + 1 < wanted && started < MOST_THREADS &&
           pthread_create(&others[started], NULL, work_through, &work) == 0) {
        started++;
    }
    (void)work_through(&work);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(others[i], NULL);
    }
}
