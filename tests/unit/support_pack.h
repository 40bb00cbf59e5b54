/* Pack files written by hand, damaged or made hostile: base/pack.h, drawn at its top.
 *
 * Invariant: only sealing uses the code under test, for its hash, whose values test_base.c knows.
 *
 *     pack_put64(file, PACK_TABLE + PACK_OFFSET, 0);
 *     pack_seal((lede_text){file, size});
 */
#ifndef TESTS_UNIT_SUPPORT_PACK_H
#define TESTS_UNIT_SUPPORT_PACK_H

#include "base/pack.h"
#include "base/span.h"
#include "names/gazetteer.h"

/* Where the fields of the header lie, and those of a row of the table in it. */
enum {
    PACK_MAGIC = 0,
    PACK_FORMAT = 8,
    PACK_BYTE_ORDER = 12,
    PACK_KIND = 16,
    PACK_FILE_SIZE = 24,
    PACK_SECTION_COUNT = 32,
    PACK_CHECKSUM = 40,
    PACK_TABLE = 64,
    PACK_ROW = 48,
    PACK_OFFSET = 16,
    PACK_SIZE = 24,
    PACK_SECTION_CHECKSUM = 32,
};

/* Numbers are in the byte order of the machine, as the byte order mark says. */
void pack_put32(char *file, size_t at, uint32_t value);
void pack_put64(char *file, size_t at, uint64_t value);
uint32_t pack_get32(const char *file, size_t at);
uint64_t pack_get64(const char *file, size_t at);

/* Makes the header's size and all checksums right again, where what they are about lies within the
 * file. */
void pack_seal(char *file, size_t size);

/* A copy of the bytes in memory that lede_pack_adopt takes over, with nothing behind it. */
lede_text pack_block(const char *bytes, size_t size);

/* Does with an open dictionary everything that one can do. */
void use_dictionary(const lede_gazetteer *gazetteer, lede_text text);

/* Opens the bytes as a dictionary and, if that works, uses it on the text. */
void try_dictionary(const char *bytes, size_t size, lede_text text);

/* A dictionary of a copy of the bytes. */
lede_status load_dictionary(lede_gazetteer **out, lede_text bytes, lede_error *error);

#endif
