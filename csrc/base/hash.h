/* The one hash of the project: folded words, dictionary keys, checksums of pack files.
 *
 * Invariant: the value is part of the pack format (docs/formats.md); it depends on the bytes alone,
 * not on the machine's byte order or word size.
 *
 *     uint64_t key = lede_hash_join(lede_hash_bytes("islamic", 7), lede_hash_bytes("state", 5));
 */
#ifndef LEDE_BASE_HASH_H
#define LEDE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LEDE_HASH_EMPTY UINT64_C(0x6c6564652d6e6577) /* "lede-new" */

/* Multiplies to 128 bits and folds the halves: every input bit reaches every output bit. */
static inline uint64_t
lede_hash_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The hash of a sequence from the hash of what came before and the hash of its next item. */
static inline uint64_t
lede_hash_join(uint64_t before, uint64_t item)
{
    return lede_hash_mix(before ^ UINT64_C(0x9e3779b97f4a7c15),
                         item ^ UINT64_C(0xd1b54a32d192ed03));
}

/* Eight bytes as a number, the first the lowest: on every machine, since hashes are stored in files. */
static inline uint64_t
lede_hash_load(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/* The same for the last bytes of something, eight at most: zeros in place of the missing ones. */
static inline uint64_t
lede_hash_load_tail(const void *bytes, size_t size)
{
    char padded[8] = {0};
    memcpy(padded, bytes, size);
    return lede_hash_load(padded);
}

uint64_t lede_hash_bytes(const void *bytes, size_t size);

#endif
