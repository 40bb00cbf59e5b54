#include "doc/stretches.h"

#include "base/memory.h"
#include "doc/article.h"
#include "unicode/ascii.h"
#include "unicode/charmap.h"
#include "unicode/classes.h"
#include "unicode/points.h"

/* Bytes that a unit becomes at most. */
enum { WIDEST_UCS1 = 2, WIDEST_UCS2 = 3, WIDEST_UCS4 = 4 };

typedef struct {
    const lede_reader *reader;
    const void *units;
    size_t count;
    lede_unit unit;
    size_t least;
    lede_vector *spans;
    char *bytes; /* of the stretch at hand */
    size_t room;
} stretches;

/* ---- where a stretch ends ---- */

/* The first line feed from `at` on. */
static inline __attribute__((always_inline)) size_t
find_line(const void *units, size_t count, size_t at, lede_unit unit)
{
    while (at < count && lede_unit_at(units, at, unit) != '\n') {
        at++;
    }
    return at;
}

static size_t
next_line(const stretches *all, size_t at)
{
    if (all->unit == LEDE_UCS1) {
        return find_line(all->units, all->count, at, LEDE_UCS1);
    }
    return all->unit == LEDE_UCS2 ? find_line(all->units, all->count, at, LEDE_UCS2)
                                  : find_line(all->units, all->count, at, LEDE_UCS4);
}

/* The unit at `at`, or 0 behind the last one. */
static uint32_t
unit_at(const stretches *all, size_t at)
{
    return at < all->count ? lede_unit_at(all->units, at, all->unit) : 0;
}

/* True when a line begins at `at` with a character that normalization never takes out or makes white space
 * of, as it does with mojibake. */
static bool
stays(const stretches *all, size_t at)
{
    uint32_t point = unit_at(all, at), class = lede_class_of(point);
    if (!(class & (LEDE_LETTER | LEDE_DIGIT | LEDE_QUOTE)) || (class & LEDE_IGNORABLE)) {
        return false;
    }
    uint32_t next = unit_at(all, at + 1), third = unit_at(all, at + 2);
    return point < 0x80 || ((lede_class_of(next) & LEDE_LETTER) != 0 &&
                            (lede_charmap_begins(0, point, next) & 1) == 0 &&
                            (lede_charmap_begins(point, next, third) & 2) == 0);
}

/* Behind the first blank line from `at` on; the end if there is none. */
static size_t
stretch_end(const stretches *all, size_t at)
{
    for (at = next_line(all, at); at + 2 < all->count; at = next_line(all, at + 1)) {
        if (unit_at(all, at + 1) == '\n' && stays(all, at + 2)) {
            return at + 2;
        }
    }
    return all->count;
}

/* ---- its sentences ---- */

static lede_status
reserve(stretches *all, size_t size)
{
    if (size > all->room) {
        lede_memory_free(all->bytes);
        all->room = 0;
        all->bytes = lede_memory_resize(NULL, size);
        if (all->bytes == NULL) {
            return LEDE_NO_MEMORY;
        }
        all->room = size;
    }
    return LEDE_OK;
}

/* The units as UTF-8; without a copy when they are ASCII. */
static lede_status
transcode(stretches *all, lede_text *out, const void *units, size_t count)
{
    *out = (lede_text){units, count};
    if (all->unit == LEDE_UCS1 && lede_ascii_prefix(*out) == count) {
        return count > LEDE_TEXT_MAX ? LEDE_TOO_LARGE : LEDE_OK;
    }
    /* Counting what a long stretch needs takes less time than memory that it does not need. */
    size_t widest = all->unit == LEDE_UCS1   ? WIDEST_UCS1
                    : all->unit == LEDE_UCS2 ? WIDEST_UCS2
                                             : WIDEST_UCS4;
    size_t size = count < 4 * LEDE_STRETCH ? widest * count
                                           : lede_units_utf8_size(units, count, all->unit);
    if (size > LEDE_TEXT_MAX) {
        return LEDE_TOO_LARGE;
    }
    lede_status status = reserve(all, size + 1);
    if (status == LEDE_OK) {
        char *end = lede_units_to_utf8(all->bytes, units, count, all->unit);
        *out = (lede_text){all->bytes, (size_t)(end - all->bytes)};
    }
    return status;
}

/* Appends the sentences of an article, the last one only when it is `whole`. */
static void
append(stretches *all, const lede_article *article, bool whole, size_t from)
{
    size_t count = article->sentence_count - (whole ? 0 : 1);
    lede_point_span *out = lede_vector_reserve(all->spans, count);
    if (out == NULL) {
        return;
    }
    bool plain = article->raw.bytes != all->bytes; /* ASCII: a byte is a code point */
    lede_points points = {.text = article->raw};
    for (size_t i = 0; i < count; i++) {
        lede_raw_span raw = article->sentences[i].raw;
        size_t start = plain ? raw.start : lede_points_at(&points, raw.start);
        size_t end = plain ? raw.end : lede_points_at(&points, raw.end);
        out[i] = (lede_point_span){(uint32_t)(from + start), (uint32_t)(from + end)};
    }
    all->spans->count += count;
}

static lede_status
read_stretch(stretches *all, size_t from, size_t end)
{
    size_t seen = end < all->count ? end + 1 - from : end - from;
    const char *units = (const char *)all->units + from * all->unit;
    lede_text text;
    lede_status status = transcode(all, &text, units, seen);
    if (status != LEDE_OK) {
        return status;
    }
    lede_article article;
    uint32_t needs = lede_survey(units, seen, all->unit,
                                 lede_reader_get_options(all->reader)->normalize);
    status = lede_analyze(&article, all->reader, text, needs, LEDE_READ_SENTENCES);
    if (status == LEDE_OK) {
        append(all, &article, end == all->count, from);
        status = lede_arena_status(all->spans->arena);
        lede_article_release(&article);
    }
    return status;
}

/* False where a step or a text that is never split looks past blank lines. */
static bool
is_local(const lede_reader_options *options)
{
    bool local = (options->normalize.steps & LEDE_STEPS_OPTIONAL) == 0;
    for (size_t i = 0; i < options->sentences.never_count && local; i++) {
        lede_text never = options->sentences.never_split[i];
        local = never.size == 0 || memchr(never.bytes, '\n', never.size) == NULL;
    }
    return local;
}

lede_status
lede_stretches_read(lede_vector *spans, const lede_reader *reader, const void *units,
                    size_t count, lede_unit unit, size_t least)
{
    stretches all = {.reader = reader,
                     .units = units,
                     .count = count,
                     .unit = unit,
                     .least = is_local(lede_reader_get_options(reader)) ? least : count,
                     .spans = spans};
    if (count > LEDE_TEXT_MAX) {
        return LEDE_TOO_LARGE;
    }
    lede_status status = LEDE_OK;
    for (size_t from = 0, end = 0; from < count && status == LEDE_OK;) {
        end = count - end > all.least ? stretch_end(&all, end + all.least) : count;
        status = read_stretch(&all, from, end);
        /* What is taken out before the first sentence of all is a part of it: go on until there is one. */
        from = spans->count > 0 || end == count ? end : from;
    }
    lede_memory_free(all.bytes);
    return status;
}
