#include "text/repeated.h"

#include "text/links.h"
#include "unicode/scan.h"

enum { ELLIPSIS_DOTS = 3, STOP_AND_ELLIPSIS = 4 };

static bool
is_one_of(char byte, const char *bytes, size_t count)
{
    return memchr(bytes, byte, count) != NULL;
}

/* The end of the marks at `at`: of ! and ? any mixture, of the others the same mark. */
static size_t
run_end(lede_text text, size_t at)
{
    bool loud = is_one_of(text.bytes[at], "!?", 2);
    size_t end = at + 1;
    while (end < text.size && (loud ? is_one_of(text.bytes[end], "!?", 2)
                                    : text.bytes[end] == text.bytes[at])) {
        end++;
    }
    return end;
}

/* True for marks behind a word and before a gap or a closing mark, as prose has them: not in a,,b or in
 * paths and ranges. */
static bool
ends_word(lede_text text, size_t at, size_t end)
{
    bool word = at > 0 && !is_one_of(text.bytes[at - 1], " \n\t/\\", 5);
    return word && (end == text.size || lede_is_class(text, end, LEDE_SPACE | LEDE_CLOSER));
}

/* What the run of marks is to be. */
static lede_text
once(lede_text text, size_t at, size_t end)
{
    size_t count = end - at;
    const char *marks = text.bytes + at;
    if (*marks == '.') {
        size_t most = count > STOP_AND_ELLIPSIS ? ELLIPSIS_DOTS : count;
        return (lede_text){marks, count == 2 ? 1 : most};
    }
    bool loud = *marks == '!' || *marks == '?';
    char other = *marks == '!' ? '?' : '!';
    if (loud && memchr(marks, other, count) != NULL) {
        return (lede_text){*marks == '!' ? "!?" : "?!", 2};
    }
    return (lede_text){marks, 1};
}

void
lede_repeated_repair(lede_rewrite *rewrite)
{
    lede_text text = rewrite->text;
    lede_link_guard links;
    lede_link_guard_init(&links, text);
    for (size_t at = 0, end; at < text.size; at = end) {
        end = at + 1;
        if (!is_one_of(text.bytes[at], ".,;!?", 5)) {
            continue;
        }
        end = run_end(text, at);
        if (end - at < 2 || !ends_word(text, at, end) ||
            lede_link_guard_covers(&links, at)) {
            continue;
        }
        lede_text with = once(text, at, end);
        if (with.size < end - at) {
            lede_rewrite_replace(rewrite, at, end, with, LEDE_REASON_REPEATED);
        }
    }
}
