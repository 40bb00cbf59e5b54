#include "text/ascii_words.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Sixteen bytes as lanes; the compiler has instructions for them on every machine. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* The high bits of sixteen lanes that are 0 or 255. */
static inline uint64_t
bits_of(bytes16 lanes)
{
#if defined(__SSE2__)
    return (uint64_t)(uint32_t)_mm_movemask_epi8((__m128i)lanes);
#else
    uint64_t bits = 0;
    for (size_t half = 0; half < 2; half++) {
        uint64_t word;
        memcpy(&word, (const char *)&lanes + 8 * half, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        /* Each byte's lowest bit is carried to a bit of its own in the highest byte. */
        word = (word & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080);
        bits |= (word >> 56) << (8 * half);
    }
    return bits;
#endif
}

static inline bytes16
is_between(bytes16 bytes, uint8_t low, uint8_t high)
{
    return (bytes16)((bytes16)(bytes - low) <= (uint8_t)(high - low));
}

/* One bit a byte of a block. */
typedef struct {
    uint64_t upper, lower, digit;
    uint64_t space, line; /* white space, and the line ends among it */
    uint64_t stop, dot;   /* . , : may go on with a word; . alone */
    uint64_t dash;        /* - */
    uint64_t hard;        /* what lede_token_next must look at */
} ascii_masks;

static void
fill_masks(ascii_masks *masks, const char *bytes)
{
    *masks = (ascii_masks){0};
    for (size_t at = 0; at < LEDE_ASCII_BLOCK; at += 16) {
        bytes16 here;
        memcpy(&here, bytes + at, sizeof here);
        bytes16 tab = is_between(here, '\t', '\r'), blank = (bytes16)(here == ' ');
        bytes16 line = (bytes16)(here == '\n') | (bytes16)(here == '\r');
        bytes16 control = (bytes16)(here < ' ') & ~tab;
        bytes16 hard = control | (bytes16)(here > 0x7E) | (bytes16)(here == '\'');
        bytes16 dot = (bytes16)(here == '.');
        bytes16 stop = dot | (bytes16)(here == ',') | (bytes16)(here == ':');
        masks->upper |= bits_of(is_between(here, 'A', 'Z')) << at;
        masks->lower |= bits_of(is_between(here, 'a', 'z')) << at;
        masks->digit |= bits_of(is_between(here, '0', '9')) << at;
        masks->space |= bits_of(tab | blank) << at;
        masks->line |= bits_of(line) << at;
        masks->stop |= bits_of(stop) << at;
        masks->dot |= bits_of(dot) << at;
        masks->dash |= bits_of((bytes16)(here == '-')) << at;
        masks->hard |= bits_of(hard) << at;
    }
}

/* The bits from `first` up, none when it is 64. */
static inline uint64_t
from_bit(size_t first)
{
    return first < 64 ? UINT64_MAX << first : 0;
}

static inline size_t
lowest(uint64_t bits)
{
    return bits == 0 ? 64 : (size_t)__builtin_ctzll(bits);
}

static inline size_t
behind_highest(uint64_t bits)
{
    return bits == 0 ? 0 : 64 - (size_t)__builtin_clzll(bits);
}

/* A part of the text, one bit a byte. */
typedef struct {
    ascii_masks masks;
    uint64_t alnum;
    uint64_t starts, lasts; /* of its plain tokens: the first and the last byte of each */
    uint64_t glued, lines;  /* of `starts`: those with LEDE_TOKEN_GLUED, LEDE_TOKEN_LINE */
    size_t end;             /* the first byte that is not dealt with */
    bool hard;              /* lede_token_next must look at what stands there */
} block;

/* Spaces stand for what lies behind the text's end. */
static void
load(block *here, lede_text text, size_t at)
{
    size_t left = text.size - at;
    char padded[LEDE_ASCII_BLOCK];
    const char *bytes = text.bytes + at;
    if (left < sizeof padded) {
        memset(padded, ' ', sizeof padded);
        bytes = memcpy(padded, bytes, left);
    }
    fill_masks(&here->masks, bytes);
    here->alnum = here->masks.upper | here->masks.lower | here->masks.digit;
}

/* Finds where plain tokens end: before what is hard, at the end of the block, or where a word begins that
 * reaches there. A word may go on with a stop behind one letter (U.S., J.) or a digit, and with a comma or
 * colon behind a digit. */
static void
find_end(block *here)
{
    const ascii_masks *masks = &here->masks;
    uint64_t single = here->alnum & ~(here->alnum << 1) & ~(here->alnum >> 1);
    uint64_t joins = (masks->stop & masks->digit << 1) | (masks->dot & single << 1);
    size_t hard = lowest(masks->hard | joins);
    here->end = behind_highest(~here->alnum & ~from_bit(hard));
    here->hard = hard < 64;
}

/* The first token behind each line end, and the very first one where `line` says so. */
static uint64_t
find_lines(const block *here, bool line)
{
    uint64_t lines = line ? here->starts & (0 - here->starts) : 0;
    for (uint64_t ends = here->masks.line; ends != 0; ends &= ends - 1) {
        uint64_t behind = here->starts & from_bit(lowest(ends));
        lines |= behind & (0 - behind);
    }
    return lines;
}

/* `line` tells whether a line ended before the block, `glued` whether a token did right there. */
static void
find_tokens(block *here, bool line, bool glued)
{
    uint64_t space = here->masks.space, alnum = here->alnum;
    uint64_t plain = ~from_bit(here->end) & ~space;
    here->starts = plain & ~(alnum & alnum << 1);
    here->lasts = plain & ~(alnum & alnum >> 1);
    here->lines = find_lines(here, line);
    here->glued = here->starts & ~(space << 1 | !glued) & ~here->lines;
}

/* What lede_token_next says of the token from bit `first` to bit `last`. */
static inline uint32_t
token_bits(const block *here, size_t first, size_t last)
{
    const ascii_masks *masks = &here->masks;
    uint64_t behind = UINT64_MAX << first << 1,
             inside = behind & ~(UINT64_MAX << last << 1);
    uint64_t capital = masks->upper >> first & 1;
    bool caps = ((masks->lower & inside) == 0) & ((masks->upper & inside) != 0);
    uint64_t bits = (here->alnum >> first & 1) * LEDE_TOKEN_WORD;
    bits |= capital * LEDE_TOKEN_CAPITAL | (capital & caps) * LEDE_TOKEN_CAPS;
    bits |= (masks->lower >> first & 1) * LEDE_TOKEN_LOWER;
    bits |= (masks->digit >> first & 1) * LEDE_TOKEN_NUMBER;
    bits |= (masks->dash >> first & 1) * LEDE_TOKEN_DASH;
    bits |= (here->glued >> first & 1) * LEDE_TOKEN_GLUED;
    return (uint32_t)(bits | (here->lines >> first & 1) * LEDE_TOKEN_LINE);
}

/* Without a branch but its end: what stands where in a text is not to be foretold. */
static size_t
read_block(lede_token *tokens, const block *here, size_t base)
{
    size_t count = 0;
    uint64_t lasts = here->lasts;
    for (uint64_t starts = here->starts; starts != 0; starts &= starts - 1) {
        size_t first = (size_t)__builtin_ctzll(starts),
               last = (size_t)__builtin_ctzll(lasts);
        lasts &= lasts - 1;
        tokens[count++] =
            (lede_token){{(uint32_t)(base + first), (uint32_t)(base + last + 1)},
                         token_bits(here, first, last)};
    }
    return count;
}

size_t
lede_ascii_words_read(lede_token *tokens, size_t most, lede_text text, size_t *at)
{
    size_t count = 0, base = *at;
    bool line = base == 0;
    block here;
    here.end = LEDE_ASCII_BLOCK;
    here.hard = false;
    while (base < text.size && most - count >= LEDE_ASCII_BLOCK && !here.hard &&
           here.end > 0) {
        load(&here, text, base);
        find_end(&here);
        find_tokens(&here, line, base == *at);
        count += read_block(tokens + count, &here, base);
        size_t behind = behind_highest(here.lasts);
        uint64_t ends = here.masks.line & from_bit(behind) & ~from_bit(here.end);
        line = ends != 0 || (line && here.starts == 0);
        *at = here.starts != 0 ? base + behind : *at;
        base += here.end;
    }
    return count;
}
