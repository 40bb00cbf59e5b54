/* Pack files: what was written is read; whatever else is said to be damaged. And files on disk. */
#define _POSIX_C_SOURCE 200809L

#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/pack.h"
#include "failing_memory.h"
#include "support_pack.h"

static char folder[64];
static char path[96];

static int
make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/lede-unit-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    (void)snprintf(path, sizeof path, "%s/file.lede", folder);
    return 0;
}

static size_t
files_in_folder(void)
{
    DIR *open_folder = opendir(folder);
    assert_non_null(open_folder);
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    (void)closedir(open_folder);
    return count;
}

static int
remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

/* ---- files ---- */

static void
files_come_back_as_written(void **state)
{
    (void)state;
    static const char BYTES[100000] = "start";
    static const size_t SIZES[] = {0, 1, 4096, sizeof BYTES};
    for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
        assert_int_equal(lede_file_write(path, (lede_text){BYTES, SIZES[i]}, NULL),
                         LEDE_OK);
        lede_file file;
        assert_int_equal(lede_file_open(&file, path, NULL), LEDE_OK);
        assert_int_equal(file.size, SIZES[i]);
        if (SIZES[i] == 0) {
            assert_null(file.data);
        } else {
            assert_memory_equal(file.data, BYTES, SIZES[i]);
        }
        lede_file_close(&file);
        lede_file_close(&file); /* closing twice is harmless */
    }
    assert_int_equal(files_in_folder(), 1);
}

/* Who has the old file open keeps the old bytes; who opens it afterwards sees the new ones. */
static void
writing_replaces_the_file_whole(void **state)
{
    (void)state;
    assert_int_equal(lede_file_write(path, text_of("the old one"), NULL), LEDE_OK);
    lede_file old, new;
    assert_int_equal(lede_file_open(&old, path, NULL), LEDE_OK);
    assert_int_equal(lede_file_write(path, text_of("new"), NULL), LEDE_OK);
    assert_int_equal(lede_file_open(&new, path, NULL), LEDE_OK);
    assert_int_equal(old.size, 11);
    assert_memory_equal(old.data, "the old one", 11);
    assert_int_equal(new.size, 3);
    assert_memory_equal(new.data, "new", 3);
    lede_file_close(&old);
    lede_file_close(&new);
    assert_int_equal(files_in_folder(), 1);
}

static void
refuses_to_open(const char *what)
{
    lede_file file;
    lede_error error = {0};
    assert_int_equal(lede_file_open(&file, what, &error), LEDE_IO);
    assert_non_null(strstr(error.message, what));
    assert_int_equal(lede_file_open(&file, what, NULL), LEDE_IO);
}

static void
only_regular_files_are_opened(void **state)
{
    (void)state;
    char other[128];
    (void)snprintf(other, sizeof other, "%s/missing", folder);
    refuses_to_open(other);
    refuses_to_open(folder);
    refuses_to_open("/dev/null");
    (void)snprintf(other, sizeof other, "%s/pipe", folder);
    assert_int_equal(mkfifo(other, 0600), 0);
    refuses_to_open(other); /* and does not wait for a writer */
    assert_int_equal(unlink(other), 0);
}

static void
refuses_to_write(const char *where)
{
    lede_error error = {0};
    assert_int_equal(lede_file_write(where, text_of("bytes"), &error), LEDE_IO);
    assert_non_null(strstr(error.message, where));
}

static void
unwritable_places_are_reported(void **state)
{
    (void)state;
    char other[128];
    (void)snprintf(other, sizeof other, "%s/missing/file", folder);
    refuses_to_write(other);
    (void)snprintf(other, sizeof other, "%s/folder", folder);
    assert_int_equal(mkdir(other, 0700), 0);
    size_t before = files_in_folder();
    refuses_to_write(other); /* a folder cannot be replaced */
    assert_int_equal(files_in_folder(), before);
    assert_int_equal(rmdir(other), 0);
    if (geteuid() != 0) { /* nothing is forbidden to root */
        assert_int_equal(chmod(folder, 0500), 0);
        refuses_to_write(path);
        assert_int_equal(chmod(folder, 0700), 0);
    }
}

static lede_status
write_once(void *context)
{
    (void)context;
    return lede_file_write(path, text_of("bytes"), NULL);
}

static void
writing_survives_exhausted_memory(void **state)
{
    (void)state;
    assert_in_range(failing_memory_sweep(write_once, NULL), 1, 10);
}

/* ---- packs ---- */

static const char ODD[] = "seven bytes and more";
static const lede_pack_item ITEMS[] = {
    {"first", {ODD, 7}},
    {"empty", {"", 0}},
    {"fifteen_letters", {ODD, 20}},
};

/* The file that most tests damage. Free with lede_memory_free. */
static char *
small_file(size_t *size)
{
    char *file;
    assert_int_equal(lede_pack_build(&file, size, "TEST", ITEMS, COUNT_OF(ITEMS)), LEDE_OK);
    return file;
}

static lede_status
open_bytes(lede_pack **pack, const char *bytes, size_t size, lede_error *error)
{
    return lede_pack_adopt(pack, pack_block(bytes, size), "memory", "TEST", error);
}

static void
check_items(const lede_pack *pack)
{
    for (size_t i = 0; i < COUNT_OF(ITEMS); i++) {
        lede_text section = lede_pack_section(pack, ITEMS[i].name);
        assert_int_equal(section.size, ITEMS[i].bytes.size);
        assert_memory_equal(section.bytes, ITEMS[i].bytes.bytes, section.size);
        assert_int_equal((uintptr_t)(section.bytes - lede_pack_bytes(pack).bytes) % 64, 0);
    }
    assert_null(lede_pack_section(pack, "missing").bytes);
    assert_null(lede_pack_section(pack, "").bytes);
    assert_null(lede_pack_section(pack, "firs").bytes);
    assert_int_equal(lede_pack_verify(pack, NULL), LEDE_OK);
}

static void
packs_come_back_as_built(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size);
    lede_pack *pack;
    assert_int_equal(open_bytes(&pack, file, size, NULL), LEDE_OK);
    check_items(pack);
    assert_string_equal(lede_pack_name(pack), "memory");
    assert_int_equal(lede_pack_bytes(pack).size, size);
    assert_memory_equal(lede_pack_bytes(pack).bytes, file, size);
    assert_true(lede_pack_checksum(pack) == pack_get64(file, PACK_CHECKSUM));
    lede_pack_free(pack);

    assert_int_equal(lede_file_write(path, (lede_text){file, size}, NULL), LEDE_OK);
    assert_int_equal(lede_pack_open(&pack, path, "TEST", NULL), LEDE_OK);
    check_items(pack);
    assert_string_equal(lede_pack_name(pack), path);
    lede_pack_free(pack);
    lede_pack_free(NULL);
    lede_memory_free(file);
    assert_int_equal(failing_memory_live(), 0);
}

/* The layout at the top of pack.h, byte by byte: files of yesterday must open tomorrow. */
static void
the_layout_stays_as_it_is(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size);
    assert_int_equal(size, 64 + 3 * 48 + /* to 64 */ 48 + 64 + 0 + 64);
    assert_memory_equal(file + PACK_MAGIC, "LEDEPACK", 8);
    assert_int_equal(pack_get32(file, PACK_FORMAT), 1);
    assert_int_equal(pack_get32(file, PACK_BYTE_ORDER), 0x01020304);
    assert_memory_equal(file + PACK_KIND, "TEST\0\0\0\0", 8);
    assert_true(pack_get64(file, PACK_FILE_SIZE) == size);
    assert_int_equal(pack_get32(file, PACK_SECTION_COUNT), 3);
    assert_memory_equal(file + PACK_TABLE, "first\0\0\0\0\0\0\0\0\0\0\0", 16);
    assert_true(pack_get64(file, PACK_TABLE + PACK_OFFSET) == 256);
    assert_true(pack_get64(file, PACK_TABLE + PACK_SIZE) == 7);
    assert_true(pack_get64(file, PACK_TABLE + 2 * PACK_ROW + PACK_OFFSET) == 320);
    assert_memory_equal(file + 256, "seven b\0\0\0", 10);
    char *sealed = malloc(size);
    assert_non_null(sealed);
    memcpy(sealed, file, size);
    pack_seal(sealed, size);
    assert_memory_equal(sealed, file, size); /* the checksums are what the format says */
    free(sealed);
    lede_memory_free(file);
}

static void
is_reported(const char *bytes, size_t size, const char *what)
{
    lede_pack *pack;
    lede_error error = {0};
    lede_status status = open_bytes(&pack, bytes, size, &error);
    if (status == LEDE_OK) {
        status = lede_pack_verify(pack, &error);
        lede_pack_free(pack);
    }
    if (status != LEDE_BAD_FILE || strstr(error.message, "memory") == NULL) {
        fail_msg("%s: status %d, message \"%s\"", what, (int)status, error.message);
    }
}

static void
every_changed_byte_is_reported(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size), what[64];
    for (size_t at = 0; at < size; at++) {
        char before = file[at];
        for (unsigned change = 1; change < 256; change++) {
            file[at] = (char)(before ^ (char)change);
            (void)snprintf(what, sizeof what, "byte %zu ^ %u", at, change);
            is_reported(file, size, what);
        }
        file[at] = before;
    }
    lede_memory_free(file);
}

static void
every_length_but_its_own_is_reported(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size), what[64];
    char *longer = calloc(size + 200, 1);
    assert_non_null(longer);
    memcpy(longer, file, size);
    for (size_t length = 0; length <= size + 200; length++) {
        if (length != size) {
            (void)snprintf(what, sizeof what, "%zu of %zu bytes", length, size);
            is_reported(longer, length, what);
        }
    }
    free(longer);
    lede_memory_free(file);
}

/* With one 64-bit field changed and everything sealed again: opening itself must see it. */
static void
field_is_refused(size_t at, uint64_t value)
{
    size_t size;
    char *file = small_file(&size);
    pack_put64(file, at, value);
    pack_seal(file, size);
    lede_pack *pack;
    if (open_bytes(&pack, file, size, NULL) != LEDE_BAD_FILE) {
        fail_msg("field at %zu: %#llx", at, (unsigned long long)value);
    }
    lede_memory_free(file);
}

static void
sections_may_not_lie_elsewhere(void **state)
{
    (void)state;
    static const uint64_t OFFSETS[] = {0,
                                       64,
                                       128,
                                       192,
                                       257,
                                       312,
                                       1 << 20,
                                       UINT64_MAX,
                                       384 + 64,
                                       (uint64_t)1 << 63,
                                       UINT64_MAX - 63};
    static const uint64_t SIZES[] = {129, 65, UINT64_MAX, UINT64_MAX - 255,
                                     (uint64_t)1 << 63};
    for (size_t i = 0; i < COUNT_OF(OFFSETS); i++) {
        field_is_refused(PACK_TABLE + PACK_OFFSET, OFFSETS[i]);
        field_is_refused(PACK_TABLE + 2 * PACK_ROW + PACK_OFFSET, OFFSETS[i]);
    }
    for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
        field_is_refused(PACK_TABLE + PACK_SIZE, SIZES[i]);
        field_is_refused(PACK_TABLE + 2 * PACK_ROW + PACK_SIZE, SIZES[i]);
    }
}

static void
sections_may_not_overlap(void **state)
{
    (void)state;
    field_is_refused(PACK_TABLE + PACK_SIZE, 65);                   /* into the second */
    field_is_refused(PACK_TABLE + 2 * PACK_ROW + PACK_OFFSET, 256); /* onto the first */
}

static void
section_names_must_end(void **state)
{
    (void)state;
    size_t size;
    char *file = small_file(&size);
    memset(file + PACK_TABLE, 'n', 16);
    pack_seal(file, size);
    is_reported(file, size, "a name of sixteen letters");
    lede_memory_free(file);
}

static void
section_counts_must_fit(void **state)
{
    (void)state;
    static const uint32_t COUNTS[] = {7, 8, 65, 1000000, UINT32_MAX};
    for (size_t i = 0; i < COUNT_OF(COUNTS); i++) {
        size_t size;
        char *file = small_file(&size);
        pack_put32(file, PACK_SECTION_COUNT, COUNTS[i]);
        pack_seal(file, size);
        is_reported(file, size, "section count");
        lede_memory_free(file);
    }
}

static void
header_is_reported(size_t at, const void *bytes, size_t count, const char *expected)
{
    size_t size;
    char *file = small_file(&size);
    memcpy(file + at, bytes, count);
    pack_seal(file, size);
    lede_pack *pack;
    lede_error error = {0};
    assert_int_equal(open_bytes(&pack, file, size, &error), LEDE_BAD_FILE);
    if (strstr(error.message, expected) == NULL) {
        fail_msg("\"%s\" says nothing of \"%s\"", error.message, expected);
    }
    assert_int_equal(open_bytes(&pack, file, size, NULL), LEDE_BAD_FILE);
    lede_memory_free(file);
}

/* Such files are sound; the message says why they are not for us. */
static void
other_files_are_told_apart(void **state)
{
    (void)state;
    header_is_reported(PACK_MAGIC, "lEDEPACK", 8, "not a lede file");
    header_is_reported(PACK_FORMAT, &(uint32_t){2}, 4, "version 2");
    header_is_reported(PACK_BYTE_ORDER, &(uint32_t){0x04030201}, 4, "byte order");
    header_is_reported(PACK_KIND, "OTHER", 6, "OTHER");
    header_is_reported(PACK_KIND, "TESTTEST", 8, "TESTTEST");
    header_is_reported(PACK_KIND, "TES\0", 4, "TEST");
}

static void
pack_builder_knows_its_limits(void **state)
{
    (void)state;
    enum { MOST = 64 };
    lede_pack_item items[MOST + 1];
    char names[MOST + 1][16];
    for (size_t i = 0; i <= MOST; i++) {
        (void)snprintf(names[i], sizeof names[i], "section %zu", i);
        items[i] = (lede_pack_item){names[i], {names[i], i % 12}};
    }
    char *file;
    size_t size;
    assert_int_equal(lede_pack_build(&file, &size, "TEST", items, MOST + 1),
                     LEDE_TOO_LARGE);
    assert_int_equal(lede_pack_build(&file, &size, "TEST", items, MOST), LEDE_OK);
    lede_pack *pack;
    assert_int_equal(open_bytes(&pack, file, size, NULL), LEDE_OK);
    for (size_t i = 0; i < MOST; i++) {
        lede_text section = lede_pack_section(pack, names[i]);
        assert_int_equal(section.size, i % 12);
        assert_memory_equal(section.bytes, names[i], section.size);
    }
    lede_pack_free(pack);
    lede_memory_free(file);
    assert_int_equal(lede_pack_build(&file, &size, "EIGHTEEN", NULL, 0), LEDE_OK);
    assert_int_equal(lede_pack_adopt(&pack, (lede_text){file, size}, "", "EIGHTEEN", NULL),
                     LEDE_OK);
    assert_int_equal(lede_pack_verify(pack, NULL), LEDE_OK);
    lede_pack_free(pack);
}

static void
files_that_are_no_packs_are_refused(void **state)
{
    (void)state;
    lede_pack *pack;
    lede_error error = {0};
    assert_int_equal(lede_pack_open(&pack, folder, "TEST", &error), LEDE_IO);
    assert_int_equal(lede_file_write(path, (lede_text){"", 0}, NULL), LEDE_OK);
    assert_int_equal(lede_pack_open(&pack, path, "TEST", &error), LEDE_BAD_FILE);
    assert_non_null(strstr(error.message, path));
    assert_int_equal(failing_memory_live(), 0);
}

static lede_status
build_open_verify(void *context)
{
    (void)context;
    char *file;
    size_t size;
    lede_status status = lede_pack_build(&file, &size, "TEST", ITEMS, COUNT_OF(ITEMS));
    if (status != LEDE_OK) {
        return status;
    }
    lede_pack *pack;
    status = lede_pack_adopt(&pack, (lede_text){file, size}, "memory", "TEST", NULL);
    if (status == LEDE_OK) {
        status = lede_pack_verify(pack, NULL);
        lede_pack_free(pack);
    }
    return status;
}

static lede_status
open_once(void *context)
{
    (void)context;
    lede_pack *pack;
    lede_status status = lede_pack_open(&pack, path, "TEST", NULL);
    if (status == LEDE_OK) {
        lede_pack_free(pack);
    }
    return status;
}

static void
packs_survive_exhausted_memory(void **state)
{
    (void)state;
    assert_in_range(failing_memory_sweep(build_open_verify, NULL), 2, 20);
    size_t size;
    char *file = small_file(&size);
    assert_int_equal(lede_file_write(path, (lede_text){file, size}, NULL), LEDE_OK);
    lede_memory_free(file);
    assert_in_range(failing_memory_sweep(open_once, NULL), 1, 20);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_back_as_written),
        cmocka_unit_test(writing_replaces_the_file_whole),
        cmocka_unit_test(only_regular_files_are_opened),
        cmocka_unit_test(unwritable_places_are_reported),
        cmocka_unit_test(writing_survives_exhausted_memory),
        cmocka_unit_test(packs_come_back_as_built),
        cmocka_unit_test(the_layout_stays_as_it_is),
        cmocka_unit_test(every_changed_byte_is_reported),
        cmocka_unit_test(every_length_but_its_own_is_reported),
        cmocka_unit_test(sections_may_not_lie_elsewhere),
        cmocka_unit_test(sections_may_not_overlap),
        cmocka_unit_test(section_names_must_end),
        cmocka_unit_test(section_counts_must_fit),
        cmocka_unit_test(other_files_are_told_apart),
        cmocka_unit_test(pack_builder_knows_its_limits),
        cmocka_unit_test(files_that_are_no_packs_are_refused),
        cmocka_unit_test(packs_survive_exhausted_memory),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
