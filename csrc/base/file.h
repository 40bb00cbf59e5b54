/* Files as the rest of the core needs them: mapped whole for reading, replaced whole by writing.
 *
 * Invariant: a reader never sees a half-written file; writing goes to a temporary neighbour that
 * takes the name at the end. Together with thread.c the only file with platform code.
 *
 *     lede_file file;
 *     lede_status status = lede_file_open(&file, "names.lede", &error);
 *     lede_file_close(&file);
 */
#ifndef LEDE_BASE_FILE_H
#define LEDE_BASE_FILE_H

#include <stddef.h>

#include "base/span.h"
#include "base/status.h"

typedef struct {
    const void *data; /* NULL for an empty file */
    size_t size;
} lede_file;

/* Maps the file read-only, shared between processes. LEDE_IO with a message on failure. Whoever cuts the
 * file while it is mapped ends the process: POSIX answers with SIGBUS, which a library cannot catch. */
LEDE_MUST_USE lede_status lede_file_open(lede_file *file, const char *path,
                                         lede_error *error);
void lede_file_close(lede_file *file);

/* Writes `bytes` as the whole new content of `path`. A file that is replaced hands on its mode, a new one
 * has what the umask leaves; a symbolic link is replaced itself. What is no file is refused. */
LEDE_MUST_USE lede_status lede_file_write(const char *path, lede_text bytes,
                                          lede_error *error);

#endif
