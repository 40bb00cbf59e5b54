#include "text/links.h"

#include "unicode/scan.h"
#include "unicode/utf8.h"

enum {
    LONGEST_SCHEME = 16, /* registered schemes that people meet are shorter */
    LONGEST_LOCAL = 64,  /* RFC 5321, 4.5.3.1.1 */
    LONGEST_HANDLE = 30, /* Instagram; others allow 15 (X) to 25 */
    LONGEST_LABEL = 63,  /* RFC 1035, 2.3.4 */
    LONGEST_HOST = 253,
};

/* ---- characters ---- */

static bool
is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool
is_letter(char byte)
{
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'z';
}

static bool
is_one_of(char byte, const char *bytes, size_t count)
{
    return memchr(bytes, byte, count) != NULL;
}

#define ONE_OF(byte, string) is_one_of(byte, string, sizeof(string) - 1)

static char
byte_at(lede_text text, size_t at)
{
    return at < text.size ? text.bytes[at] : 0;
}

/* The size of the ASCII letter or digit, or of another character with one of `classes`, at `at`; 0 when
 * there is none. */
static size_t
word_size(lede_text text, size_t at, uint32_t classes)
{
    char byte = byte_at(text, at);
    if ((unsigned char)byte < 0x80) {
        return is_letter(byte) || is_digit(byte);
    }
    size_t size;
    return lede_class_at(text, at, &size) & classes ? size : 0;
}

/* As word_size, for the character that ends at `at`. */
static size_t
word_size_back(lede_text text, size_t at, uint32_t classes)
{
    if (at == 0) {
        return 0;
    }
    size_t size;
    uint32_t point = lede_utf8_step_back(text, at, &size);
    bool plain = point < 0x80 && (is_letter((char)point) || is_digit((char)point));
    return plain || (point >= 0x80 && (lede_class_of(point) & classes)) ? size : 0;
}

/* What addresses spell words with, beside ASCII (RFC 5890 and RFC 3987 without their symbols). */
#define WORD_CLASSES ((uint32_t)(LEDE_LETTER | LEDE_DIGIT | LEDE_MARK))

static bool
follows_word(lede_text text, size_t at)
{
    return at > 0 && (text.bytes[at - 1] == '_' || word_size_back(text, at, WORD_CLASSES));
}

/* ---- hosts ---- */

/* How much a last label says: ANY_CASE is a domain however it is written; WEAK ones are words or file
 * extensions as well and count with a path alone. */
typedef enum { NO_DOMAIN, WEAK, SURE, ANY_CASE } domain_strength;

/* The generic domains of the root zone (IANA) that news and social media use, and the country domains
 * in other scripts whose letters have case, so that a lost space does not look like them. Sorted. */
static const struct {
    char label[12];
    domain_strength strength;
} GENERIC[] = {
    {"academy", WEAK}, {"aero", SURE},    {"agency", WEAK},  {"app", WEAK},
    {"art", WEAK},     {"asia", WEAK},    {"berlin", WEAK},  {"biz", SURE},
    {"blog", WEAK},    {"cat", WEAK},     {"cloud", WEAK},   {"club", WEAK},
    {"com", ANY_CASE}, {"coop", SURE},    {"design", WEAK},  {"dev", WEAK},
    {"digital", WEAK}, {"edu", ANY_CASE}, {"global", WEAK},  {"gov", ANY_CASE},
    {"info", SURE},    {"int", SURE},     {"jobs", WEAK},    {"life", WEAK},
    {"link", WEAK},    {"live", WEAK},    {"london", WEAK},  {"media", WEAK},
    {"mil", ANY_CASE}, {"mobi", SURE},    {"museum", WEAK},  {"name", WEAK},
    {"net", SURE},     {"network", WEAK}, {"news", WEAK},    {"nyc", SURE},
    {"one", WEAK},     {"online", WEAK},  {"org", ANY_CASE}, {"page", WEAK},
    {"press", WEAK},   {"pro", WEAK},     {"shop", WEAK},    {"site", WEAK},
    {"social", WEAK},  {"space", WEAK},   {"store", WEAK},   {"studio", WEAK},
    {"team", WEAK},    {"tech", WEAK},    {"tel", WEAK},     {"today", WEAK},
    {"top", WEAK},     {"travel", WEAK},  {"video", WEAK},   {"wiki", WEAK},
    {"work", WEAK},    {"world", WEAK},   {"xyz", SURE},     {"zone", WEAK},
    {"бг", SURE},      {"бел", SURE},     {"мкд", SURE},     {"рус", SURE},
    {"рф", SURE},      {"срб", SURE},     {"укр", SURE},
};

/* The country domains of the root zone by their first letter. */
static const char *const COUNTRY[26] = {
    "cdefgilmoqrstuwxz",
    "abdefghijmnorstvwyz",
    "acdfghiklmnoruvwxyz",
    "ejkmoz",
    "cegrstu",
    "ijkmor",
    "adefghilmnpqrstuwy",
    "kmnrtu",
    "delmnoqrst",
    "emop",
    "eghimnprwyz",
    "abcikrstuvy",
    "acdeghklmnopqrstuvwxyz",
    "acefgilopruz",
    "m",
    "aefghklmnrstwy",
    "a",
    "eosuw",
    "abcdeghijklmnorstuvxyz",
    "cdfghjklmnortvwz",
    "agksyz",
    "aceginu",
    "fs",
    "",
    "et",
    "amw",
};

/* Country domains that are English or Romance words, abbreviations or file extensions too. */
static const char WORDLIKE[] =
    "ad al am as at be by cc do et hm id in is it la ma md me ml mm mo "
    "ms my ne no nu pa ps py re rs sa sh si so st tm to us";

static bool
is_wordlike(const char label[2])
{
    for (size_t i = 0; i + 1 < sizeof WORDLIKE; i += 3) {
        if (memcmp(WORDLIKE + i, label, 2) == 0) {
            return true;
        }
    }
    return false;
}

static domain_strength
generic_strength(lede_text label)
{
    char lower[sizeof GENERIC->label] = {0};
    if (label.size >= sizeof lower) {
        return NO_DOMAIN;
    }
    bool same = true;
    for (size_t i = 0; i < label.size; i++) {
        bool upper = label.bytes[i] >= 'A' && label.bytes[i] <= 'Z';
        lower[i] = (char)(upper ? label.bytes[i] | 0x20 : label.bytes[i]);
        same = same && !upper;
    }
    for (size_t i = 0; i < sizeof GENERIC / sizeof *GENERIC; i++) {
        if (memcmp(lower, GENERIC[i].label, sizeof lower) == 0) {
            return same || GENERIC[i].strength == ANY_CASE ? GENERIC[i].strength
                                                           : NO_DOMAIN;
        }
    }
    return NO_DOMAIN;
}

static domain_strength
strength_of(lede_text label)
{
    if (label.size > 4 && memcmp(label.bytes, "xn--", 4) == 0) {
        return SURE; /* RFC 5890: a label of another script in ASCII */
    }
    if (label.size == 2 && label.bytes[0] >= 'a' && label.bytes[0] <= 'z') {
        const char *second = COUNTRY[label.bytes[0] - 'a'];
        bool known = label.bytes[1] != 0 && strchr(second, label.bytes[1]) != NULL;
        return !known ? NO_DOMAIN : is_wordlike(label.bytes) ? WEAK : SURE;
    }
    return generic_strength(label);
}

/* Labels with stops between them:  www . abc . net . au
 *                                  start     before  last end   */
typedef struct {
    size_t start, before, last, end; /* `before` is the label before the last one */
    size_t labels;
    bool
        proper; /* all labels are such as DNS has: no underscore, no hyphen at their start */
} host;

/* The end of the label at `at`. Scripts without spaces take no part: nobody could tell where the address
 * begins in `请访问example.com`. */
static size_t
label_end(lede_text text, size_t at)
{
    for (;;) {
        char byte = byte_at(text, at);
        size_t size = byte == '-' || byte == '_' ? 1 : word_size(text, at, WORD_CLASSES);
        if (size > 1 && lede_is_class(text, at, LEDE_NOSPACE)) {
            size = 0;
        }
        if (size == 0) {
            return at;
        }
        at += size;
    }
}

static size_t
label_start(lede_text text, size_t at, size_t floor)
{
    while (at > floor) {
        char byte = text.bytes[at - 1];
        size_t size =
            byte == '-' || byte == '_' ? 1 : word_size_back(text, at, WORD_CLASSES);
        if (size > 1 && lede_is_class(text, at - size, LEDE_NOSPACE)) {
            size = 0;
        }
        if (size == 0 || size > at - floor) {
            break;
        }
        at -= size;
    }
    return at;
}

/* True for the domain in `example.com.Next`: behind it begins a sentence, however many words of it are
 * glued together. */
static bool
ends_host(lede_text text, size_t start, size_t end)
{
    lede_text label = {text.bytes + start, end - start};
    size_t next = end + 1;
    lede_text behind = {text.bytes + next, label_end(text, next) - next};
    return lede_is_class(text, next, LEDE_UPPER) && strength_of(label) != NO_DOMAIN &&
           strength_of(behind) == NO_DOMAIN;
}

static host
read_host(lede_text text, size_t at)
{
    host found = {.start = at, .before = at, .last = at, .end = at, .proper = true};
    for (;;) {
        size_t end = label_end(text, at);
        if (end == at) {
            return found;
        }
        found.before = found.last;
        found.last = at;
        found.end = end;
        found.labels++;
        found.proper = found.proper && text.bytes[at] != '-' && end - at <= LONGEST_LABEL &&
                       memchr(text.bytes + at, '_', end - at) == NULL;
        if (byte_at(text, end) != '.' || (found.labels > 1 && ends_host(text, at, end))) {
            return found;
        }
        at = end + 1;
    }
}

static lede_text
last_label(lede_text text, const host *found)
{
    return (lede_text){text.bytes + found->last, found->end - found->last};
}

/* Leaves out what is not of the host although it touches it: the word behind `example.com-owned`. */
static void
trim_host(lede_text text, host *found)
{
    lede_text last = last_label(text, found);
    const char *hyphen = memchr(last.bytes, '-', last.size);
    if (hyphen != NULL && strength_of(last) == NO_DOMAIN) {
        found->end = (size_t)(hyphen - text.bytes);
    }
}

static bool
begins_www(lede_text text, size_t at)
{
    return text.size - at > 4 && (text.bytes[at] | 0x20) == 'w' &&
           (text.bytes[at + 1] | 0x20) == 'w' && (text.bytes[at + 2] | 0x20) == 'w' &&
           text.bytes[at + 3] == '.';
}

/* ---- URLs ---- */

/* The size of the character at `at` if it may stand in a URL: those of RFC 3986, 2.2 and 2.3, and the
 * letters of RFC 3987. Scripts without spaces end a URL that was not written in them before. */
static size_t
url_size(lede_text text, size_t at)
{
    char byte = byte_at(text, at);
    if ((unsigned char)byte < 0x80) {
        return is_letter(byte) || is_digit(byte) || ONE_OF(byte, "-._~:/?#[]@!$&'()*+,;=%");
    }
    size_t size;
    uint32_t class = lede_class_at(text, at, &size);
    bool switches = (class & LEDE_NOSPACE) &&
                    (is_letter(text.bytes[at - 1]) || is_digit(text.bytes[at - 1]));
    return (class & WORD_CLASSES) && !switches ? size : 0;
}

/* The end of the URL whose path, query or fragment goes on at `at`. A closing bracket without its
 * opening one belongs to the prose, and so do marks at the end. */
static size_t
url_end(lede_text text, size_t at)
{
    size_t round = 0, square = 0, size, end = at;
    while ((size = url_size(text, end)) != 0) {
        char byte = text.bytes[end];
        if ((byte == ')' && round == 0) || (byte == ']' && square == 0)) {
            break;
        }
        round += (size_t)(byte == '(') - (byte == ')');
        square += (size_t)(byte == '[') - (byte == ']');
        end += size;
    }
    while (end > at && ONE_OF(text.bytes[end - 1], ".,:;!?'*&([")) {
        end--;
    }
    return end;
}

/* The scheme that ends at `colon` (RFC 3986, 3.1), or `colon` itself. A stop, which the RFC allows, would
 * be that of the sentence before. */
static size_t
scheme_start(lede_text text, size_t colon, size_t floor)
{
    size_t at = colon, start = colon;
    while (at > floor && colon - at < LONGEST_SCHEME &&
           (is_letter(text.bytes[at - 1]) || is_digit(text.bytes[at - 1]) ||
            ONE_OF(text.bytes[at - 1], "+-"))) {
        at--;
        start = is_letter(text.bytes[at]) ? at : start;
    }
    return start;
}

/* What a scan knows: links before `floor` are taken, hosts before `hosts` were judged. */
typedef struct {
    lede_text text;
    size_t floor, hosts;
} scanner;

static bool
give(lede_link *link, size_t start, size_t end, lede_link_kind kind)
{
    *link = (lede_link){{(uint32_t)start, (uint32_t)end}, kind};
    return true;
}

/* At the colon of `https://`. */
static bool
read_url(lede_link *link, const scanner *scan, size_t colon)
{
    lede_text text = scan->text;
    if (byte_at(text, colon + 1) != '/' || byte_at(text, colon + 2) != '/') {
        return false;
    }
    size_t start = scheme_start(text, colon, scan->floor), rest = colon + 3;
    bool begins = word_size(text, rest, WORD_CLASSES) || ONE_OF(byte_at(text, rest), "[/");
    size_t end = start < colon && begins ? url_end(text, rest) : rest;
    return end > rest && give(link, start, end, LEDE_LINK_URL);
}

/* True when what goes on at `at` is the rest of the local part of an e-mail address. */
static bool
is_local_part(lede_text text, size_t at)
{
    for (size_t end = at; end - at < LONGEST_LOCAL; end++) {
        char byte = byte_at(text, end);
        if (!is_letter(byte) && !is_digit(byte) && !ONE_OF(byte, ".+_%'-")) {
            return byte == '@';
        }
    }
    return false;
}

/* The end of the port behind a host. */
static size_t
port_end(lede_text text, size_t at)
{
    size_t end = at + 1;
    while (is_digit(byte_at(text, end))) {
        end++;
    }
    return byte_at(text, at) == ':' && end - at > 2 ? end : at;
}

/* True for `x.co.in`: a country domain behind one of the labels that registries set before it. */
static bool
is_second_level(lede_text text, const host *found)
{
    static const char *const LABELS[] = {"ac.",  "co.",  "com.", "edu.",
                                         "gov.", "net.", "org."};
    lede_text before = {text.bytes + found->before, found->last - found->before};
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS && found->labels > 2; i++) {
        if (lede_text_equal(before, (lede_text){LABELS[i], strlen(LABELS[i])})) {
            return true;
        }
    }
    return false;
}

static bool
is_domain(lede_text text, const host *found, bool has_path)
{
    if (found->labels < 2 || !found->proper || found->end - found->start > LONGEST_HOST ||
        !lede_is_class(text, found->start, LEDE_LETTER | LEDE_DIGIT)) {
        return false;
    }
    if (begins_www(text, found->start) && found->labels > 2) {
        return true;
    }
    domain_strength strength = strength_of(last_label(text, found));
    return strength == WEAK ? has_path || is_second_level(text, found)
                            : strength != NO_DOMAIN;
}

/* At a stop between two labels of a host without a scheme: `bbc.co.uk`, `bit.ly/Ab`. */
static bool
read_domain(lede_link *link, scanner *scan, size_t stop)
{
    lede_text text = scan->text;
    if (stop < scan->hosts || label_end(text, stop + 1) == stop + 1) {
        return false;
    }
    size_t floor = scan->hosts > scan->floor ? scan->hosts : scan->floor;
    size_t start = label_start(text, stop, floor);
    bool in_path = start > 0 && ONE_OF(text.bytes[start - 1], "/\\@");
    while (start < stop && text.bytes[start] == '-') {
        start++; /* a dash of prose */
    }
    if (start == stop) {
        return false;
    }
    host found = read_host(text, start);
    scan->hosts = found.end;
    trim_host(text, &found);
    size_t end = port_end(text, found.end);
    bool has_path = ONE_OF(byte_at(text, end), "/?#");
    if (in_path || !is_domain(text, &found, byte_at(text, end) == '/') ||
        (!has_path && is_local_part(text, found.end))) {
        return false;
    }
    return give(link, start, has_path ? url_end(text, end) : end, LEDE_LINK_URL);
}

/* ---- e-mail, handles, hashtags ---- */

static size_t
local_size_back(lede_text text, size_t at)
{
    char byte = text.bytes[at - 1];
    return ONE_OF(byte, ".+_%&'-") ? 1 : word_size_back(text, at, WORD_CLASSES);
}

/* The start of the local part that ends at `sign`, or `sign`. It is the HTML standard's ("valid e-mail
 * address") without the marks that in prose stand between two words, and may have letters of any script
 * (RFC 6531). */
static size_t
local_start(lede_text text, size_t sign, size_t floor)
{
    size_t at = sign, size;
    while (at > floor && (size = local_size_back(text, at)) != 0 && size <= at - floor) {
        bool dots = text.bytes[at - size] == '.' && byte_at(text, at) == '.';
        if (sign - (at - size) > LONGEST_LOCAL) {
            return sign;
        }
        if (dots) {
            break; /* wait...jo@x.org */
        }
        at -= size;
    }
    while (at < sign && ONE_OF(text.bytes[at], ".+%&'-")) {
        at++;
    }
    return at;
}

/* The host behind the sign at `sign` if it has a stop and ends in letters; its end is `sign` else. */
static size_t
mail_host_end(lede_text text, size_t sign)
{
    host found = read_host(text, sign + 1);
    if (found.labels < 2 || !found.proper || found.end - found.start > LONGEST_HOST) {
        return sign;
    }
    trim_host(text, &found);
    size_t letters = lede_skip(text, found.last, LEDE_LETTER | LEDE_MARK);
    bool real = letters >= found.end || strength_of(last_label(text, &found)) != NO_DOMAIN;
    return real && found.end - found.last > 1 ? found.end : sign;
}

static bool
read_email(lede_link *link, const scanner *scan, size_t sign)
{
    size_t start = local_start(scan->text, sign, scan->floor);
    if (start == sign) {
        return false;
    }
    size_t end = mail_host_end(scan->text, sign);
    return end > sign && give(link, start, end, LEDE_LINK_EMAIL);
}

/* The end of the name behind the sign; stops stand inside of it, but not before a capital: that is the
 * next sentence. */
static size_t
handle_end(lede_text text, size_t at)
{
    for (;;) {
        char byte = byte_at(text, at), next = byte_at(text, at + 1);
        bool stop = byte == '.' && (is_digit(next) || (next >= 'a' && next <= 'z'));
        if (!is_letter(byte) && !is_digit(byte) && byte != '_' && !stop) {
            return at;
        }
        at++;
    }
}

/* At the sign of `@name` or `@name@host`. */
static bool
read_handle(lede_link *link, scanner *scan, size_t sign)
{
    lede_text text = scan->text;
    if (follows_word(text, sign) || (sign > 0 && text.bytes[sign - 1] == '@')) {
        return false;
    }
    size_t start = sign + 1, end = handle_end(text, start), letters = 0;
    scan->hosts = end > scan->hosts ? end : scan->hosts;
    for (size_t i = start; i < end; i++) {
        letters += is_letter(text.bytes[i]);
    }
    bool whole =
        !word_size(text, end, WORD_CLASSES) || lede_is_class(text, end, LEDE_NOSPACE);
    if (letters == 0 || end - start > LONGEST_HANDLE || !whole) {
        return false;
    }
    size_t host_end = byte_at(text, end) == '@' ? mail_host_end(text, end) : end;
    return give(link, sign, host_end, LEDE_LINK_HANDLE);
}

/* UAX #31, "Hashtag Identifiers": letters, marks, digits and low lines, not digits alone. */
static bool
read_hashtag(lede_link *link, scanner *scan, size_t sign)
{
    lede_text text = scan->text;
    bool bound = sign > 0 && ONE_OF(text.bytes[sign - 1], "&#/@");
    if (bound || follows_word(text, sign)) {
        return false;
    }
    size_t end = sign + 1, letters = 0, size;
    while ((size = byte_at(text, end) == '_' ? 1 : word_size(text, end, WORD_CLASSES)) !=
           0) {
        letters += lede_is_class(text, end, LEDE_LETTER);
        end += size;
    }
    return letters > 0 && give(link, sign, end, LEDE_LINK_HASHTAG);
}

/* ---- all of them ---- */

static bool
read_link(lede_link *link, scanner *scan, size_t at)
{
    switch (scan->text.bytes[at]) {
    case ':':
        return read_url(link, scan, at);
    case '@':
        return read_email(link, scan, at) || read_handle(link, scan, at);
    case '#':
        return read_hashtag(link, scan, at);
    case '.':
        return read_domain(link, scan, at);
    default:
        return false;
    }
}

bool
lede_link_next(lede_link *link, lede_text text, size_t *at)
{
    static const bool SIGN[256] = {['.'] = true, [':'] = true, ['@'] = true, ['#'] = true};
    scanner scan = {.text = text, .floor = *at, .hosts = *at};
    for (size_t i = *at; i < text.size; i++) {
        if (SIGN[(unsigned char)text.bytes[i]] && read_link(link, &scan, i)) {
            *at = link->span.end;
            return true;
        }
    }
    *at = text.size;
    return false;
}

/* Ends before every place, as the link before the first one. */
static const lede_link NO_LINK = {{0, 0}, LEDE_LINK_URL};

void
lede_link_guard_init(lede_link_guard *guard, lede_text text)
{
    *guard = (lede_link_guard){.text = text, .link = NO_LINK, .past = NO_LINK};
}

/* Goes on to the stretch without white space around `place`. */
static void
enter_stretch(lede_link_guard *guard, size_t place)
{
    lede_text text = guard->text;
    size_t start = place, end = place, size;
    while (start > guard->end &&
           !(lede_class_of(lede_utf8_step_back(text, start, &size)) & LEDE_SPACE)) {
        start -= size;
    }
    while (end < text.size && !(lede_class_at(text, end, &size) & LEDE_SPACE)) {
        end += size;
    }
    guard->at = start;
    guard->end = end;
    guard->link = guard->past = NO_LINK;
}

bool
lede_link_guard_covers(lede_link_guard *guard, size_t place)
{
    if (place >= guard->end) {
        enter_stretch(guard, place);
    }
    lede_text stretch = {guard->text.bytes, guard->end};
    while (guard->link.span.end <= place) {
        guard->past = guard->link;
        if (!lede_link_next(&guard->link, stretch, &guard->at)) {
            uint32_t none = (uint32_t)guard->text.size;
            guard->link = (lede_link){{none, none}, LEDE_LINK_URL};
            break;
        }
    }
    return guard->link.span.start <= place && place < guard->link.span.end;
}
