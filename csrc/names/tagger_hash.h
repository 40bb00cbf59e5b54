/* How features are numbered, for both looks of the tagger.
 *
 *     lede_tagger_sink to = {features, 0};
 *     lede_tagger_put(&to, TEMPLATE, value);
 */
#ifndef LEDE_NAMES_TAGGER_HASH_H
#define LEDE_NAMES_TAGGER_HASH_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t *out; /* room is the caller's care */
    size_t count;
} lede_tagger_sink;

/* Each template has a number of its own, so that equal values of two templates stay apart. */
static inline void
lede_tagger_put(lede_tagger_sink *to, uint32_t template, uint64_t value)
{
    uint64_t mixed =
        (value ^ template * UINT64_C(0xa0761d6478bd642f)) * UINT64_C(0xe7037ed1a0b428db);
    mixed ^= mixed >> 29;
    mixed *= UINT64_C(0x8ebc6af09c88c6e3);
    to->out[to->count++] = (uint32_t)(mixed >> 32);
}

#endif
