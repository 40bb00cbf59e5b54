/* The kernels with registers of sixty-four bytes, for machines that have them. */
#include "unicode/stops.h"
#include "unicode/suspects.h"

#if defined(__x86_64__) && !defined(LEDE_PORTABLE)

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx512bw"))), apply_to = function)
#else
#pragma GCC target("avx512bw")
#endif

#define LEDE_LANES 64
#include "unicode/stops_kernel.h"
#include "unicode/suspects_kernel.h"

#ifdef __clang__
#pragma clang attribute pop
#endif

lede_stops_look *
lede_stops_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") ? block_stops : NULL;
}

lede_suspects_search *
lede_suspects_avx512(void)
{
    return __builtin_cpu_supports("avx512bw") ? find_suspects : NULL;
}

#else

lede_stops_look *
lede_stops_avx512(void)
{
    return NULL;
}

lede_suspects_search *
lede_suspects_avx512(void)
{
    return NULL;
}

#endif
