#include "unicode/fold.h"

#include "base/hash.h"
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
    uint32_t ready[LEDE_FOLD_MOST];
    size_t next, count;
} folded_points;

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
    }
    *point = points->ready[points->next++];
    return true;
}

uint64_t
lede_fold_hash(lede_text text, lede_fold fold)
{
    folded_points points = {.text = text, .fold = fold};
    uint64_t hash = LEDE_HASH_EMPTY;
    uint32_t point;
    while (folded_next(&points, &point)) {
        hash = lede_hash_join(hash, point);
    }
    return hash;
}

bool
lede_fold_equal(lede_text a, lede_text b, lede_fold fold)
{
    folded_points of_a = {.text = a, .fold = fold};
    folded_points of_b = {.text = b, .fold = fold};
    uint32_t point_a, point_b;
    bool more_a, more_b;
    do {
        more_a = folded_next(&of_a, &point_a);
        more_b = folded_next(&of_b, &point_b);
    } while (more_a && more_b && point_a == point_b);
    return !more_a && !more_b;
}
