#include "text/sentences.h"

#include "text/tokens.h"
#include "text/words.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

/* Looking back for the word before a stop ends here: no abbreviation is longer. */
enum { LONGEST_ABBREVIATION = 16, MOST_DATE_TOKENS = 24 };

typedef struct {
    lede_text text;
    lede_sentence_options options;
    lede_vector *spans;
    size_t start; /* of the sentence at hand */
    size_t open; /* quotes open at the place reached; asked for by LEDE_QUOTES_KEEP alone */
    bool low, straight; /* of them one began with „, one is " */
} splitter;

/* A place where a sentence may end:  he said. ”  The
 *                                           ^^  ^
 *                                       mark  |  next
 *                                          closed            */
typedef struct {
    size_t mark;    /* the first of the marks that end sentences */
    size_t closed;  /* behind them and the quotes and brackets that close there */
    size_t next;    /* the next character that is no white space */
    size_t letter;  /* the next one that opens no quote or bracket either */
    bool only_stop; /* the mark is a single full stop */
    bool ideographic;
} candidate;

/* Full stops of scripts that put no space behind them. */
static bool
is_ideographic_stop(uint32_t point)
{
    return point == 0x3002 || point == 0xFF01 || point == 0xFF0E || point == 0xFF1F ||
           point == 0xFF61;
}

static candidate
read_candidate(lede_text text, size_t mark)
{
    size_t size;
    uint32_t point = lede_utf8_step(text, mark, &size);
    size_t marks_end = lede_skip(text, mark, LEDE_TERMINAL);
    candidate found = {.mark = mark};
    found.only_stop = point == '.' && marks_end == mark + size;
    found.ideographic = is_ideographic_stop(point);
    found.closed = lede_skip(text, marks_end, LEDE_CLOSER);
    found.next = lede_skip(text, found.closed, LEDE_SPACE);
    found.letter = lede_skip(text, found.next, LEDE_OPENER | LEDE_DASH | LEDE_SPACE);
    return found;
}

/* The letters and stops right before `at`, without anything before `start`. */
static lede_text
word_before(lede_text text, size_t start, size_t at)
{
    size_t from = at, size;
    while (from > start && at - from < LONGEST_ABBREVIATION) {
        uint32_t point = lede_utf8_step_back(text, from, &size);
        if (point != '.' && !(lede_class_of(point) & LEDE_WORD)) {
            break;
        }
        from -= size;
    }
    return (lede_text){text.bytes + from, at - from};
}

static lede_text
word_at(lede_text text, size_t at)
{
    return (lede_text){text.bytes + at, lede_skip(text, at, LEDE_WORD) - at};
}

static bool
is_initial(lede_text word)
{
    size_t size = 0;
    return word.size > 0 && (lede_class_at(word, 0, &size) & LEDE_UPPER) &&
           size == word.size;
}

/* Letters with stops between them, one or two at a time: U.S, a.m, Ph.D; not example.org, 3.5. */
static bool
is_dotted(lede_text word)
{
    size_t letters = 0, stops = 0, size;
    for (size_t at = 0; at < word.size; at += size) {
        bool stop = word.bytes[at] == '.';
        bool digit = (lede_class_at(word, at, &size) & LEDE_DIGIT) != 0;
        letters = stop ? 0 : letters + 1;
        stops += stop;
        if (letters > 2 || digit) {
            return false;
        }
    }
    return stops > 0;
}

static bool
is_number(lede_text word)
{
    return word.size > 0 && lede_skip(word, 0, LEDE_DIGIT) == word.size;
}

/* Tells whether the stop behind `word` ends a sentence when a capital or digit follows. */
static bool
stop_ends(const splitter *split, lede_text word, const candidate *at)
{
    bool starter =
        (lede_word_kind(word_at(split->text, at->letter)) & LEDE_WORD_STARTER) != 0;
    uint32_t kinds = lede_word_kind(word);
    bool digit = lede_is_class(split->text, at->letter, LEDE_DIGIT);
    if (kinds & LEDE_WORD_TITLE) {
        return false;
    }
    if ((kinds & LEDE_WORD_NUMBER) && (digit || !is_initial(word))) {
        return !digit; /* "p. 5", but "James P. Hogan" */
    }
    if (is_initial(word) || is_dotted(word) || (kinds & LEDE_WORD_ENDING)) {
        return starter;
    }
    /* `1. First` at the start of a sentence numbers an item of a list. */
    return !(is_number(word) && word.bytes == split->text.bytes + split->start);
}

static bool
ends_sentence(const splitter *split, const candidate *at)
{
    lede_text text = split->text;
    if (split->options.quotes == LEDE_QUOTES_KEEP && (split->open > 0 || split->straight)) {
        return false;
    }
    if (at->next == at->closed) {
        return at->ideographic && at->next < text.size;
    }
    /* `“Stop!” he said`: what goes on in small letters is the same sentence. */
    if (at->letter == text.size || lede_is_class(text, at->letter, LEDE_LOWER)) {
        return false;
    }
    bool begins = lede_is_class(text, at->letter, LEDE_LETTER | LEDE_DIGIT | LEDE_SYMBOL) ||
                  at->letter > at->next;
    if (!begins) {
        return false;
    }
    return !at->only_stop ||
           stop_ends(split, word_before(text, split->start, at->mark), at);
}

/* Ends the sentence at hand at `end` and begins the next one at `next`. */
static void
push_sentence(splitter *split, size_t end, size_t next)
{
    end = lede_skip_back(split->text, end, split->start, LEDE_SPACE);
    if (end > split->start) {
        lede_span span = {(uint32_t)split->start, (uint32_t)end};
        lede_vector_push(split->spans, &span);
    }
    split->start = next;
}

/* A token that may stand in a date: a number, a month and the like, or a mark between them. */
static bool
is_date_token(lede_text text, lede_token token, bool *counts)
{
    lede_text word = lede_text_slice(text, token.span);
    uint32_t kinds = lede_word_kind(word);
    *counts = (token.bits & LEDE_TOKEN_NUMBER) || (kinds & LEDE_WORD_DATE);
    bool mark = word.size == 1 && memchr("-/:,.", word.bytes[0], 5) != NULL;
    return *counts || mark;
}

/* The end of a metadata line that begins at `start` (`date 2020-02-07`, `Published: 5 May 2021`, or
 * an ISO date alone), or `start`. What follows on the line must not go on in small letters. */
static size_t
metadata_end(lede_text text, size_t start)
{
    size_t at = start, end = start, numbers = 0;
    bool counts, year = false;
    lede_token token;
    if (!lede_token_next(&token, text, &at)) {
        return start;
    }
    bool field = (lede_word_kind(lede_text_slice(text, token.span)) & LEDE_WORD_FIELD) != 0;
    at = field ? at : start;
    for (size_t i = 0; i < MOST_DATE_TOKENS && lede_token_next(&token, text, &at); i++) {
        bool apart =
            field ? (token.bits & LEDE_TOKEN_LINE) : !(token.bits & LEDE_TOKEN_GLUED);
        if (!is_date_token(text, token, &counts) || (i > 0 && apart)) {
            break;
        }
        bool number = (token.bits & LEDE_TOKEN_NUMBER) != 0;
        year |= number && token.span.end - token.span.start == 4;
        numbers += number;
        end = counts ? token.span.end : end;
    }
    bool dated = year && (field || numbers >= 3);
    bool ended = lede_is_class(text, end, LEDE_SPACE) || end == text.size;
    size_t next = lede_skip(text, end, LEDE_SPACE);
    return dated && ended && !lede_is_class(text, next, LEDE_LOWER) ? end : start;
}

static void
begin_paragraph(splitter *split)
{
    split->open = 0;
    split->low = split->straight = false;
    size_t end;
    while ((end = metadata_end(split->text, split->start)) > split->start) {
        push_sentence(split, end, lede_skip(split->text, end, LEDE_SPACE));
    }
}

static bool
ends_paragraph(const splitter *split, size_t at, size_t next)
{
    size_t lines = 0;
    for (size_t i = at; i < next; i++) {
        lines += split->text.bytes[i] == '\n';
    }
    return lines > 1 || (lines == 1 && split->options.newline == LEDE_NEWLINE_LINE);
}

static void
count_quote(splitter *split, uint32_t point)
{
    bool closes_low = point == 0x201C && split->low; /* German „…“ */
    if (point == 0x201D || point == 0xBB || closes_low) {
        split->open -= split->open > 0;
        split->low = false;
    } else if (point == 0x201C || point == 0xAB || point == 0x201E) {
        split->open++;
        split->low = point == 0x201E;
    } else if (point == '"') {
        split->straight = !split->straight;
    }
}

/* Handles the marks at `at` and returns where to go on. */
static size_t
try_candidate(splitter *split, size_t at)
{
    candidate found = read_candidate(split->text, at);
    size_t size;
    for (size_t i = at; i < found.closed; i += size) {
        count_quote(split, lede_utf8_step(split->text, i, &size));
    }
    if (ends_sentence(split, &found)) {
        push_sentence(split, found.closed, found.next);
    }
    return found.closed;
}

void
lede_sentences_find(lede_vector *spans, lede_text text, lede_sentence_options options)
{
    splitter split = {.text = text, .options = options, .spans = spans};
    split.start = lede_skip(text, 0, LEDE_SPACE);
    begin_paragraph(&split);
    size_t at = split.start, size;
    while (at < text.size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        uint32_t class = lede_class_of(point);
        if (class & LEDE_TERMINAL) {
            at = try_candidate(&split, at);
            continue;
        }
        if (point != '\n') {
            count_quote(&split, point);
            at += size;
            continue;
        }
        size_t next = lede_skip(text, at, LEDE_SPACE);
        if (ends_paragraph(&split, at, next)) {
            push_sentence(&split, at, next);
            begin_paragraph(&split);
        }
        at = next > split.start ? next : split.start;
    }
    push_sentence(&split, text.size, text.size);
}
