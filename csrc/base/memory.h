/* The only door to the system's allocator.
 *
 * Invariant: nothing else in csrc/ calls malloc, realloc or free, so the tests can put a failing
 * allocator in memory.c's place and sweep every allocation (tests/unit/failing_memory.c).
 *
 *     char *bytes = lede_memory_resize(NULL, 64);
 *     if (bytes == NULL) return LEDE_NO_MEMORY;
 *     lede_memory_free(bytes);
 */
#ifndef LEDE_BASE_MEMORY_H
#define LEDE_BASE_MEMORY_H

#include <stddef.h>

#include "base/status.h"

/* Like realloc with a size above zero: NULL on failure, and then `old` is untouched. */
LEDE_MUST_USE void *lede_memory_resize(void *old, size_t size);
void lede_memory_free(void *memory);

#endif
