/* Pack files: named sections of plain bytes, no pointers, read by mmap and shared by processes.
 *
 *     0   magic "LEDEPACK" | version u32 | byte order mark u32 | kind char[8]
 *     24  file size u64 | section count u32 | reserved u32 | checksum of header and table u64 | 0
 *     64  section table: { name char[16] | offset u64 | size u64 | checksum u64 | 0 u64 } each
 *     …   sections, each aligned to 64 bytes, padded with zeros
 *
 * Invariant: after a successful open every section lies inside the file, aligned and apart from the
 * others; what a section holds is for its reader to check. Opening touches header and table only;
 * lede_pack_verify reads everything.
 *
 *     lede_pack *pack;
 *     lede_status status = lede_pack_open(&pack, "names.lede", "NAMES", &error);
 *     lede_text slots = lede_pack_section(pack, "slots");
 */
#ifndef LEDE_BASE_PACK_H
#define LEDE_BASE_PACK_H

#include "base/span.h"
#include "base/status.h"

#define LEDE_PACK_VERSION 1u

typedef struct lede_pack lede_pack;

typedef struct {
    const char *name; /* at most 15 bytes */
    lede_text bytes;
} lede_pack_item;

/* Opens a file. LEDE_BAD_FILE with a message that says what is wrong and what to do. */
LEDE_MUST_USE lede_status lede_pack_open(lede_pack **out, const char *path,
                                         const char *kind, lede_error *error);

/* The same for bytes in memory, aligned to 8 (`name` is for messages). Takes over `bytes`, from
 * lede_memory_resize: freed with the pack, and at once on failure. */
LEDE_MUST_USE lede_status lede_pack_adopt(lede_pack **out, lede_text bytes,
                                          const char *name, const char *kind,
                                          lede_error *error);

/* The same for a copy of `bytes`. */
LEDE_MUST_USE lede_status lede_pack_load(lede_pack **out, lede_text bytes, const char *name,
                                         const char *kind, lede_error *error);

void lede_pack_free(lede_pack *pack);

/* Compares every section with its checksum. */
LEDE_MUST_USE lede_status lede_pack_verify(const lede_pack *pack, lede_error *error);

/* The bytes of a section; {NULL, 0} when there is none of that name. */
lede_text lede_pack_section(const lede_pack *pack, const char *name);

/* The whole file as bytes. */
lede_text lede_pack_bytes(const lede_pack *pack);

/* The checksum in the header: it covers the table and so the checksums of all sections. */
uint64_t lede_pack_checksum(const lede_pack *pack);

/* The name the pack was opened under. */
const char *lede_pack_name(const lede_pack *pack);

/* LEDE_BAD_FILE with a message of what is wrong, for readers of its sections too. */
LEDE_MUST_USE lede_status lede_pack_damaged(const lede_pack *pack, lede_error *error,
                                            const char *what);

/* Lays out a file in fresh memory that the caller frees with lede_memory_free. */
LEDE_MUST_USE lede_status lede_pack_build(char **out, size_t *out_size, const char *kind,
                                          const lede_pack_item *items, size_t count);

#endif
