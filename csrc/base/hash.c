#include "base/hash.h"

#include <string.h>

/* Little-endian whatever the machine, since hashes are stored in files. */
static uint64_t
read_word(const unsigned char *bytes, size_t size)
{
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint64_t)bytes[i] << (8 * i);
    }
    return word;
}

uint64_t
lede_hash_bytes(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t hash = LEDE_HASH_EMPTY ^ size;
    for (; size > 8; at += 8, size -= 8) {
        hash = lede_hash_join(hash, read_word(at, 8));
    }
    return lede_hash_join(hash, read_word(at, size));
}
