/* Takes the place of base/memory.c in the tests: allocations can be made to fail, and are counted.
 *
 * Invariant: a block of more than FAILING_MEMORY_MOST bytes is always refused, so that a size that
 * overflowed shows as LEDE_NO_MEMORY and not as an abort of the sanitizer. Safe with threads.
 *
 *     failing_memory_fail(3, FAIL_ONCE);
 *     status = lede_analyze(&article, reader, raw, LEDE_NEEDS_ALL, LEDE_READ_ALL);
 *     assert_true(!failing_memory_has_failed() || status == LEDE_NO_MEMORY);
 */
#ifndef TESTS_UNIT_FAILING_MEMORY_H
#define TESTS_UNIT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define FAILING_MEMORY_MOST ((size_t)1 << 30)

typedef enum {
    FAIL_ONCE,   /* the next one succeeds again */
    FAIL_ONWARD, /* memory stays exhausted */
} failing_memory_mode;

/* Makes the n-th allocation from now on fail (1 is the next one, 0: none). */
void failing_memory_fail(size_t nth, failing_memory_mode mode);

/* True when an allocation was made to fail since the last call of failing_memory_fail. */
bool failing_memory_has_failed(void);

/* The number of blocks that are allocated and not yet freed. */
size_t failing_memory_live(void);

/* One run of what is swept: whatever it allocates it frees again. */
typedef lede_status (*failing_memory_run)(void *context);

/* Runs with the first, the second, the third … allocation failing until none is reached any more.
 * Fails the test unless each run with a failure returns LEDE_NO_MEMORY, the last one returns LEDE_OK
 * and none leaves a block behind. Returns the number of allocations. */
size_t failing_memory_sweep(failing_memory_run run, void *context);

#endif
