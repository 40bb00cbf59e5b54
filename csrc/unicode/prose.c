#include "unicode/prose.h"

#include "unicode/suspects.h"

size_t
lede_prose_prefix(const void *units, size_t count, lede_unit unit)
{
    if (count > 0 && lede_unit_at(units, 0, unit) >= 0x80) {
        return 0; /* as for most of a text in another script */
    }
    for (size_t at = 0; at < count; at += LEDE_SUSPECTS_BLOCK) {
        uint64_t bits = lede_suspects(units, count, at, unit);
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
    }
    return count;
}
