#include "text/glued.h"

#include "text/links.h"
#include "text/quotes.h"
#include "text/words.h"
#include "unicode/prose.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

typedef struct {
    lede_text text;
    lede_link_guard links;
    lede_open_quotes open;
    size_t counted; /* the place up to which quotes are counted */
} glue;

/* A place where a space may be missing:  said.”He left
 *                                     left^   |  ^right   the space comes before `middle`
 *                                         mark middle                                    */
typedef struct {
    size_t mark, middle, right;
    size_t left;           /* where the last word of the first sentence ends */
    lede_text last, first; /* that word, and the first one of the second sentence */
} seam;

/* ---- quotes ---- */

static const lede_open_quotes *
count_quotes(glue *all, size_t to)
{
    for (size_t size; all->counted < to; all->counted += size) {
        const char *rest = all->text.bytes + all->counted;
        all->counted += lede_prose_prefix((lede_text){rest, to - all->counted});
        if (all->counted == to) {
            break;
        }
        uint32_t point = lede_utf8_step(all->text, all->counted, &size);
        lede_quotes_see(&all->open, all->text, all->counted, point);
    }
    return &all->open;
}

/* True when the quote or bracket at `at` ends what stands before it. */
static bool
closes(glue *all, size_t at, uint32_t point)
{
    switch (point) {
    case ')':
    case ']':
    case 0x201D:
    case 0x2019:
        return true;
    case '"':
        return count_quotes(all, at)->straight;
    case 0xAB:
    case 0xBB:
        return count_quotes(all, at)->guillemets > 0;
    case 0x201C:
        return count_quotes(all, at)->low;
    default:
        return false;
    }
}

static bool
opens(uint32_t point)
{
    return point == '(' || point == '[' || point == '"' || point == 0x201C ||
           point == 0x2018 || point == 0x201E || point == 0xAB || point == 0xBB ||
           point == 0xBF || point == 0xA1;
}

/* ---- words ---- */

static bool
is_mark(uint32_t point)
{
    return point == '.' || point == '!' || point == '?' || point == 0x2026;
}

static bool
is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

/* The start of the word that ends at `end`: letters, digits, and apostrophes before one of them. */
static size_t
word_start(lede_text text, size_t end)
{
    size_t start = end, size;
    for (size_t at = end; at > 0; at -= size) {
        uint32_t point = lede_utf8_step_back(text, at, &size);
        if (lede_class_of(point) & LEDE_WORD) {
            start = at - size;
        } else if (!is_apostrophe(point) || start != at) {
            break;
        }
    }
    return start;
}

/* The number of small letters at the end of a word, up to two. Marks and apostrophes do not count. */
static int
small_letters(lede_text word)
{
    int small = 0;
    size_t at = word.size, size;
    while (at > 0 && small < 2) {
        uint32_t point = lede_utf8_step_back(word, at, &size);
        uint32_t class = lede_class_of(point);
        if (class & LEDE_LOWER) {
            small++;
        } else if (!(class & (LEDE_MARK | LEDE_IGNORABLE)) && !is_apostrophe(point)) {
            break;
        }
        at -= size;
    }
    return small;
}

/* True for `Next`; `A` and `I` are words too where a space or an apostrophe follows. */
static bool
begins_sentence(lede_text text, size_t at)
{
    size_t size;
    if (!(lede_class_at(text, at, &size) & LEDE_UPPER)) {
        return false;
    }
    size_t next = lede_skip(text, at + size, LEDE_MARK);
    if (lede_is_class(text, next, LEDE_LOWER)) {
        return true;
    }
    bool alone = next == at + size && (text.bytes[at] == 'A' || text.bytes[at] == 'I');
    size_t quote;
    uint32_t after = next < text.size ? lede_utf8_step(text, next, &quote) : 0;
    return alone && (after == ' ' || (text.bytes[at] == 'I' && is_apostrophe(after) &&
                                      lede_is_class(text, next + quote, LEDE_LOWER)));
}

/* Endings of hosts, programs and files that people capitalize. */
static bool
is_ending(lede_text word)
{
    static const char ENDINGS[][5] = {
        "avi", "com", "csv",  "dll",  "doc", "docx", "edu",  "exe",  "fm",  "gif",
        "gov", "htm", "html", "jpeg", "jpg", "js",   "json", "mil",  "mp3", "net",
        "org", "pdf", "php",  "png",  "ppt", "txt",  "xls",  "xlsx", "xml", "zip",
    };
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t at = 0;
        while (at < word.size && at < sizeof *ENDINGS &&
               (word.bytes[at] | 0x20) == ENDINGS[i][at]) {
            at++;
        }
        if (at == word.size && (at == sizeof *ENDINGS || ENDINGS[i][at] == 0)) {
            return true;
        }
    }
    return false;
}

/* A capital inside of a word, as in `WriteLine`, but not the one of `McCain`. */
static bool
is_camel(lede_text word)
{
    size_t size;
    (void)lede_class_at(word, 0, &size);
    size = word.size > 3 && memcmp(word.bytes, "Mc", 2) == 0 ? 3 : size;
    for (size_t at = size; at < word.size; at += size) {
        if (lede_class_at(word, at, &size) & LEDE_UPPER) {
            return true;
        }
    }
    return false;
}

/* ---- seams ---- */

/* Reads the seam at a mark; false when no word follows it at once. */
static bool
read_seam(glue *all, size_t mark, seam *found)
{
    lede_text text = all->text;
    size_t at = mark, size;
    while (at < text.size && is_mark(lede_utf8_step(text, at, &size))) {
        at += size;
    }
    *found = (seam){.mark = mark, .middle = at, .right = at};
    bool opened = false;
    for (size_t i = 0; i < LEDE_GLUED_BETWEEN && found->right < text.size; i++) {
        uint32_t point = lede_utf8_step(text, found->right, &size);
        if (!opened && closes(all, found->right, point)) {
            found->middle = found->right + size;
        } else if (opens(point)) {
            opened = true;
        } else {
            break;
        }
        found->right += size;
    }
    return begins_sentence(text, found->right);
}

/* The words on both sides. On the left a bracket or quote may have closed before the mark. */
static void
read_words(glue *all, seam *found)
{
    lede_text text = all->text;
    size_t size;
    found->left = found->mark;
    for (size_t i = 0; i < LEDE_GLUED_BETWEEN && found->left > 0; i++) {
        uint32_t point = lede_utf8_step_back(text, found->left, &size);
        if (point != ')' && point != ']' && point != '"' && point != 0x201D &&
            point != 0x2019) {
            break;
        }
        found->left -= size;
    }
    size_t start = word_start(text, found->left);
    size_t end = lede_skip(text, found->right, LEDE_LETTER | LEDE_MARK);
    found->last = (lede_text){text.bytes + start, found->left - start};
    found->first = (lede_text){text.bytes + found->right, end - found->right};
}

static bool
is_one_of(lede_text text, size_t at, const char *bytes, size_t count)
{
    return at < text.size && memchr(bytes, text.bytes[at], count) != NULL;
}

/* True at the last stop of abbreviations behind which no word goes on. */
static bool
ends_state(lede_text text, size_t stop)
{
    static const char STATES[][5] = {"U.S.", "U.N.", "U.K.", "E.U."};
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES && stop >= 3; i++) {
        if (memcmp(text.bytes + stop - 3, STATES[i], 4) == 0) {
            size_t start = word_start(text, stop - 2);
            bool apart = start == 0 || !is_one_of(text, start - 1, "@#_/\\=~", 7);
            return start == stop - 3 && apart;
        }
    }
    return false;
}

/* True when the word before the seam is a part of a name of files, code or hosts: `a_b.Next`, `java.util.
 * List`. A stop before it is one of an earlier seam if it begins with a capital. */
static bool
is_technical_left(lede_text text, const seam *found)
{
    size_t start = (size_t)(found->last.bytes - text.bytes);
    if (start == 0) {
        return false;
    }
    size_t size;
    bool stop = text.bytes[start - 1] == '.' && start > 1 &&
                (lede_class_of(lede_utf8_step_back(text, start - 1, &size)) & LEDE_WORD);
    return is_one_of(text, start - 1, "@#_/\\=~", 7) ||
           (stop && !lede_is_class(text, start, LEDE_UPPER) &&
            !ends_state(text, start - 1));
}

/* The same for the word behind it: `Foo.Bar.baz`, `Foo.Bar()`, `Foo.Bar2`. */
static bool
is_technical_right(lede_text text, const seam *found)
{
    size_t end = found->right + found->first.size;
    bool goes_on = is_one_of(text, end, ".", 1) &&
                   lede_is_class(text, end + 1, LEDE_LOWER | LEDE_DIGIT);
    return goes_on || is_one_of(text, end, "@_/\\=(", 6) ||
           lede_is_class(text, end, LEDE_DIGIT) || is_ending(found->first) ||
           (is_camel(found->first) && lede_is_class(found->last, 0, LEDE_UPPER));
}

/* True when the second word is one that nearly always begins a sentence, and a space follows it: then the
 * first may be `NATO` or `2019` too. */
static bool
starts_surely(lede_text text, const seam *found)
{
    size_t end = found->right + found->first.size;
    return found->first.size > 1 && (lede_word_kind(found->first) & LEDE_WORD_STARTER) &&
           lede_is_class(text, end, LEDE_SPACE);
}

static bool
is_glued(glue *all, const seam *found)
{
    if (lede_link_guard_covers(&all->links, found->mark)) {
        return false;
    }
    if (is_technical_right(all->text, found)) {
        return false;
    }
    bool surely = starts_surely(all->text, found);
    lede_link link = all->links.past;
    if (link.span.end == found->mark && link.span.end > 0) {
        return surely || link.kind != LEDE_LINK_HANDLE; /* @John.Smith */
    }
    if (is_technical_left(all->text, found)) {
        return false;
    }
    size_t size = 0;
    (void)lede_class_at(found->last, 0, &size);
    bool title = (lede_word_kind(found->last) & LEDE_WORD_TITLE) &&
                 lede_is_class(found->last, 0, LEDE_UPPER);
    return small_letters(found->last) == 2 || title || (surely && found->last.size > size);
}

/* True at the stop of `U.S.government`. */
static bool
is_glued_state(glue *all, size_t mark)
{
    lede_text text = all->text;
    size_t next = mark + 1, size;
    if (!(lede_class_at(text, next, &size) & LEDE_LETTER) ||
        !lede_is_class(text, next + size, LEDE_LOWER) || !ends_state(text, mark)) {
        return false;
    }
    seam found = {.mark = mark, .middle = next, .right = next};
    read_words(all, &found);
    return !is_technical_right(text, &found) && !lede_link_guard_covers(&all->links, mark);
}

/* Handles the marks at `at` and returns where to go on. */
static size_t
try_seam(glue *all, lede_rewrite *rewrite, size_t at)
{
    seam found;
    bool glued = read_seam(all, at, &found);
    if (glued) {
        read_words(all, &found);
        glued = is_glued(all, &found);
    }
    if (glued || is_glued_state(all, at)) {
        lede_rewrite_replace(rewrite, found.middle, found.middle, (lede_text){" ", 1},
                             LEDE_REASON_GLUED);
    }
    return found.right;
}

/* True when marks may begin at `at` and more than white space follows them at once. */
static bool
may_be_seam(lede_text text, size_t at)
{
    size_t size;
    char next = at + 1 < text.size ? text.bytes[at + 1] : ' ';
    return next != ' ' && next != '\n' && is_mark(lede_utf8_step(text, at, &size));
}

void
lede_glued_repair(lede_rewrite *rewrite)
{
    /* The first bytes of the marks that end sentences. */
    static const bool FIRST[256] = {
        ['.'] = true, ['!'] = true, ['?'] = true, [0xE2] = true};
    lede_text text = rewrite->text;
    glue all = {.text = text};
    lede_link_guard_init(&all.links, text);
    for (size_t at = 0; at < text.size;) {
        at += lede_prose_prefix((lede_text){text.bytes + at, text.size - at});
        if (at == text.size) {
            break;
        }
        if (FIRST[(unsigned char)text.bytes[at]] && may_be_seam(text, at)) {
            at = try_seam(&all, rewrite, at);
        } else {
            at++;
        }
    }
}
