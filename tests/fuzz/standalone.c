/* A driver for the fuzz targets where there is no libFuzzer: it replays files and then changes them at
 * random. It does not look at coverage, so it finds less; it needs nothing but the compiler.
 *
 *     fuzz_read [-t seconds] [-s seed] file …
 *
 * An input that ends the process is left in fuzz-failure.bin in the current folder; give that file to
 * the program again to see it fail alone. */
#define _POSIX_C_SOURCE 200809L

#include "fuzz.h"

#include <fcntl.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST = 1 << 14, MOST_FILES = 4096, SECONDS_AN_INPUT = 10, MOST_CHANGES = 8 };

typedef struct {
    uint8_t *bytes;
    size_t size;
} pool_input;

static pool_input pool[MOST_FILES];
static size_t pool_count;
static uint8_t now[LARGEST]; /* the input that is being tried */
static size_t now_size;

/* Called when the process ends badly; only system calls are safe here. */
static void
save_input(void)
{
    int descriptor = open("fuzz-failure.bin", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (descriptor >= 0) {
        (void)!write(descriptor, now, now_size);
        (void)close(descriptor);
    }
}

static void
on_signal(int number)
{
    static const char SLOW[] = "fuzz: one input takes too long\n";
    if (number == SIGALRM) {
        (void)!write(STDERR_FILENO, SLOW, sizeof SLOW - 1);
    }
    save_input();
    _exit(1);
}

static void
try_now(void)
{
    (void)alarm(SECONDS_AN_INPUT);
    /* in a block of its own, so that a byte read beyond it is seen */
    uint8_t *bytes = malloc(now_size + (now_size == 0));
    fuzz_require(bytes != NULL, "out of memory");
    memcpy(bytes, now, now_size);
    (void)LLVMFuzzerTestOneInput(bytes, now_size);
    free(bytes);
}

static void
set_now(const uint8_t *bytes, size_t size)
{
    now_size = size < LARGEST ? size : LARGEST;
    memcpy(now, bytes, now_size);
}

static bool
load(const char *path)
{
    static uint8_t bytes[LARGEST];
    FILE *file = fopen(path, "rb");
    if (file == NULL || pool_count == MOST_FILES) {
        fprintf(stderr, "fuzz: cannot read %s\n", path);
        return false;
    }
    size_t size = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    uint8_t *kept = malloc(size + 1);
    fuzz_require(kept != NULL, "out of memory");
    memcpy(kept, bytes, size);
    pool[pool_count++] = (pool_input){kept, size};
    return true;
}

/* ---- changes ---- */

static size_t
place(random_source *random)
{
    return now_size == 0 ? 0 : random_below(random, (uint32_t)now_size);
}

/* Makes room for `size` bytes at `at`; tells how many there are. */
static size_t
open_gap(size_t at, size_t size)
{
    size = size < LARGEST - now_size ? size : LARGEST - now_size;
    memmove(now + at + size, now + at, now_size - at);
    now_size += size;
    return size;
}

static void
change_byte(random_source *random)
{
    static const uint8_t ODD[] = {0,    1,    0x7F, 0x80, 0xBF, 0xC2,
                                  0xE2, 0xED, 0xF0, 0xFF, ';',  '&'};
    if (now_size == 0) {
        return;
    }
    uint8_t *byte = &now[place(random)];
    uint32_t kind = random_below(random, 3);
    if (kind == 0) {
        *byte = (uint8_t)random_next(random);
    } else if (kind == 1) {
        *byte = ODD[random_below(random, COUNT_OF(ODD))];
    } else {
        *byte = (uint8_t)(*byte ^ 1u << random_below(random, 8));
    }
}

static void
delete_bytes(random_source *random)
{
    size_t at = place(random), size = 1 + random_below(random, 16);
    size = size < now_size - at ? size : now_size - at;
    memmove(now + at, now + at + size, now_size - at - size);
    now_size -= size;
}

static void
repeat_bytes(random_source *random)
{
    size_t from = place(random), at = place(random), size = 1 + random_below(random, 32);
    uint8_t copy[32];
    size = size < now_size - from ? size : now_size - from;
    memcpy(copy, now + from, size);
    size = open_gap(at, size);
    memcpy(now + at, copy, size);
}

/* Puts in what the code under test looks for. */
static void
insert_piece(random_source *random)
{
    static const char *const PIECES[] = {
        "&amp;",
        "&#",
        ";",
        "&",
        "\u00AD",
        "\u037E",
        "\xED\xA0\x80",
        "\u201D",
        "\u201C",
        " ",
        "\n\n",
        "\r\n",
        "\u0301\u0323",
        "\uAC00",
        "\u11A7",
        "\uFF1B",
        "Gen. ",
        "al-",
        "U.S. ",
        "Smith ",
        "Islamic State",
        "of ",
        "(",
        ") ",
        "\u200B",
        ". ",
        "date 2020-02-07 ",
        "\u00A0",
        "Ministry ",
        "\uFDFA",
        "'s",
        "\u4E2D",
    };
    const char *piece = PIECES[random_below(random, COUNT_OF(PIECES))];
    size_t at = place(random);
    memcpy(now + at, piece, open_gap(at, strlen(piece)));
}

static void
splice(random_source *random)
{
    const pool_input *other = &pool[random_below(random, (uint32_t)pool_count)];
    size_t from = other->size == 0 ? 0 : random_below(random, (uint32_t)other->size);
    size_t at = place(random), size = 1 + random_below(random, 64);
    size = size < other->size - from ? size : other->size - from;
    size = open_gap(at, size);
    memcpy(now + at, other->bytes + from, size);
}

static void
change_now(random_source *random)
{
    static void (*const CHANGES[])(random_source *) = {
        change_byte, change_byte, delete_bytes, repeat_bytes, insert_piece, splice};
    size_t count = 1 + random_below(random, MOST_CHANGES);
    for (size_t i = 0; i < count; i++) {
        CHANGES[random_below(random, COUNT_OF(CHANGES))](random);
    }
}

/* ---- the whole ---- */

static size_t
fuzz_for(long seconds, uint64_t seed)
{
    random_source random = {seed};
    time_t end = time(NULL) + seconds;
    size_t tried = 0;
    for (; time(NULL) < end; tried++) {
        const pool_input *input = &pool[random_below(&random, (uint32_t)pool_count)];
        set_now(input->bytes, input->size);
        change_now(&random);
        try_now();
    }
    return tried;
}

int
main(int argc, char **argv)
{
    long seconds = 0;
    uint64_t seed = 1;
    for (int option; (option = getopt(argc, argv, "t:s:")) != -1;) {
        if (option == 't') {
            seconds = strtol(optarg, NULL, 10);
        } else if (option == 's') {
            seed = strtoull(optarg, NULL, 10);
        } else {
            return 2;
        }
    }
    static uint8_t empty;
    pool[pool_count++] = (pool_input){&empty, 0};
    for (int i = optind; i < argc; i++) {
        if (!load(argv[i])) {
            return 2;
        }
    }
    (void)signal(SIGALRM, on_signal);
    (void)signal(SIGABRT, on_signal);
    __sanitizer_set_death_callback(save_input);
    for (size_t i = 0; i < pool_count; i++) {
        set_now(pool[i].bytes, pool[i].size);
        try_now();
    }
    size_t tried = seconds > 0 ? fuzz_for(seconds, seed) : 0;
    (void)alarm(0);
    for (size_t i = 1; i < pool_count; i++) {
        free(pool[i].bytes);
    }
    printf("%s: %zu files, %zu changes of them, seed %llu\n", argv[0], pool_count - 1,
           tried, (unsigned long long)seed);
    return 0;
}
