/* arena, vector, hash, table, status and threads. Files and packs: test_pack.c. */
#include "support.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/table.h"
#include "base/thread.h"
#include "base/vector.h"
#include "failing_memory.h"

/* ---- arena ---- */

/* Blocks are filled each with a byte of their own, and looked at when all are made: one that overlaps
 * another shows. */
static void
arena_blocks_are_aligned_and_apart(void **state)
{
    (void)state;
    static const size_t SIZES[] = {0, 1, 15, 16, 17, 100, 4000, 5000, 70000, 3 << 20, 1, 7};
    enum { ROUNDS = 5, BLOCKS = ROUNDS * (int)COUNT_OF(SIZES) };
    unsigned char *blocks[BLOCKS];
    lede_arena arena;
    lede_arena_init(&arena);
    for (size_t i = 0; i < BLOCKS; i++) {
        size_t size = SIZES[i % COUNT_OF(SIZES)];
        blocks[i] = lede_arena_alloc(&arena, size, 1);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)i, size);
    }
    for (size_t i = 0; i < BLOCKS; i++) {
        for (size_t at = 0; at < SIZES[i % COUNT_OF(SIZES)]; at++) {
            assert_int_equal(blocks[i][at], i);
        }
    }
    assert_int_equal(lede_arena_status(&arena), LEDE_OK);
    lede_arena_release(&arena);
    assert_int_equal(failing_memory_live(), 0);
}

static void
arena_multiplies_count_and_size(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    uint64_t *items = lede_arena_alloc(&arena, 1000, sizeof *items);
    assert_non_null(items);
    memset(items, 0xAB, 1000 * sizeof *items);
    unsigned char *next = lede_arena_alloc(&arena, 1, 1);
    assert_true(next >= (unsigned char *)(items + 1000) || next < (unsigned char *)items);
    lede_arena_release(&arena);
}

static void
arena_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    static const size_t PAIRS[][2] = {
        {SIZE_MAX, 1},
        {SIZE_MAX, SIZE_MAX},
        {SIZE_MAX / 8 + 2, 8},
        {2, SIZE_MAX / 2 + 1},
        {(size_t)1 << 32, (size_t)1 << 32},
        {SIZE_MAX / 16, 16},
    };
    for (size_t i = 0; i < COUNT_OF(PAIRS); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        assert_null(lede_arena_alloc(&arena, PAIRS[i][0], PAIRS[i][1]));
        assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
        assert_null(lede_arena_alloc(&arena, 1, 1));
        lede_arena_release(&arena);
    }
}

static void
arena_grows_the_newest_block_in_place(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    char *block = lede_arena_alloc(&arena, 10, 1);
    assert_non_null(block);
    memcpy(block, "0123456789", 10);
    assert_ptr_equal(lede_arena_grow(&arena, block, 10, 900), block);
    assert_memory_equal(block, "0123456789", 10);
    memset(block + 10, 'x', 890);
    char *next = lede_arena_alloc(&arena, 1, 1);
    assert_true(next >= block + 900);
    lede_arena_release(&arena);
}

static void
arena_moves_what_it_cannot_grow(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    char *older = lede_arena_alloc(&arena, 10, 1);
    char *newer = lede_arena_alloc(&arena, 10, 1);
    assert_non_null(older);
    assert_non_null(newer);
    memcpy(older, "0123456789", 10);
    memset(newer, 'n', 10);
    char *moved = lede_arena_grow(&arena, older, 10, 40);
    assert_non_null(moved);
    assert_memory_equal(moved, "0123456789", 10);
    memset(moved, 'm', 40);
    assert_memory_equal(newer, "nnnnnnnnnn", 10);
    /* past the end of its system block */
    char *far = lede_arena_grow(&arena, moved, 40, 1 << 20);
    assert_non_null(far);
    assert_memory_equal(far, "mmmmmmmmmm", 10);
    memset(far, 'f', 1 << 20);
    assert_memory_equal(newer, "nnnnnnnnnn", 10);
    assert_non_null(lede_arena_grow(&arena, NULL, 0, 5));
    assert_null(lede_arena_grow(&arena, far, 1 << 20, SIZE_MAX - 4));
    assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
    lede_arena_release(&arena);
}

static void
arena_failure_is_sticky(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    char *block = lede_arena_alloc(&arena, 8, 1);
    assert_non_null(block);
    failing_memory_fail(1, FAIL_ONCE);
    assert_null(lede_arena_alloc(&arena, 1 << 20, 1));
    assert_true(failing_memory_has_failed());
    /* There is memory again, and even room in the block; the arena remembers. */
    assert_null(lede_arena_alloc(&arena, 1, 1));
    assert_null(lede_arena_grow(&arena, block, 8, 16));
    assert_int_equal(lede_arena_copy(&arena, text_of("abc")).size, 0);
    assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
    lede_arena_release(&arena);
    assert_int_equal(lede_arena_status(&arena), LEDE_OK);
    assert_int_equal(failing_memory_live(), 0);
}

static void
arena_copies_text(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    char original[] = "Erbil";
    lede_text copy = lede_arena_copy(&arena, text_of(original));
    original[0] = 'X';
    assert_int_equal(copy.size, 5);
    assert_memory_equal(copy.bytes, "Erbil", 5);
    copy = lede_arena_copy(&arena, (lede_text){NULL, 0});
    assert_int_equal(copy.size, 0);
    assert_non_null(copy.bytes);
    lede_arena_release(&arena);
}

/* ---- vector ---- */

/* Two vectors take turns, so that each growth of one moves it past the other. */
static void
vectors_keep_their_items(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector numbers, letters;
    lede_vector_init(&numbers, &arena, sizeof(uint32_t));
    lede_vector_init(&letters, &arena, 1);
    for (uint32_t i = 0; i < COUNT; i++) {
        uint32_t number = i * 2654435761u;
        lede_vector_push(&numbers, &number);
        lede_vector_append(&letters, "ab", i % 3);
    }
    assert_int_equal(numbers.count, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(((const uint32_t *)numbers.data)[i], i * 2654435761u);
    }
    size_t at = 0;
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_memory_equal((const char *)letters.data + at, "ab", i % 3);
        at += i % 3;
    }
    assert_int_equal(letters.count, at);
    lede_arena_release(&arena);
}

static void
vector_reserves_without_counting(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector vector;
    lede_vector_init(&vector, &arena, sizeof(uint16_t));
    lede_vector_append(&vector, "abcd", 2);
    uint16_t *room = lede_vector_reserve(&vector, 5000);
    assert_non_null(room);
    assert_int_equal(vector.count, 2);
    assert_ptr_equal(room, (uint16_t *)vector.data + 2);
    memset(room, 0, 5000 * sizeof *room);
    assert_memory_equal(vector.data, "abcd", 4);
    lede_arena_release(&arena);
}

static void
vector_drops_what_has_no_room(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector vector;
    lede_vector_init(&vector, &arena, 1);
    lede_vector_push(&vector, "a");
    failing_memory_fail(1, FAIL_ONCE);
    static const char MANY[100000];
    lede_vector_append(&vector, MANY, sizeof MANY);
    assert_int_equal(vector.count, 1);
    assert_memory_equal(vector.data, "a", 1);
    assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
    lede_arena_release(&arena);
}

static void
vector_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    static const size_t EXTRAS[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 8, SIZE_MAX / 2};
    for (size_t i = 0; i < COUNT_OF(EXTRAS); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_vector vector;
        lede_vector_init(&vector, &arena, 8);
        lede_vector_push(&vector, "12345678");
        assert_null(lede_vector_reserve(&vector, EXTRAS[i]));
        assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
        assert_int_equal(vector.count, 1);
        lede_arena_release(&arena);
    }
}

/* ---- hash ---- */

/* Files hold these values. Computed from the definition in hash.h by another program. */
static void
hash_has_its_known_values(void **state)
{
    (void)state;
    unsigned char all[256];
    for (size_t i = 0; i < sizeof all; i++) {
        all[i] = (unsigned char)i;
    }
    assert_true(lede_hash_bytes("", 0) == UINT64_C(0xf77e48b80f3128b2));
    assert_true(lede_hash_bytes("a", 1) == UINT64_C(0x36adefa2f8297008));
    assert_true(lede_hash_bytes("islamic", 7) == UINT64_C(0xf153582c4f871708));
    assert_true(lede_hash_bytes("12345678", 8) == UINT64_C(0x0b3efdacba6c8b51));
    assert_true(lede_hash_bytes("123456789", 9) == UINT64_C(0xd4ef198ea684b9c8));
    assert_true(lede_hash_bytes("0123456789abcdef", 16) == UINT64_C(0x9b7c915ecd429fea));
    assert_true(lede_hash_bytes(all, sizeof all) == UINT64_C(0x032de8a4f5eea9ee));
    uint64_t state_hash = lede_hash_bytes("state", 5);
    assert_true(lede_hash_join(lede_hash_bytes("islamic", 7), state_hash) ==
                UINT64_C(0xe713d322312c4540));
    assert_true(lede_hash_join(1, 2) == UINT64_C(0xc8b7f534790f4c6e));
    assert_true(lede_hash_join(2, 1) == UINT64_C(0xdd18ade68d0a0f53));
}

static unsigned
bits_in(uint64_t word)
{
    unsigned count = 0;
    for (; word != 0; word &= word - 1) {
        count++;
    }
    return count;
}

/* Each input bit must turn about half of the output bits over. */
static void
hash_feels_every_input_bit(void **state)
{
    (void)state;
    random_source random = {1};
    for (size_t size = 1; size <= 40; size++) {
        unsigned char bytes[40];
        for (size_t i = 0; i < size; i++) {
            bytes[i] = (unsigned char)random_next(&random);
        }
        uint64_t before = lede_hash_bytes(bytes, size);
        unsigned turned = 0;
        for (size_t bit = 0; bit < 8 * size; bit++) {
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            uint64_t after = lede_hash_bytes(bytes, size);
            assert_true(after != before);
            turned += bits_in(after ^ before);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        assert_in_range(turned, 8 * size * 20, 8 * size * 44);
    }
}

static void
hash_reads_no_byte_more(void **state)
{
    (void)state;
    static const char BYTES[64] = {0};
    uint64_t last = 0;
    for (size_t size = 0; size <= 40; size++) {
        for (size_t offset = 0; offset < 8; offset++) {
            char *block;
            lede_text text = exact_copy(&block, (lede_text){BYTES, size}, offset);
            uint64_t hash = lede_hash_bytes(text.bytes, text.size);
            assert_true(hash == lede_hash_bytes(BYTES, size));
            free(block);
        }
        assert_true(lede_hash_bytes(BYTES, size) != last); /* zeros count */
        last = lede_hash_bytes(BYTES, size);
    }
}

/* ---- table ---- */

static void
table_agrees_with_a_list(void **state)
{
    (void)state;
    enum { KEYS = 300, STEPS = 5000 };
    uint64_t keys[KEYS];
    uint32_t values[KEYS] = {0}; /* 0: never put */
    random_source random = {2};
    for (size_t i = 0; i < KEYS; i++) {
        keys[i] = (uint64_t)random_next(&random) << 32 | random_next(&random);
    }
    lede_arena arena;
    lede_arena_init(&arena);
    lede_table table;
    lede_table_init(&table, &arena, KEYS);
    for (uint32_t step = 1; step <= STEPS; step++) {
        uint32_t i = random_below(&random, KEYS);
        const uint32_t *found = lede_table_get(&table, keys[i]);
        assert_int_equal(found == NULL ? 0 : *found, values[i]);
        if (random_below(&random, 3) == 0) {
            uint32_t *value = lede_table_put(&table, keys[i]);
            assert_non_null(value);
            assert_int_equal(*value, values[i] == 0 ? LEDE_TABLE_NEW : values[i]);
            *value = values[i] = step;
        }
    }
    lede_arena_release(&arena);
}

/* Keys that all belong in one slot: a bounded number has a place, none gets lost, none is made up. */
static void
table_bounds_its_probes(void **state)
{
    (void)state;
    enum { KEYS = 1000 };
    lede_arena arena;
    lede_arena_init(&arena);
    lede_table table;
    lede_table_init(&table, &arena, KEYS);
    uint32_t placed = 0;
    for (uint64_t i = 0; i < KEYS; i++) {
        uint32_t *value = lede_table_put(&table, i << 32 | 5);
        if (value != NULL) {
            assert_int_equal(*value, LEDE_TABLE_NEW);
            assert_int_equal(placed, i); /* those that find no place are the last */
            *value = placed++;
        }
    }
    assert_in_range(placed, 16, 128);
    for (uint64_t i = 0; i < KEYS; i++) {
        const uint32_t *value = lede_table_get(&table, i << 32 | 5);
        assert_int_equal(value != NULL, i < placed);
        assert_int_equal(value != NULL ? *value : i, i);
    }
    lede_arena_release(&arena);
}

static void
table_that_is_full_refuses(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_table table;
    lede_table_init(&table, &arena, 0);
    uint32_t placed = 0;
    for (uint64_t key = 1; key <= 100; key++) {
        uint32_t *value = lede_table_put(&table, key);
        placed += value != NULL;
    }
    assert_int_equal(placed, table.size);
    assert_null(lede_table_get(&table, 1000));
    assert_non_null(lede_table_put(&table, 1)); /* known keys are still found */
    lede_arena_release(&arena);
}

static void
table_without_memory_finds_nothing(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    failing_memory_fail(1, FAIL_ONCE);
    lede_table table;
    lede_table_init(&table, &arena, 10);
    assert_null(lede_table_put(&table, 7));
    assert_null(lede_table_get(&table, 7));
    assert_int_equal(lede_arena_status(&arena), LEDE_NO_MEMORY);
    lede_arena_release(&arena);
}

/* ---- status, threads ---- */

static void
errors_are_formatted_and_cut(void **state)
{
    (void)state;
    lede_error error;
    assert_int_equal(lede_fail(&error, LEDE_IO, "%s: %d", "a", 5), LEDE_IO);
    assert_string_equal(error.message, "a: 5");
    assert_int_equal(lede_fail(NULL, LEDE_BAD_FILE, "%s", "b"), LEDE_BAD_FILE);
    char longer[2000];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = 0;
    assert_int_equal(lede_fail(&error, LEDE_IO, "%s", longer), LEDE_IO);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
}

static void
count_item(void *context, size_t item)
{
    atomic_fetch_add(&((atomic_uint *)context)[item], 1);
}

static void
every_item_is_worked_on_once(void **state)
{
    (void)state;
    enum { MOST = 50000 };
    static const size_t THREADS[] = {0, 1, 2, 3, 8, 64, 300};
    static const size_t ITEMS[] = {0, 1, 2, 3, 7, 100, 2000, MOST};
    static atomic_uint counts[MOST + 1];
    for (size_t t = 0; t < COUNT_OF(THREADS); t++) {
        for (size_t n = 0; n < COUNT_OF(ITEMS); n++) {
            for (size_t i = 0; i <= MOST; i++) {
                atomic_store(&counts[i], 0);
            }
            lede_crew crew = {.threads = THREADS[t]};
            assert_true(lede_parallel_for(&crew, ITEMS[n], count_item, counts));
            for (size_t i = 0; i <= MOST; i++) {
                assert_int_equal(atomic_load(&counts[i]), i < ITEMS[n] ? 1 : 0);
            }
        }
    }
}

typedef struct {
    atomic_uint done;
    unsigned int enough;
} work_until;

static void
do_work(void *context, size_t item)
{
    (void)item;
    atomic_fetch_add(&((work_until *)context)->done, 1);
}

static bool
is_enough(void *context)
{
    work_until *work = context;
    return atomic_load(&work->done) >= work->enough;
}

static void
work_stops_when_it_is_called_off(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 4; threads++) {
        work_until work = {.enough = 10};
        lede_crew crew = {threads, is_enough, &work};
        assert_false(lede_parallel_for(&crew, 1000 * 1000, do_work, &work));
        assert_in_range(atomic_load(&work.done), 10, 1000 * 1000 - 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_stops_when_it_is_called_off),
        cmocka_unit_test(arena_blocks_are_aligned_and_apart),
        cmocka_unit_test(arena_multiplies_count_and_size),
        cmocka_unit_test(arena_refuses_sizes_that_overflow),
        cmocka_unit_test(arena_grows_the_newest_block_in_place),
        cmocka_unit_test(arena_moves_what_it_cannot_grow),
        cmocka_unit_test(arena_failure_is_sticky),
        cmocka_unit_test(arena_copies_text),
        cmocka_unit_test(vectors_keep_their_items),
        cmocka_unit_test(vector_reserves_without_counting),
        cmocka_unit_test(vector_drops_what_has_no_room),
        cmocka_unit_test(vector_refuses_sizes_that_overflow),
        cmocka_unit_test(hash_has_its_known_values),
        cmocka_unit_test(hash_feels_every_input_bit),
        cmocka_unit_test(hash_reads_no_byte_more),
        cmocka_unit_test(table_agrees_with_a_list),
        cmocka_unit_test(table_bounds_its_probes),
        cmocka_unit_test(table_that_is_full_refuses),
        cmocka_unit_test(table_without_memory_finds_nothing),
        cmocka_unit_test(errors_are_formatted_and_cut),
        cmocka_unit_test(every_item_is_worked_on_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
