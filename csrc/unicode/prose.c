#include "unicode/prose.h"

/* Sixteen bytes as lanes of one or two; the compiler has instructions for them on every machine. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef uint16_t words8 __attribute__((vector_size(16)));

/* One of . / > ?, which differ in two bits: cheaper to ask for than the two of them that matter. */
static bool
is_stop(uint32_t here)
{
    return (here | 0x11) == '?';
}

static bool
is_plain(uint32_t here, uint32_t next)
{
    bool spaced = next <= ' ';
    if (here == ' ') {
        return !spaced;
    }
    return here >= '\'' && here <= '~' && (!is_stop(here) || spaced);
}

size_t
lede_prose_prefix_scalar(const void *units, size_t count, lede_unit unit)
{
    size_t at = 0;
    while (at < count) {
        uint32_t next = at + 1 < count ? lede_unit_at(units, at + 1, unit) : 'x';
        if (!is_plain(lede_unit_at(units, at, unit), next)) {
            break;
        }
        at++;
    }
    return at;
}

enum { STEP = 32 }; /* bytes looked at together: two vectors, one branch */

/* Bytes before the first that is set in two vectors of flags; STEP when none is. */
static size_t
first_set(const void *low, const void *high)
{
    uint64_t words[STEP / 8];
    memcpy(words, low, STEP / 2);
    memcpy(words + 2, high, STEP / 2);
    if ((words[0] | words[1] | words[2] | words[3]) == 0) {
        return STEP;
    }
    size_t word = 0;
    while (words[word] == 0) {
        word++;
    }
    return word * 8 + (size_t)__builtin_ctzll(words[word]) / 8;
}

static bytes16
odd_bytes(const uint8_t *units)
{
    bytes16 here, next;
    memcpy(&here, units, sizeof here);
    memcpy(&next, units + 1, sizeof next);
    bytes16 spaced = (bytes16)(next <= ' '), space = (bytes16)(here == ' ');
    bytes16 outside = (bytes16)((bytes16)(here - '\'') > '~' - '\'');
    bytes16 stop = (bytes16)((here | 0x11) == '?');
    return (outside & ~(space & ~spaced)) | (stop & ~spaced);
}

static words8
odd_words(const uint16_t *units)
{
    words8 here, next;
    memcpy(&here, units, sizeof here);
    memcpy(&next, units + 1, sizeof next);
    words8 spaced = (words8)(next <= ' '), space = (words8)(here == ' ');
    words8 outside = (words8)((words8)(here - '\'') > '~' - '\'');
    words8 stop = (words8)((here | 0x11) == '?');
    return (outside & ~(space & ~spaced)) | (stop & ~spaced);
}

/* How many bytes of the next STEP hold plain units; reads one unit more. */
static size_t
plain_step(const char *units, lede_unit unit)
{
    if (unit == LEDE_UCS1) {
        bytes16 low = odd_bytes((const uint8_t *)units);
        bytes16 high = odd_bytes((const uint8_t *)units + STEP / 2);
        return first_set(&low, &high);
    }
    words8 low = odd_words((const uint16_t *)(const void *)units);
    words8 high = odd_words((const uint16_t *)(const void *)units + STEP / 4);
    return first_set(&low, &high);
}

size_t
lede_prose_prefix(const void *units, size_t count, lede_unit unit)
{
    const char *bytes = units;
    size_t size = count * unit, at = 0;
    while (unit != LEDE_UCS4 && size - at > STEP) {
        size_t plain = plain_step(bytes + at, unit);
        at += plain;
        if (plain < STEP) {
            return at / unit;
        }
    }
    return at / unit + lede_prose_prefix_scalar(bytes + at, count - at / unit, unit);
}
