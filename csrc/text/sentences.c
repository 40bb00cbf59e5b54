#include "text/sentences.h"

#include "text/items.h"
#include "text/metadata.h"
#include "text/quotes.h"
#include "unicode/scan.h"
#include "unicode/stops.h"
#include "unicode/utf8.h"

enum {
    LONGEST_NEVER = 256, /* looking for what is never split ends here */
    NARROWEST = 60,      /* bytes of the longest line of a text whose lines have a width */
};

typedef struct {
    lede_text text;
    const lede_sentence_options *options;
    const lede_sentence_trace *trace;
    lede_vector *spans;
    size_t start;     /* of the sentence at hand */
    size_t gold;      /* the next of trace->gold */
    size_t block_end; /* where the next blank line is */
    size_t longest;   /* of the lines before it */
    /* of the paragraph at hand */
    size_t limit;   /* its end, known where it is a list */
    size_t item_at; /* where the next item of its list begins; SIZE_MAX: nowhere */
    lede_item item;
    lede_open_quotes quotes; /* open at the place reached */
    uint32_t brackets;       /* likewise */
} splitter;

/* ---- structure ---- */

/* Ends the sentence at hand at `end` and begins the next one at `next`. */
static void
push_sentence(splitter *split, size_t end, size_t next)
{
    unsigned char last = end > split->start ? (unsigned char)split->text.bytes[end - 1] : 0;
    if (last <= ' ' || last >= 0x7F) {
        end = lede_skip_back(split->text, end, split->start, LEDE_SPACE);
    }
    if (end > split->start) {
        lede_span span = {(uint32_t)split->start, (uint32_t)end};
        lede_vector_push(split->spans, &span);
    }
    split->start = next;
}

static void
note(const splitter *split, const lede_boundary *place, lede_decided by, int32_t score,
     bool ends)
{
    if (split->trace != NULL) {
        lede_decision decision = {*place, by, score, ends};
        lede_vector_push(split->trace->decisions, &decision);
    }
}

/* The same for what no mark ends. */
static void
note_end(const splitter *split, size_t end, size_t next, lede_decided by)
{
    lede_boundary place = {.mark = end, .marks_end = end, .closed = end, .next = next};
    place.start = split->start;
    note(split, &place, by, 0, true);
}

/* The end of the line in which `at` lies. */
static size_t
line_end(lede_text text, size_t at)
{
    const char *end = memchr(text.bytes + at, '\n', text.size - at);
    return end == NULL ? text.size : (size_t)(end - text.bytes);
}

/* Measures the lines from `start` to the next blank one. */
static void
measure_block(splitter *split, size_t start)
{
    lede_text text = split->text;
    split->longest = 0;
    split->block_end = start;
    while (start < text.size &&
           lede_skip(text, start, LEDE_SPACE) < line_end(text, start)) {
        split->block_end = line_end(text, start);
        size_t size = split->block_end - start;
        split->longest = size > split->longest ? size : split->longest;
        start = split->block_end + 1;
    }
}

/* True when the line that ends at `at` was ended on purpose: the first word of the next, which begins with no
 * small letter, would have fitted on it with room to spare. So do headlines end, and paragraphs without blank
 * lines between them. */
static bool
breaks_off(splitter *split, size_t at, size_t next)
{
    lede_text text = split->text;
    size_t start = at;
    while (start > 0 && text.bytes[start - 1] != '\n') {
        start--;
    }
    if (at >= split->block_end) {
        measure_block(split, start);
    }
    size_t end = line_end(text, next), word = next;
    while (word < end && text.bytes[word] != ' ') {
        word++;
    }
    return split->longest >= NARROWEST && !lede_is_class(text, next, LEDE_LOWER) &&
           (at - start + 1 + (word - next)) * 4 <= split->longest * 3;
}

static bool
ends_paragraph(splitter *split, size_t at, size_t next)
{
    size_t lines = 0;
    for (size_t i = at; i < next && lines < 2; i++) {
        lines += split->text.bytes[i] == '\n';
    }
    if (lines == 1 && split->options->newline == LEDE_NEWLINE_PARAGRAPH) {
        lede_item item;
        return breaks_off(split, at, next) || lede_item_at(&item, split->text, next) ||
               lede_metadata_end(split->text, next) > next;
    }
    return lines > 1 || (lines == 1 && split->options->newline == LEDE_NEWLINE_LINE);
}

static size_t
paragraph_end(splitter *split)
{
    lede_text text = split->text;
    size_t at = split->start;
    while (at < text.size) {
        at = line_end(text, at);
        size_t next = lede_skip(text, at, LEDE_SPACE);
        if (ends_paragraph(split, at, next)) {
            return at;
        }
        at = next;
    }
    return text.size;
}

static void
find_next_item(splitter *split)
{
    size_t at = lede_item_next(&split->item, split->text, split->limit);
    split->item_at = at < split->limit ? at : SIZE_MAX;
}

static void
begin_paragraph(splitter *split)
{
    split->quotes = (lede_open_quotes){0};
    split->brackets = 0;
    split->item_at = SIZE_MAX;
    size_t end;
    while ((end = lede_metadata_end(split->text, split->start)) > split->start) {
        size_t next = lede_skip(split->text, end, LEDE_SPACE);
        note_end(split, end, next, LEDE_DECIDED_METADATA);
        push_sentence(split, end, next);
    }
    if (lede_item_at(&split->item, split->text, split->start)) {
        split->limit = paragraph_end(split);
        find_next_item(split);
    }
}

/* Ends the sentence before the next item and returns where to go on. */
static size_t
begin_item(splitter *split)
{
    size_t next = split->item_at;
    if (split->start < next) {
        note_end(split, next, next, LEDE_DECIDED_ITEM);
        push_sentence(split, next, next);
    }
    find_next_item(split);
    return next;
}

/* ---- quotes and brackets ---- */

static void
count_quote(splitter *split, size_t at, uint32_t point)
{
    switch (point) {
    case '(':
    case '[':
    case '{':
    case 0xFF08:
        split->brackets++;
        break;
    case ')':
    case ']':
    case '}':
    case 0xFF09:
        split->brackets -= split->brackets > 0;
        break;
    case '\n': /* quotes end with their paragraph, which the splitter knows */
        break;
    default:
        lede_quotes_see(&split->quotes, split->text, at, point);
        break;
    }
}

static void
count_quotes(splitter *split, size_t from, size_t to)
{
    for (size_t size; from < to; from += size) {
        count_quote(split, from, lede_utf8_step(split->text, from, &size));
    }
}

/* ---- marks ---- */

/* Marks of scripts that have no use for them but to end a sentence: 。 । ؟ ። and the like, not … ‼ ⁇ */
static bool
is_sure(uint32_t point)
{
    return point >= 0x80 && (point < 0x2000 || point > 0x2BFF);
}

/* What a closed quote goes on with in Japanese: 「…」と言った. */
static bool
quotes_on(lede_text text, size_t at)
{
    size_t size;
    uint32_t point = at < text.size ? lede_utf8_step(text, at, &size) : 0;
    return point == 0x3068 || point == 0x3001 || point == 0xFF0C || point == 0x3092;
}

static bool
sure_ends(const splitter *split, const lede_boundary *place)
{
    lede_text text = split->text;
    bool decimal = place->point == 0xFF0E && lede_is_class(text, place->next, LEDE_DIGIT);
    bool quoted = place->closed > place->marks_end && quotes_on(text, place->next);
    bool goes_on = lede_is_class(text, place->next, LEDE_CLOSER | LEDE_TERMINAL);
    return !decimal && !quoted && !goes_on;
}

/* True when no sentence may end behind these marks, because the caller named a text that holds them. */
static bool
is_never_split(const splitter *split, const lede_boundary *place)
{
    for (size_t i = 0; i < split->options->never_count; i++) {
        lede_text never = split->options->never_split[i];
        size_t low = place->marks_end > never.size ? place->marks_end - never.size : 0;
        size_t high = place->mark;
        for (size_t at = low; at <= high && never.size <= split->text.size - at; at++) {
            if (memcmp(split->text.bytes + at, never.bytes, never.size) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* `1. First` at the start of a sentence numbers an item of a list. */
static bool
numbers_item(const splitter *split, const lede_boundary *place)
{
    lede_item item;
    return place->kind == LEDE_MARK_STOP && place->mark - split->start < 8 &&
           lede_item_at(&item, split->text, split->start) && item.value != 0 &&
           (item.behind == place->marks_end || item.behind == place->closed);
}

static bool
is_gold(splitter *split, const lede_boundary *place)
{
    const lede_sentence_trace *trace = split->trace;
    while (split->gold < trace->gold_count && trace->gold[split->gold] < place->mark) {
        split->gold++;
    }
    return split->gold < trace->gold_count && trace->gold[split->gold] <= place->next;
}

static bool
model_ends(splitter *split, lede_boundary *place)
{
    const lede_sentence_language *language = split->options->language;
    if (language == NULL) {
        return !lede_is_class(split->text, place->letter, LEDE_LOWER);
    }
    lede_boundary_look(place, split->text, language);
    int32_t score = lede_boundary_score(place, language);
    bool ends = score > split->options->cutoff;
    if (place->left.kinds & LEDE_KNOWN_USER) {
        ends = (place->right.kinds & LEDE_KNOWN_STARTER) &&
               lede_is_class(split->text, place->letter, LEDE_UPPER);
    }
    if (split->trace != NULL && split->trace->gold != NULL) {
        ends = is_gold(split, place);
    }
    if (ends && is_never_split(split, place)) {
        note(split, place, LEDE_DECIDED_NEVER, score, false);
        return false;
    }
    note(split, place, LEDE_DECIDED_MODEL, score, ends);
    return ends;
}

/* A decision that needs no model; *by stays LEDE_DECIDED_MODEL when there is none. */
static bool
rules_end(splitter *split, const lede_boundary *place, lede_decided *by)
{
    if (place->letter == split->text.size || split->text.bytes[place->letter] == '\n') {
        *by = LEDE_DECIDED_LAST; /* or a quote alone, which can but close */
    } else if (place->gap == LEDE_GAP_LINE &&
               ends_paragraph(split, place->closed, place->next)) {
        *by = LEDE_DECIDED_PARAGRAPH;
    } else if (split->options->quotes == LEDE_QUOTES_KEEP &&
               lede_quotes_any(&split->quotes)) {
        *by = LEDE_DECIDED_QUOTES;
    } else if (is_sure(place->point)) {
        *by = LEDE_DECIDED_UNSPACED;
        return sure_ends(split, place);
    } else if (place->gap == LEDE_GAP_NONE) {
        *by = LEDE_DECIDED_INSIDE;
    } else if (numbers_item(split, place)) {
        *by = LEDE_DECIDED_ITEM_MARK;
    }
    return false;
}

/* Handles the marks at `at` and returns where to go on. */
static size_t
try_marks(splitter *split, size_t at)
{
    lede_boundary place;
    place.start = split->start;
    place.in_quote = lede_quotes_any(&split->quotes);
    place.in_bracket = split->brackets > 0;
    lede_boundary_read(&place, split->text, at);
    if (place.kind == LEDE_MARK_SEMICOLON && !split->options->language->colons) {
        place.kind = LEDE_MARK_QUESTION; /* Greek */
    }
    count_quotes(split, at, place.closed);
    lede_decided by = LEDE_DECIDED_MODEL;
    bool ends = rules_end(split, &place, &by);
    if (by == LEDE_DECIDED_MODEL) {
        ends = model_ends(split, &place);
    } else if (by != LEDE_DECIDED_PARAGRAPH) {
        note(split, &place, by, 0, ends);
    }
    if (ends) {
        push_sentence(split, place.closed, place.next);
    }
    return place.closed;
}

/* Ends the last sentence of a paragraph; a date below a headline is one of its own. */
static void
end_paragraph(splitter *split, size_t end, size_t next)
{
    size_t date = split->start < end
                      ? lede_metadata_date_before(split->text, split->start, end)
                      : end;
    if (date < end) {
        note_end(split, date, date, LEDE_DECIDED_METADATA);
        push_sentence(split, date, date);
    }
    push_sentence(split, end, next);
}

/* Handles the line end at `at` and returns where to go on. */
static size_t
try_line(splitter *split, size_t at)
{
    size_t next = lede_skip(split->text, at, LEDE_SPACE);
    if (ends_paragraph(split, at, next)) {
        note_end(split, at, next, LEDE_DECIDED_PARAGRAPH);
        end_paragraph(split, at, next);
        begin_paragraph(split);
    }
    return next > split->start ? next : split->start;
}

/* A colon or semicolon that a capital, or a quote follows, in languages that know of them. */
static bool
may_end_at_colon(const splitter *split, size_t at)
{
    lede_text text = split->text;
    const lede_sentence_language *language = split->options->language;
    bool colon = text.bytes[at] == ':' || text.bytes[at] == ';';
    if (!colon || language == NULL || !(language->colons || language->greek)) {
        return false;
    }
    size_t end = language->greek ? lede_skip(text, at + 1, LEDE_CLOSER) : at + 1;
    size_t next = lede_skip(text, end, LEDE_SPACE);
    bool asks = language->colons || text.bytes[at] == ';';
    return asks && next > end && lede_is_class(text, next, LEDE_UPPER | LEDE_QUOTE);
}

/* U+2010 to U+201F: dashes and quotes, the most frequent of what is beyond ASCII in news. */
static uint32_t
quote_or_dash(lede_text text, size_t at)
{
    bool general = text.size - at > 2 && memcmp(text.bytes + at, "\xE2\x80", 2) == 0;
    unsigned char third = general ? (unsigned char)text.bytes[at + 2] : 0;
    return (third & 0xF0) == 0x90 ? 0x2000u + (third & 0x3Fu) : 0;
}

static size_t
try_stop(splitter *split, size_t at)
{
    uint32_t quote = quote_or_dash(split->text, at);
    if (quote != 0) {
        count_quote(split, at, quote);
        return at + 3;
    }
    size_t size;
    uint32_t point = lede_utf8_step(split->text, at, &size);
    if (point == '\n') {
        return try_line(split, at);
    }
    bool plain = point == '.' || point == '!' || point == '?'; /* all of ASCII */
    bool khan = point == 0x17D4 || point == 0x17D5;            /* full stops of Khmer */
    if (plain || khan || (point >= 0x80 && (lede_class_of(point) & LEDE_TERMINAL)) ||
        may_end_at_colon(split, at)) {
        return try_marks(split, at);
    }
    count_quote(split, at, point);
    return at + size;
}

void
lede_sentences_find(lede_vector *spans, lede_text text,
                    const lede_sentence_options *options, const lede_sentence_trace *trace)
{
    splitter split = {.text = text, .options = options, .trace = trace, .spans = spans};
    split.start = lede_skip(text, 0, LEDE_SPACE);
    begin_paragraph(&split);
    lede_stops stops = lede_stops_of(text);
    size_t at = split.start;
    while ((at = lede_stops_next(&stops, at)) < text.size || split.item_at < text.size) {
        at = split.item_at <= at ? begin_item(&split) : try_stop(&split, at);
    }
    end_paragraph(&split, text.size, text.size);
}
