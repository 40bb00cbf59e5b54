#include "base/hash.h"

uint64_t
lede_hash_bytes(const void *bytes, size_t size)
{
    const char *at = bytes;
    uint64_t hash = LEDE_HASH_EMPTY ^ size;
    for (; size > 8; at += 8, size -= 8) {
        hash = lede_hash_join(hash, lede_hash_load(at));
    }
    return lede_hash_join(hash, size == 0 ? 0 : lede_hash_load_tail(at, size));
}
