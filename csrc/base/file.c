#define _POSIX_C_SOURCE 200809L

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static lede_status
refused(lede_error *error, int number, const char *action, const char *path)
{
    char reason[128];
    if (strerror_r(number, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", number);
    }
    (void)lede_fail(error, LEDE_IO, "cannot %s %s: %s", action, path, reason);
    if (error != NULL) {
        error->number = number;
    }
    return LEDE_IO;
}

static lede_status
map_whole(lede_file *file, int descriptor, const char *path, lede_error *error)
{
    struct stat state;
    if (fstat(descriptor, &state) != 0) {
        return refused(error, errno, "read", path);
    }
    if (S_ISDIR(state.st_mode)) {
        return refused(error, EISDIR, "read", path);
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
        return refused(error, errno, "map", path);
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
        return refused(error, errno, "open", path);
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

enum { NAME_ROOM = 32, NAMES_TRIED = 100 };

/* Opens a new file beside `path` and puts its name into `name`. Unlike one of mkstemp it has the mode
 * that the umask leaves, which only the system can look up safely while other threads run. */
static int
open_neighbour(char *name, size_t room, const char *path)
{
    int descriptor = -1;
    errno = EEXIST;
    for (int i = 0; i < NAMES_TRIED && descriptor < 0 && errno == EEXIST; i++) {
        (void)snprintf(name, room, "%s.%ld-%d", path, (long)getpid(), i);
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    return descriptor;
}

/* A file that is replaced hands on its mode. */
static int
keep_mode(int descriptor, const char *path)
{
    struct stat state;
    return stat(path, &state) == 0 ? fchmod(descriptor, state.st_mode & 0777) : 0;
}

/* What renaming a file to `path` would do away with: a device, a pipe. */
static bool
is_no_file(const char *path)
{
    struct stat state;
    return stat(path, &state) == 0 && !S_ISREG(state.st_mode) && !S_ISDIR(state.st_mode);
}

lede_status
lede_file_write(const char *path, lede_text bytes, lede_error *error)
{
    if (is_no_file(path)) {
        return lede_fail(error, LEDE_IO, "cannot write %s: it is not a regular file", path);
    }
    size_t room = strlen(path) + NAME_ROOM;
    char *temporary = lede_memory_resize(NULL, room);
    if (temporary == NULL) {
        return LEDE_NO_MEMORY;
    }
    lede_status status = LEDE_OK;
    int descriptor = open_neighbour(temporary, room, path);
    if (descriptor < 0) {
        status = refused(error, errno, "write", path);
        goto done;
    }
    if (keep_mode(descriptor, path) != 0 || write_whole(descriptor, bytes) != 0 ||
        rename(temporary, path) != 0) {
        status = refused(error, errno, "write", path);
        (void)unlink(temporary);
    }
    (void)close(descriptor);
done:
    lede_memory_free(temporary);
    return status;
}
