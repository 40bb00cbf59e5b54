#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

/* The first block is one that allocators hand out and take back quickest: up to 1,032 bytes in glibc. */
enum { ALIGNMENT = 16, FIRST_BLOCK = 1000, LARGEST_STEP = 1 << 26 };

struct lede_arena_block {
    lede_arena_block *older;
    size_t size;
};

static const size_t HEADER =
    (sizeof(lede_arena_block) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

static size_t
aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void
lede_arena_init(lede_arena *arena)
{
    *arena = (lede_arena){0};
}

void
lede_arena_release(lede_arena *arena)
{
    lede_arena_block *block = arena->blocks;
    while (block != NULL) {
        lede_arena_block *older = block->older;
        lede_memory_free(block);
        block = older;
    }
    lede_arena_init(arena);
}

/* Blocks grow with what is held: few calls for a long text, little waste for a short one. The largest
 * are so large that an allocator gives them back to the system at once. */
static bool
add_block(lede_arena *arena, size_t size)
{
    size_t step = arena->held < FIRST_BLOCK ? FIRST_BLOCK : arena->held;
    if (step > LARGEST_STEP) {
        step = LARGEST_STEP;
    }
    size_t total = HEADER + (size > step ? size : step);
    lede_arena_block *block = lede_memory_resize(NULL, total);
    if (block == NULL) {
        arena->failed = true;
        return false;
    }
    *block = (lede_arena_block){arena->blocks, total};
    arena->blocks = block;
    arena->held += total;
    arena->next = (char *)block + HEADER;
    arena->limit = (char *)block + total;
    return true;
}

void *
lede_arena_alloc(lede_arena *arena, size_t count, size_t size)
{
    if (arena->failed || (size != 0 && count > (SIZE_MAX / 2) / size)) {
        arena->failed = true;
        return NULL;
    }
    size_t bytes = aligned(count * size + (count * size == 0));
    if ((size_t)(arena->limit - arena->next) < bytes && !add_block(arena, bytes)) {
        return NULL;
    }
    void *memory = arena->next;
    arena->next += bytes;
    return memory;
}

void *
lede_arena_grow(lede_arena *arena, void *old, size_t old_size, size_t new_size)
{
    if (old != NULL && (char *)old + aligned(old_size) == arena->next && !arena->failed &&
        new_size < SIZE_MAX / 2 &&
        aligned(new_size) <= (size_t)(arena->limit - (char *)old)) {
        arena->next = (char *)old + aligned(new_size);
        return old;
    }
    void *memory = lede_arena_alloc(arena, new_size, 1);
    if (memory != NULL && old != NULL) {
        memcpy(memory, old, old_size < new_size ? old_size : new_size);
    }
    return memory;
}

lede_text
lede_arena_copy(lede_arena *arena, lede_text text)
{
    char *bytes = lede_arena_alloc(arena, text.size, 1);
    if (bytes == NULL) {
        return (lede_text){"", 0};
    }
    if (text.size != 0) {
        memcpy(bytes, text.bytes, text.size);
    }
    return (lede_text){bytes, text.size};
}

lede_status
lede_arena_status(const lede_arena *arena)
{
    return arena->failed ? LEDE_NO_MEMORY : LEDE_OK;
}
