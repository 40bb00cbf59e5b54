#include "unicode/prose.h"

#include "unicode/lanes.h"

static bool
is_plain(unsigned char here, unsigned char next)
{
    bool spaced = next <= ' ',
         stop = (here | 0x11) == '?'; /* . / > ? differ in these two bits */
    return here < 0x7F && (stop ? spaced : here == ' ' ? !spaced : here >= '\'');
}

static size_t
short_prefix(lede_text text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    size_t at = 0;
    while (at < text.size &&
           is_plain(bytes[at], at + 1 < text.size ? bytes[at + 1] : ' ')) {
        at++;
    }
    return at;
}

/* Which of the bytes at `bytes` are not plain; one byte more is read. */
static inline uint64_t
odd_bits(const char *bytes)
{
    lede_lanes here = lede_lanes_read(bytes), next = lede_lanes_read(bytes + 1);
    lede_lanes spaced = (lede_lanes)(next <= ' ');
    lede_lanes low = (lede_lanes)((lede_signed_lanes)here < '\''); /* beyond ASCII too */
    lede_lanes space = (lede_lanes)(here == ' '), del = (lede_lanes)(here == 0x7F);
    lede_lanes stop = (lede_lanes)((here | 0x11) == '?');
    return lede_lanes_bits((low & ~(space & ~spaced)) | (stop & ~spaced) | del);
}

size_t
lede_prose_prefix_long(lede_text text)
{
    size_t at = 0;
    for (; text.size - at > LEDE_LANES; at += LEDE_LANES) {
        uint64_t bits = odd_bits(text.bytes + at);
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
    }
    return at + short_prefix((lede_text){text.bytes + at, text.size - at});
}
