/* The Arrow C data and stream interface, as its specification lays it out: the ABI by which data
 * frames hand columns to each other without a library between them.
 *
 * Invariant: names and layout are those of the specification ("The Arrow C data interface", Apache
 * Arrow). Whoever holds a structure calls its `release` once; one that is NULL was released or moved.
 *
 *     if (array.release != NULL) array.release(&array);
 */
#ifndef LEDE_ENGINE_ARROW_H
#define LEDE_ENGINE_ARROW_H

#include <stdint.h>

#define ARROW_FLAG_NULLABLE 2

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif
