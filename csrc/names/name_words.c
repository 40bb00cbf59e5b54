#include "names/name_words.h"

#include "unicode/utf8.h"

static bool
is_apostrophe(lede_text mark)
{
    uint32_t folded[LEDE_FOLD_MOST];
    size_t size;
    uint32_t point = lede_utf8_step(mark, 0, &size);
    return lede_fold_point(folded, point, LEDE_FOLD_ACCENTS) == 1 && folded[0] == '\'';
}

bool
lede_is_loose_mark(lede_text text, uint32_t before, lede_token mark, uint32_t after)
{
    bool is_mark = (mark.bits & (LEDE_TOKEN_WORD | LEDE_TOKEN_POSSESSIVE)) == 0;
    if (!is_mark || !(mark.bits & LEDE_TOKEN_GLUED) || !(before & LEDE_TOKEN_WORD)) {
        return false;
    }
    lede_text slice = lede_text_slice(text, mark.span);
    if ((before & LEDE_TOKEN_INITIAL) && slice.bytes[0] == '.') {
        return true;
    }
    bool between = (after & LEDE_TOKEN_WORD) && (after & LEDE_TOKEN_GLUED);
    return between && ((mark.bits & LEDE_TOKEN_DASH) || is_apostrophe(slice));
}

static void
read_ahead(lede_name_words *words)
{
    words->more = lede_token_next(&words->ahead, words->text, &words->at);
}

bool
lede_name_words_next(lede_name_words *words, lede_token *word)
{
    if (!words->started) {
        read_ahead(words);
        words->started = true;
    }
    while (words->more) {
        *word = words->ahead;
        uint32_t before = words->before;
        words->before = word->bits;
        read_ahead(words);
        uint32_t after = words->more ? words->ahead.bits : 0;
        if (words->fold != LEDE_FOLD_LOOSE ||
            !lede_is_loose_mark(words->text, before, *word, after)) {
            return true;
        }
    }
    return false;
}
