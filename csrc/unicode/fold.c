#include "unicode/fold.h"

#include "base/hash.h"
#include "unicode/classes.h"
#include "unicode/tables/folds.inc"
#include "unicode/utf8.h"

static uint32_t
fold_place(uint32_t point, lede_fold fold)
{
    if (fold == LEDE_FOLD_NONE || point > 0x10FFFF) {
        return 0;
    }
    uint32_t low = point & 127;
    if (fold == LEDE_FOLD_CASE) {
        return fold_case_blocks[(uint32_t)fold_case_index[point >> 7] << 7 | low];
    }
    return fold_accents_blocks[(uint32_t)fold_accents_index[point >> 7] << 7 | low];
}

size_t
lede_fold_point(uint32_t out[LEDE_FOLD_MOST], uint32_t point, lede_fold fold)
{
    uint32_t place = fold_place(point, fold);
    if (place == 0) {
        out[0] = point;
        return 1;
    }
    size_t count = fold_pool[place];
    for (size_t i = 0; i < count; i++) {
        out[i] = fold_pool[place + 1 + i];
    }
    return count;
}

/* Folded code points one by one. */
typedef struct {
    lede_text text;
    size_t at;
    lede_fold fold;
    uint32_t before; /* as it stands in the text */
    uint32_t ready[LEDE_FOLD_MOST];
    size_t next, count;
} folded_points;

/* What LEDE_FOLD_LOOSE leaves out of folded text. */
static bool
is_loose(uint32_t point, uint32_t before)
{
    bool stop = point == '.' && !(lede_class_of(before) & LEDE_DIGIT);
    return stop || point == '\'' || (lede_class_of(point) & LEDE_DASH);
}

static bool
folded_next(folded_points *points, uint32_t *point)
{
    while (points->next == points->count) {
        if (points->at >= points->text.size) {
            return false;
        }
        size_t size;
        uint32_t raw = lede_utf8_step(points->text, points->at, &size);
        points->at += size;
        points->count = lede_fold_point(points->ready, raw, points->fold);
        points->next = 0;
        if (points->fold == LEDE_FOLD_LOOSE && points->count == 1 &&
            is_loose(points->ready[0], points->before)) {
            points->count = 0;
        }
        points->before = raw;
    }
    *point = points->ready[points->next++];
    return true;
}

/* A hash in the making: bytes are gathered until there are eight. */
typedef struct {
    uint64_t hash;
    char chunk[8];
    size_t filled;
    bool any; /* has been joined */
} folded_hash;

static void
hash_byte(folded_hash *hash, char byte)
{
    hash->chunk[hash->filled++] = byte;
    if (hash->filled == sizeof hash->chunk) {
        hash->hash = lede_hash_join(hash->hash, lede_hash_load(hash->chunk));
        hash->filled = 0;
        hash->any = true;
    }
}

/* The definition of the hash. */
static uint64_t
hash_points(lede_text text, lede_fold fold)
{
    folded_points points = {.text = text, .fold = fold};
    folded_hash hash = {.hash = LEDE_HASH_EMPTY};
    uint32_t point;
    while (folded_next(&points, &point)) {
        char bytes[LEDE_UTF8_MOST];
        size_t size = lede_utf8_write(bytes, point);
        for (size_t i = 0; i < size; i++) {
            hash_byte(&hash, bytes[i]);
        }
    }
    if (hash.filled == 0 && hash.any) {
        return hash.hash;
    }
    return lede_hash_join(hash.hash, lede_hash_load_tail(hash.chunk, hash.filled));
}

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS (EACH_BYTE * 0x80)

static bool
is_plain_fold(lede_fold fold)
{
    return fold != LEDE_FOLD_LOOSE; /* ASCII folds byte by byte */
}

uint64_t
lede_fold_hash_slowly(lede_text text, lede_span part, lede_fold fold)
{
    const char *bytes = text.bytes + part.start;
    size_t size = part.end - part.start;
    uint64_t hash = LEDE_HASH_EMPTY;
    for (;; bytes += 8, size -= 8) {
        uint64_t chunk;
        if ((size_t)(text.bytes + text.size - bytes) >= 8) {
            chunk = lede_hash_load(bytes);
            chunk &= size >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
        } else {
            chunk = lede_hash_load_tail(bytes, size < 8 ? size : 8);
        }
        if ((chunk & HIGH_BITS) != 0 || !is_plain_fold(fold)) {
            return hash_points(lede_text_slice(text, part), fold);
        }
        hash =
            lede_hash_join(hash, fold == LEDE_FOLD_NONE ? chunk : lede_fold_ascii(chunk));
        if (size <= 8) {
            return hash;
        }
    }
}

uint64_t
lede_fold_hash(lede_text text, lede_fold fold)
{
    if (text.size > UINT32_MAX) {
        return hash_points(text, fold);
    }
    return lede_fold_hash_part(text, (lede_span){0, (uint32_t)text.size}, fold);
}

/* How many bytes both texts have alike from their start, as ASCII folds: they need not be stepped through. */
static size_t
common_ascii(lede_text a, lede_text b)
{
    size_t at = 0, end = a.size < b.size ? a.size : b.size;
    while (at < end && ((a.bytes[at] | b.bytes[at]) & 0x80) == 0 &&
           lede_small_letter(a.bytes[at]) == lede_small_letter(b.bytes[at])) {
        at++;
    }
    return at;
}

static bool
points_equal(lede_text a, lede_text b, lede_fold fold)
{
    size_t same = is_plain_fold(fold) ? common_ascii(a, b) : 0;
    folded_points of_a = {.text = a, .at = same, .fold = fold};
    folded_points of_b = {.text = b, .at = same, .fold = fold};
    uint32_t point_a, point_b;
    bool more_a, more_b;
    do {
        more_a = folded_next(&of_a, &point_a);
        more_b = folded_next(&of_b, &point_b);
    } while (more_a && more_b && point_a == point_b);
    return !more_a && !more_b;
}

/* All of one to seven bytes, some of them twice: the same for the same bytes. */
static uint64_t
load_few(const char *bytes, size_t size)
{
    if (size >= 4) {
        uint32_t first, last;
        memcpy(&first, bytes, sizeof first);
        memcpy(&last, bytes + size - 4, sizeof last);
        return first | (uint64_t)last << 32;
    }
    return (unsigned char)bytes[0] | (uint64_t)(unsigned char)bytes[size / 2] << 8 |
           (uint64_t)(unsigned char)bytes[size - 1] << 16;
}

static bool
same_chunks(uint64_t a, uint64_t b)
{
    return a == b ||
           (((a | b) & HIGH_BITS) == 0 && lede_fold_ascii(a) == lede_fold_ascii(b));
}

bool
lede_fold_same_ascii(lede_text a, lede_text b)
{
    if (a.size != b.size || a.size == 0) {
        return a.size == b.size;
    }
    if (a.size < 8) {
        return same_chunks(load_few(a.bytes, a.size), load_few(b.bytes, b.size));
    }
    for (size_t at = 0; at + 8 < a.size; at += 8) {
        if (!same_chunks(lede_hash_load(a.bytes + at), lede_hash_load(b.bytes + at))) {
            return false;
        }
    }
    return same_chunks(lede_hash_load(a.bytes + a.size - 8),
                       lede_hash_load(b.bytes + b.size - 8));
}

bool
lede_fold_equal(lede_text a, lede_text b, lede_fold fold)
{
    if (fold == LEDE_FOLD_NONE) {
        return lede_text_equal(a, b);
    }
    return lede_fold_same_ascii(a, b) || points_equal(a, b, fold);
}
