#include "text/offsets.h"

const char *
lede_reason_name(uint32_t bit)
{
    /* in the order of lede_reason */
    static const char *const NAMES[] = {"surrogates", "controls", "entities",  "form",
                                        "spaces",     "quotes",   "mojibake",  "glued",
                                        "c1",         "lines",    "ligatures", "width",
                                        "typography", "wrapped",  "repeated"};
    return bit < sizeof NAMES / sizeof *NAMES ? NAMES[bit] : NULL;
}

/* Either text of an edit, for code that works in both directions. */
typedef enum { RAW, CLEAN } side;

static lede_span
range_of(const lede_edit *edit, side which)
{
    return which == CLEAN ? edit->clean : (lede_span){edit->raw.start, edit->raw.end};
}

void
lede_edits_init(lede_edits *edits, lede_arena *arena)
{
    lede_vector_init(&edits->edits, arena, sizeof(lede_edit));
    lede_vector_init(&edits->reasons, arena, sizeof(uint16_t));
}

void
lede_edits_reserve(lede_edits *edits, size_t count)
{
    (void)!lede_vector_reserve(&edits->edits, count);
    (void)!lede_vector_reserve(&edits->reasons, count);
}

uint32_t
lede_edits_reopen(lede_edits *edits, uint32_t from, uint32_t *reasons)
{
    const lede_edit *all = edits->edits.data;
    const uint16_t *bits = edits->reasons.data;
    size_t count = edits->edits.count < edits->reasons.count ? edits->edits.count
                                                             : edits->reasons.count;
    while (count > 0 && all[count - 1].clean.end > from) {
        *reasons |= bits[--count];
    }
    edits->edits.count = edits->reasons.count = count;
    return count == 0 ? from : all[count - 1].raw.end + (from - all[count - 1].clean.end);
}

lede_map
lede_edits_map(const lede_edits *edits)
{
    /* When memory ran out one of the two may be longer; the arena remembers the failure. */
    size_t count = edits->edits.count < edits->reasons.count ? edits->edits.count
                                                             : edits->reasons.count;
    return (lede_map){edits->edits.data, edits->reasons.data, count};
}

/* The number of edits that begin before `at`, or at it too if `inclusive`: by bisection. */
static size_t
edits_before(const lede_map *map, side from, uint32_t at, bool inclusive)
{
    size_t low = 0, high = map->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        uint32_t start = range_of(&map->edits[middle], from).start;
        if (start < at || (inclusive && start == at)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Where the start or the end of a span lies on the other side; `before` edits begin before it, or at the
 * start. The edit that it lies in has its own border there. */
static uint32_t
map_border(const lede_map *map, size_t before, side from, uint32_t at, bool is_end)
{
    if (before == 0) {
        return at;
    }
    lede_span here = range_of(&map->edits[before - 1], from);
    lede_span there = range_of(&map->edits[before - 1], 1 - from);
    if (here.end > at || (is_end && here.end == at)) {
        return is_end ? there.end : there.start;
    }
    return there.end + (at - here.end);
}

static lede_span
map_span(const lede_map *map, side from, lede_span span)
{
    size_t at_start = edits_before(map, from, span.start, true);
    size_t at_end = edits_before(map, from, span.end, false);
    uint32_t start = map_border(map, at_start, from, span.start, false);
    uint32_t end = map_border(map, at_end, from, span.end, true);
    return (lede_span){start, end < start ? start : end};
}

lede_raw_span
lede_map_to_raw(const lede_map *map, lede_span span)
{
    lede_span raw = map_span(map, CLEAN, span);
    return (lede_raw_span){raw.start, raw.end};
}

lede_span
lede_map_to_clean(const lede_map *map, lede_raw_span span)
{
    return map_span(map, RAW, (lede_span){span.start, span.end});
}

void
lede_map_all_to_raw(const lede_map *map, const lede_span *spans, size_t count,
                    lede_raw_span *out)
{
    size_t before = 0;
    for (size_t i = 0; i < count; i++) {
        while (before < map->count && map->edits[before].clean.start <= spans[i].start) {
            before++;
        }
        uint32_t start = map_border(map, before, CLEAN, spans[i].start, false);
        size_t at_end = before;
        while (at_end > 0 && map->edits[at_end - 1].clean.start >= spans[i].end) {
            at_end--; /* only for an empty span: edits at its place begin it and do not end it */
        }
        while (at_end < map->count && map->edits[at_end].clean.start < spans[i].end) {
            at_end++;
        }
        uint32_t end = map_border(map, at_end, CLEAN, spans[i].end, true);
        out[i] = (lede_raw_span){start, end < start ? start : end};
        before = at_end > before ? at_end : before;
    }
}

/* Two sorted lists of edits read as one, by their place in the middle text. */
typedef struct {
    const lede_map *first, *second;
    size_t i, j;
} merge;

static lede_span
no_more(void)
{
    return (lede_span){UINT32_MAX, UINT32_MAX};
}

static bool
earlier(lede_span a, lede_span b)
{
    return a.start < b.start || (a.start == b.start && a.end <= b.end);
}

/* Takes the next edit of either list that lies before `limit` in the middle text. */
static bool
merge_next(merge *both, uint32_t limit, lede_span *range, uint32_t *reasons)
{
    const lede_map *first = both->first, *second = both->second;
    lede_span a =
        both->i < first->count ? range_of(&first->edits[both->i], CLEAN) : no_more();
    lede_span b =
        both->j < second->count ? range_of(&second->edits[both->j], RAW) : no_more();
    *range = earlier(a, b) ? a : b;
    if (range->start >= limit) {
        return false;
    }
    *reasons |= earlier(a, b) ? first->reasons[both->i++] : second->reasons[both->j++];
    return true;
}

/* How far the other side is ahead of the middle text after `count` edits. Unsigned sums wrap, and
 * wrap back when an offset is added. */
static uint32_t
ahead(const lede_map *map, size_t count, side middle)
{
    if (count == 0) {
        return 0;
    }
    const lede_edit *last = &map->edits[count - 1];
    return range_of(last, 1 - middle).end - range_of(last, middle).end;
}

lede_map
lede_map_compose(const lede_map *first, const lede_map *second, lede_arena *arena)
{
    lede_edits edits;
    lede_edits_init(&edits, arena);
    merge both = {.first = first, .second = second};
    lede_span middle, next;
    uint32_t reasons = 0;
    uint32_t raw_ahead = 0, clean_ahead = 0;
    while (merge_next(&both, UINT32_MAX, &middle, &reasons)) {
        while (merge_next(&both, middle.end, &next, &reasons)) {
            middle.end = next.end > middle.end ? next.end : middle.end;
        }
        lede_raw_span raw = {middle.start + raw_ahead, 0};
        lede_span clean = {middle.start + clean_ahead, 0};
        raw_ahead = ahead(first, both.i, CLEAN);
        clean_ahead = ahead(second, both.j, RAW);
        raw.end = middle.end + raw_ahead;
        clean.end = middle.end + clean_ahead;
        if (raw.start != raw.end || clean.start != clean.end) {
            lede_edits_add(&edits, raw, clean, reasons);
        }
        reasons = 0;
    }
    return lede_edits_map(&edits);
}
