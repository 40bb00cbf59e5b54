#include "unicode/transcode.h"

#include "unicode/ascii.h"
#include "unicode/lanes.h"
#include "unicode/utf8.h"

enum { STEP = 16 }; /* units that are looked at together */

/* Inlined with a constant unit: the sum becomes vector instructions. */
static inline __attribute__((always_inline)) size_t
size_of(const void *units, size_t count, lede_unit unit)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t point = lede_unit_at(units, i, unit);
        size += 1u + (point >= 0x80) + (point >= 0x800) + (point >= 0x10000);
    }
    return size;
}

size_t
lede_units_utf8_size(const void *units, size_t count, lede_unit unit)
{
    if (unit == LEDE_UCS1) {
        return size_of(units, count, LEDE_UCS1);
    }
    return unit == LEDE_UCS2 ? size_of(units, count, LEDE_UCS2)
                             : size_of(units, count, LEDE_UCS4);
}

size_t
lede_units_utf8_room(const void *units, size_t count, lede_unit unit)
{
    enum { FEW = 1 << 14 };
    size_t most = unit == LEDE_UCS1 ? 2 : unit == LEDE_UCS2 ? 3 : 4; /* bytes a unit */
    return count <= FEW ? most * count : lede_units_utf8_size(units, count, unit);
}

void
lede_units_to_utf8_scalar(char *out, const void *units, size_t count, lede_unit unit)
{
    for (size_t i = 0; i < count; i++) {
        out += lede_utf8_write(out, lede_unit_at(units, i, unit));
    }
}

/* The same as lede_utf8_write, without its loop. */
static inline char *
put_point(char *out, uint32_t point)
{
    if (point < 0x80) {
        *out++ = (char)point;
        return out;
    }
    if (point < 0x800) {
        *out++ = (char)(0xC0 | point >> 6);
    } else {
        if (point < 0x10000) {
            *out++ = (char)(0xE0 | point >> 12);
        } else {
            *out++ = (char)(0xF0 | point >> 18);
            *out++ = (char)(0x80 | (point >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (point >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (point & 0x3F));
    return out;
}

/* Writes sixteen units as bytes, one bit for each that is beyond ASCII; those before the first such are
 * then their UTF-8. */
static inline __attribute__((always_inline)) uint32_t
narrow_step(char *out, const void *units, size_t from, lede_unit unit)
{
    lede_lanes narrow;
    uint32_t beyond;
    if (unit == LEDE_UCS2) {
        lede_wide_lanes low = lede_lanes_read_wide((const uint16_t *)units + from);
        lede_wide_lanes high =
            lede_lanes_read_wide((const uint16_t *)units + from + STEP / 2);
        narrow = lede_lanes_pack(low, high);
        lede_wide_lanes low_beyond = (lede_wide_lanes)(low > 0x7F);
        lede_wide_lanes high_beyond = (lede_wide_lanes)(high > 0x7F);
        beyond = (uint32_t)lede_lanes_packed_bits(
            lede_lanes_pack_signed(low_beyond, high_beyond));
    } else {
        unsigned char bytes[STEP];
        for (size_t i = 0; i < STEP; i++) {
            uint32_t point = lede_unit_at(units, from + i, unit);
            bytes[i] = (unsigned char)(point | (point >= 0x80 ? 0x80 : 0));
        }
        narrow = lede_lanes_read(bytes);
        beyond = (uint32_t)lede_lanes_bits(narrow);
    }
    memcpy(out, &narrow, STEP);
    return beyond;
}

/* Inlined with a constant unit, so that each width gets a loop of its own. Sixteen units are sixteen bytes
 * or more: there is room for a step that is ASCII only in part. */
static inline __attribute__((always_inline)) char *
to_utf8(char *out, const void *units, size_t count, lede_unit unit)
{
    size_t at = 0;
    while (count - at >= STEP) {
        uint32_t beyond = narrow_step(out, units, at, unit);
        if (beyond == 0) { /* foretold, so that the next step need not wait */
            out += STEP;
            at += STEP;
            continue;
        }
        size_t plain = (size_t)__builtin_ctz(beyond);
        out += plain;
        at += plain;
        for (uint32_t point; at < count && (point = lede_unit_at(units, at, unit)) >= 0x80;
             at++) {
            out = put_point(out, point);
        }
    }
    for (; at < count; at++) {
        out = put_point(out, lede_unit_at(units, at, unit));
    }
    return out;
}

char *
lede_units_to_utf8(char *out, const void *units, size_t count, lede_unit unit)
{
    if (unit == LEDE_UCS1) {
        return to_utf8(out, units, count, LEDE_UCS1);
    }
    return unit == LEDE_UCS2 ? to_utf8(out, units, count, LEDE_UCS2)
                             : to_utf8(out, units, count, LEDE_UCS4);
}

uint32_t
lede_utf8_measure(lede_text text, size_t *count)
{
    uint32_t widest = 0;
    *count = 0;
    for (size_t at = 0, size; at < text.size; at += size) {
        size = lede_ascii_prefix((lede_text){text.bytes + at, text.size - at});
        uint32_t point = 0x7F;
        *count += size == 0 ? 1 : size;
        if (size == 0) {
            point = lede_utf8_step(text, at, &size);
        }
        widest = point > widest ? point : widest;
    }
    return widest;
}

static void
put_unit(void *out, size_t at, uint32_t point, lede_unit unit)
{
    if (unit == LEDE_UCS1) {
        ((uint8_t *)out)[at] = (uint8_t)point;
    } else if (unit == LEDE_UCS2) {
        ((uint16_t *)out)[at] = (uint16_t)point;
    } else {
        ((uint32_t *)out)[at] = point;
    }
}

static inline __attribute__((always_inline)) void
copy_units(void *out, lede_unit out_unit, const void *units, size_t count, lede_unit unit)
{
    for (size_t i = 0; i < count; i++) {
        put_unit(out, i, lede_unit_at(units, i, unit), out_unit);
    }
}

void
lede_units_copy(void *out, lede_unit out_unit, const void *units, size_t count,
                lede_unit unit)
{
    if (out_unit == unit) {
        memcpy(out, units, count * unit);
    } else if (out_unit == LEDE_UCS1 && unit == LEDE_UCS2) {
        copy_units(out, LEDE_UCS1, units, count, LEDE_UCS2);
    } else {
        copy_units(out, out_unit, units, count, unit);
    }
}

void
lede_utf8_to_units_scalar(void *out, lede_unit unit, lede_text text)
{
    size_t written = 0;
    for (size_t at = 0, size; at < text.size; at += size) {
        put_unit(out, written++, lede_utf8_step(text, at, &size), unit);
    }
}

/* Inlined with a constant unit: runs of ASCII become a loop that compilers vectorize. */
static inline __attribute__((always_inline)) void
to_units(void *out, lede_unit unit, lede_text text)
{
    size_t written = 0;
    for (size_t at = 0, size; at < text.size; at += size) {
        size = lede_ascii_prefix((lede_text){text.bytes + at, text.size - at});
        for (size_t i = 0; i < size; i++) {
            put_unit(out, written + i, (unsigned char)text.bytes[at + i], unit);
        }
        written += size;
        if (size == 0) {
            put_unit(out, written++, lede_utf8_step(text, at, &size), unit);
        }
    }
}

void
lede_utf8_to_units(void *out, lede_unit unit, lede_text text)
{
    if (unit == LEDE_UCS1) {
        to_units(out, LEDE_UCS1, text);
    } else if (unit == LEDE_UCS2) {
        to_units(out, LEDE_UCS2, text);
    } else {
        to_units(out, LEDE_UCS4, text);
    }
}
