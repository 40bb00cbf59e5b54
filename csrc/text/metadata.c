#include "text/metadata.h"

#include "text/tokens.h"
#include "text/words.h"
#include "unicode/scan.h"

enum { MOST_DATE_TOKENS = 24 };

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

/* True where a field or a date may begin; the fields of text/words.c have four letters or more. */
static bool
may_be_metadata(lede_text text, size_t start)
{
    size_t letters = 0;
    while (letters < 4 && start + letters < text.size &&
           (text.bytes[start + letters] | 0x20) >= 'a' &&
           (text.bytes[start + letters] | 0x20) <= 'z') {
        letters++;
    }
    bool field = letters == 4 && memchr("cdemptu", text.bytes[start] | 0x20, 7) != NULL;
    return field || (start < text.size && lede_is_class(text, start, LEDE_DIGIT));
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
    bool field = (lede_word_kind(lede_text_slice(text, token.span)) & LEDE_WORD_FIELD) != 0;
    if (!field && !(token.bits & LEDE_TOKEN_NUMBER)) {
        return start;
    }
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
