/* Links: their invariants on random text, the guard against the list of them, and examples. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "text/links.h"
/* The tables themselves, to see that they are in order. */
#include "text/links.c"

static const char *const PIECES[] = {
    "http",
    "https",
    "://",
    ":",
    "/",
    "www",
    ".",
    "..",
    "x",
    "example",
    "com",
    "co",
    "uk",
    "is",
    "@",
    "#",
    "jo",
    "Next",
    "-",
    "_",
    "(",
    ")",
    "[",
    "]",
    "?",
    "=",
    "&",
    "1",
    "80",
    ",",
    ";",
    "!",
    "'",
    "\"",
    "<",
    ">",
    " ",
    "\n",
    "\u00A0",
    "\u201D",
    "\u2026",
    "\u00E9",
    "e\u0301",
    "\u043F\u0440",
    "\u0440\u0444",
    "\u4E2D",
    "\uFF0C",
    "\u0E01",
    "\U0001F600",
    "\xED\xA0\x80",
    "\u200C",
    "xn--e1a",
    "a+b",
    "%20",
    "\\",
    "*",
    "$",
};

enum { MOST_LINKS = 256 };

static size_t
find_all(lede_link links[MOST_LINKS], lede_text text)
{
    size_t count = 0, at = 0;
    while (lede_link_next(&links[count], text, &at)) {
        require(at == links[count].span.end, text, "the scan goes on behind the link");
        count++;
        assert_in_range(count, 0, MOST_LINKS - 1);
    }
    require(at == text.size, text, "all of the text is read");
    return count;
}

static void
check_links(lede_text text)
{
    lede_link links[MOST_LINKS];
    size_t count = find_all(links, text), at = 0;
    for (size_t i = 0; i < count; i++) {
        lede_span span = links[i].span;
        require(span.start >= at && span.end > span.start + 1 && span.end <= text.size,
                text, "links are sorted and disjoint");
        for (size_t byte = span.start, size; byte < span.end; byte += size) {
            bool space = lede_class_at(text, byte, &size) & LEDE_SPACE;
            require(!space && byte + size <= span.end, text, "links hold no white space");
        }
        at = span.end;
    }
}

/* The guard, asked for every n-th character, says what the list says. */
static void
check_guard(lede_text text, size_t step)
{
    lede_link links[MOST_LINKS];
    size_t count = find_all(links, text), i = 0, size;
    lede_link_guard guard;
    lede_link_guard_init(&guard, text);
    size_t passed = 0;
    for (size_t at = 0; at < text.size; at += size, passed++) {
        bool space = lede_class_at(text, at, &size) & LEDE_SPACE;
        while (i < count && links[i].span.end <= at) {
            i++;
        }
        if (passed % step == 0) {
            bool covered = i < count && links[i].span.start <= at;
            require(lede_link_guard_covers(&guard, at) == covered, text, "covers");
            bool ends = i > 0 && links[i - 1].span.end == at;
            bool past = guard.past.span.end == at && at > 0;
            require(space || past == ends, text, "the link that ends here");
        }
    }
}

static void
links_keep_their_promises(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {41};
    for (size_t round = 0; round < 20000; round++) {
        lede_text made = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), round % 24);
        char *block;
        lede_text text = exact_copy(&block, made, 0);
        check_links(text);
        check_guard(text, 1 + round % 3);
        free(block);
    }
}

/* A link depends on nothing but the stretch without white space in which it lies. */
static void
links_depend_on_their_stretch_alone(void **state)
{
    (void)state;
    static text_buffer buffer, twice;
    random_source random = {42};
    for (size_t round = 0; round < 5000; round++) {
        lede_text text = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), round % 12);
        twice.size = 0;
        put_string(&twice, "(http://y.org/ ");
        put_text(&twice, text);
        put_string(&twice, "\n.com/@jo");
        lede_link alone[MOST_LINKS], amid[MOST_LINKS];
        size_t count = find_all(alone, text);
        (void)find_all(amid, (lede_text){twice.bytes, twice.size});
        for (size_t i = 0; i < count; i++) {
            require(amid[i + 1].span.start == alone[i].span.start + 15 &&
                        amid[i + 1].span.end == alone[i].span.end + 15 &&
                        amid[i + 1].kind == alone[i].kind,
                    text, "the same link amid other text");
        }
    }
}

/* `links` has one a line: u e h t for the kind, and the text. */
static const struct {
    const char *text, *links;
} EXAMPLES[] = {
    {"See https://x.org/a_(b). Next", "u https://x.org/a_(b)\n"},
    {"(http://x.org/a_(b)).Next", "u http://x.org/a_(b)\n"},
    {"\u201Chttp://x.org/\u201D <http://y.org> 'http://z.org'",
     "u http://x.org/\nu http://y.org\nu http://z.org\n"},
    {"http://x.org/?a=1&copy=2&region=3, and", "u http://x.org/?a=1&copy=2&region=3\n"},
    {"http://x.org... https://. http:// ://x", "u http://x.org\n"},
    {"http://[::1]:80/a http://localhost:80/ file:///tmp/a",
     "u http://[::1]:80/a\nu http://localhost:80/\nu file:///tmp/a\n"},
    {"see.http://x.org git+ssh://x.org", "u http://x.org\nu git+ssh://x.org\n"},
    {"http://\u4F8B\u5B50.\u6D4B\u8BD5/\u8DEF http://x.org\u67E5\u770B",
     "u http://\u4F8B\u5B50.\u6D4B\u8BD5/\u8DEF\nu http://x.org\n"},
    {"\u8BBF\u95EEx.org\u67E5", "u x.org\n"},
    {"bbc.co.uk, spiegel.de; abc.net.au. times.co.in",
     "u bbc.co.uk\nu spiegel.de\nu abc.net.au\nu times.co.in\n"},
    {"bit.ly/Ab youtu.be/x example.com/Next",
     "u bit.ly/Ab\nu youtu.be/x\nu example.com/Next\n"},
    {"end.Next end.is end.It node.js README.md main.py 3.5 v1.2.3 1.2.3.4 U.S. e.g.", ""},
    {"java.util.List St.Louis Ph.D ASP.NET U.S./China and.or/but my_file.com -.com", ""},
    {"x.com:8080 x.com:80/a x.com: x.com:5",
     "u x.com:8080\nu x.com:80/a\nu x.com\nu x.com\n"},
    {"Amazon.Com-owned EXAMPLE.COM x.com.The", "u Amazon.Com\nu EXAMPLE.COM\nu x.com\n"},
    {"www.testurl.Awesome www.x", "u www.testurl.Awesome\n"},
    {"\u043F\u0440.\u0440\u0444 \u043A\u043E\u043D\u0435\u0446.\u041D\u0430\u0447 "
     "xn--e1a.xn--p1ai",
     "u \u043F\u0440.\u0440\u0444\nu xn--e1a.xn--p1ai\n"},
    {"wait...x.com /x.com a/x.com x.com/a/x.com", "u x.com\nu x.com/a/x.com\n"},
    {"jo@x.org, <Jo.A+b@x.co.uk> mailto:jo@x.org.",
     "e jo@x.org\ne Jo.A+b@x.co.uk\ne jo@x.org\n"},
    {"wait...jo@x.org R&D@x.org O'Br@x.ie jos\u00E9@x.org",
     "e jo@x.org\ne R&D@x.org\ne O'Br@x.ie\ne jos\u00E9@x.org\n"},
    {"jo@x.org.Next jo@x.org-based x.org@y.org", "e jo@x.org\ne jo@x.org\ne x.org@y.org\n"},
    {"jo@x jo@x.c1 jo@-x.org @@x.o jo@", ""},
    {"@jo, (@jo_1) .@jo @jo.doe @jo.He @jo@x.org",
     "h @jo\nh @jo_1\nh @jo\nh @jo.doe\nh @jo\nh @jo@x.org\n"},
    {"@5 @ @@jo a@b @jos\u00E9 @abcdefghijklmnopqrstuvwxyzabcdefgh", ""},
    {"#a, #1a #\u0442\u0435\u0433 #a_b. #\u062A\u200C\u0647",
     "t #a\nt #1a\nt #\u0442\u0435\u0433\nt #a_b\nt #\u062A\u200C\u0647\n"},
    {"#1 C# a#b &#8217; ##a #", ""},
};

static void
put_links(text_buffer *out, lede_text text)
{
    lede_link links[MOST_LINKS];
    size_t count = find_all(links, text);
    for (size_t i = 0; i < count; i++) {
        put_string(out, links[i].kind == LEDE_LINK_URL      ? "u "
                        : links[i].kind == LEDE_LINK_EMAIL  ? "e "
                        : links[i].kind == LEDE_LINK_HANDLE ? "h "
                                                            : "t ");
        put_text(out, lede_text_slice(text, links[i].span));
        put_string(out, "\n");
    }
}

static void
examples_are_found(void **state)
{
    (void)state;
    static text_buffer found;
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        found.size = 0;
        put_links(&found, text_of(EXAMPLES[i].text));
        lede_text expected = text_of(EXAMPLES[i].links);
        if (!lede_text_equal((lede_text){found.bytes, found.size}, expected)) {
            fail_msg("%s\ngives\n%.*sand not\n%s", EXAMPLES[i].text, (int)found.size,
                     found.bytes, EXAMPLES[i].links);
        }
    }
}

/* 254 bytes of host are one too many, 64 of a label too, and 65 of a local part. */
static void
lengths_have_their_limits(void **state)
{
    (void)state;
    static text_buffer made;
    lede_link links[MOST_LINKS];
    for (size_t length = 62; length <= 66; length++) {
        made.size = 0;
        for (size_t i = 0; i < length; i++) {
            put_string(&made, "a");
        }
        lede_text label = {made.bytes, made.size};
        put_string(&made, ".org");
        lede_text domain = {made.bytes, made.size};
        assert_int_equal(find_all(links, domain), length <= 63);
        memcpy(made.bytes + label.size, "@x.org", 6);
        assert_int_equal(find_all(links, (lede_text){made.bytes, label.size + 6}),
                         length <= 64);
    }
    made.size = 0;
    for (size_t i = 0; i < 125; i++) {
        put_string(&made, "a.");
    }
    put_string(&made, "org");
    assert_int_equal(find_all(links, (lede_text){made.bytes, made.size}), 1);
    put_string(&made, ".a.org");
    assert_int_equal(find_all(links, (lede_text){made.bytes, made.size}), 0);
}

static void
generic_domains_are_sorted_and_country_domains_whole(void **state)
{
    (void)state;
    for (size_t i = 1; i < COUNT_OF(GENERIC); i++) {
        assert_true(strcmp(GENERIC[i - 1].label, GENERIC[i].label) < 0);
    }
    for (size_t i = 0; i + 1 < sizeof WORDLIKE; i += 3) {
        assert_non_null(strchr(COUNTRY[WORDLIKE[i] - 'a'], WORDLIKE[i + 1]));
    }
}

static void
find_once(lede_text text)
{
    lede_link link;
    size_t at = 0;
    while (lede_link_next(&link, text, &at)) {
    }
}

static void
guard_once(lede_text text)
{
    lede_link_guard guard;
    lede_link_guard_init(&guard, text);
    for (size_t at = 0; at < text.size; at++) {
        (void)lede_link_guard_covers(&guard, at);
    }
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        ".",     "a.",       "a.b/",     "a.is/",    "x.com/",  "x.com",  "a-.",
        "@",     "@a",       "a@",       "a@b.",     "@a.",     "a.b@",   "jo@x.org ",
        "#",     "#1",       "#a",       "_#_",      ":",       "://",    "a://",
        "a://.", "http://x", "(",        "http://(", ")",       "[",      "http://a)",
        "www.",  "-",        "_",        "a",        "a ",      "\u4E2D", "\u4E2D.a",
        "%",     "x.com:1",  "x.com:99", "A.com.",   "x.com.A", "x.com-", ".-",
        "&",     "a.b.c@",   "'@",       "+@",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(find_once, UNITS[i], "links");
        require_linear(guard_once, UNITS[i], "the guard");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_keep_their_promises),
        cmocka_unit_test(links_depend_on_their_stretch_alone),
        cmocka_unit_test(examples_are_found),
        cmocka_unit_test(lengths_have_their_limits),
        cmocka_unit_test(generic_domains_are_sorted_and_country_domains_whole),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
