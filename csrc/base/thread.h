/* Work on many items with threads that live only inside the call.
 *
 * Invariant: when lede_parallel_for returns, no thread of it is left, so a process may fork at any
 * other time. Items are handed out one by one; results must not depend on who takes which.
 *
 *     lede_crew crew = {.threads = 2, .stop = wants_to_stop, .stop_context = &since};
 *     bool complete = lede_parallel_for(&crew, count, read_one, &batch);
 */
#ifndef LEDE_BASE_THREAD_H
#define LEDE_BASE_THREAD_H

#include <stdbool.h>
#include <stddef.h>

typedef void (*lede_task)(void *context, size_t item);

/* Who works, and who may call it off. `stop` may be NULL; it is called by the caller's own thread
 * alone, between two items. */
typedef struct {
    size_t threads;
    bool (*stop)(void *context);
    void *stop_context;
} lede_crew;

/* Calls task(context, i) once for each i < count, on crew->threads threads, the caller's included.
 * Where the system gives fewer threads, those there are do all the work. False when `stop` said so:
 * then every item that was begun is done, and the others were not begun. */
bool lede_parallel_for(const lede_crew *crew, size_t count, lede_task task, void *context);

#endif
