#include "unicode/plain.h"

#include "unicode/tables/plain.inc"

enum { FIRST_WIDTH = 0xFF00, FIRST_LIGATURE = 0xFB00 };

uint32_t
lede_plain_c1(uint32_t point)
{
    return point - 0x80 < sizeof WINDOWS_1252 / sizeof *WINDOWS_1252
               ? WINDOWS_1252[point - 0x80]
               : 0;
}

uint32_t
lede_plain_width(uint32_t point)
{
    return point - FIRST_WIDTH < sizeof USUAL_WIDTH / sizeof *USUAL_WIDTH
               ? USUAL_WIDTH[point - FIRST_WIDTH]
               : 0;
}

lede_text
lede_plain_ligature(uint32_t point)
{
    static const lede_text LETTERS[] = {{"ff", 2},  {"fi", 2}, {"fl", 2}, {"ffi", 3},
                                        {"ffl", 3}, {"st", 2}, {"st", 2}};
    return point - FIRST_LIGATURE < sizeof LETTERS / sizeof *LETTERS
               ? LETTERS[point - FIRST_LIGATURE]
               : (lede_text){"", 0};
}
