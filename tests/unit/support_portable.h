/* The vector code of the core once more, as a machine without SSE2 compiles it. */
#ifndef LEDE_TESTS_SUPPORT_PORTABLE_H
#define LEDE_TESTS_SUPPORT_PORTABLE_H

#include <stddef.h>
#include <stdint.h>

#include "unicode/suspects.h"

/* The search of unicode/suspects_kernel.h. */
size_t portable_suspects(uint64_t *bits, const void *units, size_t count, size_t at,
                         lede_unit unit, const lede_calm *calm);

/* lede_prose_prefix. */
size_t portable_prose_prefix(lede_text text);

#endif
