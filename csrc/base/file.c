#define _POSIX_C_SOURCE 200809L

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static lede_status
refused(lede_error *error, const char *action, const char *path)
{
    char reason[128];
    if (strerror_r(errno, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", errno);
    }
    return lede_fail(error, LEDE_IO, "cannot %s %s: %s", action, path, reason);
}

static lede_status
map_whole(lede_file *file, int descriptor, const char *path, lede_error *error)
{
    struct stat state;
    if (fstat(descriptor, &state) != 0) {
        return refused(error, "read", path);
    }
    if (!S_ISREG(state.st_mode)) {
        return lede_fail(error, LEDE_IO, "cannot read %s: it is not a regular file", path);
    }
    *file = (lede_file){NULL, (size_t)state.st_size};
    if (file->size == 0) {
        return LEDE_OK; /* mmap refuses an empty range */
    }
    void *data = mmap(NULL, file->size, PROT_READ, MAP_SHARED, descriptor, 0);
    if (data == MAP_FAILED) {
        return refused(error, "map", path);
    }
    file->data = data;
    return LEDE_OK;
}

lede_status
lede_file_open(lede_file *file, const char *path, lede_error *error)
{
    *file = (lede_file){0};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return refused(error, "open", path);
    }
    lede_status status = map_whole(file, descriptor, path, error);
    (void)close(descriptor);
    return status;
}

void
lede_file_close(lede_file *file)
{
    if (file->data != NULL) {
        (void)munmap((void *)(uintptr_t)file->data, file->size);
    }
    *file = (lede_file){0};
}

static int
write_whole(int descriptor, lede_text bytes)
{
    while (bytes.size > 0) {
        ssize_t written = write(descriptor, bytes.bytes, bytes.size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return -1;
        }
        bytes = (lede_text){bytes.bytes + written, bytes.size - (size_t)written};
    }
    return fsync(descriptor);
}

lede_status
lede_file_write(const char *path, lede_text bytes, lede_error *error)
{
    static const char SUFFIX[] = ".XXXXXX";
    size_t length = strlen(path);
    char *temporary = lede_memory_resize(NULL, length + sizeof SUFFIX);
    if (temporary == NULL) {
        return LEDE_NO_MEMORY;
    }
    memcpy(temporary, path, length);
    memcpy(temporary + length, SUFFIX, sizeof SUFFIX);
    lede_status status = LEDE_OK;
    int descriptor = mkstemp(temporary);
    if (descriptor < 0) {
        status = refused(error, "write", path);
        goto done;
    }
    bool written = write_whole(descriptor, bytes) == 0 && fchmod(descriptor, 0644) == 0;
    if (!written || rename(temporary, path) != 0) {
        status = refused(error, "write", path);
        (void)unlink(temporary);
    }
    (void)close(descriptor);
done:
    lede_memory_free(temporary);
    return status;
}
