#include "unicode/stops.h"

/* Sixteen bytes; the compiler has instructions for them on every machine. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

enum { STEP = 32 };

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

/* 255 in each lane that is_stop holds for: ! and " are neighbours, so are ( and ),
 * and : and ; [ and { differ in one bit, and so do ] and }. */
static bytes16
stops(const char *bytes)
{
    bytes16 here;
    memcpy(&here, bytes, sizeof here);
    bytes16 marks = (bytes16)((here == '.') | (here == '?') | (here == '\n'));
    bytes16 pairs =
        (bytes16)(((here - '!') <= 1) | ((here & 0xFE) == '(') | ((here & 0xFE) == ':'));
    bytes16 braces = (bytes16)(((here | 0x20) == '{') | ((here | 0x20) == '}'));
    bytes16 wide = (bytes16)((here >= 0xD4) | (here == 0xC2));
    return marks | pairs | braces | wide;
}

/* Bytes before the first stop of the next STEP; STEP when there is none. */
static size_t
step_to_stop(const char *bytes)
{
    bytes16 found[2] = {stops(bytes), stops(bytes + STEP / 2)};
    uint64_t words[STEP / 8];
    memcpy(words, found, sizeof words);
    if ((words[0] | words[1] | words[2] | words[3]) == 0) {
        return STEP;
    }
    size_t word = 0;
    while (words[word] == 0) {
        word++;
    }
    return word * 8 + (size_t)__builtin_ctzll(words[word]) / 8;
}

size_t
lede_stop_find(lede_text text, size_t at)
{
    while (text.size - at >= STEP) {
        size_t step = step_to_stop(text.bytes + at);
        at += step;
        if (step < STEP) {
            return at;
        }
    }
    return lede_stop_find_scalar(text, at);
}
