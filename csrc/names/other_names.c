#include "names/other_names.h"

enum {
    MOST_ADVERBS = 2,
    MOST_WORDS = 4,  /* by its Arabic acronym, by his nom de guerre */
    LONGEST_NAME = 7 /* tokens: Abdul Aziz al-Tamrani */
};

static const lede_other_name NONE = {0};

static bool
may_be_acronym(const lede_scene *scene, size_t i)
{
    return lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPS | LEDE_TOKEN_DOTTED) &&
           lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL);
}

static lede_other_name
acronym_at(const lede_scene *scene, size_t i)
{
    return may_be_acronym(scene, i) ? (lede_other_name){i, i + 1, false} : NONE;
}

/* `… (WGA)`, `…, or WGA,`, `…, or WGA.`, `WGA (the …)` */
static lede_other_name
find_acronym(const lede_scene *scene, const lede_mention *mention)
{
    static const char *const OR[] = {"or"};
    size_t end = mention->end, open = mention->first;
    if (lede_scene_is_mark(scene, end, '(') && lede_scene_is_mark(scene, end + 2, ')')) {
        return acronym_at(scene, end + 1);
    }
    bool closed =
        lede_scene_is_mark(scene, end + 3, ',') || lede_scene_is_mark(scene, end + 3, '.');
    if (lede_scene_is_mark(scene, end, ',') && LEDE_IS_ONE_OF(scene, end + 1, OR) &&
        closed) {
        return acronym_at(scene, end + 2);
    }
    open -= open > 0 && lede_scene_has_cue(scene, open - 1, LEDE_CUE_COMMON);
    bool inside = lede_scene_is_mark(scene, end, ')') && open > 1 &&
                  lede_scene_is_mark(scene, open - 1, '(');
    return inside ? acronym_at(scene, open - 2) : NONE;
}

static bool
is_quote(const lede_scene *scene, size_t i)
{
    static const char *const QUOTES[] = {"\"", "\u201C", "\u2018", "'"};
    return LEDE_IS_ONE_OF(scene, i, QUOTES);
}

/* The token behind `, who is also known as`, `(better known as`, `known by its Arabic acronym`, or i. */
static size_t
skip_known_as(const lede_scene *scene, size_t i)
{
    static const char *const WHO[] = {"who", "which"}, *const IS[] = {"is", "was"};
    static const char *const ADVERBS[] = {
        "also",       "better",     "widely",  "commonly",  "popularly",
        "formerly",   "formally",   "now",     "once",      "previously",
        "otherwise",  "officially", "locally", "generally", "simply",
        "originally", "sometimes",  "best",    "usually",   "more"};
    static const char *const KNOWN[] = {"known"}, *const AS[] = {"as"},
                             *const BY[] = {"by"};
    static const char *const CALLED[] = {"nicknamed", "dubbed", "alias", "aka", "a.k.a."};
    static const char *const WORDS[] = {"acronym", "acronyms",     "initials", "nickname",
                                        "alias",   "abbreviation", "guerre"};
    size_t at = i;
    at += lede_scene_is_mark(scene, at, ',') || lede_scene_is_mark(scene, at, '(');
    while (at < i + 2 && lede_scene_has_bits(scene, at, LEDE_TOKEN_DASH)) {
        at++;
    }
    if (LEDE_IS_ONE_OF(scene, at, WHO) && LEDE_IS_ONE_OF(scene, at + 1, IS)) {
        at += 2;
    }
    for (size_t n = 0; n < MOST_ADVERBS && LEDE_IS_ONE_OF(scene, at, ADVERBS); n++) {
        at++;
    }
    if (LEDE_IS_ONE_OF(scene, at, CALLED)) {
        return at + 1;
    }
    if (!LEDE_IS_ONE_OF(scene, at, KNOWN)) {
        return i;
    }
    if (LEDE_IS_ONE_OF(scene, at + 1, AS)) {
        return at + 2;
    }
    for (size_t n = 3; LEDE_IS_ONE_OF(scene, at + 1, BY) && n < 3 + MOST_WORDS; n++) {
        if (LEDE_IS_ONE_OF(scene, at + n, WORDS)) {
            return at + n + 1;
        }
    }
    return i;
}

/* The end of the capitalized words that begin at token `first`, with particles and hyphens inside. */
static size_t
name_end(const lede_scene *scene, size_t first)
{
    size_t end = first;
    for (size_t i = first; i < first + LONGEST_NAME; i++) {
        bool capital = lede_scene_has_bits(scene, i, LEDE_TOKEN_CAPITAL) &&
                       lede_scene_same_sentence(scene, first, i);
        if (capital) {
            end = i + 1;
        } else if (!lede_scene_has_cue(scene, i, LEDE_CUE_PARTICLE) &&
                   !lede_scene_is_hyphenated(scene, i + 1)) {
            break;
        }
    }
    return end;
}

/* What a dictionary knows as something of another kind is no name of this one: known as a Briton. */
static bool
is_of_another(const lede_scene *scene, const lede_mention *mention, size_t i, size_t end)
{
    uint32_t match = scene->name_at[i];
    return match != LEDE_NO_MATCH && scene->names[match].end == end &&
           lede_scene_mention(scene, &scene->names[match]).label != mention->label;
}

static lede_other_name
find_known_as(const lede_scene *scene, const lede_mention *mention)
{
    static const char *const THE[] = {"the", "The"};
    size_t behind = skip_known_as(scene, mention->end), first = behind;
    if (behind == mention->end) {
        return NONE;
    }
    first += LEDE_IS_ONE_OF(scene, first, THE);
    first += is_quote(scene, first);
    if (!lede_scene_same_sentence(scene, mention->first, first)) {
        return NONE;
    }
    size_t end = name_end(scene, first);
    bool whose = lede_scene_has_bits(scene, end, LEDE_TOKEN_POSSESSIVE);
    bool title = lede_scene_has_cue(scene, first, LEDE_CUE_TITLE);
    return whose || title || end == first || is_of_another(scene, mention, first, end)
               ? NONE
               : (lede_other_name){first, end, true};
}

lede_other_name
lede_find_other_name(const lede_scene *scene, const lede_mention *mention)
{
    lede_other_name found = find_acronym(scene, mention);
    return found.first < found.end ? found : find_known_as(scene, mention);
}
