#include "text/mojibake_runs.h"

#include "unicode/utf8.h"

enum {
    AHEAD = 16, /* units of a run that are looked at for mojibake of mojibake */
    WINDOW = 4, /* neighbours that are looked at for what a run leaves over */
    CAPITAL_A_TILDE = 0xC3,
    CAPITAL_A_CIRCUMFLEX = 0xC2,
    SMALL_A_CIRCUMFLEX = 0xE2,
    CLOSING_QUOTE = 0x201D,
};

static lede_kind
kind_at(lede_line line, size_t at)
{
    return at < line.count ? (lede_kind)line.glyphs[at].kind : LEDE_KIND_SPACE;
}

/* Before the line there is nothing, which is as good as a space. */
static lede_kind
kind_before(lede_line line, size_t at)
{
    return at > 0 ? (lede_kind)line.glyphs[at - 1].kind : LEDE_KIND_SPACE;
}

static bool
is_point(lede_line line, size_t at, uint32_t point)
{
    return at < line.count && line.glyphs[at].point == point;
}

static bool
leads(lede_line line, size_t at, lede_charmap_name name)
{
    return at < line.count && (line.glyphs[at].row.leads >> name & 1);
}

/* One sequence of UTF-8 in the making. */
typedef struct {
    uint32_t point;
    size_t length; /* glyphs and bytes */
    size_t announced;
    size_t missing; /* bytes that are lost */
    bool spaced, doubtful;
} sequence;

/* A question mark stands for a lost byte of punctuation (`â€?`), or amid other mojibake (`Ã?Â`). */
static bool
question_is_byte(lede_line line, size_t at, lede_charmap_name name, uint8_t first)
{
    return first == 0xE2 || (first == 0xC3 && leads(line, at + 1, name));
}

/* True when a quote that closes may have lost its last byte: of E2 80 9D, ”, windows-1252 and -1254 have no
 * character for 9D, and on the way it was dropped. */
static bool
may_be_closing_quote(const sequence *read, lede_charmap_name name, uint8_t first)
{
    return first == 0xE2 && read->length == 2 && read->point == 0x80 &&
           (name == LEDE_CP1252 || name == LEDE_CP1254);
}

/* Takes the glyph at `at` as one more byte; false when it can be none. */
static bool
take_trail(sequence *read, lede_line line, size_t at, lede_charmap_name name, uint8_t first)
{
    if (at >= line.count) {
        return false;
    }
    const lede_glyph *glyph = &line.glyphs[at];
    uint32_t byte = 0x80;
    if (glyph->row.trails >> name & 1) {
        byte = lede_charmap_byte(glyph->row, name);
    } else if (glyph->point == ' ' && !read->spaced &&
               !may_be_closing_quote(read, name, first)) {
        byte = 0xA0;
        read->spaced = true;
    } else if (glyph->point == LEDE_REPLACEMENT) {
        read->missing++;
    } else if (glyph->point == '?' && question_is_byte(line, at, name, first)) {
        read->missing++;
        read->doubtful = true;
    } else {
        return false;
    }
    read->point = read->point << 6 | (byte & 0x3F);
    read->length++;
    return true;
}

/* True when three glyphs are bytes in one encoding, whichever: then none was lost behind the second. */
static bool
are_three(lede_line line, size_t at)
{
    const lede_glyph *glyphs = line.glyphs + at;
    return at + 2 < line.count &&
           (glyphs[0].row.leads & glyphs[1].row.trails & glyphs[2].row.trails) != 0;
}

/* Reads a sequence that is valid but for surrogates; length 0 when there is none. */
static sequence
read_sequence(lede_line line, size_t at, lede_charmap_name name)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    sequence none = {0};
    if (!leads(line, at, name)) {
        return none;
    }
    uint8_t first = lede_charmap_byte(line.glyphs[at].row, name);
    size_t announced = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    sequence read = {first & (0x7Fu >> announced), 1, announced, 0, false, false};
    while (read.length < announced) {
        if (!take_trail(&read, line, at + read.length, name, first)) {
            sequence quote = {CLOSING_QUOTE, 2, announced, 1, false, false};
            bool lost = may_be_closing_quote(&read, name, first) && !are_three(line, at);
            return lost ? quote : none;
        }
    }
    if (read.missing > 0) {
        read.point = LEDE_REPLACEMENT;
        return announced > 2 && read.missing == announced - 1 ? none : read;
    }
    return read.point < least[announced] || read.point > 0x10FFFF ? none : read;
}

/* CESU-8 writes a character beyond U+FFFF as two surrogates of three bytes each. */
static sequence
read_pair(lede_line line, size_t at, lede_charmap_name name)
{
    sequence high = read_sequence(line, at, name);
    if (high.length == 0 || high.point < 0xD800 || high.point > 0xDFFF) {
        return high;
    }
    sequence low = read_sequence(line, at + high.length, name);
    if (high.point > 0xDBFF || low.point < 0xDC00 || low.point > 0xDFFF) {
        return (sequence){0};
    }
    high.point = 0x10000 + ((high.point - 0xD800) << 10) + (low.point - 0xDC00);
    high.length += low.length;
    high.announced = 4;
    high.spaced |= low.spaced;
    return high;
}

/* True at the rest of `Ã s ` and `Ã quele`: Portuguese writes às and àquele as one word. */
static bool
goes_on_in_portuguese(lede_line line, size_t at)
{
    if (is_point(line, at, 's')) {
        return is_point(line, at + 1, ' ');
    }
    return is_point(line, at, 'q') && is_point(line, at + 1, 'u') &&
           (is_point(line, at + 2, 'e') || is_point(line, at + 2, 'i')) &&
           is_point(line, at + 3, 'l');
}

/* A space that stood for 0xA0 goes. But à is a word of its own or ends one, so that the space
 * behind it may be one that swallowed 0xA0. */
static size_t
length_without_space(lede_line line, size_t at, const sequence *read)
{
    size_t end = at + read->length;
    bool grave = read->point == 0xE0 && read->spaced;
    return grave && !is_point(line, end, ' ') && !goes_on_in_portuguese(line, end)
               ? read->length - 1
               : read->length;
}

lede_mojibake_unit
lede_mojibake_read(lede_line line, size_t at, lede_charmap_name name, bool bold,
                   bool inside)
{
    sequence read = read_pair(line, at, name);
    lede_mojibake_unit none = {0};
    if (read.length == 0 || lede_kind_of(read.point) == LEDE_KIND_NONE) {
        return none;
    }
    bool amid = inside || leads(line, at + read.length, name);
    bool absorbed = is_point(line, at, CAPITAL_A_TILDE) &&
                    kind_before(line, at) == LEDE_KIND_LOWER; /* voilÃ le travail */
    if ((read.spaced && !bold && !amid && !absorbed) || (read.doubtful && !bold)) {
        return none;
    }
    return (lede_mojibake_unit){read.point,
                                (uint8_t)length_without_space(line, at, &read),
                                (uint8_t)read.announced,
                                read.spaced,
                                read.missing > 0,
                                name != LEDE_MACROMAN};
}

/* What speaks for a unit by itself: Ã and Â begin most mojibake there is, and stand before few
 * other signs; longer sequences are less often valid by chance. */
static int
weigh_unit(lede_line line, size_t at, const lede_mojibake_unit *unit, lede_kind before)
{
    uint32_t first = unit->latin ? line.glyphs[at].point : 0;
    lede_kind second = kind_at(line, at + 1), next = kind_at(line, at + unit->length);
    bool capital = before == LEDE_KIND_UPPER || before == LEDE_KIND_ACCENT_UPPER;
    int weight = unit->bytes - 2;
    if (unit->lost) {
        weight = first == SMALL_A_CIRCUMFLEX
                     ? 2
                     : 0; /* punctuation is E2 80 and one byte more */
    }
    if (unit->spaced && unit->bytes == 2) {
        /* the word à, or a Š that lost its second byte */
        lede_kind word = kind_at(line, at + 2);
        bool alone = !lede_kind_is_letter(before) && lede_kind_is_letter(word);
        return weight + (alone || (first == CAPITAL_A_TILDE && before == LEDE_KIND_LOWER));
    }
    if (first == CAPITAL_A_TILDE) {
        weight += 1 + (second == LEDE_KIND_NBSP);
        weight += before != LEDE_KIND_LOWER && second != LEDE_KIND_APOSTROPHE &&
                  lede_kind_is_letter(next);
    } else if (first == CAPITAL_A_CIRCUMFLEX && !capital) {
        weight += 1 + (second == LEDE_KIND_NBSP || before == LEDE_KIND_PUNCT);
    }
    return weight;
}

/* The surprise of all pairs in line[at - 1, end]. */
static int
surprise_of(lede_line line, size_t at, size_t end)
{
    int sum = 0;
    for (size_t i = at; i <= end; i++) {
        sum += lede_surprise(kind_before(line, i), kind_at(line, i));
    }
    return sum;
}

/* Quotes, dashes and the ellipsis: most characters of three bytes that are misread alone. */
static bool
is_punctuation(lede_kind kind)
{
    return kind >= LEDE_KIND_OPEN && kind <= LEDE_KIND_NEUTRAL;
}

/* Judges the run without a look at what its characters would be read as in their turn; those of its
 * units that fit into `decoded` are put there. */
static lede_mojibake_run
judge_once(lede_line line, size_t at, lede_charmap_name name, bool bold,
           lede_glyph decoded[AHEAD])
{
    lede_mojibake_run run = {.end = at, .certain = true};
    lede_kind last = kind_before(line, at);
    for (;;) {
        lede_mojibake_unit unit =
            lede_mojibake_read(line, run.end, name, bold, run.units > 0);
        if (unit.length == 0) {
            break;
        }
        lede_kind kind = lede_kind_of(unit.point), script = lede_kind_script(kind);
        run.gain += weigh_unit(line, run.end, &unit, last) - lede_surprise(last, kind);
        run.gain +=
            run.units > 0 && script != LEDE_KIND_NONE && script == lede_kind_script(last);
        run.certain = run.certain && !unit.spaced && !unit.lost;
        run.spaced = run.spaced || unit.spaced;
        run.punctuation = run.units == 0 && unit.bytes == 3 && is_punctuation(kind);
        run.shortest = run.units == 0 && unit.bytes == 2;
        if (run.units < AHEAD) {
            decoded[run.units] = lede_glyph_of(unit.point, 0, 0);
        }
        run.units++;
        run.end += unit.length;
        last = kind;
    }
    if (run.units > 0) {
        run.gain +=
            surprise_of(line, at, run.end) - lede_surprise(last, kind_at(line, run.end));
    }
    return run;
}

static bool
starts_pair(lede_line line, size_t at, lede_charmap_name name)
{
    return leads(line, at, name) && at + 1 < line.count &&
           (line.glyphs[at + 1].row.trails >> name & 1);
}

/* The best that a second reading would gain: what decodes twice over was mojibake. */
static int
look_ahead(lede_line decoded)
{
    lede_glyph unused[AHEAD];
    int best = 0;
    for (int name = 0; name < LEDE_CHARMAPS; name++) {
        for (size_t at = 0; at < decoded.count; at++) {
            if (starts_pair(decoded, at, (lede_charmap_name)name)) {
                lede_mojibake_run run =
                    judge_once(decoded, at, (lede_charmap_name)name, false, unused);
                best = run.gain > best ? run.gain : best;
                at = run.end > at ? run.end - 1 : at;
            }
        }
    }
    return best;
}

/* How surprising the characters beyond ASCII around line[at, end) are that no unit explains. */
static int
residue_of(lede_line line, size_t at, size_t end, lede_charmap_name name)
{
    int sum = 0;
    for (size_t i = at; i > 1 && at - i < WINDOW && line.glyphs[i - 1].point >= 0x80; i--) {
        sum += lede_surprise(kind_before(line, i - 1), kind_at(line, i - 1));
    }
    for (size_t i = end; i < line.count && i - end < WINDOW && line.glyphs[i].point >= 0x80;
         i++) {
        if (lede_mojibake_read(line, i, name, false, false).length > 0) {
            break;
        }
        sum += lede_surprise(kind_at(line, i), kind_at(line, i + 1));
    }
    return sum;
}

lede_mojibake_run
lede_mojibake_judge(lede_line line, size_t at, lede_charmap_name name, bool bold)
{
    lede_glyph decoded[AHEAD];
    lede_mojibake_run run = judge_once(line, at, name, bold, decoded);
    if (run.units > 0) {
        run.gain += look_ahead((lede_line){decoded, run.units < AHEAD ? run.units : AHEAD});
        run.residue = residue_of(line, at, run.end, name);
    }
    return run;
}
