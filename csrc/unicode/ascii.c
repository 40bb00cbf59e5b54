#include "unicode/ascii.h"

enum { STEP = 32 };

size_t
lede_ascii_prefix_scalar(lede_text text)
{
    size_t at = 0;
    while (at < text.size && (unsigned char)text.bytes[at] < 0x80) {
        at++;
    }
    return at;
}

/* Four words a step; compilers turn the loop into vector instructions. */
static bool
step_is_ascii(const char *bytes)
{
    uint64_t words[STEP / 8];
    memcpy(words, bytes, STEP);
    uint64_t all = words[0] | words[1] | words[2] | words[3];
    return (all & UINT64_C(0x8080808080808080)) == 0;
}

size_t
lede_ascii_prefix(lede_text text)
{
    size_t at = 0;
    if (text.size > 0 && (unsigned char)text.bytes[0] >= 0x80) {
        return 0;
    }
    while (text.size - at >= STEP && step_is_ascii(text.bytes + at)) {
        at += STEP;
    }
    return at + lede_ascii_prefix_scalar((lede_text){text.bytes + at, text.size - at});
}
