/* Memory that lives as long as one document and goes all at once.
 *
 * Invariant: failure is sticky. After the first failed allocation every further one returns NULL
 * at once, so a pass may go on harmlessly and check once, at its end. All blocks are aligned to
 * 16 bytes.
 *
 *     lede_arena arena;
 *     lede_arena_init(&arena);
 *     lede_span *spans = lede_arena_alloc(&arena, count, sizeof *spans);
 *     lede_arena_release(&arena);
 */
#ifndef LEDE_BASE_ARENA_H
#define LEDE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "base/status.h"

typedef struct lede_arena_block lede_arena_block;

typedef struct {
    lede_arena_block *blocks; /* newest first */
    char *next, *limit;       /* the free part of the newest block */
    size_t held;              /* bytes asked from the system */
    bool failed;
} lede_arena;

void lede_arena_init(lede_arena *arena);
void lede_arena_release(lede_arena *arena);

/* Room for `count` items, uninitialized; NULL when memory ran out or count * size overflows. */
LEDE_MUST_USE void *lede_arena_alloc(lede_arena *arena, size_t count, size_t size);

/* A longer version of the block at `old`; in place when it is the newest one. */
LEDE_MUST_USE void *lede_arena_grow(lede_arena *arena, void *old, size_t old_size,
                                    size_t new_size);

/* A copy of `text` in the arena; the empty text on failure. */
lede_text lede_arena_copy(lede_arena *arena, lede_text text);

/* LEDE_NO_MEMORY when any allocation since init failed. */
LEDE_MUST_USE lede_status lede_arena_status(const lede_arena *arena);

#endif
