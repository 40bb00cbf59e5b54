#include "text/metadata.h"

#include "text/tokens.h"
#include "text/words.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

enum {
    MOST_DATE_TOKENS = 24,
    LONGEST_DATE =
        40, /* bytes of `Wednesday, September 30, 2020`, and some for white space */
    SHORTEST_DATE = 16, /* of `Mon, May 5, 2020` */
};

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

/* True where a field, a date or a weekday may begin; the fields of text/words.c have four letters or more. */
static bool
may_be_metadata(lede_text text, size_t start)
{
    static const char DAYS[] = "FriMonSatSunThuTueWed";
    size_t letters = 0;
    while (letters < 4 && start + letters < text.size &&
           (text.bytes[start + letters] | 0x20) >= 'a' &&
           (text.bytes[start + letters] | 0x20) <= 'z') {
        letters++;
    }
    bool named = letters == 4 && memchr("cdemptu", text.bytes[start] | 0x20, 7) != NULL;
    for (size_t i = 0; i < sizeof DAYS - 1 && letters >= 3 && !named; i += 3) {
        named = memcmp(text.bytes + start, DAYS + i, 3) == 0;
    }
    return named || (start < text.size && lede_is_class(text, start, LEDE_DIGIT));
}

/* What the first token promises. */
typedef enum { NOTHING, FIELD, NUMBER, WEEKDAY } opening;

static opening
opening_of(lede_text text, lede_token token)
{
    lede_text word = lede_text_slice(text, token.span);
    uint32_t kinds = lede_word_kind(word);
    if (kinds & LEDE_WORD_FIELD) {
        return FIELD;
    }
    if (token.bits & LEDE_TOKEN_NUMBER) {
        return NUMBER;
    }
    bool day = word.size == 3 || memcmp(word.bytes + word.size - 3, "day", 3) == 0;
    bool capital = (token.bits & LEDE_TOKEN_CAPITAL) && word.size > 2;
    return capital && day && (kinds & LEDE_WORD_DATE) ? WEEKDAY : NOTHING;
}

/* True when a line may end at `end`, or something else begin behind it. */
static bool
ends_there(lede_text text, size_t end, opening first)
{
    size_t next = lede_skip(text, end, LEDE_SPACE);
    bool apart = lede_is_class(text, end, LEDE_SPACE) || end == text.size;
    uint32_t on = first == WEEKDAY ? LEDE_LOWER | LEDE_DASH | LEDE_PUNCT : LEDE_LOWER;
    bool quote = first == WEEKDAY && lede_is_class(text, next, LEDE_QUOTE);
    bool line = memchr(text.bytes + end, '\n', next - end) != NULL;
    return apart && (line || quote || !lede_is_class(text, next, on));
}

size_t
lede_metadata_end(lede_text text, size_t start)
{
    size_t at = start, end = start, numbers = 0;
    bool counts, year = false;
    lede_token token;
    if (!may_be_metadata(text, start) || !lede_token_next(&token, text, &at)) {
        return start;
    }
    opening first = opening_of(text, token);
    if (first == NOTHING) {
        return start;
    }
    at = first == FIELD ? at : start;
    for (size_t i = 0; i < MOST_DATE_TOKENS && lede_token_next(&token, text, &at); i++) {
        bool apart = token.bits & (first == NUMBER ? LEDE_TOKEN_GLUED : LEDE_TOKEN_LINE);
        apart ^= first == NUMBER; /* a number goes on with what touches it alone */
        if (!is_date_token(text, token, &counts) || (i > 0 && apart)) {
            break;
        }
        bool number = (token.bits & LEDE_TOKEN_NUMBER) != 0;
        year |= number && token.span.end - token.span.start == 4;
        numbers += number;
        end = counts ? token.span.end : end;
    }
    bool dated = year && (first == FIELD || numbers >= (first == WEEKDAY ? 2 : 3));
    return dated && ends_there(text, end, first) ? end : start;
}

/* True for a word that goes on with the date behind it. */
static bool
is_bound(lede_text text, size_t start, size_t end)
{
    static const char WORDS[][8] = {
        "after", "and", "are",  "at",   "before", "by",    "dated",   "for",  "from",
        "in",    "is",  "of",   "on",   "or",     "since", "the",     "till", "to",
        "until", "was", "were", "with", "next",   "last",  "through", "this", "past",
    };
    size_t word = lede_skip_back(text, end, start, LEDE_LETTER);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        size_t size = strlen(WORDS[i]);
        if (end - word == size && memcmp(text.bytes + word, WORDS[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* True when a headline may end at `end`: behind a letter, a digit or what closes a quote, but not behind a
 * word that goes on with a date. */
static bool
ends_headline(lede_text text, size_t start, size_t end)
{
    size_t size;
    if (end <= start) {
        return false;
    }
    uint32_t point = lede_utf8_step_back(text, end, &size);
    uint32_t class = lede_class_of(point);
    bool closes = (class & (LEDE_CLOSER | LEDE_TERMINAL)) != 0;
    return closes || ((class & LEDE_WORD) && !is_bound(text, start, end));
}

size_t
lede_metadata_date_before(lede_text text, size_t start, size_t end)
{
    bool digit = end > start && text.bytes[end - 1] >= '0' && text.bytes[end - 1] <= '9';
    if (!digit || end - start < SHORTEST_DATE) {
        return end;
    }
    lede_text upto = {text.bytes, end};
    size_t limit = end - start > LONGEST_DATE ? end - LONGEST_DATE : start;
    for (size_t at = end - SHORTEST_DATE + 1; at > limit; at--) {
        bool begins = text.bytes[at] >= 'F' && text.bytes[at] <= 'W' &&
                      lede_is_class(text, at - 1, LEDE_SPACE);
        if (begins && lede_metadata_end(upto, at) == end) {
            size_t before = lede_skip_back(text, at, start, LEDE_SPACE);
            return ends_headline(text, start, before) ? at : end;
        }
    }
    return end;
}
