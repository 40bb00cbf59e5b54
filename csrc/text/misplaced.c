#include "text/misplaced.h"

#include "text/quotes.h"
#include "text/words.h"
#include "unicode/prose.h"
#include "unicode/scan.h"
#include "unicode/utf8.h"

static bool
is_curly_open(const lede_open_quotes *open)
{
    return open->curly > 0 || open->low;
}

/* True for `threat. ” He`: a closing quote at `quote` that touches no word, behind one space. */
static bool
is_loose_quote(lede_text text, size_t quote, size_t size, const lede_open_quotes *open)
{
    /* not behind the second of two spaces, of which only one could go */
    return quote > 1 && text.bytes[quote - 2] != ' ' && is_curly_open(open) && size > 1 &&
           (quote + size == text.size ||
            lede_is_class(text, quote + size, LEDE_SPACE | LEDE_PUNCT));
}

/* True for `Iran, ”said`: a mark and a space before the quote, which closes an open one, and a word
 * behind it. AP stylebook, "quotation marks": the comma and the period go within them. */
static bool
is_glued_quote(lede_text text, size_t quote, size_t size, const lede_open_quotes *open)
{
    if (quote < 2 || memchr(",.!?", text.bytes[quote - 2], 4) == NULL) {
        return false;
    }
    size_t letter = quote + size;
    lede_text word = {text.bytes + letter, lede_skip(text, letter, LEDE_LETTER) - letter};
    /* A straight quote in front of a word opens one, unless the word tells who spoke. */
    bool tells = size > 1 || (lede_word_kind(word) & LEDE_WORD_SPEECH) != 0;
    return (size > 1 ? is_curly_open(open) : open->straight) && word.size > 0 && tells;
}

/* Looks at the closing quote at `quote`, of `size` bytes, behind a space. */
static void
rewrite_quote(lede_rewrite *rewrite, size_t quote, size_t size,
              const lede_open_quotes *open)
{
    lede_text text = rewrite->text;
    char moved[LEDE_UTF8_MOST + 1];
    if (is_loose_quote(text, quote, size, open)) {
        lede_rewrite_replace(rewrite, quote - 1, quote, (lede_text){"", 0},
                             LEDE_REASON_QUOTES);
    } else if (is_glued_quote(text, quote, size, open)) {
        memcpy(moved, text.bytes + quote, size);
        moved[size] = ' ';
        lede_rewrite_replace(rewrite, quote - 1, quote + size, (lede_text){moved, size + 1},
                             LEDE_REASON_QUOTES);
    }
}

void
lede_misplaced_repair(lede_rewrite *rewrite)
{
    lede_text text = rewrite->text;
    lede_open_quotes open = {0};
    for (size_t at = 0, size; at < text.size; at += size) {
        at += lede_prose_prefix((lede_text){text.bytes + at, text.size - at});
        if (at == text.size) {
            break;
        }
        uint32_t point = lede_utf8_step(text, at, &size);
        if ((point == 0x201D || point == '"') && at > 0 && text.bytes[at - 1] == ' ') {
            rewrite_quote(rewrite, at, size, &open);
        }
        lede_quotes_see(&open, text, at, point);
    }
}
