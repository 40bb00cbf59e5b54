#include "text/wrapped.h"

#include "base/hash.h"
#include "base/table.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

/* Columns of the longest line of a broken paragraph: shorter are verse and lists, longer are
 * paragraphs of a text that puts no blank lines between them. */
enum { NARROWEST = 40, WIDEST = 120 };

typedef struct {
    lede_rewrite *rewrite;
    lede_table words; /* hashes of all words of the text; made when first asked for */
    bool listed;
} wrapped;

/* A line, without its line feed. */
typedef struct {
    size_t start, end;
    size_t width; /* in columns */
    bool blank;   /* white space alone */
} line;

static line
read_line(lede_text text, size_t start)
{
    line found = {.start = start, .end = start, .blank = true};
    for (size_t size; found.end < text.size && text.bytes[found.end] != '\n';
         found.end += size) {
        uint32_t class = lede_class_at(text, found.end, &size);
        found.blank &= (class & LEDE_SPACE) != 0;
        found.width +=
            class & LEDE_NOSPACE ? 2 : 1; /* most of those letters are ideographs */
    }
    return found;
}

/* The columns that must be free before the line, or it would have begun on the one before: those of its
 * first word, or where words are not set apart of a character and a mark that may not begin a line. */
static size_t
first_width(lede_text text, const line *one)
{
    size_t width = 0;
    if (lede_is_class(text, one->start, LEDE_NOSPACE)) {
        return 3;
    }
    for (size_t at = one->start, size; at < one->end; at += size) {
        if (lede_class_at(text, at, &size) & LEDE_SPACE) {
            break;
        }
        width++;
    }
    return width;
}

/* ---- paragraphs ---- */

/* The end of the last line of the paragraph whose first line starts at `start`; its longest width. */
static size_t
paragraph_end(lede_text text, size_t start, size_t *longest)
{
    line one = read_line(text, start);
    size_t end = one.end;
    *longest = 0;
    while (!one.blank) {
        *longest = one.width > *longest ? one.width : *longest;
        end = one.end;
        if (end == text.size) {
            break;
        }
        one = read_line(text, end + 1);
    }
    return end;
}

/* True when every line of text[start, end) but the last is as full as it could be. */
static bool
is_broken(lede_text text, size_t start, size_t end, size_t longest)
{
    if (longest < NARROWEST || longest > WIDEST) {
        return false;
    }
    line one = read_line(text, start);
    size_t full = 0;
    bool small = false;
    while (one.end < end) {
        line next = read_line(text, one.end + 1);
        if (one.width + 1 + first_width(text, &next) <= longest) {
            return false;
        }
        small |= lede_is_class(text, next.start, LEDE_LOWER);
        full++;
        one = next;
    }
    return full > 1 || small; /* a headline and its first line are full too */
}

/* ---- joints ---- */

/* The hash of the letters of `left` and `right`, as one word in small ASCII letters. */
static uint64_t
hash_word(lede_text left, lede_text right)
{
    uint64_t hash = LEDE_HASH_EMPTY;
    for (size_t i = 0; i < left.size + right.size; i++) {
        char byte = i < left.size ? left.bytes[i] : right.bytes[i - left.size];
        bool capital = byte >= 'A' && byte <= 'Z';
        hash = lede_hash_join(hash, (unsigned char)(capital ? byte | 0x20 : byte));
    }
    return hash;
}

static void
list_words(wrapped *all)
{
    lede_text text = all->rewrite->text;
    size_t count = 0;
    for (size_t at = 0; at < text.size; at++) {
        count += text.bytes[at] == ' ' || text.bytes[at] == '\n' || text.bytes[at] == '-';
    }
    lede_table_init(&all->words, all->rewrite->out.arena, count + 1);
    for (size_t at = 0, size; at < text.size;) {
        size_t end = lede_skip(text, at, LEDE_LETTER | LEDE_MARK);
        if (end > at) {
            (void)lede_table_put(
                &all->words,
                hash_word((lede_text){text.bytes + at, end - at}, (lede_text){"", 0}));
            at = end;
        } else {
            (void)lede_utf8_step(text, at, &size);
            at += size;
        }
    }
    all->listed = true;
}

/* True when the hyphen between the two parts of a word is one of the printer: the text has the word without
 * it. The parts themselves are words of the text too, but the whole is none if it stands here alone. */
static bool
is_printers_hyphen(wrapped *all, lede_text left, lede_text right)
{
    if (!all->listed) {
        list_words(all);
    }
    return lede_table_get(&all->words, hash_word(left, right)) != NULL;
}

/* Joins the lines on both sides of the line feed at `at`. */
static void
join(wrapped *all, size_t at)
{
    lede_text text = all->rewrite->text;
    size_t after = at + 1, size = 0;
    uint32_t last = lede_utf8_step_back(text, at, &size);
    size_t left =
        last == '-' ? lede_skip_back(text, at - 1, 0, LEDE_LETTER | LEDE_MARK) : at;
    bool word = left + 1 < at && lede_is_class(text, after, LEDE_LOWER);
    size_t start = at;
    lede_text with = {" ", 1};
    if (word) {
        size_t right = lede_skip(text, after, LEDE_LETTER | LEDE_MARK);
        bool goes = is_printers_hyphen(all, (lede_text){text.bytes + left, at - 1 - left},
                                       (lede_text){text.bytes + after, right - after});
        start = goes ? at - 1 : at;
        with.size = 0;
    } else if ((lede_class_of(last) & LEDE_NOSPACE) &&
               lede_is_class(text, after, LEDE_NOSPACE)) {
        with.size = 0;
    }
    lede_rewrite_replace(all->rewrite, start, after, with, LEDE_REASON_WRAPPED);
}

void
lede_wrapped_join(lede_rewrite *rewrite)
{
    lede_text text = rewrite->text;
    wrapped all = {.rewrite = rewrite};
    for (size_t start = 0; start < text.size; start++) {
        size_t longest, end = paragraph_end(text, start, &longest);
        bool broken = is_broken(text, start, end, longest);
        for (size_t at = read_line(text, start).end; broken && at < end;
             at = read_line(text, at + 1).end) {
            join(&all, at);
        }
        start = end;
    }
}
