#include "names/scene.h"

#include "base/hash.h"
#include "base/table.h"
#include "unicode/utf8.h"

/* A headline has so many words, so many of ten of them capitalized. */
enum { HEADLINE_WORDS = 4, HEADLINE_TENTHS = 8 };

/* A text in small letters has so many words, and among so many of them one capital at most. */
enum { SMALL_WORDS = 8, SMALL_SHARE = 20 };

/* Short of certainty: a known name may be another's here. */
static const float KNOWN_SCORE = 0.95f;

static const struct {
    const char *label;
    uint32_t bit;
} CUES[] = {
    {"TITLE", LEDE_CUE_TITLE},       {"ROLE", LEDE_CUE_ROLE},
    {"ORG_HEAD", LEDE_CUE_ORG_HEAD}, {"ORG_SUFFIX", LEDE_CUE_ORG_SUFFIX},
    {"LOC_HEAD", LEDE_CUE_LOC_HEAD}, {"LOC_LEAD", LEDE_CUE_LOC_LEAD},
    {"SAY", LEDE_CUE_SAY},           {"PARTICLE", LEDE_CUE_PARTICLE},
    {"CALENDAR", LEDE_CUE_CALENDAR}, {"GIVEN", LEDE_CUE_GIVEN},
    {"COMMON", LEDE_CUE_COMMON},     {"ORG_NOUN", LEDE_CUE_ORG_NOUN},
    {"LOC_NOUN", LEDE_CUE_LOC_NOUN}, {"ACRONYM", LEDE_CUE_ACRONYM},
    {"MODIFIER", LEDE_CUE_MODIFIER},
};

static bool
is_text(lede_text text, const char *expected)
{
    return lede_text_equal(text, (lede_text){expected, strlen(expected)});
}

static uint32_t
cue_bit(lede_text label)
{
    for (size_t i = 0; i < sizeof CUES / sizeof *CUES; i++) {
        if (is_text(label, CUES[i].label)) {
            return CUES[i].bit;
        }
    }
    return 0;
}

uint32_t
lede_label_number(lede_text label)
{
    static const char *const LABELS[LEDE_LABEL_COUNT] = {"PERSON", "ORG", "LOC", "NORP"};
    uint32_t number = 0;
    while (number < LEDE_LABEL_COUNT && !is_text(label, LABELS[number])) {
        number++;
    }
    return number;
}

/* The bit of each label of a dictionary, by its number: most words are cues, so it is asked for once a
 * text. A vector of uint32_t. */
static lede_vector
label_bits(const lede_gazetteer *cues, lede_arena *arena)
{
    lede_vector bits;
    lede_vector_init(&bits, arena, sizeof(uint32_t));
    lede_text label;
    while ((label = lede_gazetteer_label(cues, bits.count)).bytes != NULL) {
        uint32_t bit = cue_bit(label);
        if (lede_vector_reserve(&bits, 1) == NULL) {
            break; /* the arena remembers */
        }
        lede_vector_push(&bits, &bit);
    }
    return bits;
}

static void
mark_cues(lede_scene *scene)
{
    const lede_gazetteer *cues = scene->lexicon->cues;
    if (cues == NULL) {
        return;
    }
    lede_vector matches, bits = label_bits(cues, scene->arena);
    lede_vector_init(&matches, scene->arena, sizeof(lede_match));
    lede_gazetteer_find(cues, scene->text, scene->tokens, scene->hashes, LEDE_MATCH_ALL,
                        &matches);
    const lede_match *found = matches.data;
    for (size_t i = 0; i < matches.count; i++) {
        size_t label = lede_gazetteer_entry_label(cues, found[i].entry);
        uint32_t bit = label < bits.count ? ((const uint32_t *)bits.data)[label] : 0u;
        for (size_t token = found[i].first; token < found[i].end; token++) {
            scene->cues[token] |= bit;
        }
    }
}

bool
lede_scene_is_whole(const lede_scene *scene, const lede_match *match)
{
    return scene->sentence[match->first] == scene->sentence[match->end - 1];
}

/* True for `We've`, `Don't`, `I'll`: an apostrophe and what English contracts behind it. */
static bool
is_contraction(lede_text word)
{
    static const char *const ENDINGS[] = {"t", "ve", "ll", "re", "d", "m"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t size = strlen(ENDINGS[i]), letter;
        if (word.size <= size + 1 ||
            memcmp(word.bytes + word.size - size, ENDINGS[i], size) != 0) {
            continue;
        }
        uint32_t mark = lede_utf8_step_back(word, word.size - size, &letter);
        if (mark == '\'' || mark == 0x2019) {
            return true;
        }
    }
    return false;
}

static void
mark_contractions(lede_scene *scene)
{
    for (size_t i = 0; i < scene->tokens->count; i++) {
        if (is_contraction(lede_text_slice(scene->text, scene->tokens->items[i].span))) {
            scene->cues[i] |= LEDE_CUE_COMMON;
        }
    }
}

/* Marks capitalized words that the text writes in small letters somewhere else. */
static void
mark_seen_lower(lede_scene *scene)
{
    const lede_tokens *tokens = scene->tokens;
    lede_table lower;
    lede_table_init(&lower, scene->arena, tokens->count);
    for (size_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].bits & LEDE_TOKEN_LOWER) {
            (void)lede_table_put(&lower, scene->hashes[i]);
        }
    }
    for (size_t i = 0; i < tokens->count; i++) {
        if ((tokens->items[i].bits & LEDE_TOKEN_CAPITAL) &&
            lede_table_get(&lower, scene->hashes[i]) != NULL) {
            scene->cues[i] |= LEDE_CUE_SEEN_LOWER;
        }
    }
}

/* `U.` before a noun is `U.S.` that lost its end on the way: an initial would stand beside a name. */
static bool
is_cut_off_country(const lede_scene *scene, size_t i)
{
    static const char *const U[] = {"U"};
    if (!LEDE_IS_ONE_OF(scene, i, U) || !lede_scene_is_mark(scene, i + 1, '.') ||
        !lede_scene_same_sentence(scene, i, i + 2)) {
        return false;
    }
    bool beside_name =
        i > 0 && lede_scene_has_bits(scene, i - 1, LEDE_TOKEN_CAPITAL) &&
        lede_scene_same_sentence(scene, i, i - 1) &&
        !lede_scene_has_cue(scene, i - 1, LEDE_CUE_STARTS | LEDE_CUE_CALENDAR);
    bool ordinary =
        lede_scene_has_cue(scene, i + 2, LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER) &&
        !lede_scene_has_cue(scene, i + 2, LEDE_CUE_GIVEN | LEDE_CUE_PARTICLE) &&
        !lede_scene_has_bits(scene, i + 2, LEDE_TOKEN_INITIAL);
    bool noun = lede_scene_has_bits(scene, i + 2, LEDE_TOKEN_LOWER) || ordinary;
    return noun && !beside_name;
}

/* Appends the cut-off countries to the matches of the dictionary, which has them whole. */
static void
find_cut_off(const lede_scene *scene, lede_vector *matches)
{
    static const lede_text WHOLE = {"U.S.", 4};
    lede_vector entries;
    lede_vector_init(&entries, scene->arena, sizeof(uint32_t));
    for (size_t i = 0; i < scene->tokens->count; i++) {
        if (!is_cut_off_country(scene, i)) {
            continue;
        }
        if (entries.count == 0) {
            lede_gazetteer_lookup(scene->lexicon->names, WHOLE, &entries);
        }
        if (entries.count == 0) {
            return;
        }
        lede_match match = {(uint32_t)i, (uint32_t)i + 2, *(const uint32_t *)entries.data};
        lede_vector_push(matches, &match);
    }
}

/* True for a text that hardly has a capital: then small letters tell nothing. */
static bool
is_in_small_letters(const lede_tokens *tokens)
{
    size_t words = 0, capitals = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        words += (tokens->items[i].bits & LEDE_TOKEN_WORD) != 0;
        capitals += (tokens->items[i].bits & LEDE_TOKEN_CAPITAL) != 0;
    }
    return words >= SMALL_WORDS && capitals * SMALL_SHARE <= words;
}

/* The tokens of a text in small letters as if all were capitalized, for names that need a capital. */
static lede_tokens
capitalized(const lede_scene *scene)
{
    size_t count = scene->tokens->count;
    lede_token *items = lede_arena_alloc(scene->arena, count, sizeof *items);
    if (items == NULL) {
        return *scene->tokens;
    }
    for (size_t i = 0; i < count; i++) {
        items[i] = scene->tokens->items[i];
        items[i].bits |= items[i].bits & LEDE_TOKEN_LOWER ? LEDE_TOKEN_CAPITAL : 0u;
    }
    return (lede_tokens){items, count};
}

/* True for words that may also be no name: where capitals tell nothing, those are left out. */
static bool
is_ordinary(const lede_scene *scene, const lede_match *match)
{
    for (size_t i = match->first; i < match->end; i++) {
        if (!lede_scene_has_cue(scene, i, LEDE_CUE_COMMON)) {
            return false;
        }
    }
    return true;
}

static void
find_names(lede_scene *scene, bool small, lede_vector *matches)
{
    if (scene->lexicon->names == NULL) {
        return;
    }
    lede_tokens tokens = small ? capitalized(scene) : *scene->tokens;
    lede_gazetteer_find(scene->lexicon->names, scene->text, &tokens, scene->hashes,
                        LEDE_MATCH_ALL, matches);
    find_cut_off(scene, matches);
}

static void
mark_names(lede_scene *scene)
{
    lede_vector matches;
    lede_vector_init(&matches, scene->arena, sizeof(lede_match));
    for (size_t i = 0; i < scene->tokens->count; i++) {
        scene->name_at[i] = LEDE_NO_MATCH;
    }
    bool small = is_in_small_letters(scene->tokens);
    find_names(scene, small, &matches);
    const lede_match *found = matches.data;
    for (size_t i = matches.count; i-- > 0;) {
        bool own = lede_scene_mention(scene, &found[i]).label < LEDE_LABEL_COUNT;
        if (own && lede_scene_is_whole(scene, &found[i]) &&
            !(small && is_ordinary(scene, &found[i]))) {
            scene->name_at[found[i].first] = (uint32_t)i; /* of several the first stays */
        }
    }
    scene->names = found;
    scene->name_count = matches.count;
}

/* Nearly all words capitalized, and no full stop at the end unless all is in capitals: "He met Ana Ruiz." */
static bool
is_headline(const lede_scene *scene, size_t first, size_t end)
{
    size_t words = 0, capitals = 0, caps = 0;
    for (size_t i = first; i < end; i++) {
        uint32_t bits = scene->tokens->items[i].bits;
        words += (bits & (LEDE_TOKEN_CAPITAL | LEDE_TOKEN_LOWER)) != 0;
        capitals += (bits & LEDE_TOKEN_CAPITAL) != 0;
        caps += (bits & LEDE_TOKEN_CAPS) != 0;
    }
    bool stop = end > first && lede_scene_is_mark(scene, end - 1, '.');
    return words >= HEADLINE_WORDS && capitals * 10 >= words * HEADLINE_TENTHS &&
           (!stop || caps * 10 >= words * HEADLINE_TENTHS);
}

/* Numbers the sentence of each token and marks how sentences begin. */
static void
mark_sentences(lede_scene *scene, uint32_t *sentence, const lede_span *sentences,
               size_t count)
{
    const lede_tokens *tokens = scene->tokens;
    size_t token = 0;
    for (size_t i = 0; i < count; i++) {
        size_t first = token;
        while (token < tokens->count &&
               tokens->items[token].span.start < sentences[i].end) {
            sentence[token++] = (uint32_t)i;
        }
        uint32_t headline = is_headline(scene, first, token) ? LEDE_CUE_HEADLINE : 0u;
        bool starts = true;
        for (size_t j = first; j < token; j++) {
            bool word = (tokens->items[j].bits & LEDE_TOKEN_WORD) != 0;
            scene->cues[j] |= headline | (starts && word ? LEDE_CUE_STARTS : 0u);
            starts = starts && !word;
        }
    }
}

void
lede_scene_init(lede_scene *scene, lede_text text, const lede_tokens *tokens,
                const uint64_t *hashes, const lede_span *sentences, size_t count,
                const lede_lexicon *lexicon, lede_arena *arena)
{
    static const lede_tokens NONE = {NULL, 0};
    *scene = (lede_scene){.text = text, .tokens = tokens, .hashes = hashes};
    scene->lexicon = lexicon;
    scene->arena = arena;
    scene->cues = lede_arena_alloc(arena, tokens->count, sizeof *scene->cues);
    scene->name_at = lede_arena_alloc(arena, tokens->count, sizeof *scene->name_at);
    uint32_t *sentence = lede_arena_alloc(arena, tokens->count, sizeof *sentence);
    if (scene->cues == NULL || scene->name_at == NULL || sentence == NULL) {
        scene->tokens = &NONE;
        return;
    }
    scene->sentence = sentence;
    memset(scene->cues, 0, tokens->count * sizeof *scene->cues);
    memset(sentence, 0, tokens->count * sizeof *sentence);
    mark_sentences(scene, sentence, sentences, count);
    mark_cues(scene);
    mark_contractions(scene);
    mark_seen_lower(scene);
    mark_names(scene);
}

lede_mention
lede_scene_mention(const lede_scene *scene, const lede_match *match)
{
    lede_entry entry = lede_gazetteer_entry(scene->lexicon->names, match->entry);
    return (lede_mention){
        .first = match->first,
        .end = match->end,
        .label = lede_label_number(entry.label),
        .source = LEDE_SOURCE_GAZETTEER,
        .score = KNOWN_SCORE,
        .name = entry.name,
        .id = entry.id,
    };
}

lede_mention
lede_scene_completed(const lede_scene *scene, const lede_mention *mention)
{
    lede_mention completed = *mention;
    uint32_t match = scene->name_at[mention->first];
    if (match != LEDE_NO_MATCH && scene->names[match].end == mention->end) {
        lede_mention known = lede_scene_mention(scene, &scene->names[match]);
        if (known.label == mention->label) {
            completed.source = known.source;
            completed.name = known.name;
            completed.id = known.id;
        }
    }
    return completed;
}

bool
lede_scene_is_hyphenated(const lede_scene *scene, size_t i)
{
    return i >= 2 && lede_scene_has_bits(scene, i, LEDE_TOKEN_GLUED) &&
           lede_scene_has_bits(scene, i - 1, LEDE_TOKEN_DASH) &&
           lede_scene_has_bits(scene, i - 1, LEDE_TOKEN_GLUED);
}

bool
lede_scene_is_mark(const lede_scene *scene, size_t i, char mark)
{
    if (i >= scene->tokens->count) {
        return false;
    }
    lede_text word = lede_text_slice(scene->text, scene->tokens->items[i].span);
    return word.size == 1 && word.bytes[0] == mark;
}

bool
lede_scene_is_word(const lede_scene *scene, size_t i, const char *const *words,
                   size_t count)
{
    if (i >= scene->tokens->count) {
        return false;
    }
    lede_text word = lede_text_slice(scene->text, scene->tokens->items[i].span);
    for (size_t w = 0; w < count; w++) {
        if (word.bytes[0] == words[w][0] && is_text(word, words[w])) {
            return true;
        }
    }
    return false;
}

uint64_t
lede_scene_key(const lede_scene *scene, size_t first, size_t end)
{
    uint64_t key = LEDE_HASH_EMPTY;
    for (size_t i = first; i < end; i++) {
        if (scene->tokens->items[i].bits & LEDE_TOKEN_WORD) {
            key = lede_hash_join(key, scene->hashes[i]);
        }
    }
    return key;
}

size_t
lede_scene_words(const lede_scene *scene, size_t first, size_t end)
{
    size_t words = 0;
    for (size_t i = first; i < end; i++) {
        words += lede_scene_has_bits(scene, i, LEDE_TOKEN_WORD);
    }
    return words;
}

/* A word that begins a piece: capitalized, or a particle hyphenated to a capital (al-Assad). */
static bool
begins_piece(const lede_scene *scene, size_t i, size_t end)
{
    const lede_token *items = scene->tokens->items;
    bool hyphenated = i + 2 < end && lede_scene_is_hyphenated(scene, i + 2) &&
                      (items[i + 2].bits & LEDE_TOKEN_CAPITAL);
    return (items[i].bits & LEDE_TOKEN_CAPITAL) || hyphenated;
}

size_t
lede_scene_pieces(const lede_scene *scene, size_t first, size_t end)
{
    size_t pieces = 0;
    for (size_t i = first; i < end; i++) {
        bool joined = i > first && lede_scene_is_hyphenated(scene, i);
        pieces += !joined && begins_piece(scene, i, end);
    }
    return pieces;
}
