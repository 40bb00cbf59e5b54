#include "unicode/kinds.h"

#include "unicode/tables/mojibake.inc"

lede_kind
lede_kind_of(uint32_t point)
{
    if (point > 0x10FFFF) {
        return LEDE_KIND_NONE;
    }
    uint32_t block = kind_index[point >> 7];
    return (lede_kind)kind_blocks[block << 7 | (point & 127)];
}

int
lede_surprise(lede_kind before, lede_kind after)
{
    return kind_weights[before * LEDE_KINDS + after];
}

lede_kind
lede_kind_script(lede_kind kind)
{
    if (kind == LEDE_KIND_GREEK_UPPER || kind == LEDE_KIND_CYRILLIC_UPPER) {
        return kind - 1;
    }
    bool foreign = kind >= LEDE_KIND_GREEK_LOWER && kind <= LEDE_KIND_OTHER;
    return foreign ? kind : LEDE_KIND_NONE;
}
