#include "unicode/points.h"

#include "unicode/ascii.h"
#include "unicode/utf8.h"

void
lede_points_init(lede_points *points, lede_text text)
{
    size_t plain = lede_ascii_prefix(text);
    *points = (lede_points){text, plain, plain, plain};
}

size_t
lede_points_at(lede_points *points, size_t byte)
{
    if (byte <= points->plain) {
        return byte;
    }
    if (byte < points->byte) {
        points->byte = points->point = points->plain;
    }
    lede_text between = {points->text.bytes + points->byte, byte - points->byte};
    points->point += lede_utf8_count(between);
    points->byte = byte;
    return points->point;
}
