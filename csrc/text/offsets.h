/* The way back from the clean text to the caller's: sorted edits with unchanged runs between them.
 *
 *     raw    I r a n ,   ” s a i d          edit: raw [5, 9) ↔ clean [5, 9), reason QUOTES
 *            0 1 2 3 4 [5 . . 9) …
 *     clean  I r a n , [”    ) s a i d
 *
 * Invariant: edits are sorted and disjoint in both texts and every byte outside of them stands
 * unchanged in both, in the same order. A span maps to the smallest span that covers its source:
 * its start to the start and its end to the end of an edit that it touches. Text that was taken out
 * at the border of a span stays outside, inside it is covered.
 *
 *     lede_raw_span raw = lede_map_to_raw(&map, (lede_span){26, 30});
 */
#ifndef LEDE_TEXT_OFFSETS_H
#define LEDE_TEXT_OFFSETS_H

#include "base/span.h"
#include "base/vector.h"

/* Why something was changed; an edit that several steps made has several bits. */
typedef enum {
    LEDE_REASON_SURROGATES = 1 << 0,
    LEDE_REASON_CONTROLS = 1 << 1,
    LEDE_REASON_ENTITIES = 1 << 2,
    LEDE_REASON_FORM = 1 << 3,
    LEDE_REASON_SPACES = 1 << 4,
    LEDE_REASON_QUOTES = 1 << 5,
    LEDE_REASON_MOJIBAKE = 1 << 6,
    LEDE_REASON_GLUED = 1 << 7,
    LEDE_REASON_C1 = 1 << 8,
    LEDE_REASON_LINES = 1 << 9,
    LEDE_REASON_LIGATURES = 1 << 10,
    LEDE_REASON_WIDTH = 1 << 11,
    LEDE_REASON_TYPOGRAPHY = 1 << 12,
    LEDE_REASON_WRAPPED = 1 << 13,
    LEDE_REASON_REPEATED = 1 << 14,
} lede_reason;

/* The name of the reason 1 << bit, the same in Python; NULL behind the last one. */
const char *lede_reason_name(uint32_t bit);

typedef struct {
    lede_raw_span raw;
    lede_span clean;
} lede_edit;

typedef struct {
    const lede_edit *edits;
    const uint16_t *reasons; /* one a edit, bits of lede_reason */
    size_t count;
} lede_map;

/* Edits in the making. */
typedef struct {
    lede_vector edits, reasons;
} lede_edits;

void lede_edits_init(lede_edits *edits, lede_arena *arena);

/* Makes room for `count` more, for who knows how many come. */
void lede_edits_reserve(lede_edits *edits, size_t count);

static inline void
lede_edits_add(lede_edits *edits, lede_raw_span raw, lede_span clean, uint32_t reason)
{
    lede_edit *edit = lede_vector_reserve(&edits->edits, 1);
    uint16_t *bits = lede_vector_reserve(&edits->reasons, 1);
    if (edit != NULL && bits != NULL) {
        *edit = (lede_edit){raw, clean};
        *bits = (uint16_t)reason;
        edits->edits.count++;
        edits->reasons.count++;
    }
}

/* Takes back the edits that reach beyond clean offset `from`, returns the raw offset of `from` and
 * adds their reasons to *reasons: for a step that rewrites what was just written. */
uint32_t lede_edits_reopen(lede_edits *edits, uint32_t from, uint32_t *reasons);

/* The edits as a map; it borrows their memory. */
lede_map lede_edits_map(const lede_edits *edits);

lede_raw_span lede_map_to_raw(const lede_map *map, lede_span span);
lede_span lede_map_to_clean(const lede_map *map, lede_raw_span span);

/* Maps spans that are sorted and disjoint in one sweep over them and the edits. */
void lede_map_all_to_raw(const lede_map *map, const lede_span *spans, size_t count,
                         lede_raw_span *out);

/* The map of doing `first` (raw to middle) and then `second` (middle to clean), in `arena`. Edits
 * that overlap in the middle become one. */
lede_map lede_map_compose(const lede_map *first, const lede_map *second, lede_arena *arena);

#endif
