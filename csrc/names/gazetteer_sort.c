#include "names/gazetteer_sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Eleven bits a pass: the counters of one fit into the nearest cache. */
enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 6 };

static size_t
digit_of(uint64_t key, size_t pass)
{
    return (size_t)(key >> (pass * DIGIT_BITS)) & (DIGITS - 1);
}

static void
sort_by_digit(lede_gazetteer_key *to, const lede_gazetteer_key *from, size_t count,
              size_t pass)
{
    size_t places[DIGITS] = {0};
    for (size_t i = 0; i < count; i++) {
        places[digit_of(from[i].key, pass)]++;
    }
    size_t sum = 0;
    for (size_t i = 0; i < DIGITS; i++) {
        size_t here = places[i];
        places[i] = sum;
        sum += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[places[digit_of(from[i].key, pass)]++] = from[i];
    }
}

lede_status
lede_gazetteer_sort(lede_gazetteer_key *keys, size_t count)
{
    lede_gazetteer_key *other = lede_memory_resize(NULL, (count + 1) * sizeof *other);
    if (other == NULL) {
        return LEDE_NO_MEMORY;
    }
    for (size_t pass = 0; pass < PASSES; pass += 2) { /* an even number: back in `keys` */
        sort_by_digit(other, keys, count, pass);
        sort_by_digit(keys, other, count, pass + 1);
    }
    lede_memory_free(other);
    return LEDE_OK;
}

static int
compare_numbers(const void *a, const void *b)
{
    uint32_t of_a = *(const uint32_t *)a, of_b = *(const uint32_t *)b;
    return (of_a > of_b) - (of_a < of_b);
}

void
lede_sort_numbers(uint32_t *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, compare_numbers);
}
