#include "text/characters.h"

#include "unicode/classes.h"
#include "unicode/html.h"
#include "unicode/plain.h"
#include "unicode/prose.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

enum {
    BELL = 0x07,
    ESCAPE = 0x1B,
    SOFT_HYPHEN = 0xAD,
    HIRAGANA = 0x3041,
    HIRAGANA_END = 0x3097,
    KATAKANA = 0x30A1,
    KATAKANA_END = 0x30FB,
    COMBINING_VOICING = 0x3099, /* and half-voicing behind it */
    ALONE = 0x309B,             /* the same as signs of their own */
    FIRST_LIGATURE = 0xFB00,    /* before all characters of width too */
    WIDE = 0xFEE0,              /* how far full-width forms are from ASCII */
};

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

/* Half-width kana have their voicing marks apart. Behind anything else, as in faces made of signs, those
 * are signs of their own and must not climb onto the character before. */
static uint32_t
place_voicing(const characters *all, uint32_t point)
{
    const lede_vector *out = &all->rewrite->out;
    size_t size;
    uint32_t before =
        out->count == 0
            ? 0
            : lede_utf8_step_back((lede_text){out->data, out->count}, out->count, &size);
    bool kana = (before >= HIRAGANA && before < HIRAGANA_END) ||
                (before >= KATAKANA && before < KATAKANA_END);
    return kana ? point : point + (ALONE - COMBINING_VOICING);
}

/* The plainer character that one stands for, or itself. */
static uint32_t
plain_point(const characters *all, uint32_t point, uint32_t *reasons)
{
    uint32_t plain = all->steps & LEDE_REASON_C1 ? lede_plain_c1(point) : 0;
    if (plain != 0) {
        *reasons |= LEDE_REASON_C1;
        return plain;
    }
    plain = all->steps & LEDE_REASON_WIDTH ? lede_plain_width(point) : 0;
    if (plain != 0) {
        *reasons |= LEDE_REASON_WIDTH;
        bool voicing = plain == COMBINING_VOICING || plain == COMBINING_VOICING + 1;
        return voicing ? place_voicing(all, plain) : plain;
    }
    return point;
}

/* True for a stop, comma or colon between two digits, all of full width: part of a number, unlike the marks
 * between clauses, which lede_plain_width leaves alone. */
static bool
is_number_mark(const characters *all, size_t at, size_t size, uint32_t point)
{
    lede_text text = all->rewrite->text;
    bool mark = point == WIDE + ',' || point == WIDE + '.' || point == WIDE + ':';
    if (!mark || !(all->steps & LEDE_REASON_WIDTH) || at == 0 || at + size == text.size) {
        return false;
    }
    size_t length;
    return lede_utf8_step_back(text, at, &length) - (WIDE + '0') < 10 &&
           lede_utf8_step(text, at + size, &length) - (WIDE + '0') < 10;
}

static lede_text
ligature_letters(const characters *all, uint32_t point)
{
    return all->steps & LEDE_REASON_LIGATURES ? lede_plain_ligature(point)
                                              : (lede_text){"", 0};
}

static bool
is_unwanted(const characters *all, uint32_t point)
{
    return (all->steps & LEDE_REASON_CONTROLS) &&
           (lede_class_of(point) & (LEDE_CONTROL | LEDE_IGNORABLE)) &&
           !((all->steps & LEDE_REASON_C1) && lede_plain_c1(point) != 0);
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
    lede_text letters = ligature_letters(all, point);
    if (is_unwanted(all, point)) {
        *reasons |= LEDE_REASON_CONTROLS;
        return;
    }
    if (letters.size != 0) {
        *reasons |= LEDE_REASON_LIGATURES;
        lede_vector_append(&all->rewrite->out, letters.bytes, letters.size);
        return;
    }
    point = plain_point(all, point, reasons);
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
    uint32_t reasons = 0;
    lede_text letters = ligature_letters(all, point);
    if (letters.size != 0) {
        return (unsigned char)letters.bytes[0];
    }
    point = plain_point(all, point, &reasons);
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
    lede_rewrite_copy_to(all->rewrite,
                         at); /* what is written depends on what stands before */
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
    if (is_unwanted(all, point) || must_take_form(all, point)) {
        return true;
    }
    bool c1 = point - 0x80 < 0x20, presented = point >= FIRST_LIGATURE;
    uint32_t plain = 0;
    return (c1 || presented) && (plain_point(all, point, &plain) != point ||
                                 ligature_letters(all, point).size != 0);
}

/* The size of the sequence that the escape character at `at` begins, if it tells a terminal how to show
 * text: ESC [ with its parameters (ECMA-48, 5.4), or ESC ] with a text that BEL or ESC \\ ends (8.3.89).
 * Otherwise 1. What comes next is looked at up to the next control only, so that time stays linear. */
static size_t
escape_size(lede_text text, size_t at)
{
    size_t end = at + 2;
    bool command = end < text.size && text.bytes[at + 1] == ']';
    if (end >= text.size || (!command && text.bytes[at + 1] != '[')) {
        return 1;
    }
    unsigned char last = command ? 0xFF : '?';
    while (end < text.size && (unsigned char)text.bytes[end] >= ' ' &&
           (unsigned char)text.bytes[end] <= last) {
        end++;
    }
    if (end == text.size) {
        return 1;
    }
    char byte = text.bytes[end];
    if (!command) {
        return byte >= '@' && byte <= '~' ? end + 1 - at : 1;
    }
    if (byte == ESCAPE && end + 1 < text.size && text.bytes[end + 1] == '\\') {
        return end + 2 - at;
    }
    return byte == BELL ? end + 1 - at : 1;
}

/* The size of the soft hyphen at `at` with the line end behind it, where a word goes on: there a printer
 * broke it. Without, if the line end is the last or one of several. */
static size_t
soft_break_size(lede_text text, size_t at, size_t size)
{
    size_t end = at + size;
    end += end < text.size && text.bytes[end] == '\r';
    end += end < text.size && text.bytes[end] == '\n';
    return lede_is_class(text, end, LEDE_LETTER) ? end - at : size;
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
    return lede_prose_prefix((lede_text){text.bytes + at, limit - at});
}

/* Rewrites a character that needs a look, with what goes with it: *size becomes that of both. */
static void
rewrite_look(characters *all, size_t at, size_t *size, uint32_t point)
{
    size_t alone = *size;
    bool breaks = point == SOFT_HYPHEN && is_unwanted(all, point) &&
                  (all->steps & LEDE_REASON_WRAPPED);
    if (point == ESCAPE) {
        *size = escape_size(all->rewrite->text, at);
    } else if (breaks) {
        *size = soft_break_size(all->rewrite->text, at, alone);
    }
    rewrite_point(all, at, *size, point,
                  breaks && *size > alone ? (uint32_t)LEDE_REASON_WRAPPED : 0);
}

/* True when the text has an ampersand, be it one of full width that becomes one. */
static bool
has_ampersand(lede_text text, bool wide)
{
    static const char FULL[] = "\xEF\xBC\x86";
    if (text.size == 0 || memchr(text.bytes, '&', text.size) != NULL) {
        return text.size != 0;
    }
    const char *at = text.bytes, *end = text.bytes + text.size;
    while (wide && (at = memchr(at, FULL[0], (size_t)(end - at))) != NULL) {
        if (end - at >= 3 && memcmp(at, FULL, 3) == 0) {
            return true;
        }
        at++;
    }
    return false;
}

void
lede_characters(lede_rewrite *rewrite, uint32_t steps, lede_form form)
{
    lede_text text = rewrite->text;
    bool compatible = form == LEDE_NFKC || form == LEDE_NFKD;
    /* These forms have widths and ligatures of their own. */
    steps &= ~(uint32_t)(compatible ? LEDE_REASON_WIDTH | LEDE_REASON_LIGATURES : 0);
    characters all = {.rewrite = rewrite, .steps = steps, .form = form};
    all.references = (steps & LEDE_REASON_ENTITIES) && text.size != 0 &&
                     (compatible || has_ampersand(text, (steps & LEDE_REASON_WIDTH) != 0));
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
        } else if (is_number_mark(&all, at, size, point)) {
            rewrite_point(&all, at, size, point - WIDE, LEDE_REASON_WIDTH);
        } else if (needs_look(&all, point)) {
            rewrite_look(&all, at, &size, point);
        }
        all.naming =
            all.naming || (all.references && ends_in_ampersand(&all, at + size, point));
    }
    if (all.naming) {
        rewrite_legacy(&all, text.size, 0);
    }
}
