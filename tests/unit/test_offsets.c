/* The offset map against a list of where each byte comes from, and the rewriting that makes maps. */
#include "support.h"

#include <string.h>

#include "text/offsets.h"
#include "text/rewrite.h"

enum { MOST_EDITS = 40, MOST_SIZE = 400, ROUNDS = 20000 };

/* Where a byte comes from on the other side of a map. */
typedef struct {
    uint32_t start, end;
    bool changed;
} origin;

/* A map made at random, with what it says of each byte. */
typedef struct {
    lede_edit edits[MOST_EDITS];
    uint16_t reasons[MOST_EDITS];
    size_t count;
    uint32_t raw_size, clean_size;
    origin of_clean[MOST_SIZE], of_raw[MOST_SIZE];
} random_map;

static void
keep_bytes(random_map *made, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t raw = made->raw_size++, clean = made->clean_size++;
        made->of_clean[clean] = (origin){raw, raw + 1, false};
        made->of_raw[raw] = (origin){clean, clean + 1, false};
    }
}

static void
change_bytes(random_map *made, uint32_t raw_count, uint32_t clean_count, uint16_t reason)
{
    uint32_t raw = made->raw_size, clean = made->clean_size;
    lede_edit edit = {{raw, raw + raw_count}, {clean, clean + clean_count}};
    for (uint32_t i = 0; i < clean_count; i++) {
        made->of_clean[clean + i] = (origin){raw, raw + raw_count, true};
    }
    for (uint32_t i = 0; i < raw_count; i++) {
        made->of_raw[raw + i] = (origin){clean, clean + clean_count, true};
    }
    made->edits[made->count] = edit;
    made->reasons[made->count++] = reason;
    made->raw_size += raw_count;
    made->clean_size += clean_count;
}

static uint32_t
least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Edits of all kinds, side by side too, over `raw_size` bytes. */
static void
make_map(random_map *made, random_source *random, uint32_t raw_size)
{
    made->count = made->raw_size = made->clean_size = 0;
    size_t edits = random_below(random, 12);
    for (size_t i = 0; i < edits; i++) {
        keep_bytes(made, least(random_below(random, 4), raw_size - made->raw_size));
        uint32_t raw_count = least(random_below(random, 4), raw_size - made->raw_size);
        uint32_t clean_count = random_below(random, 4);
        if (raw_count + clean_count > 0) {
            change_bytes(made, raw_count, clean_count,
                         (uint16_t)(1u << random_below(random, 16)));
        }
    }
    keep_bytes(made, raw_size - made->raw_size);
}

static lede_map
map_of(const random_map *made)
{
    return (lede_map){made->edits, made->reasons, made->count};
}

static void
spans_map_to_what_covers_their_source(void **state)
{
    (void)state;
    random_source random = {8};
    for (size_t round = 0; round < ROUNDS / 4; round++) {
        random_map made;
        make_map(&made, &random, random_below(&random, 24));
        lede_map map = map_of(&made);
        for (uint32_t start = 0; start < made.clean_size; start++) {
            for (uint32_t end = start + 1; end <= made.clean_size; end++) {
                lede_raw_span raw = lede_map_to_raw(&map, (lede_span){start, end});
                assert_int_equal(raw.start, made.of_clean[start].start);
                assert_int_equal(raw.end, made.of_clean[end - 1].end);
            }
        }
        for (uint32_t start = 0; start < made.raw_size; start++) {
            for (uint32_t end = start + 1; end <= made.raw_size; end++) {
                lede_span clean = lede_map_to_clean(&map, (lede_raw_span){start, end});
                assert_int_equal(clean.start, made.of_raw[start].start);
                assert_int_equal(clean.end, made.of_raw[end - 1].end);
            }
        }
    }
}

/* An empty span inside an edit covers the edit, one elsewhere lies between its neighbours. */
static void
empty_spans_stay_between_their_neighbours(void **state)
{
    (void)state;
    random_source random = {9};
    for (size_t round = 0; round < ROUNDS; round++) {
        random_map made;
        make_map(&made, &random, random_below(&random, 24));
        lede_map map = map_of(&made);
        for (uint32_t at = 0; at <= made.clean_size; at++) {
            lede_raw_span raw = lede_map_to_raw(&map, (lede_span){at, at});
            assert_true(raw.start <= raw.end && raw.end <= made.raw_size);
            if (at > 0) {
                assert_true(raw.start >= made.of_clean[at - 1].start);
            }
            if (at < made.clean_size) {
                assert_true(raw.end <= made.of_clean[at].end);
            }
            if (at > 0 && at < made.clean_size && !made.of_clean[at].changed &&
                !made.of_clean[at - 1].changed) {
                assert_true(raw.start >= made.of_clean[at - 1].end);
                assert_true(raw.end <= made.of_clean[at].start);
            }
        }
    }
}

static void
all_spans_map_as_each_does(void **state)
{
    (void)state;
    random_source random = {10};
    for (size_t round = 0; round < ROUNDS; round++) {
        random_map made;
        make_map(&made, &random, random_below(&random, 24));
        lede_map map = map_of(&made);
        lede_span spans[64];
        lede_raw_span raw[64];
        size_t count = 0;
        for (uint32_t at = 0; count < COUNT_OF(spans);) {
            uint32_t start = at + random_below(&random, 3),
                     end = start + random_below(&random, 5);
            if (end > made.clean_size) {
                break;
            }
            spans[count++] = (lede_span){start, end};
            at = end;
        }
        lede_map_all_to_raw(&map, spans, count, raw);
        for (size_t i = 0; i < count; i++) {
            lede_raw_span one = lede_map_to_raw(&map, spans[i]);
            assert_int_equal(raw[i].start, one.start);
            assert_int_equal(raw[i].end, one.end);
        }
    }
}

/* ---- composition ---- */

static void
check_order(const lede_map *map, uint32_t raw_size, uint32_t clean_size)
{
    uint32_t raw = 0, clean = 0;
    for (size_t i = 0; i < map->count; i++) {
        lede_edit edit = map->edits[i];
        assert_true(edit.raw.start >= raw && edit.raw.end >= edit.raw.start);
        assert_true(edit.clean.start >= clean && edit.clean.end >= edit.clean.start);
        assert_int_equal(edit.raw.start - raw,
                         edit.clean.start - clean); /* what was kept */
        assert_true(edit.raw.end > edit.raw.start || edit.clean.end > edit.clean.start);
        assert_int_not_equal(map->reasons[i], 0);
        raw = edit.raw.end;
        clean = edit.clean.end;
    }
    assert_true(raw <= raw_size && clean <= clean_size);
    assert_int_equal(raw_size - raw, clean_size - clean);
}

static bool
in_an_edit(const lede_map *map, uint32_t clean)
{
    for (size_t i = 0; i < map->count; i++) {
        if (clean >= map->edits[i].clean.start && clean < map->edits[i].clean.end) {
            return true;
        }
    }
    return false;
}

/* A byte that neither step touched is outside of all edits and stands where it came from; any other
 * is inside of one. */
static void
check_kept_bytes(const lede_map *both, const random_map *first, const random_map *second)
{
    for (uint32_t at = 0; at < second->clean_size; at++) {
        origin middle = second->of_clean[at];
        bool kept = !middle.changed && !first->of_clean[middle.start].changed;
        assert_int_equal(in_an_edit(both, at), !kept);
        if (kept) {
            lede_raw_span raw = lede_map_to_raw(both, (lede_span){at, at + 1});
            assert_int_equal(raw.start, first->of_clean[middle.start].start);
            assert_int_equal(raw.end, first->of_clean[middle.start].end);
        }
    }
}

/* Going back in two steps gives a part of what going back in one does. */
static void
check_spans_are_covered(const lede_map *both, const lede_map *first, const lede_map *second,
                        uint32_t clean_size)
{
    for (uint32_t start = 0; start < clean_size; start++) {
        for (uint32_t end = start + 1; end <= clean_size; end++) {
            lede_raw_span middle = lede_map_to_raw(second, (lede_span){start, end});
            if (middle.start == middle.end) {
                continue; /* what the second step put in alone comes from nowhere */
            }
            lede_raw_span twice =
                lede_map_to_raw(first, (lede_span){middle.start, middle.end});
            lede_raw_span once = lede_map_to_raw(both, (lede_span){start, end});
            assert_true(once.start <= twice.start && once.end >= twice.end);
        }
    }
}

/* An edit of the whole has the reasons of those of the first step whose bytes it holds. */
static void
check_reasons(const lede_map *both, const lede_map *first)
{
    for (size_t i = 0; i < first->count; i++) {
        lede_raw_span part = first->edits[i].raw;
        for (size_t j = 0; j < both->count && part.end > part.start; j++) {
            lede_raw_span whole = both->edits[j].raw;
            if (part.start < whole.end && part.end > whole.start) {
                assert_true(part.start >= whole.start && part.end <= whole.end);
                assert_int_equal(first->reasons[i] & ~both->reasons[j], 0);
            }
        }
    }
}

static void
composing_is_mapping_twice(void **state)
{
    (void)state;
    random_source random = {11};
    for (size_t round = 0; round < ROUNDS; round++) {
        random_map first, second;
        make_map(&first, &random, random_below(&random, 20));
        make_map(&second, &random, first.clean_size);
        lede_map one = map_of(&first), two = map_of(&second);
        lede_arena arena;
        lede_arena_init(&arena);
        lede_map both = lede_map_compose(&one, &two, &arena);
        check_order(&both, first.raw_size, second.clean_size);
        check_kept_bytes(&both, &first, &second);
        check_spans_are_covered(&both, &one, &two, second.clean_size);
        check_reasons(&both, &one);
        lede_arena_release(&arena);
    }
}

static void
composing_with_nothing_changes_nothing(void **state)
{
    (void)state;
    random_source random = {12};
    for (size_t round = 0; round < 1000; round++) {
        random_map made;
        make_map(&made, &random, random_below(&random, 24));
        lede_map map = map_of(&made), none = {NULL, NULL, 0};
        lede_arena arena;
        lede_arena_init(&arena);
        lede_map before = lede_map_compose(&none, &map, &arena);
        lede_map behind = lede_map_compose(&map, &none, &arena);
        assert_int_equal(before.count, map.count);
        assert_int_equal(behind.count, map.count);
        if (map.count > 0) {
            assert_memory_equal(before.edits, map.edits, map.count * sizeof *map.edits);
            assert_memory_equal(behind.edits, map.edits, map.count * sizeof *map.edits);
            assert_memory_equal(before.reasons, map.reasons,
                                map.count * sizeof *map.reasons);
            assert_memory_equal(behind.reasons, map.reasons,
                                map.count * sizeof *map.reasons);
        }
        lede_arena_release(&arena);
    }
}

/* ---- edits and rewriting ---- */

static void
edits_are_taken_back(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_edits edits;
    lede_edits_init(&edits, &arena);
    uint32_t reasons = 0;
    assert_int_equal(lede_edits_reopen(&edits, 7, &reasons), 7);
    lede_edits_add(&edits, (lede_raw_span){2, 5}, (lede_span){2, 3}, LEDE_REASON_CONTROLS);
    lede_edits_add(&edits, (lede_raw_span){8, 9}, (lede_span){6, 8}, LEDE_REASON_FORM);
    lede_edits_add(&edits, (lede_raw_span){9, 12}, (lede_span){8, 9}, LEDE_REASON_ENTITIES);
    /* clean 6 is raw 8, three bytes behind the first edit; the two others go */
    assert_int_equal(lede_edits_reopen(&edits, 6, &reasons), 8);
    assert_int_equal(reasons, LEDE_REASON_FORM | LEDE_REASON_ENTITIES);
    assert_int_equal(lede_edits_map(&edits).count, 1);
    assert_int_equal(lede_edits_reopen(&edits, 3, &reasons), 5);
    assert_int_equal(lede_edits_map(&edits).count, 1);
    lede_arena_release(&arena);
}

static void
rewriting_nothing_gives_the_text_itself(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_text text = text_of("unchanged");
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, text, &arena);
    assert_ptr_equal(lede_rewrite_finish(&rewrite).bytes, text.bytes);
    lede_rewrite_init(&rewrite, text, &arena);
    lede_rewrite_copy_to(&rewrite, 5);
    lede_text after = lede_rewrite_finish(&rewrite);
    assert_ptr_equal(after.bytes, text.bytes);
    assert_int_equal(after.size, text.size);
    lede_arena_release(&arena);
}

static void
rewriting_replaces_and_records(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, text_of("Iran ,  said"), &arena);
    lede_rewrite_replace(&rewrite, 4, 5, text_of(""), LEDE_REASON_QUOTES);
    lede_rewrite_replace(&rewrite, 6, 8, text_of("\xC2\xA0\xC2\xA0"), LEDE_REASON_SPACES);
    lede_text after = lede_rewrite_finish(&rewrite);
    lede_text expected = text_of("Iran,\xC2\xA0\xC2\xA0said");
    require(lede_text_equal(after, expected), after, "the new text");
    lede_map map = lede_edits_map(&rewrite.edits);
    const lede_edit edits[] = {{{4, 5}, {4, 4}}, {{6, 8}, {5, 9}}};
    assert_int_equal(map.count, 2);
    assert_memory_equal(map.edits, edits, sizeof edits);
    assert_int_equal(map.reasons[0], LEDE_REASON_QUOTES);
    assert_int_equal(map.reasons[1], LEDE_REASON_SPACES);
    lede_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spans_map_to_what_covers_their_source),
        cmocka_unit_test(empty_spans_stay_between_their_neighbours),
        cmocka_unit_test(all_spans_map_as_each_does),
        cmocka_unit_test(composing_is_mapping_twice),
        cmocka_unit_test(composing_with_nothing_changes_nothing),
        cmocka_unit_test(edits_are_taken_back),
        cmocka_unit_test(rewriting_nothing_gives_the_text_itself),
        cmocka_unit_test(rewriting_replaces_and_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
