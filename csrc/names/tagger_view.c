#include "names/tagger_view.h"

#include "base/hash.h"
#include "base/table.h"
#include "unicode/classes.h"
#include "unicode/utf8.h"

enum {
    GAP = 3,          /* so many words at most between the capitalized words of one name */
    MOSTLY_SMALL = 6, /* the grade of words that hardly ever have a capital (company.py) */
    SHOUT_WORDS = 3,  /* a sentence of capitals has so many words */
    SHOUT_TENTHS = 8, /* and so many of ten of them in capitals */
    LONGEST_PHRASE = 10, /* words */
    PLACES = 3,          /* of a token in a listed name: begin, inside, last */
    KINDS = 8,
    NEAR = 1, /* features ask for the spelling of words so near to an active one */
    FAR = 2,  /* and for the lists of these */
    RUN = 2,  /* a shape tells runs of one character from longer ones */
};

/* How sure a rule must be for its opinion to count elsewhere in the document. */
static const float RATHER_SURE = 0.75f;

/* ---- Spelling ---- */

/* The first and last folded letters of a word while it is read. */
typedef struct {
    uint32_t first[4], last[4];
    size_t count;
} letters;

static void
add_letter(letters *all, uint32_t point)
{
    if (all->count < 4) {
        all->first[all->count] = point;
    }
    all->last[all->count++ & 3] = point;
}

static uint32_t
join_points(const uint32_t *points, size_t from, size_t count)
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ points[(from + i) & 3]) * UINT64_C(0x9e3779b97f4a7c15);
    }
    return (uint32_t)(hash >> 32);
}

static void
hash_affixes(lede_tagger_token *token, const letters *all)
{
    for (size_t i = 0; i < 3; i++) {
        size_t size = i + 2;
        if (all->count > size) {
            token->prefix[i] = join_points(all->first, 0, size);
            token->suffix[i] = join_points(all->last, all->count - size, size);
        }
    }
}

/* X for a capital, x for a small letter, 0 for a digit, marks as they are. */
static uint32_t
shape_of(uint32_t point, uint32_t class)
{
    return class & LEDE_UPPER    ? 'X'
           : class & LEDE_LETTER ? 'x'
           : class & LEDE_DIGIT  ? '0'
                                 : point;
}

static void
read_spelling(lede_tagger_token *token, lede_text word)
{
    letters all = {{0}, {0}, 0};
    uint32_t before = 0, run = 0, hash = 1;
    for (size_t at = 0, size; at < word.size; at += size) {
        uint32_t point = lede_utf8_step(word, at, &size), folded[LEDE_FOLD_MOST];
        uint32_t shape = shape_of(point, lede_class_of(point));
        run = shape == before ? run + 1 : 1;
        before = shape;
        hash = run <= RUN ? hash * 31 + shape : hash;
        size_t count = lede_fold_point(folded, point, LEDE_FOLD_ACCENTS);
        for (size_t i = 0; i < count; i++) {
            add_letter(&all, folded[i]);
        }
    }
    token->shape = hash;
    hash_affixes(token, &all);
}

/* A capital of ASCII behind the first letter or digit: McDonald, iPhone, 3AW. */
static bool
is_mixed(lede_text word)
{
    for (size_t i = 1; i < word.size; i++) {
        if (word.bytes[i] >= 'A' && word.bytes[i] <= 'Z') {
            return true;
        }
    }
    return false;
}

static uint8_t
form_of_mark(uint32_t bits, uint32_t point)
{
    uint32_t class = lede_class_of(point);
    if (bits & LEDE_TOKEN_POSSESSIVE) {
        return LEDE_FORM_POSSESSIVE;
    }
    if (bits & LEDE_TOKEN_DASH) {
        return LEDE_FORM_DASH;
    }
    return point == ','          ? LEDE_FORM_COMMA
           : point == '.'        ? LEDE_FORM_STOP
           : class & LEDE_QUOTE  ? LEDE_FORM_QUOTE
           : class & LEDE_OPENER ? LEDE_FORM_OPENER
           : class & LEDE_CLOSER ? LEDE_FORM_CLOSER
                                 : LEDE_FORM_MARK;
}

static uint8_t
form_of_word(uint32_t bits, lede_text word)
{
    bool number = (bits & LEDE_TOKEN_NUMBER) && !is_mixed(word);
    return number                      ? LEDE_FORM_NUMBER
           : bits & LEDE_TOKEN_DOTTED  ? LEDE_FORM_DOTTED
           : bits & LEDE_TOKEN_CAPS    ? LEDE_FORM_CAPS
           : bits & LEDE_TOKEN_INITIAL ? LEDE_FORM_INITIAL
           : is_mixed(word)            ? LEDE_FORM_MIXED
           : bits & LEDE_TOKEN_CAPITAL ? LEDE_FORM_CAPITAL
           : bits & LEDE_TOKEN_LOWER   ? LEDE_FORM_LOWER
                                       : LEDE_FORM_UNCASED;
}

static void
read_form(lede_tagger_view *view, size_t i)
{
    const lede_scene *scene = view->scene;
    lede_token source = scene->tokens->items[i];
    lede_text word = lede_text_slice(scene->text, source.span);
    lede_tagger_token *token = &view->tokens[i];
    *token = (lede_tagger_token){.word = scene->hashes[i], .cues = scene->cues[i]};
    if (source.bits & LEDE_TOKEN_WORD) {
        token->form = form_of_word(source.bits, word);
        return;
    }
    size_t size;
    token->form = form_of_mark(source.bits, lede_utf8_step(word, 0, &size));
    token->word = token->form == LEDE_FORM_QUOTE ? LEDE_FORM_QUOTE : token->word;
}

/* True when a token within `reach` is active. */
static bool
is_near_active(const lede_tagger_view *view, size_t i, size_t reach)
{
    size_t from = i > reach ? i - reach : 0;
    for (size_t j = from; j <= i + reach && j < view->count; j++) {
        if (view->tokens[j].active) {
            return true;
        }
    }
    return false;
}

/* Reads what features ask for, of tokens that any of them may ask about. */
static void
read_words(lede_tagger_view *view, const lede_tagger_model *model)
{
    const lede_scene *scene = view->scene;
    for (size_t i = 0; i < view->count; i++) {
        const lede_token *source = &scene->tokens->items[i];
        if (!(source->bits & LEDE_TOKEN_WORD) || !is_near_active(view, i, FAR)) {
            continue;
        }
        lede_tagger_token *token = &view->tokens[i];
        uint32_t known = lede_tagger_model_word(model, scene->hashes[i]);
        token->lists = (uint16_t)(known & LEDE_TAGGER_LISTS);
        token->written = (known >> LEDE_TAGGER_WRITTEN) & 7u;
        token->company = (known >> LEDE_TAGGER_COMPANY) & 511u;
        if (is_near_active(view, i, NEAR)) {
            read_spelling(token, lede_text_slice(scene->text, source->span));
        }
    }
}

/* ---- Sentences ---- */

static size_t
sentence_end(const lede_tagger_view *view, size_t first)
{
    size_t end = first + 1;
    while (end < view->count &&
           view->scene->sentence[end] == view->scene->sentence[first]) {
        end++;
    }
    return end;
}

/* True for a word that hardly ever has a capital where capitals tell something. */
static bool
is_written_small(const lede_tagger_view *view, const lede_tagger_model *model, size_t i)
{
    uint32_t known = lede_tagger_model_word(model, view->scene->hashes[i]);
    return ((known >> LEDE_TAGGER_WRITTEN) & 7u) >= MOSTLY_SMALL;
}

/* In sentences of capitals alone, or nearly, capitals are written as what they are worth: none in words that
 * are hardly ever written with one elsewhere, and little in all others. */
static void
weigh_capitals(lede_tagger_view *view, const lede_tagger_model *model, size_t first,
               size_t end)
{
    size_t words = 0, caps = 0;
    for (size_t i = first; i < end; i++) {
        words += (view->scene->tokens->items[i].bits & LEDE_TOKEN_WORD) != 0;
        caps += view->tokens[i].form == LEDE_FORM_CAPS;
    }
    bool shouted = words >= SHOUT_WORDS && caps * 10 >= words * SHOUT_TENTHS;
    for (size_t i = first; i < end; i++) {
        lede_tagger_token *token = &view->tokens[i];
        bool headline =
            token->form == LEDE_FORM_CAPITAL && (token->cues & LEDE_CUE_HEADLINE);
        if ((shouted && lede_tagger_is_capitalized(token)) || headline) {
            token->form = is_written_small(view, model, i) ? LEDE_FORM_LOWER
                          : shouted                        ? LEDE_FORM_SHOUTED
                                                           : LEDE_FORM_HEADLINE;
        }
    }
}

/* True for a number that ends in a small letter: 7th, 1er. */
static bool
is_ordinal(const lede_tagger_view *view, size_t i)
{
    uint32_t end = view->scene->tokens->items[i].span.end;
    char last = view->scene->text.bytes[end - 1];
    return view->tokens[i].form == LEDE_FORM_NUMBER && last >= 'a' && last <= 'z';
}

/* How many tokens before a capitalized word may belong to its name, in a sentence that begins at `first`: a
 * particle with its hyphen (al-Assad), a number (7th Fleet). */
static size_t
tokens_before(const lede_tagger_view *view, size_t first, size_t i)
{
    return i >= first + 2 && lede_scene_is_hyphenated(view->scene, i) ? 2
           : i > first && is_ordinal(view, i - 1)                     ? 1
                                                                      : 0;
}

/* Marks the capitalized words of a sentence and what may link them. */
static void
activate_capitals(lede_tagger_view *view, size_t first, size_t end)
{
    lede_tagger_token *tokens = view->tokens;
    size_t last = end; /* the last capitalized word; `end`: none yet */
    for (size_t i = first; i < end; i++) {
        if (lede_tagger_is_capitalized(&tokens[i])) {
            bool linked = last != end && i - last <= GAP + 1;
            size_t from = linked ? last : i - tokens_before(view, first, i);
            for (size_t j = from; j <= i; j++) {
                tokens[j].active = true;
            }
            last = i;
        } else if (last != end && i == last + 1 && tokens[i].form == LEDE_FORM_NUMBER) {
            tokens[i].active = true; /* Channel 4 */
        } else if (last != end && i == last + 2 &&
                   lede_scene_is_hyphenated(view->scene, i)) {
            tokens[i - 1].active = tokens[i].active = true; /* Al-shabab */
        }
    }
}

/* A text without a single capital is not short of names, it is written carelessly. */
static bool
has_capitals(const lede_tagger_view *view)
{
    for (size_t i = 0; i < view->count; i++) {
        if (lede_tagger_is_capitalized(&view->tokens[i])) {
            return true;
        }
    }
    return false;
}

static void
activate(lede_tagger_view *view, const lede_tagger_model *model, const bool *taken)
{
    view->capitals = has_capitals(view);
    if (!view->capitals) {
        for (size_t i = 0; i < view->count; i++) {
            view->tokens[i].active = true;
        }
    }
    for (size_t first = 0; first < view->count;) {
        size_t end = sentence_end(view, first);
        weigh_capitals(view, model, first, end);
        activate_capitals(view, first, end);
        first = end;
    }
    for (size_t i = 0; i < view->count; i++) {
        view->tokens[i].active = view->tokens[i].active && !taken[i];
    }
}

/* ---- Listed names of several words ---- */

static void
mark_phrase(lede_tagger_view *view, size_t first, size_t end, uint32_t kinds)
{
    for (size_t i = first; i < end; i++) {
        uint32_t place = i == first ? 0u : i + 1 == end ? 2u : 1u;
        for (uint32_t kind = 0; kind < KINDS; kind++) {
            uint32_t bit = (kinds >> kind) & 1u;
            view->tokens[i].phrases |= bit << (kind * PLACES + place);
        }
    }
}

/* Marks the longest name that begins at `first`; returns its end, or first + 1. */
static size_t
find_phrase(lede_tagger_view *view, const lede_tagger_model *model, size_t first)
{
    uint64_t key = LEDE_HASH_EMPTY;
    uint32_t sentence = view->scene->sentence[first], kinds = 0;
    size_t longest = first + 1;
    for (size_t i = first; i < view->count && i < first + LONGEST_PHRASE &&
                           view->scene->sentence[i] == sentence;
         i++) {
        key = lede_hash_join(key, view->scene->hashes[i]);
        uint32_t found = lede_tagger_model_phrase(model, key);
        if (i > first && (found & LEDE_TAGGER_KINDS)) {
            kinds = found & LEDE_TAGGER_KINDS;
            longest = i + 1;
        }
        if (!(found & LEDE_TAGGER_GOES_ON)) {
            break;
        }
    }
    if (longest > first + 1) {
        mark_phrase(view, first, longest, kinds);
    }
    return longest;
}

static void
find_phrases(lede_tagger_view *view, const lede_tagger_model *model)
{
    for (size_t i = 0; i < view->count;) {
        i = view->tokens[i].active ? find_phrase(view, model, i) : i + 1;
    }
}

/* ---- Opinions of the rules ---- */

static void
take_opinions(lede_tagger_view *view, const lede_vector *opinions)
{
    const lede_mention *all = opinions->data;
    for (size_t n = 0; n < opinions->count; n++) {
        const lede_mention *mention = &all[n];
        if (mention->label >= LEDE_LABEL_COUNT) {
            continue;
        }
        uint32_t sure = mention->source == LEDE_SOURCE_GAZETTEER
                            ? 5u
                            : (uint32_t)(mention->score * 10) - 5u;
        for (size_t i = mention->first; i < mention->end; i++) {
            uint32_t place = (i == mention->first) | (i + 1 == mention->end) << 1;
            view->tokens[i].rule =
                (uint16_t)((mention->label + 1) | place << 3 | sure << 5);
            if (mention->score > RATHER_SURE) {
                view->tokens[i].elsewhere = (uint32_t)LEDE_BESIDE_RULED << mention->label;
            }
        }
    }
}

/* ---- The same word elsewhere ---- */

static bool
is_preposition(uint64_t word)
{
    static const lede_text WORDS[] = {{"in", 2}, {"near", 4}, {"at", 2}, {"from", 4}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (word == lede_fold_hash(WORDS[i], LEDE_FOLD_ACCENTS)) {
            return true;
        }
    }
    return false;
}

static uint32_t
beside_before(const lede_tagger_token *before)
{
    uint32_t beside = 0;
    bool capital = lede_tagger_is_capitalized(before);
    beside |= before->cues & (LEDE_CUE_TITLE | LEDE_CUE_ROLE) ? LEDE_BESIDE_TITLE : 0u;
    beside |= capital && (before->cues & LEDE_CUE_GIVEN) ? LEDE_BESIDE_GIVEN : 0u;
    beside |= capital ? LEDE_BESIDE_LAST : 0u;
    beside |= capital && (before->cues & LEDE_CUE_LOC_LEAD) ? LEDE_BESIDE_LOC : 0u;
    beside |= before->form == LEDE_FORM_OPENER ? LEDE_BESIDE_BRACKETS : 0u;
    beside |= before->form == LEDE_FORM_LOWER && is_preposition(before->word)
                  ? LEDE_BESIDE_IN
                  : 0u;
    return beside;
}

static uint32_t
beside_after(const lede_tagger_token *after)
{
    uint32_t org = LEDE_CUE_ORG_HEAD | LEDE_CUE_ORG_SUFFIX | LEDE_CUE_ORG_NOUN;
    uint32_t loc = LEDE_CUE_LOC_HEAD | LEDE_CUE_LOC_NOUN, beside = 0;
    beside |= after->cues & LEDE_CUE_SAY ? LEDE_BESIDE_SAY : 0u;
    beside |= lede_tagger_is_capitalized(after) ? LEDE_BESIDE_NEXT : 0u;
    beside |= after->cues & org ? LEDE_BESIDE_ORG : 0u;
    beside |= after->cues & loc ? LEDE_BESIDE_LOC : 0u;
    beside |= after->form == LEDE_FORM_POSSESSIVE ? LEDE_BESIDE_POSSESSIVE : 0u;
    return beside;
}

/* What token i shows of its word by what stands around it. */
static uint32_t
beside(const lede_tagger_view *view, size_t i)
{
    const lede_tagger_token *tokens = view->tokens;
    const uint32_t *sentence = view->scene->sentence;
    uint32_t found = tokens[i].elsewhere; /* the rules' opinion so far */
    if (!(tokens[i].cues & (LEDE_CUE_STARTS | LEDE_CUE_HEADLINE)) &&
        tokens[i].form != LEDE_FORM_SHOUTED) {
        found |= LEDE_BESIDE_INSIDE;
    }
    if (i > 0 && sentence[i - 1] == sentence[i]) {
        found |= beside_before(&tokens[i - 1]);
    }
    if (i + 1 < view->count && sentence[i + 1] == sentence[i]) {
        found |= beside_after(&tokens[i + 1]);
    }
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        bool listed = (tokens[i].phrases >> (kind * PLACES)) & 7u;
        found |= listed ? (uint32_t)LEDE_BESIDE_LISTED << kind : 0u;
    }
    return found;
}

/* All that was seen of one word: once, and more often. */
typedef struct {
    uint32_t once, again, count;
} sightings;

static void
look_elsewhere(lede_tagger_view *view)
{
    lede_arena *arena = view->scene->arena;
    lede_table places;
    lede_table_init(&places, arena, view->count);
    sightings *seen = lede_arena_alloc(arena, view->count, sizeof *seen);
    if (seen == NULL) {
        return;
    }
    uint32_t known = 0;
    for (size_t i = 0; i < view->count; i++) {
        lede_tagger_token *token = &view->tokens[i];
        uint32_t *place =
            lede_tagger_is_capitalized(token) ? lede_table_put(&places, token->word) : NULL;
        token->again = LEDE_NO_WORD;
        if (place == NULL) {
            token->elsewhere = 0;
            continue;
        }
        if (*place == LEDE_TABLE_NEW) {
            *place = known;
            seen[known++] = (sightings){0, 0, 0};
        }
        token->again = *place;
        uint32_t found = beside(view, i);
        seen[*place].again |= seen[*place].once & found;
        seen[*place].once |= found;
        seen[*place].count++;
        token->elsewhere = found;
    }
    view->words = known;
    for (size_t i = 0; i < view->count; i++) {
        lede_tagger_token *token = &view->tokens[i];
        if (token->again != LEDE_NO_WORD) {
            sightings all = seen[token->again];
            uint32_t own = token->elsewhere;
            token->elsewhere = (all.once & ~own) | (all.again & own) |
                               (all.count > 1 ? (uint32_t)LEDE_BESIDE_AGAIN : 0u);
        }
    }
}

void
lede_tagger_view_init(lede_tagger_view *view, const lede_scene *scene,
                      const lede_tagger_model *model, const bool *taken,
                      const lede_vector *opinions)
{
    *view = (lede_tagger_view){.scene = scene, .count = scene->tokens->count};
    view->tokens = lede_arena_alloc(scene->arena, view->count, sizeof *view->tokens);
    if (view->tokens == NULL) {
        view->count = 0;
        return;
    }
    for (size_t i = 0; i < view->count; i++) {
        read_form(view, i);
    }
    activate(view, model, taken);
    read_words(view, model);
    find_phrases(view, model);
    take_opinions(view, opinions);
    look_elsewhere(view);
}
