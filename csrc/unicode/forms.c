#include "unicode/forms.h"

#include <utf8proc.h>

#include "unicode/ascii.h"
#include "unicode/utf8.h"

typedef struct {
    uint32_t letter, mark, whole;
} composed_pair;

#include "unicode/tables/forms.inc"

enum { PLACES = sizeof pair_places / sizeof *pair_places };

enum { HAS_CCC = 1 << 4, RESTLESS = 1 << 5, CCC_COUNT = 256, MOST_DECOMPOSED = 32 };

static uint32_t
form_bits(uint32_t point)
{
    return form_blocks[(uint32_t)form_index[point >> 7] << 7 | (point & 127)];
}

static uint8_t
combining_class(uint32_t point)
{
    return (uint8_t)utf8proc_get_property((utf8proc_int32_t)point)->combining_class;
}

/* A segment may be cut before a starter that the form leaves alone. */
static bool
starts_segment(uint32_t bits, lede_form form)
{
    return (bits & ((1u << form) | HAS_CCC)) == 0;
}

bool
lede_form_is_calm(uint32_t point, lede_form form)
{
    uint32_t either = 1u << form | 1u << (form | 2); /* with its compatibility form */
    return (form_bits(point) & (either | HAS_CCC | RESTLESS)) == 0;
}

bool
lede_form_starts(uint32_t point, lede_form form)
{
    return starts_segment(form_bits(point), form);
}

bool
lede_form_is_settled(uint32_t point, lede_form form, bool *mark)
{
    uint32_t bits = form_bits(point);
    *mark = (bits & HAS_CCC) != 0;
    return (bits & (1u << form)) == 0;
}

static size_t
segment_end(lede_text text, size_t at, lede_form form)
{
    for (size_t size; at < text.size; at += size) {
        if (starts_segment(form_bits(lede_utf8_step(text, at, &size)), form)) {
            break;
        }
    }
    return at;
}

bool
lede_form_next(size_t *at, lede_text text, lede_form form, lede_span *segment)
{
    size_t start = *at;
    uint8_t last_ccc = 0;
    for (size_t here = *at, size; here < text.size; here += size) {
        size = lede_ascii_prefix((lede_text){text.bytes + here, text.size - here});
        if (size != 0) {
            start = here + size - 1; /* the last of them may carry a mark */
            last_ccc = 0;
            continue;
        }
        uint32_t point = lede_utf8_step(text, here, &size);
        uint32_t bits = form_bits(point);
        if (starts_segment(bits, form)) {
            start = here;
            last_ccc = 0;
            continue;
        }
        uint8_t ccc = (bits & HAS_CCC) ? combining_class(point) : 0;
        if ((bits & (1u << form)) || ccc < last_ccc) {
            *at = segment_end(text, here + size, form);
            *segment = (lede_span){(uint32_t)start, (uint32_t)*at};
            return true;
        }
        last_ccc = ccc;
    }
    *at = text.size;
    return false;
}

/* Canonical Ordering Algorithm (Unicode 15.0, D109) by counting: stable, and linear however many
 * marks follow each other. */
static void
order_marks(int32_t *marks, size_t count, int32_t *scratch)
{
    size_t starts[CCC_COUNT + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        starts[combining_class((uint32_t)marks[i]) + 1]++;
    }
    for (size_t ccc = 0; ccc < CCC_COUNT; ccc++) {
        starts[ccc + 1] += starts[ccc];
    }
    for (size_t i = 0; i < count; i++) {
        scratch[starts[combining_class((uint32_t)marks[i])]++] = marks[i];
    }
    memcpy(marks, scratch, count * sizeof *marks);
}

static void
order(int32_t *points, size_t count, int32_t *scratch)
{
    for (size_t at = 0; at < count;) {
        size_t end = at;
        while (end < count && combining_class((uint32_t)points[end]) != 0) {
            end++;
        }
        if (end > at + 1) {
            order_marks(points + at, end - at, scratch);
        }
        at = end + 1;
    }
}

static void
decompose(lede_vector *out, lede_text segment, bool compatibly)
{
    utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_STABLE;
    if (compatibly) {
        options |= UTF8PROC_COMPAT;
    }
    for (size_t at = 0, size; at < segment.size; at += size) {
        int32_t parts[MOST_DECOMPOSED];
        int32_t point = (int32_t)lede_utf8_step(segment, at, &size);
        int boundary = 0;
        utf8proc_ssize_t count =
            utf8proc_decompose_char(point, parts, MOST_DECOMPOSED, options, &boundary);
        if (count < 0 || count > MOST_DECOMPOSED) {
            count = 1; /* surrogates: utf8proc refuses them, and no form changes them */
            parts[0] = point;
        }
        lede_vector_append(out, parts, (size_t)count);
    }
}

/* The hash of tools/make_tables.py. */
static uint32_t
pair_place(uint32_t letter, uint32_t mark)
{
    return (letter * 1979 ^ mark) & (PLACES - 1);
}

uint32_t
lede_form_composite(uint32_t letter, uint32_t mark)
{
    uint32_t place = pair_place(letter, mark);
    for (; pair_places[place] != 0; place = (place + 1) & (PLACES - 1)) {
        const composed_pair *pair = &PAIRS[pair_places[place] - 1];
        if (pair->letter == letter && pair->mark == mark) {
            return pair->whole;
        }
    }
    return 0;
}

/* Most segments are a plain letter and one mark: they need none of utf8proc's calls. */
static bool
write_pair(lede_vector *out, lede_text segment, lede_form form)
{
    size_t first_size, mark_size;
    uint32_t letter = lede_utf8_step(segment, 0, &first_size);
    if (form == LEDE_NFD || form == LEDE_NFKD || first_size == segment.size ||
        (form_bits(letter) & (HAS_CCC | 1u << form)) != 0) {
        return false;
    }
    uint32_t mark = lede_utf8_step(segment, first_size, &mark_size);
    uint32_t whole =
        first_size + mark_size == segment.size ? lede_form_composite(letter, mark) : 0;
    if (whole == 0) {
        return false;
    }
    char bytes[LEDE_UTF8_MOST];
    lede_vector_append(out, bytes, lede_utf8_write(bytes, whole));
    return true;
}

void
lede_form_write(lede_vector *out, lede_vector *scratch, lede_text segment, lede_form form)
{
    if (write_pair(out, segment, form)) {
        return;
    }
    scratch->count = 0;
    decompose(scratch, segment, form == LEDE_NFKC || form == LEDE_NFKD);
    int32_t *spare = lede_vector_reserve(scratch, scratch->count);
    int32_t *points = scratch->data;
    if (spare == NULL) {
        return;
    }
    order(points, scratch->count, spare);
    utf8proc_ssize_t count = (utf8proc_ssize_t)scratch->count;
    if (form == LEDE_NFC || form == LEDE_NFKC) {
        count = utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        char bytes[LEDE_UTF8_MOST];
        lede_vector_append(out, bytes, lede_utf8_write(bytes, (uint32_t)points[i]));
    }
}

const char *
lede_form_unicode_version(void)
{
    return utf8proc_unicode_version();
}

const char *
lede_form_library_version(void)
{
    return utf8proc_version();
}
