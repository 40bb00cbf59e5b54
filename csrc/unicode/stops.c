#include "unicode/stops.h"

#include "unicode/lanes.h"

enum { BLOCK = LEDE_STOPS_BLOCK };

/* Lead bytes of UTF-8: C2 begins «, »; D4 and up begin ։, ؟, ۔, and E0 and up the marks of all other
 * scripts. C3 to D3 hold letters of Latin, Greek and Cyrillic, and 80 to BF go on with a character. */
static bool
is_stop(unsigned char byte)
{
    switch (byte) {
    case '.':
    case '!':
    case '?':
    case ':':
    case ';':
    case '"':
    case '(':
    case ')':
    case '[':
    case ']':
    case '{':
    case '}':
    case '\n':
    case 0xC2:
        return true;
    default:
        return byte >= 0xD4;
    }
}

size_t
lede_stop_find_scalar(lede_text text, size_t at)
{
    while (at < text.size && !is_stop((unsigned char)text.bytes[at])) {
        at++;
    }
    return at;
}

/* 255 in each lane that is_stop holds for: ! and " are neighbours, so are ( and ),
 * and : and ; [ and { differ in one bit, and so do ] and }. */
static lede_lanes
stop_lanes(const char *bytes)
{
    lede_lanes here = lede_lanes_read(bytes), even = here & 0xFE, small = here | 0x20;
    lede_lanes marks = (lede_lanes)((here == '.') | (here == '?') | (here == '\n'));
    lede_lanes pairs =
        (lede_lanes)((((here - 1) & 0xFE) == ' ') | (even == '(') | (even == ':'));
    lede_lanes braces = (lede_lanes)((small == '{') | (small == '}'));
    lede_lanes wide = (lede_lanes)((here >= 0xD4) | (here == 0xC2));
    return marks | pairs | braces | wide;
}

static uint64_t
block_bits(const char *bytes)
{
    uint64_t bits = 0;
    for (size_t at = 0; at < BLOCK; at += sizeof(lede_lanes)) {
        bits |= (uint64_t)lede_lanes_bits(stop_lanes(bytes + at)) << at;
    }
    return bits;
}

/* Spaces stand for what lies behind the text's end. */
static uint64_t
bits_at(lede_text text, size_t base)
{
    size_t left = text.size - base;
    if (left >= BLOCK) {
        return block_bits(text.bytes + base);
    }
    char padded[BLOCK];
    memset(padded, ' ', sizeof padded);
    if (left > 0) {
        memcpy(padded, text.bytes + base, left);
    }
    return block_bits(padded);
}

lede_stops
lede_stops_of(lede_text text)
{
    return (lede_stops){text, 0, bits_at(text, 0)};
}

size_t
lede_stops_advance(lede_stops *stops, size_t at)
{
    lede_text text = stops->text;
    while (at < text.size) {
        stops->base = at - at % BLOCK;
        stops->bits = bits_at(text, stops->base);
        uint64_t bits = stops->bits >> at % BLOCK;
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
        at = stops->base + BLOCK;
    }
    return text.size;
}
