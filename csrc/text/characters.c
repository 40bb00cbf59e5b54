#include "text/characters.h"

#include "unicode/classes.h"
#include "unicode/html.h"
#include "unicode/prose.h"
#include "unicode/utf8.h"

typedef struct {
    lede_rewrite *rewrite;
    uint32_t steps;
    lede_form form;
    bool references;  /* the text has an ampersand, or a compatibility form may bring one */
    size_t semicolon; /* the next one, where references may end */
    bool naming;      /* an ampersand was written, and letters and digits alone since */
    size_t lowest;    /* how far back in the output the character at hand has reached */
    lede_vector scratch; /* for lede_form_write */
    lede_vector ahead;   /* the form of one character, looked at before it is written */
} characters;

/* True for the two characters whose canonical form is ASCII and may be part of a reference: the
 * Greek question mark is a semicolon, the Kelvin sign a K. They cannot wait for the form step. */
static bool
is_ascii_in_disguise(uint32_t point)
{
    return point == 0x37E || point == 0x212A;
}

/* Compatibility forms can make ampersands, digits and semicolons of other characters. */
static bool
must_take_form(const characters *all, uint32_t point)
{
    bool compatible = all->form == LEDE_NFKC || all->form == LEDE_NFKD;
    return point >= 0x80 && (compatible || is_ascii_in_disguise(point));
}

static bool
is_unwanted(const characters *all, uint32_t point)
{
    return (all->steps & LEDE_REASON_CONTROLS) &&
           (lede_class_of(point) & (LEDE_CONTROL | LEDE_IGNORABLE));
}

static void
put_form(characters *all, uint32_t point, uint32_t *reasons)
{
    char bytes[LEDE_UTF8_MOST];
    lede_text segment = {bytes, lede_utf8_write(bytes, point)};
    lede_vector *out = &all->rewrite->out;
    size_t before = out->count;
    lede_form_write(out, &all->scratch, segment, all->form);
    lede_text written = {(const char *)out->data + before, out->count - before};
    if (!lede_text_equal(segment, written)) {
        *reasons |= LEDE_REASON_FORM;
    }
}

/* Writes one character, unless it is one to leave out. */
static void
put_point(characters *all, uint32_t point, uint32_t *reasons)
{
    if (is_unwanted(all, point)) {
        *reasons |= LEDE_REASON_CONTROLS;
        return;
    }
    if (must_take_form(all, point)) {
        put_form(all, point, reasons);
        return;
    }
    char bytes[LEDE_UTF8_MOST];
    lede_vector_append(&all->rewrite->out, bytes, lede_utf8_write(bytes, point));
}

/* The reference that ends at the end of the output gives way to what it stands for. */
static bool
read_reference(characters *all, uint32_t *reasons)
{
    lede_vector *out = &all->rewrite->out;
    const char *bytes = out->data;
    size_t limit = out->count > LEDE_HTML_LONGEST ? out->count - LEDE_HTML_LONGEST : 0;
    size_t start = out->count;
    while (start > limit && bytes[start - 1] != '&') {
        start--;
    }
    if (start == limit) {
        return false;
    }
    uint32_t points[2];
    lede_text reference = {bytes + start - 1, out->count - (start - 1)};
    size_t count = lede_html_decode(points, reference);
    if (count == 0) {
        return false;
    }
    out->count = start - 1;
    all->lowest = out->count < all->lowest ? out->count : all->lowest;
    *reasons |= LEDE_REASON_ENTITIES;
    for (size_t i = 0; i < count; i++) {
        put_point(all, points[i], reasons);
    }
    return true;
}

static bool
ends_in_semicolon(const lede_vector *out)
{
    return out->count > 0 && ((const char *)out->data)[out->count - 1] == ';';
}

/* Puts the character of text[at, at + size) into the output, reads the references that it ends, one
 * in the other, and records what became of it. */
static void
rewrite_point(characters *all, size_t at, size_t size, uint32_t point, uint32_t reasons)
{
    lede_rewrite *rewrite = all->rewrite;
    lede_rewrite_copy_to(rewrite, at);
    rewrite->copied = at + size;
    all->lowest = rewrite->out.count;
    put_point(all, point, &reasons);
    while (all->references && ends_in_semicolon(&rewrite->out) &&
           read_reference(all, &reasons)) {
    }
    if (reasons == 0) {
        return;
    }
    uint32_t clean = (uint32_t)all->lowest, raw = (uint32_t)at;
    if (reasons & LEDE_REASON_ENTITIES) {
        raw = lede_edits_reopen(&rewrite->edits, clean, &reasons);
    }
    lede_edits_add(&rewrite->edits, (lede_raw_span){raw, (uint32_t)(at + size)},
                   (lede_span){clean, (uint32_t)rewrite->out.count}, reasons);
}

/* Reads the legacy reference that ends before the character at `at`, if there is one: what is written
 * so far ends with its name. */
static void
rewrite_legacy(characters *all, size_t at, uint32_t next)
{
    lede_rewrite *rewrite = all->rewrite;
    lede_rewrite_copy_to(rewrite, at);
    lede_vector *out = &rewrite->out;
    uint32_t point, reasons = LEDE_REASON_ENTITIES;
    size_t size = lede_html_decode_legacy(&point, (lede_text){out->data, out->count}, next);
    if (size == 0) {
        return;
    }
    out->count -= size;
    uint32_t clean = (uint32_t)out->count;
    put_point(all, point, &reasons);
    uint32_t raw = lede_edits_reopen(&rewrite->edits, clean, &reasons);
    lede_edits_add(&rewrite->edits, (lede_raw_span){raw, (uint32_t)at},
                   (lede_span){clean, (uint32_t)out->count}, reasons);
}

/* True when what is written so far, the character that ends at `end` with it, ends in an ampersand. */
static bool
ends_in_ampersand(const characters *all, size_t end, uint32_t point)
{
    const lede_vector *out = &all->rewrite->out;
    if (all->rewrite->copied != end) {
        return point == '&'; /* it stays and will be copied with what follows */
    }
    return out->count > 0 && ((const char *)out->data)[out->count - 1] == '&';
}

/* What will stand in the output for a character: of several the first. */
static uint32_t
first_written(characters *all, uint32_t point)
{
    if (!must_take_form(all, point)) {
        return point;
    }
    char bytes[LEDE_UTF8_MOST];
    lede_vector *form = &all->ahead;
    form->count = 0;
    lede_form_write(form, &all->scratch, (lede_text){bytes, lede_utf8_write(bytes, point)},
                    all->form);
    size_t size;
    return form->count == 0
               ? point
               : lede_utf8_step((lede_text){form->data, form->count}, 0, &size);
}

/* Follows the name behind an ampersand to its end, before the character at `at` is looked at. */
static void
follow_name(characters *all, size_t at, uint32_t point)
{
    if (!all->naming || is_unwanted(all, point)) {
        return;
    }
    uint32_t next = first_written(all, point);
    bool letter = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
    if (letter || (next >= '0' && next <= '9')) {
        return;
    }
    all->naming = false;
    if (next != ';') {
        rewrite_legacy(all, at, next);
    }
}

/* A surrogate with the one behind it, if they are a pair, or else U+FFFD. */
static size_t
rewrite_surrogate(characters *all, size_t at, size_t size, uint32_t point)
{
    lede_text text = all->rewrite->text;
    size_t next_size = 0;
    uint32_t joined = 0;
    if (at + size < text.size) {
        joined =
            lede_utf8_join_surrogates(point, lede_utf8_step(text, at + size, &next_size));
    }
    size += joined != 0 ? next_size : 0;
    rewrite_point(all, at, size, joined != 0 ? joined : LEDE_REPLACEMENT,
                  LEDE_REASON_SURROGATES);
    return size;
}

static bool
needs_look(const characters *all, uint32_t point)
{
    if (point == ';') {
        return all->references;
    }
    return is_unwanted(all, point) || must_take_form(all, point);
}

/* How many bytes from `at` on this step leaves alone at a glance. */
static size_t
plain_prefix(characters *all, size_t at)
{
    lede_text text = all->rewrite->text;
    if (all->references && all->semicolon < at) {
        const char *found = memchr(text.bytes + at, ';', text.size - at);
        all->semicolon = found == NULL ? text.size : (size_t)(found - text.bytes);
    }
    size_t limit = all->references ? all->semicolon : text.size;
    return lede_prose_prefix(text.bytes + at, limit - at, LEDE_UCS1);
}

void
lede_characters(lede_rewrite *rewrite, uint32_t steps, lede_form form)
{
    lede_text text = rewrite->text;
    bool compatible = form == LEDE_NFKC || form == LEDE_NFKD;
    characters all = {.rewrite = rewrite, .steps = steps, .form = form};
    all.references = (steps & LEDE_REASON_ENTITIES) && text.size != 0 &&
                     (compatible || memchr(text.bytes, '&', text.size) != NULL);
    const char *semicolon = all.references ? memchr(text.bytes, ';', text.size) : NULL;
    all.semicolon = semicolon == NULL ? text.size : (size_t)(semicolon - text.bytes);
    lede_vector_init(&all.scratch, rewrite->out.arena, sizeof(int32_t));
    lede_vector_init(&all.ahead, rewrite->out.arena, 1);
    for (size_t at = 0, size; at < text.size; at += size) {
        at += all.naming ? 0 : plain_prefix(&all, at);
        if (at == text.size) {
            break;
        }
        uint32_t point = lede_utf8_step(text, at, &size);
        follow_name(&all, at, point);
        if ((steps & LEDE_REASON_SURROGATES) && lede_is_surrogate(point)) {
            size = rewrite_surrogate(&all, at, size, point);
        } else if (needs_look(&all, point)) {
            rewrite_point(&all, at, size, point, 0);
        }
        all.naming =
            all.naming || (all.references && ends_in_ampersand(&all, at + size, point));
    }
    if (all.naming) {
        rewrite_legacy(&all, text.size, 0);
    }
}
