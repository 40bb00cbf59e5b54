#include "unicode/charmap.h"

#include "unicode/ascii.h"
#include "unicode/utf8.h"

#include "unicode/tables/charmaps.inc"

enum { BITS = 10, MASK = (1 << BITS) - 1 }; /* as tools/make_mojibake.py packs the masks */

static uint16_t
place_of(uint32_t point)
{
    uint32_t block = charmap_index[point >> 7];
    return charmap_blocks[block << 7 | (point & 127)];
}

lede_charmap
lede_charmap_of(uint32_t point)
{
    if (point > 0xFFFF) {
        return (lede_charmap){0};
    }
    uint16_t place = place_of(point);
    uint32_t masks = charmap_masks[place];
    uint32_t leads = (masks >> BITS | masks >> 2 * BITS) & MASK;
    return (lede_charmap){place, (uint16_t)leads, (uint16_t)(masks & MASK)};
}

uint8_t
lede_charmap_byte(lede_charmap row, lede_charmap_name name)
{
    return charmap_bytes[(size_t)row.place * LEDE_CHARMAPS + name];
}

static inline uint32_t
masks_of(uint32_t point)
{
    if (point > 0xFFFF) {
        return 0;
    }
    return point == LEDE_REPLACEMENT ? MASK : charmap_masks[place_of(point)];
}

/* The masks of the character beyond ASCII at `at`, in text that is known to be well-formed. */
static inline uint32_t
masks_at(lede_text text, size_t at, size_t *size)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes + at;
    if (bytes[0] < 0xE0) {
        *size = 2;
        return charmap_masks[place_of((bytes[0] & 0x1Fu) << 6 | (bytes[1] & 0x3Fu))];
    }
    *size = bytes[0] < 0xF0 ? 3 : 4;
    if (*size == 4) {
        return 0;
    }
    uint32_t point = (bytes[0] & 0xFu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    return masks_of(point);
}

/* What the last characters would begin, a bit for each encoding. */
typedef struct {
    uint32_t open;    /* the last one starts two bytes */
    uint32_t longer;  /* or more than two */
    uint32_t waiting; /* the last two are the start of more and a byte that goes on */
} gate;

/* Takes the masks of the next character and returns how many characters before it the sequence began
 * that it may go on with; 0 for none. */
static inline int
enter(gate *state, uint32_t masks)
{
    if ((masks & state->waiting) != 0) {
        return 2;
    }
    if ((masks & state->open) != 0) {
        return 1;
    }
    *state = (gate){masks >> BITS & MASK, masks >> 2 * BITS, masks & state->longer};
    return 0;
}

static bool
is_ascii(lede_text text, size_t at)
{
    return at < text.size && (unsigned char)text.bytes[at] < 0x80;
}

/* True for the end of `voilÃ le`; `at` is behind its Ã. */
static bool
is_rest_of_grave(lede_text text, size_t at)
{
    return text.bytes[at] == ' ' && memcmp(text.bytes + at - 2, "\xC3\x83", 2) == 0;
}

size_t
lede_charmap_find(lede_text text, size_t at)
{
    gate state = {0};
    size_t begins[3] = {at, at, at}; /* the last character, the one before, … */
    while (at < text.size) {
        if (is_ascii(text, at)) {
            if ((state.open | state.longer) != 0 && is_rest_of_grave(text, at)) {
                return begins[0];
            }
            state = (gate){0};
            at++;
            if (is_ascii(text, at)) {
                at += lede_ascii_prefix((lede_text){text.bytes + at, text.size - at});
            }
            continue;
        }
        size_t size;
        int back = enter(&state, masks_at(text, at, &size));
        if (back > 0) {
            return begins[back - 1];
        }
        begins[1] = begins[0];
        begins[0] = at;
        at += size;
    }
    return text.size;
}

uint32_t
lede_charmap_begins(uint32_t before_last, uint32_t last, uint32_t here)
{
    uint32_t goes_on = masks_of(here) & MASK, two = masks_of(last);
    bool one_before = (two >> BITS & goes_on) != 0;
    bool two_before = (masks_of(before_last) >> 2 * BITS & two & goes_on) != 0;
    return (uint32_t)one_before | (uint32_t)two_before << 1;
}
