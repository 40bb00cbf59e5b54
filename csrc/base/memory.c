#include "base/memory.h"

#include <stdlib.h>

void *
lede_memory_resize(void *old, size_t size)
{
    return realloc(old, size);
}

void
lede_memory_free(void *memory)
{
    free(memory);
}
