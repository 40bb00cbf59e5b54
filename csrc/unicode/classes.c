#include "unicode/classes.h"

#include "unicode/tables/classes.inc"

uint32_t
lede_class_of(uint32_t point)
{
    if (point > 0x10FFFF) {
        return 0;
    }
    return class_blocks[(uint32_t)class_index[point >> 7] << 7 | (point & 127)];
}
