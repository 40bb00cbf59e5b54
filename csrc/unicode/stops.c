#include "unicode/stops.h"

#include "unicode/stops_kernel.h"

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

/* Spaces stand for what lies behind the text's end. */
static uint64_t
bits_at(const lede_stops *stops, size_t base)
{
    lede_text text = stops->text;
    size_t left = text.size - base;
    if (left >= BLOCK) {
        return stops->look(text.bytes + base);
    }
    char padded[BLOCK];
    memset(padded, ' ', sizeof padded);
    if (left > 0) {
        memcpy(padded, text.bytes + base, left);
    }
    return stops->look(padded);
}

static lede_stops_look *
best_look(void)
{
    lede_stops_look *fast = lede_stops_avx512();
    fast = fast != NULL ? fast : lede_stops_avx2();
    return fast != NULL ? fast : block_stops;
}

lede_stops
lede_stops_of(lede_text text)
{
    lede_stops stops = {.text = text, .look = best_look()};
    stops.bits = bits_at(&stops, 0);
    return stops;
}

size_t
lede_stops_advance(lede_stops *stops, size_t at)
{
    lede_text text = stops->text;
    while (at < text.size) {
        stops->base = at - at % BLOCK;
        stops->bits = bits_at(stops, stops->base);
        uint64_t bits = stops->bits >> at % BLOCK;
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
        at = stops->base + BLOCK;
    }
    return text.size;
}
