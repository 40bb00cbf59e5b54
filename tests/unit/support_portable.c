#define LEDE_PORTABLE 1
#define lede_prose_prefix_long portable_prose_prefix_long

#include "support_portable.h"

#include "unicode/prose.c"
#include "unicode/suspects_kernel.h"

size_t
portable_suspects(uint64_t *bits, const void *units, size_t count, size_t at,
                  lede_unit unit, const lede_calm *calm)
{
    return find_suspects(bits, units, count, at, unit, calm);
}

size_t
portable_prose_prefix(lede_text text)
{
    return lede_prose_prefix(text);
}
