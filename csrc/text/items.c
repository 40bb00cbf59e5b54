#include "text/items.h"

#include "unicode/scan.h"
#include "unicode/utf8.h"

enum { MOST_DIGITS = 3 }; /* no list in a text has a thousand items, but years have four */

static bool
is_bullet(uint32_t point)
{
    switch (point) {
    case '*':
    case '-':
    case 0xB7:
    case 0x2022:
    case 0x2023:
    case 0x2043:
    case 0x25AA:
    case 0x25CF:
    case 0x25E6:
        return true;
    default:
        return false;
    }
}

/* The number at `at`, or one small letter from a on; 0 when there is neither. */
static size_t
read_value(lede_item *item, lede_text text, size_t at)
{
    size_t size = 0;
    while (size < MOST_DIGITS && at + size < text.size && text.bytes[at + size] >= '0' &&
           text.bytes[at + size] <= '9') {
        item->value = item->value * 10 + (uint32_t)(text.bytes[at + size] - '0');
        size++;
    }
    if (size == 0 && at < text.size && text.bytes[at] >= 'a' && text.bytes[at] <= 'z') {
        item->letter = true;
        item->value = (uint32_t)(text.bytes[at] - 'a') + 1;
        size = 1;
    }
    return size;
}

static size_t
read_end(lede_item *item, lede_text text, size_t at)
{
    size_t size = 0;
    while (size < 2 && at + size < text.size &&
           (text.bytes[at + size] == ')' || (size == 0 && text.bytes[at] == '.'))) {
        item->end[size] = text.bytes[at + size];
        size++;
    }
    return size;
}

bool
lede_item_at(lede_item *item, lede_text text, size_t at)
{
    *item = (lede_item){0};
    size_t size = 0;
    uint32_t point = at < text.size ? lede_utf8_step(text, at, &size) : 0;
    if (is_bullet(point)) {
        item->bullet = point;
        at = lede_skip(text, at + size, LEDE_SPACE);
    }
    size_t behind = at, value = read_value(item, text, at);
    size_t end = value > 0 ? read_end(item, text, at + value) : 0;
    if (end > 0 && lede_is_class(text, at + value + end, LEDE_SPACE)) {
        behind = at + value + end;
    } else {
        item->value = 0;
        if (item->bullet == 0 || (at > 0 && !lede_is_class(text, at - 1, LEDE_SPACE))) {
            return false;
        }
    }
    item->behind = behind;
    return lede_skip(text, behind, LEDE_SPACE) < text.size;
}

/* A hyphen amid a line is a dash, and a star a footnote. */
static bool
follows(const lede_item *before, const lede_item *item, lede_text text)
{
    size_t next = lede_skip(text, item->behind, LEDE_SPACE);
    bool counted = item->value != 0 && item->value == before->value + 1 &&
                   item->letter == before->letter && item->end[0] == before->end[0] &&
                   item->end[1] == before->end[1] && !lede_is_class(text, next, LEDE_LOWER);
    bool bulleted = item->value == 0 && before->value == 0 && item->bullet > 0x7F;
    return item->bullet == before->bullet && (counted || bulleted);
}

size_t
lede_item_next(lede_item *item, lede_text text, size_t limit)
{
    for (size_t at = item->behind; at + 1 < limit; at++) {
        lede_item found;
        bool spaced = text.bytes[at] == ' ' || text.bytes[at] == '\n';
        if (spaced && lede_item_at(&found, text, at + 1) && follows(item, &found, text)) {
            *item = found;
            return at + 1;
        }
    }
    return limit;
}
