#include "support_matcher.h"

#include "support.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

static bool
is_left_out(lede_text text, const lede_tokens *tokens, size_t i)
{
    const lede_token *here = &tokens->items[i];
    lede_text mark = lede_text_slice(text, here->span);
    bool word_before =
        i > 0 && (here[-1].bits & LEDE_TOKEN_WORD) && here[-1].span.end == here->span.start;
    bool word_after = i + 1 < tokens->count && (here[1].bits & LEDE_TOKEN_WORD) &&
                      here[1].span.start == here->span.end;
    bool dash = (here->bits & LEDE_TOKEN_DASH) != 0 ||
                (!(here->bits & LEDE_TOKEN_POSSESSIVE) &&
                 lede_fold_equal(mark, text_of("'"), LEDE_FOLD_ACCENTS));
    bool stop = lede_text_equal(mark, text_of(".")) && i > 0 &&
                (here[-1].bits & LEDE_TOKEN_INITIAL);
    return word_before && ((dash && word_after) || stop);
}

cut_text
cut_up_text(lede_text text, lede_fold fold, lede_arena *arena)
{
    cut_text made = {.text = text};
    lede_tokens_find(&made.all, text, arena);
    lede_token *words = lede_arena_alloc(arena, made.all.count, sizeof *words);
    uint32_t *places = lede_arena_alloc(arena, made.all.count, sizeof *places);
    for (size_t i = 0; i < made.all.count; i++) {
        if (fold != LEDE_FOLD_LOOSE || !is_left_out(text, &made.all, i)) {
            words[made.tokens.count] = made.all.items[i];
            places[made.tokens.count++] = (uint32_t)i;
        }
    }
    made.tokens.items = words;
    made.places = places;
    return made;
}

/* Letters, digits or symbols: punctuation alone never matches. */
bool
tells_something(const cut_text *name)
{
    for (size_t i = 0; i < name->tokens.count; i++) {
        size_t size;
        uint32_t point =
            lede_utf8_step(name->text, name->tokens.items[i].span.start, &size);
        if ((name->tokens.items[i].bits & LEDE_TOKEN_WORD) ||
            (lede_class_of(point) & LEDE_SYMBOL)) {
            return true;
        }
    }
    return false;
}

static lede_text
word_of(const cut_text *cut_up, size_t i)
{
    return lede_text_slice(cut_up->text, cut_up->tokens.items[i].span);
}

static bool
word_fits(const cut_text *name, size_t i, const cut_text *text, size_t at, uint32_t flags,
          lede_fold fold)
{
    lede_text wanted = word_of(name, i), found = word_of(text, at);
    bool wanted_capital = (name->tokens.items[i].bits & LEDE_TOKEN_CAPITAL) != 0;
    bool found_capital = (text->tokens.items[at].bits & LEDE_TOKEN_CAPITAL) != 0;
    if ((flags & LEDE_ENTRY_EXACT_CASE) && !lede_text_equal(wanted, found)) {
        return false;
    }
    if ((flags & LEDE_ENTRY_NEEDS_CAPITAL) && wanted_capital && !found_capital) {
        return false;
    }
    return lede_fold_equal(wanted, found, fold);
}

bool
name_fits(const cut_text *name, const cut_text *text, size_t at, uint32_t flags,
          lede_fold fold)
{
    size_t count = name->tokens.count;
    if (count == 0 || count > text->tokens.count - at) {
        return false;
    }
    size_t end = at + count;
    if ((flags & LEDE_ENTRY_NO_POSSESSIVE) && end < text->tokens.count &&
        (text->tokens.items[end].bits & LEDE_TOKEN_POSSESSIVE)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!word_fits(name, i, text, at + i, flags, fold)) {
            return false;
        }
    }
    return true;
}

/* The last match of each label, as words; labels are numbered as in make_names. */
typedef struct {
    lede_span last[3];
} label_ends;

static size_t
label_of(const lede_entry *entry)
{
    return entry->label.size == 0 ? 0 : 1 + (entry->label.bytes[0] == 'O');
}

/* Appends the entries whose names have `words` words and stand at word `at`; tells whether any do. */
static bool
slow_push(const slow_names *names, const cut_text *text, size_t at, size_t words,
          label_ends *ends, lede_vector *matches)
{
    size_t before = matches->count;
    for (size_t i = 0; i < names->count; i++) {
        if (names->cut[i].tokens.count != words || !tells_something(&names->cut[i]) ||
            !name_fits(&names->cut[i], text, at, names->entries[i].flags, names->fold)) {
            continue;
        }
        lede_span here = {(uint32_t)at, (uint32_t)(at + words)};
        lede_span *last = &ends->last[label_of(&names->entries[i])];
        bool same = last->start == here.start && last->end == here.end;
        if (last->end <= at || same) {
            lede_match match = {text->places[at], text->places[at + words - 1] + 1,
                                (uint32_t)i};
            lede_vector_push(matches, &match);
            *last = here;
        }
    }
    return matches->count > before;
}

void
slow_find(const slow_names *names, const cut_text *text, lede_match_policy policy,
          lede_vector *matches)
{
    label_ends ends = {{{0, 0}}};
    for (size_t at = 0, next; at < text->tokens.count; at = next) {
        next = at + 1;
        for (size_t words = text->tokens.count - at; words > 0; words--) {
            if (policy == LEDE_MATCH_ALL) {
                ends = (label_ends){{{0, 0}}};
            }
            bool found = slow_push(names, text, at, words, &ends, matches);
            if (found && policy == LEDE_MATCH_LONGEST) {
                next = at + words;
                break;
            }
        }
    }
}
