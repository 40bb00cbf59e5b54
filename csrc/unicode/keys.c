#include "unicode/keys.h"

#include "unicode/tables/keys.inc"
#include "unicode/utf8.h"

enum { UNCHANGED, LEFT_TO_NFC }; /* places; the others are in the pool */

static uint32_t
key_place(uint32_t point)
{
    return key_blocks[(uint32_t)key_index[point >> 7] << 7 | (point & 127)];
}

size_t
lede_key_point(uint32_t out[LEDE_KEY_MOST], uint32_t point, uint32_t *why)
{
    uint32_t place = key_place(point);
    if (place <= LEFT_TO_NFC) {
        *why = place == LEFT_TO_NFC ? LEDE_KEY_JOINS : 0;
        out[0] = point;
        return 1;
    }
    uint32_t head = key_pool[place], count = head & 0xFF;
    *why = head >> 8;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = key_pool[place + 1 + i];
    }
    return count;
}

/* A space behind a character that stays and is none itself. */
static bool
is_lone_space(lede_text text, size_t start, size_t at)
{
    return at > start && text.bytes[at] == ' ' && text.bytes[at - 1] != ' ';
}

/* The same for ASCII, where the first block of the table is all it takes. */
static size_t
skip_ascii(lede_text text, size_t start, size_t at)
{
    const uint16_t *places = key_blocks + ((size_t)key_index[0] << 7);
    while (at < text.size) {
        unsigned char byte = (unsigned char)text.bytes[at];
        if (byte >= 0x80 ||
            (places[byte] != UNCHANGED && !is_lone_space(text, start, at))) {
            break;
        }
        at++;
    }
    return at;
}

size_t
lede_key_skip(lede_text text, size_t at)
{
    size_t start = at;
    while ((at = skip_ascii(text, start, at)) < text.size) {
        size_t size;
        uint32_t point = lede_utf8_step(text, at, &size);
        if (point < 0x80 || key_place(point) != UNCHANGED || lede_is_surrogate(point)) {
            break;
        }
        at += size;
    }
    return at;
}
