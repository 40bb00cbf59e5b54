#include "unicode/ascii.h"

#include "unicode/lanes.h"

size_t
lede_ascii_prefix_scalar(lede_text text)
{
    size_t at = 0;
    while (at < text.size && (unsigned char)text.bytes[at] < 0x80) {
        at++;
    }
    return at;
}

size_t
lede_ascii_prefix_long(lede_text text)
{
    size_t at = 0;
    for (; text.size - at >= sizeof(lede_lanes); at += sizeof(lede_lanes)) {
        uint64_t beyond = lede_lanes_bits(lede_lanes_read(text.bytes + at));
        if (beyond != 0) {
            return at + (size_t)__builtin_ctzll(beyond);
        }
    }
    return at + lede_ascii_prefix_scalar((lede_text){text.bytes + at, text.size - at});
}
