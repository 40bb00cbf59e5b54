#include "text/mojibake.h"

#include "text/mojibake_runs.h"
#include "unicode/utf8.h"

enum {
    LEVELS = 16, /* deeper mojibake of mojibake would need 2^16 characters for one */
    ENOUGH = 2,  /* gain that a run needs by itself */
    ENOUGH_AMID_CLEAN = 3, /* that a single unit needs in a line of well-formed text */
    ENOUGH_FOR_A_PAIR = 5, /* and that it needs there if it has but two bytes */
    ENOUGH_IN_BAD_LINE = 1,
    BAD_LINE =
        3, /* gain of all runs of an encoding that makes a line known to be mojibake */
};

enum { ASCII = 0x80 };

/* What a line has of one encoding. */
typedef struct {
    int gain;       /* of the runs that are repaired for their own sake */
    int total;      /* of all runs that gain anything */
    size_t units;   /* in any run */
    size_t covered; /* characters beyond ASCII in them */
} evidence;

typedef struct {
    lede_rewrite *rewrite;
    lede_vector glyphs;  /* of the line at hand */
    lede_vector decoded; /* and of the line with one level less */
    evidence of[LEDE_CHARMAPS];
    size_t beyond_ascii;     /* characters of the line */
    lede_glyph ascii[ASCII]; /* what most of a line is, made once */
} mojibake;

static lede_line
line_of(const mojibake *all)
{
    return (lede_line){all->glyphs.data, all->glyphs.count};
}

/* True when the whole line could have been read in the encoding. */
static bool
is_whole(const mojibake *all, lede_charmap_name name)
{
    return all->of[name].covered == all->beyond_ascii;
}

/* True when the line is known to be mojibake of the encoding. */
static bool
is_bad_line(const mojibake *all, lede_charmap_name name)
{
    const evidence *found = &all->of[name];
    int gain = is_whole(all, name) ? found->total : found->gain;
    return found->units > 1 && gain >= BAD_LINE;
}

static int
enough_for(const mojibake *all, const lede_mojibake_run *run, lede_charmap_name name)
{
    const evidence *found = &all->of[name];
    if (is_bad_line(all, name)) {
        return (is_whole(all, name) && !run->spaced ? 0 : ENOUGH_IN_BAD_LINE) +
               run->residue;
    }
    if (found->units > 1 || is_whole(all, name) || run->punctuation) {
        return ENOUGH + run->residue;
    }
    return (run->shortest ? ENOUGH_FOR_A_PAIR : ENOUGH_AMID_CLEAN) + run->residue;
}

static void
add_evidence(evidence *found, lede_line line, size_t at, const lede_mojibake_run *run)
{
    bool before_space = lede_kind_is_letter((lede_kind)line.glyphs[at].kind) &&
                        at + 1 < line.count && line.glyphs[at + 1].point == ' ';
    found->units += run->units;
    found->covered += run->units == 0 && before_space; /* which may have been 0xA0 */
    for (size_t i = at; i < run->end; i++) {
        found->covered += line.glyphs[i].point >= 0x80;
    }
    if (run->certain && run->gain > run->residue) {
        found->total += run->gain;
        found->gain += run->gain >= ENOUGH + run->residue ? run->gain : 0;
    }
}

/* Counts, for every encoding, what speaks for the line having been read in it. */
static void
gather_evidence(mojibake *all)
{
    lede_line line = line_of(all);
    size_t done[LEDE_CHARMAPS] = {0};
    memset(all->of, 0, sizeof all->of);
    all->beyond_ascii = 0;
    for (size_t at = 0; at < line.count; at++) {
        uint32_t leads = line.glyphs[at].row.leads;
        all->beyond_ascii += line.glyphs[at].point >= 0x80;
        for (int name = 0; leads >> name != 0; name++) {
            if (!(leads >> name & 1) || at < done[name]) {
                continue;
            }
            lede_mojibake_run run =
                lede_mojibake_judge(line, at, (lede_charmap_name)name, false);
            done[name] = run.end;
            add_evidence(&all->of[name], line, at, &run);
        }
    }
}

/* The run to decode at `at`, if any, and its encoding. done[k] is the end of the last run that was
 * judged in encoding k: a rest of it is not judged again, which keeps time linear. */
static lede_mojibake_run
best_run(const mojibake *all, lede_line line, size_t at, size_t done[LEDE_CHARMAPS],
         lede_charmap_name *chosen)
{
    lede_mojibake_run best = {.end = at};
    uint32_t leads = line.glyphs[at].row.leads;
    for (int k = 0; leads >> k != 0; k++) {
        if (!(leads >> k & 1) || at < done[k]) {
            continue;
        }
        lede_charmap_name name = (lede_charmap_name)k;
        bool bold = is_bad_line(all, name);
        lede_mojibake_run run = lede_mojibake_judge(line, at, name, bold);
        done[k] = run.end;
        if (run.units == 0 || run.gain < enough_for(all, &run, name)) {
            continue;
        }
        bool better = run.gain > best.gain ||
                      (run.gain == best.gain && all->of[k].gain > all->of[*chosen].gain);
        if (best.units == 0 || better) {
            best = run;
            *chosen = name;
        }
    }
    return best;
}

static void
decode_run(mojibake *all, lede_line line, size_t at, size_t end, lede_charmap_name name)
{
    bool bold = is_bad_line(all, name), inside = false;
    while (at < end) {
        lede_mojibake_unit unit = lede_mojibake_read(line, at, name, bold, inside);
        size_t last = at + unit.length - 1;
        lede_glyph glyph =
            lede_glyph_of(unit.point, line.glyphs[at].start, line.glyphs[last].end);
        glyph.repaired = true;
        lede_vector_push(&all->decoded, &glyph);
        at += unit.length;
        inside = true;
    }
}

/* The first place from `at` on where a sequence could start. */
static size_t
next_lead(lede_line line, size_t at)
{
    while (at < line.count && line.glyphs[at].row.leads == 0) {
        at++;
    }
    return at;
}

/* Decodes one level of the line; false when there is nothing to decode. */
static bool
repair_level(mojibake *all)
{
    lede_line line = line_of(all);
    size_t done[LEDE_CHARMAPS] = {0}, at = 0, copied = 0;
    bool changed = false;
    gather_evidence(all);
    all->decoded.count = 0;
    while ((at = next_lead(line, at)) < line.count) {
        lede_charmap_name name = LEDE_CP1252;
        lede_mojibake_run run = best_run(all, line, at, done, &name);
        if (run.units == 0) {
            at++;
            continue;
        }
        lede_vector_append(&all->decoded, line.glyphs + copied, at - copied);
        decode_run(all, line, at, run.end, name);
        at = copied = run.end;
        changed = true;
    }
    if (!changed) {
        return false;
    }
    lede_vector_append(&all->decoded, line.glyphs + copied, line.count - copied);
    lede_vector level = all->glyphs;
    all->glyphs = all->decoded;
    all->decoded = level;
    return true;
}

static void
make_ascii(mojibake *all)
{
    for (uint32_t point = 0; point < ASCII; point++) {
        all->ascii[point] = lede_glyph_of(point, 0, 0);
    }
}

static void
read_line(mojibake *all, size_t at, size_t end)
{
    lede_text text = all->rewrite->text;
    if (all->glyphs.data == NULL) {
        make_ascii(all);
    }
    all->glyphs.count = 0;
    lede_glyph *glyphs = lede_vector_reserve(&all->glyphs, end - at);
    if (glyphs == NULL) {
        return;
    }
    size_t count = 0;
    for (size_t size; at < end; at += size) {
        uint32_t point = lede_utf8_step(text, at, &size);
        lede_glyph *glyph = &glyphs[count++];
        *glyph = point < ASCII ? all->ascii[point] : lede_glyph_of(point, 0, 0);
        glyph->start = (uint32_t)at;
        glyph->end = (uint32_t)(at + size);
    }
    all->glyphs.count = count;
}

static void
write_line(const mojibake *all)
{
    lede_line line = line_of(all);
    for (size_t i = 0; i < line.count; i++) {
        const lede_glyph *glyph = &line.glyphs[i];
        if (glyph->repaired) {
            char bytes[LEDE_UTF8_MOST];
            lede_text with = {bytes, lede_utf8_write(bytes, glyph->point)};
            lede_rewrite_replace(all->rewrite, glyph->start, glyph->end, with,
                                 LEDE_REASON_MOJIBAKE);
        }
    }
}

static void
repair_line(mojibake *all, size_t start, size_t end)
{
    read_line(all, start, end);
    if (all->glyphs.data == NULL) {
        return;
    }
    for (int level = 0; level < LEVELS; level++) {
        if (!repair_level(all)) {
            write_line(all);
            return;
        }
    }
}

static bool
ends_line(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* The encodings in which the second of two characters could go on with what the first starts. */
static uint32_t
common_encodings(const lede_glyph *first, const lede_glyph *second)
{
    bool byte = second->row.place != 0 && second->point != LEDE_REPLACEMENT;
    return byte ? first->row.leads & second->row.trails : first->row.leads;
}

bool
lede_mojibake_is_suspect(const uint32_t *points, size_t count, bool first)
{
    lede_glyph glyphs[LEDE_MOJIBAKE_GATE];
    size_t at = first ? 0 : 1;
    if (count > at + 2 && points[at + 1] != ' ' && points[at + 2] - 'a' < 26) {
        count = at + 3; /* what is behind a letter tells nothing of a pair before it */
    }
    for (size_t i = 0; i < count; i++) {
        glyphs[i] = lede_glyph_of(points[i], 0, 0);
    }
    lede_line line = {glyphs, count};
    uint32_t names = at + 1 < count ? common_encodings(&glyphs[at], &glyphs[at + 1]) : 0;
    for (int name = 0; names >> name != 0; name++) {
        if ((names >> name & 1) &&
            lede_mojibake_judge(line, at, (lede_charmap_name)name, false).gain > 0) {
            return true;
        }
    }
    return false;
}

static bool
is_suspect(lede_text text, size_t at)
{
    uint32_t points[LEDE_MOJIBAKE_GATE];
    size_t count = 0, size;
    bool first = at == 0;
    if (!first) {
        points[count++] = lede_utf8_step_back(text, at, &size);
    }
    while (at < text.size && count < LEDE_MOJIBAKE_GATE && !ends_line(text.bytes[at])) {
        points[count++] = lede_utf8_step(text, at, &size);
        at += size;
    }
    return lede_mojibake_is_suspect(points, count, first);
}

void
lede_mojibake_repair(lede_rewrite *rewrite)
{
    lede_text text = rewrite->text;
    mojibake all = {.rewrite = rewrite};
    lede_vector_init(&all.glyphs, rewrite->out.arena, sizeof(lede_glyph));
    lede_vector_init(&all.decoded, rewrite->out.arena, sizeof(lede_glyph));
    size_t done = 0; /* lines before this are repaired */
    for (size_t at = 0, size; (at = lede_charmap_find(text, at)) < text.size;) {
        if (!is_suspect(text, at)) {
            lede_utf8_step(text, at, &size);
            at += size;
            continue;
        }
        size_t start = at;
        while (start > done && !ends_line(text.bytes[start - 1])) {
            start--;
        }
        for (done = at; done < text.size && !ends_line(text.bytes[done]); done++) {
        }
        repair_line(&all, start, done);
        at = done;
    }
}
