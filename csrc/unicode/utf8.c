#include "unicode/utf8.h"

#include "unicode/ascii.h"
#include "unicode/lanes.h"

static bool
continues(lede_text text, size_t at)
{
    return at < text.size && ((unsigned char)text.bytes[at] & 0xC0) == 0x80;
}

static uint32_t
low_bits(lede_text text, size_t at)
{
    return (unsigned char)text.bytes[at] & 0x3Fu;
}

/* The rows of table 3-7 from three bytes on; whatever else comes here is no character. */
uint32_t
lede_utf8_step_long(lede_text text, size_t at, size_t *size)
{
    uint32_t first = (unsigned char)text.bytes[at], point = 0;
    *size = 1;
    if (first < 0xE0 || first > 0xF4 || !continues(text, at + 1) ||
        !continues(text, at + 2)) {
        return LEDE_REPLACEMENT;
    }
    point = low_bits(text, at + 1) << 6 | low_bits(text, at + 2);
    if (first < 0xF0) {
        point |= (first & 0x0F) << 12;
        *size = point < 0x800 ? 1 : 3; /* overlong below */
        return point < 0x800 ? LEDE_REPLACEMENT : point;
    }
    if (!continues(text, at + 3)) {
        return LEDE_REPLACEMENT;
    }
    point = (first & 0x07) << 18 | point << 6 | low_bits(text, at + 3);
    bool outside = point < 0x10000 || point > 0x10FFFF;
    *size = outside ? 1 : 4;
    return outside ? LEDE_REPLACEMENT : point;
}

uint32_t
lede_utf8_join_surrogates(uint32_t high, uint32_t low)
{
    if (high < 0xD800 || high > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
        return 0;
    }
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

uint32_t
lede_utf8_step_back(lede_text text, size_t at, size_t *size)
{
    size_t start = at - 1;
    while (start > 0 && at - start < LEDE_UTF8_MOST && continues(text, start)) {
        start--;
    }
    uint32_t point = lede_utf8_step(text, start, size);
    if (start + *size == at) {
        return point;
    }
    *size = 1;
    return LEDE_REPLACEMENT;
}

size_t
lede_utf8_write(char out[LEDE_UTF8_MOST], uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--, point >>= 6) {
        out[i] = (char)(0x80 | (point & 0x3F));
    }
    out[0] = (char)((0xF00u >> size & 0xF0u) | point);
    return size;
}

bool
lede_utf8_validate(lede_text text, size_t *bad)
{
    for (size_t at = 0, size; at < text.size; at += size) {
        at += lede_ascii_prefix((lede_text){text.bytes + at, text.size - at});
        if (at == text.size) {
            break;
        }
        uint32_t point = lede_utf8_step(text, at, &size);
        bool unreadable = size == 1 && (unsigned char)text.bytes[at] >= 0x80;
        if (unreadable || lede_is_surrogate(point)) {
            *bad = at;
            return false;
        }
    }
    return true;
}

enum { MOST_SUMMED = 255 }; /* what a lane can count to */

/* The sum of the bytes of both halves. */
static size_t
sum_of(lede_lanes lanes)
{
    uint64_t halves[2], sum = 0;
    memcpy(halves, &lanes, sizeof halves);
    for (size_t i = 0; i < 2; i++) {
        sum += halves[i] & UINT64_C(0x00FF00FF00FF00FF);
        sum += halves[i] >> 8 & UINT64_C(0x00FF00FF00FF00FF);
    }
    return (size_t)(sum * UINT64_C(0x0001000100010001) >> 48);
}

size_t
lede_utf8_count(lede_text text)
{
    size_t count = 0, at = 0;
    while (text.size - at >= sizeof(lede_lanes)) {
        lede_lanes counted = {0};
        for (size_t i = 0; i < MOST_SUMMED && text.size - at >= sizeof counted; i++) {
            lede_signed_lanes here = (lede_signed_lanes)lede_lanes_read(text.bytes + at);
            /* as signed bytes, those that go on with a character are the lowest */
            counted -= (lede_lanes)(here >= -0x40);
            at += sizeof counted;
        }
        count += sum_of(counted);
    }
    for (; at < text.size; at++) {
        count += ((unsigned char)text.bytes[at] & 0xC0) != 0x80;
    }
    return count;
}
