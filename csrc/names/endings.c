#include "names/endings.h"

#include "names/person.h"

enum {
    LONGEST_SYLLABLE = 6, /* bytes of half a Korean given name: Hyung-taik */
    SHORTEST_ORDINARY =
        3, /* bytes before a half that is a word of its own: Ki-moon, not Xiao-led */
};

typedef struct {
    const lede_scene *scene;
    lede_mention *mentions;
    size_t count;
} endings;

static size_t
size_of(const lede_scene *scene, size_t i)
{
    lede_span span = scene->tokens->items[i].span;
    return span.end - span.start;
}

/* True for the last word of a name before `Jr.` that looks like a title: [Martin Luther] King Jr. */
static bool
is_cut(const lede_scene *scene, size_t end)
{
    return lede_scene_has_bits(scene, end, LEDE_TOKEN_CAPITAL) &&
           lede_scene_same_sentence(scene, end - 1, end + 1) &&
           lede_is_name_suffix(scene, end + 1);
}

/* The end of mention k with `Jr.` or `III` behind it: Tamran Jr., Tamran, Jr., Pius XII. */
static size_t
with_suffix(const endings *all, size_t k)
{
    static const char *const JUNIOR[] = {"Jr", "Sr", "JR", "SR"};
    const lede_scene *scene = all->scene;
    size_t end = all->mentions[k].end, at = end + is_cut(scene, end);
    at += lede_scene_is_mark(scene, at, ',') && LEDE_IS_ONE_OF(scene, at + 1, JUNIOR);
    bool suffix =
        lede_scene_same_sentence(scene, end - 1, at) && lede_is_name_suffix(scene, at);
    return suffix ? at + 1 : all->mentions[k].end;
}

/* True for what a hyphen joins to any name: Obama-led, Obama-backed. */
static bool
is_compound(const lede_scene *scene, size_t i)
{
    static const char *const ENDS[] = {"led",  "run",  "era",  "like", "style", "type",
                                       "born", "made", "held", "free", "owned"};
    lede_text word = lede_text_slice(scene->text, scene->tokens->items[i].span);
    bool participle = word.size > 3 && memcmp(word.bytes + word.size - 2, "ed", 2) == 0;
    return participle || LEDE_IS_ONE_OF(scene, i, ENDS);
}

/* The end of a name of East Asia whose last half in small letters was cut off: Ban Ki-[moon]. */
static size_t
with_syllable(const endings *all, size_t k)
{
    const lede_scene *scene = all->scene;
    size_t end = all->mentions[k].end, half = end + 1;
    if (end != all->mentions[k].first + 2 || !lede_scene_is_hyphenated(scene, half) ||
        !lede_scene_has_bits(scene, half, LEDE_TOKEN_LOWER) || is_compound(scene, half)) {
        return end;
    }
    bool ordinary = lede_scene_has_cue(scene, half, LEDE_CUE_COMMON);
    size_t most = ordinary ? SHORTEST_ORDINARY : LONGEST_SYLLABLE;
    bool fits = size_of(scene, end - 1) <= most && size_of(scene, half) <= LONGEST_SYLLABLE;
    return fits ? half + 1 : end;
}

/* The end of a name without what politeness joins to it: Sato-[san]. */
static size_t
without_honorific(const lede_scene *scene, const lede_mention *mention)
{
    static const char *const HONORIFICS[] = {"san", "sama", "sensei", "ji", "nim", "ssi"};
    size_t end = mention->end;
    bool polite = end == mention->first + 3 && lede_scene_is_hyphenated(scene, end - 1) &&
                  LEDE_IS_ONE_OF(scene, end - 1, HONORIFICS);
    return polite ? end - 2 : end;
}

static size_t
person_end(const endings *all, size_t k)
{
    size_t end = with_suffix(all, k);
    return end > all->mentions[k].end ? end : with_syllable(all, k);
}

/* True when mention k may reach to token `end`: all that it would have of others is theirs whole. */
static bool
may_reach(const endings *all, size_t k, size_t end)
{
    for (size_t n = k + 1; n < all->count && all->mentions[n].first < end; n++) {
        if (all->mentions[n].end > end || all->mentions[n].fixed) {
            return false;
        }
    }
    return true;
}

void
lede_endings_apply(const lede_scene *scene, lede_vector *mentions)
{
    endings all = {scene, mentions->data, mentions->count};
    size_t kept = 0;
    for (size_t k = 0; k < all.count;) {
        lede_mention mention = all.mentions[k];
        size_t next = k + 1;
        if (!mention.fixed) {
            mention.end = (uint32_t)without_honorific(scene, &mention);
        }
        size_t end = mention.label == LEDE_LABEL_PERSON && !mention.fixed
                         ? person_end(&all, k)
                         : mention.end;
        if (end > all.mentions[k].end && may_reach(&all, k, end)) {
            mention.end = (uint32_t)end;
        }
        while (next < all.count && all.mentions[next].first < mention.end) {
            next++;
        }
        all.mentions[kept++] = mention;
        k = next;
    }
    mentions->count = kept;
}
