#include "names/shouted.h"

#include "unicode/fold.h"
#include "unicode/utf8.h"

enum {
    SHORTEST_CALM = 5, /* bytes */
    FOLD_GROWTH = 3,   /* bytes that one byte becomes at most, by CaseFolding.txt */
};

bool
lede_is_shouted(const lede_scene *scene, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (lede_scene_has_bits(scene, i, LEDE_TOKEN_LOWER) ||
            (lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL) &&
             !lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPS))) {
            return false;
        }
    }
    return true;
}

static bool
has_only(lede_text word, const char *letters)
{
    for (size_t i = 0; i < word.size; i++) {
        if (strchr(letters, word.bytes[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* True for a word that has its capitals everywhere: III, JK, U.S. */
static bool
keeps_capitals(lede_text word, uint32_t bits)
{
    return (bits & LEDE_TOKEN_DOTTED) != 0 || has_only(word, "IVX") ||
           (word.size == 2 && has_only(word, "BCDFGHJKLMNPQRSTVWXZ"));
}

/* Writes the word with small letters, but for the first one and those behind an apostrophe. */
static size_t
write_calm(char *out, lede_text word)
{
    size_t written = 0, size = 0;
    bool begins = true;
    for (size_t at = 0; at < word.size; at += size) {
        uint32_t point = lede_utf8_step(word, at, &size);
        uint32_t small[LEDE_FOLD_MOST] = {point};
        size_t count = begins ? 1 : lede_fold_point(small, point, LEDE_FOLD_CASE);
        for (size_t i = 0; i < count; i++) {
            written += lede_utf8_write(out + written, small[i]);
        }
        begins = point == '\'' || point == 0x2019;
    }
    return written;
}

lede_text
lede_calm_name(const lede_scene *scene, size_t first, size_t end)
{
    lede_text whole = lede_tokens_text(scene->tokens, scene->text, first, end);
    char *calm = lede_arena_alloc(scene->arena, FOLD_GROWTH * whole.size + 1, 1);
    if (calm == NULL || whole.size < SHORTEST_CALM) {
        return whole;
    }
    const lede_token *tokens = scene->tokens->items;
    size_t written = 0, done = tokens[first].span.start;
    for (size_t i = first; i < end; i++) {
        lede_text word = lede_text_slice(scene->text, tokens[i].span);
        size_t gap = tokens[i].span.start - done;
        memcpy(calm + written, scene->text.bytes + done, gap);
        written += gap;
        if (keeps_capitals(word, tokens[i].bits)) {
            memcpy(calm + written, word.bytes, word.size);
            written += word.size;
        } else {
            written += write_calm(calm + written, word);
        }
        done = tokens[i].span.end;
    }
    return (lede_text){calm, written};
}
