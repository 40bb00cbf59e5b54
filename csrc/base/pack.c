#define _POSIX_C_SOURCE 200809L /* strnlen */

#include "base/pack.h"

#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"

enum { ALIGNMENT = 64, MOST_SECTIONS = 64 };
static const char MAGIC[8] = "LEDEPACK";
static const uint32_t BYTE_ORDER_MARK = 0x01020304;

typedef struct {
    char magic[8];
    uint32_t version, byte_order;
    char kind[8];
    uint64_t file_size;
    uint32_t section_count, reserved;
    uint64_t checksum; /* of header and table, this field being zero */
    uint64_t padding[2];
} pack_header;

typedef struct {
    char name[16];
    uint64_t offset, size, checksum, padding;
} pack_section;

_Static_assert(sizeof(pack_header) == 64, "the header is 64 bytes in the file");
_Static_assert(sizeof(pack_section) == 48, "a table row is 48 bytes in the file");

struct lede_pack {
    lede_file file;  /* used when mapped */
    char *memory;    /* used when adopted */
    lede_text bytes; /* either of them */
    const pack_section *sections;
    size_t section_count;
    uint64_t checksum;
    char *name;
};

static size_t
aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static uint64_t
table_checksum(const pack_header *header, const pack_section *sections)
{
    pack_header plain = *header;
    plain.checksum = 0;
    uint64_t hash = lede_hash_bytes(&plain, sizeof plain);
    return lede_hash_join(
        hash, lede_hash_bytes(sections, header->section_count * sizeof *sections));
}

lede_status
lede_pack_damaged(const lede_pack *pack, lede_error *error, const char *what)
{
    return lede_fail(error, LEDE_BAD_FILE, "%s is damaged: %s. Build or download it again.",
                     pack->name, what);
}

static lede_status
check_header(const lede_pack *pack, const char *kind, lede_error *error)
{
    const pack_header *header = (const void *)pack->bytes.bytes;
    if (pack->bytes.size < sizeof *header ||
        memcmp(header->magic, MAGIC, sizeof MAGIC) != 0) {
        return lede_fail(error, LEDE_BAD_FILE, "%s is not a lede file", pack->name);
    }
    if (header->byte_order != BYTE_ORDER_MARK) {
        return lede_fail(
            error, LEDE_BAD_FILE,
            "%s was written on a machine of the other byte order; build it on this one",
            pack->name);
    }
    if (header->version != LEDE_PACK_VERSION) {
        return lede_fail(
            error, LEDE_BAD_FILE,
            "%s has format version %u, this library reads version %u; build it again",
            pack->name, header->version, LEDE_PACK_VERSION);
    }
    char wanted[8] = {0};
    memcpy(wanted, kind, strnlen(kind, sizeof wanted));
    if (memcmp(header->kind, wanted, sizeof wanted) != 0) {
        return lede_fail(error, LEDE_BAD_FILE, "%s holds \"%.8s\", not \"%s\"", pack->name,
                         header->kind, kind);
    }
    if (header->file_size != pack->bytes.size) {
        return lede_fail(
            error, LEDE_BAD_FILE,
            "%s is damaged: it should have %llu bytes and has %zu. Build or download "
            "it again.",
            pack->name, (unsigned long long)header->file_size, pack->bytes.size);
    }
    return LEDE_OK;
}

/* Sections must follow each other: so no two can overlap and all lie inside the file. */
static lede_status
check_table(const lede_pack *pack, lede_error *error)
{
    const pack_header *header = (const void *)pack->bytes.bytes;
    size_t room = (pack->bytes.size - sizeof *header) / sizeof(pack_section);
    if (header->section_count > room || header->section_count > MOST_SECTIONS) {
        return lede_pack_damaged(pack, error, "its section table does not fit");
    }
    const pack_section *sections = (const void *)(pack->bytes.bytes + sizeof *header);
    if (header->checksum != table_checksum(header, sections)) {
        return lede_pack_damaged(pack, error, "the checksum of its header is wrong");
    }
    uint64_t end = sizeof *header + header->section_count * sizeof *sections;
    for (size_t i = 0; i < header->section_count; i++) {
        const pack_section *section = &sections[i];
        if (section->offset % ALIGNMENT != 0 || section->offset < end ||
            section->offset > pack->bytes.size ||
            section->size > pack->bytes.size - section->offset ||
            memchr(section->name, 0, sizeof section->name) == NULL) {
            return lede_pack_damaged(pack, error, "a section lies outside the file");
        }
        end = section->offset + section->size;
    }
    return LEDE_OK;
}

static lede_status
check(lede_pack *pack, const char *kind, lede_error *error)
{
    lede_status status = check_header(pack, kind, error);
    if (status == LEDE_OK) {
        status = check_table(pack, error);
    }
    if (status == LEDE_OK) {
        const pack_header *header = (const void *)pack->bytes.bytes;
        pack->sections = (const void *)(pack->bytes.bytes + sizeof *header);
        pack->section_count = header->section_count;
        pack->checksum = header->checksum;
    }
    return status;
}

static lede_pack *
new_pack(const char *name)
{
    size_t length = strlen(name) + 1;
    lede_pack *pack = lede_memory_resize(NULL, sizeof *pack + length);
    if (pack != NULL) {
        *pack = (lede_pack){.name = (char *)(pack + 1)};
        memcpy(pack->name, name, length);
    }
    return pack;
}

lede_status
lede_pack_open(lede_pack **out, const char *path, const char *kind, lede_error *error)
{
    lede_pack *pack = new_pack(path);
    if (pack == NULL) {
        return LEDE_NO_MEMORY;
    }
    lede_status status = lede_file_open(&pack->file, path, error);
    if (status == LEDE_OK) {
        pack->bytes = (lede_text){pack->file.data, pack->file.size};
        status = check(pack, kind, error);
    }
    if (status != LEDE_OK) {
        lede_pack_free(pack);
        return status;
    }
    *out = pack;
    return LEDE_OK;
}

lede_status
lede_pack_adopt(lede_pack **out, lede_text bytes, const char *name, const char *kind,
                lede_error *error)
{
    lede_pack *pack = new_pack(name);
    if (pack == NULL) {
        lede_memory_free((void *)(uintptr_t)bytes.bytes);
        return LEDE_NO_MEMORY;
    }
    pack->memory = (void *)(uintptr_t)bytes.bytes;
    pack->bytes = bytes;
    lede_status status = check(pack, kind, error);
    if (status != LEDE_OK) {
        lede_pack_free(pack);
        return status;
    }
    *out = pack;
    return LEDE_OK;
}

lede_status
lede_pack_load(lede_pack **out, lede_text bytes, const char *name, const char *kind,
               lede_error *error)
{
    char *copy = lede_memory_resize(NULL, bytes.size + 1);
    if (copy == NULL) {
        return LEDE_NO_MEMORY;
    }
    if (bytes.size != 0) {
        memcpy(copy, bytes.bytes, bytes.size);
    }
    return lede_pack_adopt(out, (lede_text){copy, bytes.size}, name, kind, error);
}

void
lede_pack_free(lede_pack *pack)
{
    if (pack != NULL) {
        lede_file_close(&pack->file);
        lede_memory_free(pack->memory);
        lede_memory_free(pack);
    }
}

static bool
all_zero(const char *bytes, const char *end)
{
    while (bytes < end && *bytes == 0) {
        bytes++;
    }
    return bytes == end;
}

lede_status
lede_pack_verify(const lede_pack *pack, lede_error *error)
{
    const char *end = (const char *)(pack->sections + pack->section_count);
    for (size_t i = 0; i < pack->section_count; i++) {
        const pack_section *section = &pack->sections[i];
        const char *bytes = pack->bytes.bytes + section->offset;
        if (!all_zero(end, bytes)) {
            return lede_pack_damaged(pack, error,
                                     "there is something between its sections");
        }
        end = bytes + section->size;
        if (lede_hash_bytes(bytes, (size_t)section->size) != section->checksum) {
            return lede_fail(
                error, LEDE_BAD_FILE,
                "%s is damaged: the checksum of its section \"%s\" is wrong. Build or "
                "download it again.",
                pack->name, section->name);
        }
    }
    if (!all_zero(end, pack->bytes.bytes + pack->bytes.size)) {
        return lede_pack_damaged(pack, error, "there is something behind its last section");
    }
    return LEDE_OK;
}

lede_text
lede_pack_section(const lede_pack *pack, const char *name)
{
    for (size_t i = 0; i < pack->section_count; i++) {
        const pack_section *section = &pack->sections[i];
        if (strcmp(section->name, name) == 0) {
            return (lede_text){pack->bytes.bytes + section->offset, (size_t)section->size};
        }
    }
    return (lede_text){NULL, 0};
}

lede_text
lede_pack_bytes(const lede_pack *pack)
{
    return pack->bytes;
}

uint64_t
lede_pack_checksum(const lede_pack *pack)
{
    return pack->checksum;
}

const char *
lede_pack_name(const lede_pack *pack)
{
    return pack->name;
}

lede_status
lede_pack_build(char **out, size_t *out_size, const char *kind, const lede_pack_item *items,
                size_t count)
{
    if (count > MOST_SECTIONS) {
        return LEDE_TOO_LARGE;
    }
    pack_section sections[MOST_SECTIONS] = {{{0}, 0, 0, 0, 0}};
    size_t size = aligned(sizeof(pack_header) + count * sizeof(pack_section));
    for (size_t i = 0; i < count; i++) {
        lede_text bytes = items[i].bytes;
        memcpy(sections[i].name, items[i].name, strnlen(items[i].name, 15));
        sections[i].offset = size;
        sections[i].size = bytes.size;
        sections[i].checksum = lede_hash_bytes(bytes.bytes, bytes.size);
        size = aligned(size + bytes.size);
    }
    char *file = lede_memory_resize(NULL, size);
    if (file == NULL) {
        return LEDE_NO_MEMORY;
    }
    memset(file, 0, size);
    pack_header header = {.version = LEDE_PACK_VERSION, .byte_order = BYTE_ORDER_MARK};
    memcpy(header.magic, MAGIC, sizeof MAGIC);
    memcpy(header.kind, kind, strnlen(kind, sizeof header.kind));
    header.file_size = size;
    header.section_count = (uint32_t)count;
    header.checksum = table_checksum(&header, sections);
    memcpy(file, &header, sizeof header);
    memcpy(file + sizeof header, sections, count * sizeof *sections);
    for (size_t i = 0; i < count; i++) {
        if (items[i].bytes.size != 0) {
            memcpy(file + sections[i].offset, items[i].bytes.bytes, items[i].bytes.size);
        }
    }
    *out = file;
    *out_size = size;
    return LEDE_OK;
}
