#include "text/match_key.h"

#include "text/rewrite.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

enum {
    GROWTH = 11,      /* bytes that one may become: U+FDFA, measured over all code points */
    MOST_ARTICLE = 3, /* letters of ash, edh … */
    DOTLESS_I = 0x131, /* ı */
};

typedef struct {
    lede_rewrite *rewrite;
    lede_key_language language;
} keying;

/* One character of the text and its key. */
typedef struct {
    size_t at, size;
    uint32_t point, why;
    size_t count;
    uint32_t key[LEDE_KEY_MOST];
} character;

/* A pair of surrogates is read as one character, a lone one as U+FFFD. */
static void
mend_surrogate(character *c, lede_text text)
{
    size_t next = c->at + c->size, size = 0;
    uint32_t joined = 0;
    if (next < text.size) {
        joined = lede_utf8_join_surrogates(c->point, lede_utf8_step(text, next, &size));
    }
    c->point = joined != 0 ? joined : LEDE_REPLACEMENT;
    c->size += joined != 0 ? size : 0;
}

static void
read_character(character *c, lede_text text, size_t at)
{
    c->at = at;
    c->point = lede_utf8_step(text, at, &c->size);
    bool surrogate = lede_is_surrogate(c->point);
    if (surrogate) {
        mend_surrogate(c, text);
    }
    c->count = lede_key_point(c->key, c->point, &c->why);
    c->why |= surrogate ? LEDE_KEY_FORM : 0;
}

/* True when a diacritic stands on the character before `at`. */
static bool
carries_diacritic(lede_text text, size_t at)
{
    for (character c; at < text.size; at += c.size) {
        read_character(&c, text, at);
        if (!(lede_class_of(c.point) & LEDE_MARK)) {
            return false;
        }
        if (c.why & LEDE_KEY_ACCENTS) {
            return true;
        }
    }
    return false;
}

/* Without a language all of I İ ı i are one letter; in Turkish a bare I is a capital ı, and one with a
 * dot or another sign on it a capital i (SpecialCasing.txt, tr and az). */
static uint32_t
key_of_i(const keying *all, const character *c, uint32_t point)
{
    bool bare =
        all->language == LEDE_KEY_TURKIC &&
        (point == DOTLESS_I || !carries_diacritic(all->rewrite->text, c->at + c->size));
    return bare ? DOTLESS_I : 'i';
}

static uint32_t
key_in_persian(uint32_t point)
{
    switch (point) {
    case 0x64A: /* ي */
    case 0x6D2: /* ے */
        return 0x6CC;
    case 0x643: /* ك */
        return 0x6A9;
    case 0x6BE: /* ھ */
        return 0x647;
    default:
        return point;
    }
}

/* Elsewhere, in Urdu above all, ے and ھ are letters of their own. */
static uint32_t
key_in_arabic(uint32_t point)
{
    return point == 0x6D2 ? 0x64A : point == 0x6BE ? 0x647 : point;
}

/* Puts the letters of the language into the key, and says why. */
static void
key_in_language(const keying *all, character *c)
{
    for (size_t i = 0; i < c->count; i++) {
        uint32_t point = c->key[i];
        if (point == 'I' || point == DOTLESS_I) {
            c->key[i] = key_of_i(all, c, point);
            c->why |= point == 'I' ? LEDE_KEY_CASE : LEDE_KEY_ACCENTS;
        } else if (all->language >= LEDE_KEY_ARABIC_LETTERS) {
            bool persian = all->language == LEDE_KEY_PERSIAN_LETTERS;
            c->key[i] = persian ? key_in_persian(point) : key_in_arabic(point);
            c->why |= c->key[i] != point ? LEDE_KEY_ARABIC : 0;
        }
    }
}

/* True where another space would be one too many: behind one, and at the start. */
static bool
is_spaced(const lede_rewrite *rewrite, size_t at)
{
    if (rewrite->copied < at) {
        return rewrite->text.bytes[at - 1] == ' ';
    }
    size_t count = rewrite->out.count;
    return count == 0 || ((const char *)rewrite->out.data)[count - 1] == ' ';
}

static void
put_key(keying *all, character *c)
{
    lede_rewrite *rewrite = all->rewrite;
    char bytes[LEDE_KEY_MOST * LEDE_UTF8_MOST];
    lede_text key = {bytes, 0};
    bool spaced = is_spaced(rewrite, c->at);
    key_in_language(all, c);
    for (size_t i = 0; i < c->count; i++) {
        if (c->key[i] != ' ' || !spaced) {
            key.size += lede_utf8_write(bytes + key.size, c->key[i]);
        }
        spaced = c->key[i] == ' ';
    }
    if (!lede_text_equal(key, (lede_text){rewrite->text.bytes + c->at, c->size})) {
        uint32_t reasons = c->why & ~(uint32_t)LEDE_KEY_JOINS;
        lede_rewrite_replace(rewrite, c->at, c->at + c->size, key, reasons);
    }
}

/* The first character of the key of what follows `at`; 0 when nothing does. */
static uint32_t
next_key(lede_text text, size_t at)
{
    for (character c; at < text.size; at += c.size) {
        read_character(&c, text, at);
        if (c.count != 0) {
            return c.key[0];
        }
    }
    return 0;
}

/* True when the key of what follows `at` begins with these ASCII letters. */
static bool
key_begins_with(lede_text text, size_t at, lede_text letters)
{
    size_t met = 0;
    for (character c; met < letters.size && at < text.size; at += c.size) {
        read_character(&c, text, at);
        for (size_t i = 0; i < c.count && met < letters.size; i++, met++) {
            if (c.key[i] != (unsigned char)letters.bytes[met]) {
                return false;
            }
        }
    }
    return met == letters.size;
}

/* The word at the end of the output, if it is ASCII letters and short enough for an article. */
static lede_text
short_word(const lede_vector *out)
{
    lede_text all = {out->data, out->count};
    size_t start = all.size, size;
    while (start > 0 && all.size - start <= MOST_ARTICLE && all.bytes[start - 1] >= 'a' &&
           all.bytes[start - 1] <= 'z') {
        start--;
    }
    if (start > 0 && (lede_class_of(lede_utf8_step_back(all, start, &size)) & LEDE_WORD)) {
        return (lede_text){"", 0}; /* the end of a longer one */
    }
    return lede_text_slice(all, (lede_span){(uint32_t)start, (uint32_t)all.size});
}

/* The Arabic article as it is spelled in Latin letters. Its l becomes the sun letter before which it
 * stands. us and un are left out: US-Saudi and UN-negotiated are far more frequent. */
static const char *const ARTICLES[] = {
    "ad", "adh", "an", "ar", "as",  "ash", "at",  "ath", "az", "ed", "edh",
    "el", "en",  "er", "es", "esh", "et",  "eth", "ez",  "ud", "ul", "ur",
};

static bool
is_article(lede_text word, lede_text text, size_t next)
{
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++) {
        lede_text article = {ARTICLES[i], strlen(ARTICLES[i])};
        if (lede_text_equal(word, article)) {
            lede_text sun = {word.bytes + 1, word.size - 1};
            return sun.bytes[0] == 'l' ? lede_class_of(next_key(text, next)) & LEDE_LETTER
                                       : key_begins_with(text, next, sun);
        }
    }
    return false;
}

/* Writes a hyphen as a space, and the article in front of it as al. */
static void
put_hyphen(keying *all, character *hyphen)
{
    lede_rewrite *rewrite = all->rewrite;
    size_t end = hyphen->at + hyphen->size;
    lede_rewrite_copy_to(rewrite, hyphen->at);
    lede_text word = short_word(&rewrite->out);
    if (!is_article(word, rewrite->text, end)) {
        put_key(all, hyphen);
        return;
    }
    uint32_t reasons = LEDE_KEY_ARTICLE | hyphen->why;
    uint32_t start = (uint32_t)(rewrite->out.count - word.size);
    uint32_t raw = lede_edits_reopen(&rewrite->edits, start, &reasons);
    rewrite->out.count = start;
    rewrite->copied = end;
    lede_vector_append(&rewrite->out, "al ", 3);
    lede_edits_add(&rewrite->edits, (lede_raw_span){raw, (uint32_t)end},
                   (lede_span){start, (uint32_t)rewrite->out.count}, reasons);
}

static bool
is_hyphen(const character *c)
{
    return (c->why & LEDE_KEY_PUNCTUATION) && c->count == 1 && c->key[0] == ' ';
}

static void
trim_end(lede_rewrite *rewrite)
{
    size_t end = rewrite->text.size;
    if (!is_spaced(rewrite, end)) {
        return;
    }
    lede_rewrite_copy_to(rewrite, end);
    if (rewrite->out.count == 0) {
        return;
    }
    uint32_t reasons = LEDE_KEY_SPACES;
    uint32_t last = (uint32_t)--rewrite->out.count;
    uint32_t raw = lede_edits_reopen(&rewrite->edits, last, &reasons);
    lede_edits_add(&rewrite->edits, (lede_raw_span){raw, (uint32_t)end},
                   (lede_span){last, last}, reasons);
}

/* Writes the key but for NFC; returns why, of all characters. */
static uint32_t
put_keys(lede_rewrite *rewrite, lede_key_language language)
{
    keying all = {rewrite, language};
    lede_text text = rewrite->text;
    uint32_t whys = 0;
    character c;
    for (size_t at = 0; (at = lede_key_skip(text, at)) < text.size; at += c.size) {
        read_character(&c, text, at);
        whys |= c.why;
        if (is_hyphen(&c)) {
            put_hyphen(&all, &c);
        } else {
            put_key(&all, &c);
        }
    }
    trim_end(rewrite);
    return whys;
}

/* What is left of decomposed letters is put together again: jamo, voiced kana, Indic vowels. */
static void
compose(lede_rewrite *rewrite)
{
    lede_rewrite_form(rewrite, LEDE_NFC, LEDE_KEY_FORM);
}

lede_status
lede_match_key(lede_normalized *out, lede_text raw, lede_key_language language,
               lede_arena *arena)
{
    if (raw.size > LEDE_TEXT_MAX / GROWTH) {
        return LEDE_TOO_LARGE;
    }
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, raw, arena);
    uint32_t whys = put_keys(&rewrite, language);
    *out = (lede_normalized){lede_rewrite_finish(&rewrite), lede_edits_map(&rewrite.edits)};
    lede_rewrite_init(&rewrite, out->text, arena);
    if (whys & LEDE_KEY_JOINS) {
        compose(&rewrite);
    }
    if (rewrite.edits.edits.count != 0) {
        lede_map composed = lede_edits_map(&rewrite.edits);
        out->text = lede_rewrite_finish(&rewrite);
        out->map = lede_map_compose(&out->map, &composed, arena);
    }
    return lede_arena_status(arena);
}
