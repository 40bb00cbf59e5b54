#include "names/aliases.h"

#include "base/hash.h"
#include "base/table.h"

enum { LONGEST_ACRONYM = 8 };

static const float ALIAS_SCORE = 0.85f;

/* Somebody or something that the article names in full. */
typedef struct {
    lede_text name, id;
    uint32_t label;
    uint32_t first, end; /* the tokens of its first full mention */
    bool from_dictionary;
} bearer;

typedef struct {
    const lede_scene *scene;
    lede_vector bearers;
    lede_table by_full_name; /* first and last word → bearer */
    lede_table by_first;     /* first word of a person's name → bearer */
    lede_table by_word;      /* a name of one word → bearer */
    lede_table first_of;     /* surname or acronym → the bearer named first */
    lede_table last_of;      /* surname or acronym → the bearer named last so far */
    lede_vector *resolved;
} aliases;

static const lede_token *
token_at(const aliases *all, size_t i)
{
    return &all->scene->tokens->items[i];
}

static lede_text
mention_text(const aliases *all, const lede_mention *mention)
{
    return lede_tokens_text(all->scene->tokens, all->scene->text, mention->first,
                            mention->end);
}

/* The key under which short forms of a mention look for it; 0 when it has none. */
static uint64_t
short_key(const aliases *all, uint32_t label, size_t first, size_t end)
{
    size_t pieces = lede_scene_pieces(all->scene, first, end);
    if (label == LEDE_LABEL_PERSON && pieces > 1) {
        return all->scene->hashes[end - 1];
    }
    if (label != LEDE_LABEL_ORG || pieces < 2) {
        return 0;
    }
    char letters[LONGEST_ACRONYM];
    size_t count = 0;
    for (size_t i = first; i < end && count < LONGEST_ACRONYM; i++) {
        if (token_at(all, i)->bits & LEDE_TOKEN_CAPITAL) {
            letters[count++] = all->scene->text.bytes[token_at(all, i)->span.start];
        }
    }
    return lede_fold_hash((lede_text){letters, count}, LEDE_FOLD_ACCENTS);
}

static uint64_t
full_key(const aliases *all, size_t first, size_t end, uint32_t label)
{
    const uint64_t *hashes = all->scene->hashes;
    return lede_hash_join(lede_hash_join(hashes[first], hashes[end - 1]), label);
}

static void
enter_key(lede_table *table, uint64_t key, uint32_t index, bool replace)
{
    uint32_t *value = key != 0 ? lede_table_put(table, key) : NULL;
    if (value != NULL && (replace || *value == LEDE_TABLE_NEW)) {
        *value = index;
    }
}

/* `Teresa Vilhena Matos` is also `Vilhena Matos`: a person of three words or more goes by the last
 * two as well. */
static void
enter_double_surname(aliases *all, const lede_mention *mention, uint32_t index)
{
    size_t first = mention->end - 1, pieces = 1;
    while (first > mention->first && pieces < 2) {
        first--;
        pieces = lede_scene_pieces(all->scene, first, mention->end);
    }
    if (mention->label == LEDE_LABEL_PERSON && first > mention->first) {
        enter_key(&all->by_full_name, full_key(all, first, mention->end, mention->label),
                  index, false);
    }
}

/* The bearer that a full mention names, entered if it is new; longer forms replace shorter ones. */
static uint32_t
enter_bearer(aliases *all, const lede_mention *mention)
{
    uint32_t *index = lede_table_put(
        &all->by_full_name, full_key(all, mention->first, mention->end, mention->label));
    bearer new = {
        .name = mention->name.size != 0 ? mention->name : mention_text(all, mention),
        .id = mention->id,
        .label = mention->label,
        .first = mention->first,
        .end = mention->end,
        .from_dictionary = mention->name.size != 0,
    };
    if (index == NULL) {
        return LEDE_TABLE_NEW;
    }
    if (*index == LEDE_TABLE_NEW) {
        *index = (uint32_t)all->bearers.count;
        lede_vector_push(&all->bearers, &new);
        enter_double_surname(all, mention, *index);
        return *index;
    }
    if (*index >= all->bearers.count) {
        return LEDE_TABLE_NEW; /* memory ran out when it was pushed */
    }
    bearer *known = (bearer *)all->bearers.data + *index;
    bool better =
        new.from_dictionary > known->from_dictionary || new.name.size > known->name.size;
    if (!known->from_dictionary && better) {
        new.first = known->first;
        new.end = known->end;
        *known = new;
    }
    return *index;
}

/* `International Atomic Energy Agency (IAEA)`: the acronym that the text itself gives. */
static uint64_t
given_acronym(const aliases *all, const lede_mention *mention)
{
    const lede_tokens *tokens = all->scene->tokens;
    size_t open = mention->end;
    if (mention->label != LEDE_LABEL_ORG || open + 2 >= tokens->count) {
        return 0;
    }
    char before = all->scene->text.bytes[tokens->items[open].span.start];
    char after = all->scene->text.bytes[tokens->items[open + 2].span.start];
    bool caps = (tokens->items[open + 1].bits & LEDE_TOKEN_CAPS) != 0;
    return before == '(' && after == ')' && caps ? all->scene->hashes[open + 1] : 0;
}

/* Enters the keys of a full mention into `table`; false for a mention that is none. */
static bool
enter_full(aliases *all, const lede_mention *mention, lede_table *table, bool replace)
{
    uint64_t key = short_key(all, mention->label, mention->first, mention->end);
    if (key == 0) {
        return false;
    }
    uint32_t index = enter_bearer(all, mention);
    if (index == LEDE_TABLE_NEW) {
        return false;
    }
    enter_key(table, key, index, replace);
    enter_key(table, given_acronym(all, mention), index, replace);
    if (mention->label == LEDE_LABEL_PERSON) {
        enter_key(&all->by_first, all->scene->hashes[mention->first], index, false);
    }
    return true;
}

/* A name of one word, found once, is known everywhere in the article. */
static void
enter_word(aliases *all, const lede_mention *mention)
{
    bool ordinary = (all->scene->cues[mention->first] & LEDE_CUE_COMMON) != 0;
    if (mention->end == mention->first + 1 && !ordinary) {
        enter_key(&all->by_word, all->scene->hashes[mention->first],
                  enter_bearer(all, mention), false);
    }
}

static const bearer *
bearer_at(const aliases *all, const uint32_t *index)
{
    const bearer *bearers = all->bearers.data;
    bool known = index != NULL && bearers != NULL && *index < all->bearers.count;
    return known ? &bearers[*index] : NULL;
}

/* Who the short form at token i stands for, or NULL. */
static const bearer *
find_bearer(const aliases *all, size_t i)
{
    uint64_t key = all->scene->hashes[i];
    const bearer *found = bearer_at(all, lede_table_get(&all->last_of, key));
    if (found == NULL) {
        found = bearer_at(all, lede_table_get(&all->first_of, key));
    }
    return found != NULL ? found : bearer_at(all, lede_table_get(&all->by_word, key));
}

/* How far back a surname at token i reaches: over `al-`, and over what the bearer hyphenates. */
static size_t
surname_start(const aliases *all, const bearer *who, size_t i, size_t limit)
{
    size_t known = who->end - 1;
    while (i >= limit + 2 && lede_scene_is_hyphenated(all->scene, i)) {
        bool particle = (all->scene->cues[i - 2] & LEDE_CUE_PARTICLE) != 0;
        bool same = known >= who->first + 2 &&
                    all->scene->hashes[i - 2] == all->scene->hashes[known - 2];
        if (!particle && !same) {
            break;
        }
        i -= 2;
        known -= known >= who->first + 2 ? 2 : 0;
    }
    return i;
}

/* True for a word that can be a short form: capitalized, not an ordinary word where any word is. */
static bool
may_be_short(const aliases *all, const bearer *who, size_t i)
{
    uint32_t bits = token_at(all, i)->bits, cues = all->scene->cues[i];
    if (who->label == LEDE_LABEL_ORG) {
        return (bits & LEDE_TOKEN_CAPS) != 0 && !(cues & LEDE_CUE_HEADLINE);
    }
    bool by_place = (cues & (LEDE_CUE_STARTS | LEDE_CUE_HEADLINE)) != 0;
    bool ordinary = (cues & (LEDE_CUE_COMMON | LEDE_CUE_SEEN_LOWER)) != 0;
    return (bits & LEDE_TOKEN_CAPITAL) && !(by_place && ordinary);
}

/* Looks for a short form at token i, which no mention covers; tokens before `limit` are taken. */
static void
push_short(aliases *all, size_t i, size_t limit)
{
    const bearer *who = find_bearer(all, i);
    if (who == NULL || !may_be_short(all, who, i)) {
        return;
    }
    size_t first = who->label == LEDE_LABEL_PERSON ? surname_start(all, who, i, limit) : i;
    lede_mention mention = {
        .first = (uint32_t)first,
        .end = (uint32_t)i + 1,
        .label = who->label,
        .source = LEDE_SOURCE_ALIAS,
        .score = ALIAS_SCORE,
        .name = who->name,
        .id = who->id,
    };
    lede_vector_push(all->resolved, &mention);
}

/* Gives a found mention its name: its own, its bearer's, or the words of the text. */
static void
push_named(aliases *all, const lede_mention *found)
{
    lede_mention mention = *found;
    (void)enter_full(all, found, &all->last_of, true);
    if (mention.name.size == 0) {
        const bearer *who = find_bearer(all, mention.end - 1);
        if (who == NULL) {
            /* Wang Yi is Wang, for his family name stands first */
            who = bearer_at(
                all, lede_table_get(&all->by_first, all->scene->hashes[mention.first]));
        }
        if (who != NULL && who->label == mention.label) {
            mention.name = who->name;
            mention.id = who->id;
        } else {
            mention.name = mention_text(all, &mention);
        }
    }
    lede_vector_push(all->resolved, &mention);
}

void
lede_aliases_find(const lede_scene *scene, const lede_vector *found, lede_vector *resolved)
{
    aliases all = {.scene = scene, .resolved = resolved};
    const lede_mention *mentions = found->data;
    lede_vector_init(&all.bearers, scene->arena, sizeof(bearer));
    lede_table_init(&all.by_full_name, scene->arena, 2 * found->count);
    lede_table_init(&all.by_first, scene->arena, found->count);
    lede_table_init(&all.by_word, scene->arena, found->count);
    lede_table_init(&all.first_of, scene->arena, 2 * found->count);
    lede_table_init(&all.last_of, scene->arena, 2 * found->count);
    for (size_t i = 0; i < found->count; i++) {
        if (!enter_full(&all, &mentions[i], &all.first_of, false)) {
            enter_word(&all, &mentions[i]);
        }
    }
    size_t next = 0, limit = 0;
    for (size_t i = 0; i < scene->tokens->count; i++) {
        if (next < found->count && mentions[next].first == i) {
            push_named(&all, &mentions[next]);
            limit = mentions[next++].end;
            i = limit - 1;
            continue;
        }
        size_t before = resolved->count;
        push_short(&all, i, limit);
        limit = resolved->count > before ? i + 1 : limit;
    }
}
