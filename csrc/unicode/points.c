#include "unicode/points.h"

#include "unicode/ascii.h"
#include "unicode/utf8.h"

void
lede_points_init(lede_points *points, lede_text text)
{
    *points = (lede_points){.text = text, .plain = lede_ascii_prefix(text)};
}

size_t
lede_points_at(lede_points *points, size_t byte)
{
    if (byte < points->byte) {
        lede_points_init(points, points->text);
    }
    if (byte > points->plain) {
        lede_text text = points->text;
        points->point +=
            lede_utf8_count((lede_text){text.bytes + points->byte, byte - points->byte});
        points->byte = byte;
        points->plain =
            byte + lede_ascii_prefix((lede_text){text.bytes + byte, text.size - byte});
    }
    return points->point + (byte - points->byte);
}
