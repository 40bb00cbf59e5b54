/* Work on many items with threads that live only inside the call.
 *
 * Invariant: when lede_parallel_for returns, no thread of it is left, so a process may fork at any
 * other time. Items are handed out one by one; results must not depend on who takes which.
 *
 *     lede_parallel_for(threads, count, read_one, &batch);
 */
#ifndef LEDE_BASE_THREAD_H
#define LEDE_BASE_THREAD_H

#include <stddef.h>

typedef void (*lede_task)(void *context, size_t item);

/* Calls task(context, i) once for each i < count, on `threads` threads, the caller's included.
 * Where the system gives fewer threads, those there are do all the work. */
void lede_parallel_for(size_t threads, size_t count, lede_task task, void *context);

#endif
