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

void
lede_ascii_masks_fill(lede_ascii_masks *masks, const char *bytes)
{
    *masks = (lede_ascii_masks){0};
    for (size_t at = 0; at < LEDE_ASCII_BLOCK; at += 16) {
        bytes16 here;
        memcpy(&here, bytes + at, sizeof here);
        bytes16 tab = is_between(here, '\t', '\r'), blank = (bytes16)(here == ' ');
        bytes16 line = (bytes16)(here == '\n') | (bytes16)(here == '\r');
        bytes16 control = (bytes16)(here < ' ') & ~tab;
        bytes16 hard = control | (bytes16)(here > 0x7E) | (bytes16)(here == '\'');
        bytes16 stop =
            (bytes16)(here == '.') | (bytes16)(here == ',') | (bytes16)(here == ':');
        masks->upper |= bits_of(is_between(here, 'A', 'Z')) << at;
        masks->lower |= bits_of(is_between(here, 'a', 'z')) << at;
        masks->digit |= bits_of(is_between(here, '0', '9')) << at;
        masks->space |= bits_of(tab | blank) << at;
        masks->line |= bits_of(line) << at;
        masks->stop |= bits_of(stop) << at;
        masks->hard |= bits_of(hard) << at;
    }
}

void
lede_ascii_masks_fill_scalar(lede_ascii_masks *masks, const char *bytes)
{
    *masks = (lede_ascii_masks){0};
    for (size_t at = 0; at < LEDE_ASCII_BLOCK; at++) {
        unsigned char here = (unsigned char)bytes[at];
        uint64_t bit = UINT64_C(1) << at;
        bool tab = here >= '\t' && here <= '\r';
        masks->upper |= here >= 'A' && here <= 'Z' ? bit : 0;
        masks->lower |= here >= 'a' && here <= 'z' ? bit : 0;
        masks->digit |= here >= '0' && here <= '9' ? bit : 0;
        masks->space |= tab || here == ' ' ? bit : 0;
        masks->line |= here == '\n' || here == '\r' ? bit : 0;
        masks->stop |= here == '.' || here == ',' || here == ':' ? bit : 0;
        masks->hard |= (here < ' ' && !tab) || here > 0x7E || here == '\'' ? bit : 0;
    }
}

/* A part of the text. */
typedef struct {
    const char *bytes; /* of the whole text */
    size_t base;       /* where the block begins */
    lede_ascii_masks masks;
    uint64_t alnum;
    uint64_t starts; /* of tokens not yet read */
    uint64_t ends;   /* of words: the first byte behind each */
} block;

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

/* Spaces stand for what lies behind the text's end. */
static void
load(block *here, lede_text text, size_t at)
{
    size_t left = text.size - at;
    here->bytes = text.bytes;
    here->base = at;
    if (left >= LEDE_ASCII_BLOCK) {
        lede_ascii_masks_fill(&here->masks, text.bytes + at);
    } else {
        char padded[LEDE_ASCII_BLOCK];
        memset(padded, ' ', sizeof padded);
        memcpy(padded, text.bytes + at, left);
        lede_ascii_masks_fill(&here->masks, padded);
    }
    here->alnum = here->masks.upper | here->masks.lower | here->masks.digit;
    here->starts = ~(here->masks.space | (here->alnum & here->alnum << 1));
    here->ends = ~here->alnum & here->alnum << 1;
}

/* What lede_token_next says of a word. */
static inline uint32_t
word_bits(const lede_ascii_masks *masks, size_t start, size_t end)
{
    if (masks->lower >> start & 1) {
        return LEDE_TOKEN_WORD | LEDE_TOKEN_LOWER;
    }
    if (masks->digit >> start & 1) {
        return LEDE_TOKEN_WORD | LEDE_TOKEN_NUMBER;
    }
    uint64_t inside = from_bit(start) & ~from_bit(end), capitals = masks->upper & inside;
    bool caps = (masks->lower & inside) == 0 && (capitals & (capitals - 1)) != 0;
    return LEDE_TOKEN_WORD | LEDE_TOKEN_CAPITAL | (caps ? LEDE_TOKEN_CAPS : 0u);
}

/* True for what may go on with a word: a stop behind one letter (U.S., J.) or a digit, a comma or
 * colon behind a digit. */
static inline bool
may_join(const block *here, size_t start, size_t end)
{
    bool digit = (here->masks.digit >> (end - 1) & 1) != 0;
    return digit || (end - start == 1 && here->bytes[here->base + end] == '.');
}

/* Reads the token at bit `start`; false when it is not plain, or may reach over the block. */
static inline bool
read_token(const block *here, size_t start, size_t *end, uint32_t *bits)
{
    if ((here->alnum >> start & 1) == 0) {
        *bits = here->bytes[here->base + start] == '-' ? LEDE_TOKEN_DASH : 0;
        *end = start + 1;
        return (here->masks.hard >> start & 1) == 0;
    }
    *end = lowest(here->ends & from_bit(start));
    if (*end == LEDE_ASCII_BLOCK || (here->masks.hard >> *end & 1) != 0 ||
        ((here->masks.stop >> *end & 1) != 0 && may_join(here, start, *end))) {
        return false;
    }
    *bits = word_bits(&here->masks, start, *end);
    return true;
}

/* Reads the tokens of one block, from its first byte on; `line` tells whether a line ended before. */
static size_t
read_block(lede_token *tokens, size_t most, block *here, size_t *at, bool *line)
{
    size_t count = 0, behind = 0, end = 0;
    uint32_t bits = 0;
    while (count < most && here->starts != 0) {
        size_t start = lowest(here->starts);
        if (!read_token(here, start, &end, &bits)) {
            break;
        }
        *line |= (here->masks.line & from_bit(behind) & ~from_bit(start)) != 0;
        bits |= *line ? LEDE_TOKEN_LINE : 0u;
        bits |= here->base + start == *at && !*line ? LEDE_TOKEN_GLUED : 0u;
        *line = false;
        *at = here->base + end;
        tokens[count++] =
            (lede_token){{(uint32_t)(here->base + start), (uint32_t)*at}, bits};
        here->starts &= here->starts - 1;
        behind = end;
    }
    return count;
}

size_t
lede_ascii_words_read(lede_token *tokens, size_t most, lede_text text, size_t *at)
{
    size_t count = 0;
    bool line = *at == 0;
    block here;
    for (size_t base = *at; base < text.size && count < most;) {
        load(&here, text, base);
        size_t read = read_block(tokens + count, most - count, &here, at, &line);
        count += read;
        if (here.starts == 0) { /* nothing but white space is left of the block */
            line |= (here.masks.line & from_bit(*at < base ? 0 : *at - base)) != 0;
            base += LEDE_ASCII_BLOCK;
        } else if (read > 0) {
            base = *at; /* the next token may be plain when seen whole */
        } else {
            break;
        }
    }
    return count;
}
