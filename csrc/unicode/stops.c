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

/* Looks at the blocks from `first` on. Spaces stand for what lies behind the text's end. */
static void
look_ahead(lede_stops *stops, size_t first)
{
    size_t left = stops->text.size - first, blocks = left / BLOCK;
    blocks = blocks < LEDE_STOPS_AHEAD ? blocks : LEDE_STOPS_AHEAD;
    const char *bytes = stops->text.bytes + first;
    if (blocks > 0) {
        stops->look(stops->known, bytes, blocks);
    } else {
        char padded[BLOCK];
        memset(padded, ' ', sizeof padded);
        memcpy(padded, bytes, left);
        stops->look(stops->known, padded, 1);
        blocks = 1;
    }
    stops->first = first;
    stops->end = first + blocks * BLOCK;
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
    return (lede_stops){.text = text, .base = SIZE_MAX - BLOCK, .look = best_look()};
}

size_t
lede_stops_advance(lede_stops *stops, size_t at)
{
    size_t size = stops->text.size;
    while (at < size) {
        stops->base = at - at % BLOCK;
        if (stops->base < stops->first || stops->base >= stops->end) {
            look_ahead(stops, stops->base);
        }
        stops->bits = stops->known[(stops->base - stops->first) / BLOCK];
        uint64_t bits = stops->bits >> at % BLOCK;
        if (bits != 0) {
            return at + (size_t)__builtin_ctzll(bits);
        }
        at = stops->base + BLOCK;
    }
    return size;
}
