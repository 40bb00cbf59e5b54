/* What the fuzz targets share. Each defines LLVMFuzzerTestOneInput, so that it can be linked with
 * libFuzzer (clang -fsanitize=fuzzer) or with standalone.c, which `make fuzz` does.
 *
 * Invariant: the first bytes of an input choose options, the others are what comes from outside.
 *
 *     fuzz_input in = {data, size};
 *     lede_form form = (lede_form)(fuzz_byte(&in) % 4);
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *bytes;
    size_t size;
} fuzz_input;

/* The next byte of the input, 0 at its end. */
static inline uint8_t
fuzz_byte(fuzz_input *in)
{
    if (in->size == 0) {
        return 0;
    }
    in->size--;
    return *in->bytes++;
}

/* Ends the process, as a fault that a sanitizer finds does. */
static inline void
fuzz_require(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "fuzz: %s\n", what);
        abort();
    }
}

/* The rest of the input in memory of its own, so that a look beyond its end is seen. Free it. */
static inline char *
fuzz_copy(fuzz_input in)
{
    char *bytes = malloc(in.size + (in.size == 0));
    fuzz_require(bytes != NULL, "out of memory");
    if (in.size > 0) {
        memcpy(bytes, in.bytes, in.size);
    }
    return bytes;
}

/* The rest of the input as the core is given text: UTF-8 in which surrogates may stand. Bytes that are
 * none become question marks. Free the bytes. */
static inline lede_text
fuzz_text(fuzz_input in)
{
    char *bytes = fuzz_copy(in);
    for (size_t at = 0, size; at < in.size; at += size) {
        uint32_t point;
        size = slow_decode(bytes + at, in.size - at, &point);
        if (size == 0) {
            bytes[at] = '?';
            size = 1;
        }
    }
    return (lede_text){bytes, in.size};
}

#endif
