#include "support_pack.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

void
pack_put32(char *file, size_t at, uint32_t value)
{
    memcpy(file + at, &value, sizeof value);
}

void
pack_put64(char *file, size_t at, uint64_t value)
{
    memcpy(file + at, &value, sizeof value);
}

uint32_t
pack_get32(const char *file, size_t at)
{
    uint32_t value;
    memcpy(&value, file + at, sizeof value);
    return value;
}

uint64_t
pack_get64(const char *file, size_t at)
{
    uint64_t value;
    memcpy(&value, file + at, sizeof value);
    return value;
}

static void
seal_section(char *file, size_t size, size_t row)
{
    uint64_t offset = pack_get64(file, row + PACK_OFFSET);
    uint64_t length = pack_get64(file, row + PACK_SIZE);
    if (offset <= size && length <= size - offset) {
        pack_put64(file, row + PACK_SECTION_CHECKSUM,
                   lede_hash_bytes(file + offset, length));
    }
}

void
pack_seal(char *file, size_t size)
{
    if (size < PACK_TABLE) {
        return;
    }
    pack_put64(file, PACK_FILE_SIZE, size);
    pack_put64(file, PACK_CHECKSUM, 0);
    size_t count = pack_get32(file, PACK_SECTION_COUNT);
    if (count > (size - PACK_TABLE) / PACK_ROW) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        seal_section(file, size, PACK_TABLE + i * PACK_ROW);
    }
    uint64_t header = lede_hash_bytes(file, PACK_TABLE);
    uint64_t table = lede_hash_bytes(file + PACK_TABLE, count * PACK_ROW);
    pack_put64(file, PACK_CHECKSUM, lede_hash_join(header, table));
}

lede_text
pack_block(const char *bytes, size_t size)
{
    char *block = lede_memory_resize(NULL, size + (size == 0));
    if (block == NULL) {
        abort(); /* the tests do not go on without memory of their own */
    }
    if (size != 0) {
        memcpy(block, bytes, size);
    }
    return (lede_text){block, size};
}

/* Reads every byte of the text, so that the sanitizer sees one that lies outside. */
static size_t
sum_of(lede_text text)
{
    size_t sum = 0;
    for (size_t i = 0; i < text.size; i++) {
        sum += (unsigned char)text.bytes[i];
    }
    return sum;
}

static size_t
read_entries(const lede_gazetteer *gazetteer)
{
    size_t sum = 0;
    for (size_t i = 0; i < lede_gazetteer_count(gazetteer); i++) {
        lede_entry entry = lede_gazetteer_entry(gazetteer, i);
        sum += sum_of(entry.surface) + sum_of(entry.name) + sum_of(entry.label) +
               sum_of(entry.id) + sum_of(entry.source) + entry.prior;
        sum += lede_gazetteer_entry_label(gazetteer, i);
    }
    for (size_t i = 0; lede_gazetteer_label(gazetteer, i).bytes != NULL; i++) {
        sum += sum_of(lede_gazetteer_label(gazetteer, i));
    }
    return sum + lede_gazetteer_count_all(gazetteer).unmatchable;
}

static size_t
look_all_up(const lede_gazetteer *gazetteer)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector entries;
    lede_vector_init(&entries, &arena, sizeof(uint32_t));
    for (size_t i = 0; i < lede_gazetteer_count(gazetteer); i++) {
        lede_text surface = lede_gazetteer_entry(gazetteer, i).surface;
        lede_gazetteer_lookup(gazetteer, surface, &entries);
    }
    size_t found = entries.count;
    lede_arena_release(&arena);
    return found;
}

static void
find_all(const lede_gazetteer *gazetteer, lede_text text, lede_match_policy policy)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_tokens tokens;
    lede_tokens_find(&tokens, text, &arena);
    const uint64_t *hashes =
        lede_tokens_fold(&tokens, text, lede_gazetteer_fold(gazetteer), &arena);
    lede_vector matches;
    lede_vector_init(&matches, &arena, sizeof(lede_match));
    lede_gazetteer_find(gazetteer, text, &tokens, hashes, policy, &matches);
    const lede_match *found = matches.data;
    for (size_t i = 0; i < matches.count; i++) {
        bool inside = found[i].first < found[i].end && found[i].end <= tokens.count &&
                      found[i].entry < lede_gazetteer_count(gazetteer);
        if (!inside) {
            abort();
        }
    }
    lede_arena_release(&arena);
}

void
use_dictionary(const lede_gazetteer *gazetteer, lede_text text)
{
    volatile size_t seen = read_entries(gazetteer) + look_all_up(gazetteer);
    (void)seen;
    for (int policy = LEDE_MATCH_LONGEST; policy <= LEDE_MATCH_ALL; policy++) {
        find_all(gazetteer, text, (lede_match_policy)policy);
    }
}

lede_status
load_dictionary(lede_gazetteer **out, lede_text bytes, lede_error *error)
{
    lede_pack *pack;
    lede_status status =
        lede_pack_load(&pack, bytes, "the dictionary", LEDE_GAZETTEER_KIND, error);
    return status == LEDE_OK ? lede_gazetteer_adopt(out, pack, error) : status;
}

void
try_dictionary(const char *bytes, size_t size, lede_text text)
{
    lede_gazetteer *gazetteer;
    lede_error error = {0};
    lede_status status = load_dictionary(&gazetteer, (lede_text){bytes, size}, &error);
    if (status != LEDE_OK) {
        return;
    }
    (void)!lede_pack_verify(lede_gazetteer_pack(gazetteer), &error);
    use_dictionary(gazetteer, text);
    lede_gazetteer_free(gazetteer);
}
