/* A dictionary and a text from the input, matched and compared with the slow matcher. Each line up to an
 * empty one is a name, its first byte the flags and the label of its entry; the rest is the text. */
#include "fuzz.h"

#include "support_matcher.h"

enum { MOST_NAMES = 24 };

static lede_text
next_line(lede_text *rest)
{
    const char *end = rest->size == 0 ? NULL : memchr(rest->bytes, '\n', rest->size);
    size_t size = end == NULL ? rest->size : (size_t)(end - rest->bytes);
    lede_text line = {rest->bytes, size};
    size_t taken = size + (end != NULL);
    *rest = (lede_text){rest->bytes + taken, rest->size - taken};
    return line;
}

static size_t
read_names(lede_entry *entries, cut_text *cut, lede_text *rest, lede_fold fold,
           lede_arena *arena)
{
    static const lede_text LABELS[] = {{"", 0}, {"ORG", 3}, {"LOC", 3}};
    size_t count = 0;
    for (lede_text line = next_line(rest); line.size > 0 && count < MOST_NAMES;
         line = next_line(rest)) {
        unsigned char asks = (unsigned char)line.bytes[0];
        size_t ascii =
            asks < 0x80; /* else the byte begins a character, which is the name's */
        lede_text surface = {line.bytes + ascii, line.size - ascii};
        entries[count] = (lede_entry){.surface = surface,
                                      .name = surface,
                                      .label = LABELS[asks / 8 % 3],
                                      .flags = ascii ? asks % 8u : 0};
        cut[count++] = cut_up_text(surface, fold, arena);
    }
    return count;
}

static void
compare(const lede_gazetteer *gazetteer, const slow_names *names, lede_text text,
        lede_match_policy policy, lede_arena *arena)
{
    cut_text words = cut_up_text(text, names->fold, arena);
    const uint64_t *hashes = lede_tokens_fold(&words.all, text, names->fold, arena);
    lede_vector found, expected;
    lede_vector_init(&found, arena, sizeof(lede_match));
    lede_vector_init(&expected, arena, sizeof(lede_match));
    lede_gazetteer_find(gazetteer, text, &words.all, hashes, policy, &found);
    slow_find(names, &words, policy, &expected);
    fuzz_require(found.count == expected.count, "another number of matches");
    fuzz_require(found.count == 0 || memcmp(found.data, expected.data,
                                            found.count * sizeof(lede_match)) == 0,
                 "other matches");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const lede_match_policy POLICIES[] = {LEDE_MATCH_LONGEST, LEDE_MATCH_LABEL,
                                                 LEDE_MATCH_ALL};
    fuzz_input in = {data, size < 2000 ? size : 2000}; /* the slow matcher is slow */
    lede_fold fold = (lede_fold)(fuzz_byte(&in) % LEDE_FOLD_COUNT);
    lede_match_policy policy = POLICIES[fuzz_byte(&in) % 3];
    lede_text whole = fuzz_text(in), rest = whole;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_entry entries[MOST_NAMES];
    cut_text cut[MOST_NAMES];
    slow_names names = {entries, cut, 0, fold};
    names.count = read_names(entries, cut, &rest, fold, &arena);
    lede_gazetteer *gazetteer = NULL;
    lede_status status = lede_gazetteer_build(&gazetteer, entries, names.count, fold, NULL);
    if (status != LEDE_TOO_LARGE) {
        fuzz_require(status == LEDE_OK, "the dictionary was not built");
        compare(gazetteer, &names, rest, policy, &arena);
    }
    lede_gazetteer_free(gazetteer);
    lede_arena_release(&arena);
    free((void *)(uintptr_t)whole.bytes);
    return 0;
}
