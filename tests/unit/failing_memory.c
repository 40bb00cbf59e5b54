#include "failing_memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "support.h"

static atomic_size_t calls, live;
static atomic_size_t fail_at; /* 0: never */
static atomic_bool onward, failed;

void
failing_memory_fail(size_t nth, failing_memory_mode mode)
{
    atomic_store(&fail_at, 0);
    atomic_store(&calls, 0);
    atomic_store(&failed, false);
    atomic_store(&onward, mode == FAIL_ONWARD);
    atomic_store(&fail_at, nth);
}

bool
failing_memory_has_failed(void)
{
    return atomic_load(&failed);
}

size_t
failing_memory_live(void)
{
    return atomic_load(&live);
}

static bool
must_fail(size_t size)
{
    size_t call = atomic_fetch_add(&calls, 1) + 1, nth = atomic_load(&fail_at);
    if (nth != 0 && (call == nth || (call > nth && atomic_load(&onward)))) {
        atomic_store(&failed, true);
        return true;
    }
    return size > FAILING_MEMORY_MOST;
}

void *
lede_memory_resize(void *old, size_t size)
{
    if (must_fail(size)) {
        return NULL;
    }
    void *memory = realloc(old, size);
    if (memory != NULL && old == NULL) {
        atomic_fetch_add(&live, 1);
    }
    return memory;
}

void
lede_memory_free(void *memory)
{
    if (memory != NULL) {
        atomic_fetch_sub(&live, 1);
    }
    free(memory);
}

/* True when a run with the n-th allocation failing never came to it. */
static bool
sweep_step(failing_memory_run run, void *context, size_t nth, failing_memory_mode mode)
{
    size_t before = failing_memory_live();
    failing_memory_fail(nth, mode);
    lede_status status = run(context);
    bool has_failed = failing_memory_has_failed();
    failing_memory_fail(0, FAIL_ONCE);
    if (status != (has_failed ? LEDE_NO_MEMORY : LEDE_OK)) {
        fail_msg("allocation %zu %s, status %d", nth,
                 has_failed ? "failed" : "was not reached", (int)status);
    }
    if (failing_memory_live() != before) {
        fail_msg("allocation %zu: %zu blocks before, %zu behind", nth, before,
                 failing_memory_live());
    }
    return !has_failed;
}

size_t
failing_memory_sweep(failing_memory_run run, void *context)
{
    size_t nth = 1;
    while (!sweep_step(run, context, nth, FAIL_ONCE)) {
        (void)sweep_step(run, context, nth, FAIL_ONWARD);
        nth++;
    }
    return nth - 1;
}
