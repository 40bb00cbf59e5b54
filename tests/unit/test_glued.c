/* Glued sentences: the repair's invariants on random text, and examples. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "text/glued.h"
#include "text/links.h"

static const char *const PIECES[] = {
    "end",       ".",      "..",         "...",
    "!",         "?",      "\u2026",     "Next",
    "He",        "The",    "A",          "I",
    "'",         "\u2019", "\u201C",     "\u201D",
    "\"",        "(",      ")",          "\u00AB",
    "\u00BB",    "\u201E", "\u2018",     "[",
    "]",         "U.S.",   "U.",         "S.",
    "Mr",        "St",     "e.g.",       "x",
    "X",         "com",    "Com",        "js",
    "http://",   "@",      "#",          "_",
    "/",         "=",      "1",          "2019",
    " ",         "\n\n",   "\n",         "McCain",
    "WriteLine", "\u00E9", "\u0301",     "\u041F\u0440",
    "\u4E2D",    "\u00BF", "government", "-",
    ":",         ",",      "\u200D",     "\xED\xA0\x80",
};

static lede_text
repaired(lede_text text, lede_arena *arena)
{
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, text, arena);
    lede_glued_repair(&rewrite);
    lede_text after = lede_rewrite_finish(&rewrite);
    lede_map map = lede_edits_map(&rewrite.edits);
    for (size_t i = 0; i < map.count; i++) {
        lede_edit edit = map.edits[i];
        require(edit.raw.start == edit.raw.end && edit.clean.end == edit.clean.start + 1 &&
                    after.bytes[edit.clean.start] == ' ' &&
                    map.reasons[i] == LEDE_REASON_GLUED,
                text, "each edit puts in one space");
    }
    require(after.size == text.size + map.count, text, "nothing is taken out");
    require(map.count > 0 || after.bytes == text.bytes, text, "the very text comes back");
    return after;
}

/* Without the spaces that were put in, each link is there as it was. */
static void
check_links_stay(lede_text before, lede_text after)
{
    lede_link link;
    size_t at = 0, in_after = 0;
    while (lede_link_next(&link, before, &at)) {
        lede_text one = lede_text_slice(before, link.span);
        while (in_after + one.size <= after.size &&
               memcmp(after.bytes + in_after, one.bytes, one.size) != 0) {
            in_after++;
        }
        require(in_after + one.size <= after.size, before, "links stay as they are");
        in_after += one.size;
    }
}

static void
repair_keeps_its_promises(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {51};
    for (size_t round = 0; round < 40000; round++) {
        lede_text made = put_pieces(&buffer, &random, PIECES, COUNT_OF(PIECES), round % 16);
        char *block;
        lede_text text = exact_copy(&block, made, 0);
        lede_arena arena;
        lede_arena_init(&arena);
        lede_text once = repaired(text, &arena);
        check_links_stay(text, once);
        require(repaired(once, &arena).bytes == once.bytes, text, "twice is once");
        lede_arena_release(&arena);
        free(block);
    }
}

/* An empty `after` is for what stays as it is. */
static const struct {
    const char *before, *after;
} EXAMPLES[] = {
    {"end.Next", "end. Next"},
    {"said.He left!She", "said. He left! She"},
    {"end\u2026Next end...Next end?!Next", "end\u2026 Next end... Next end?! Next"},
    {"end.\u201DNext end.\u201CNext", "end.\u201D Next end. \u201CNext"},
    {"He said.\"We won.\"She left.", "He said. \"We won.\" She left."},
    {"\u00ABFin.\u00BBLe \u00BBEnde.\u00ABDer",
     "\u00ABFin.\u00BB Le \u00BBEnde.\u00AB Der"},
    {"\u201EEnde.\u201CDann", "\u201EEnde.\u201C Dann"},
    {"a \"b\n\ncd.\"Next", "a \"b\n\ncd. \"Next"},
    {"food).Then end.(Then fin.\u00BFQu\u00E9",
     "food). Then end. (Then fin. \u00BFQu\u00E9"},
    {"\u043A\u043E\u043D\u0435\u0446.\u041D\u0430\u0447\u0430\u043B\u043E",
     "\u043A\u043E\u043D\u0435\u0446. \u041D\u0430\u0447\u0430\u043B\u043E"},
    {"don't.He Iran\u2019s.The", "don't. He Iran\u2019s. The"},
    {"end.I have end.I'm end.A man", "end. I have end. I'm end. A man"},
    {"St.Louis Mr.Smith Dr.Jones", "St. Louis Mr. Smith Dr. Jones"},
    {"NATO.The team 2019.The team G20.He left",
     "NATO. The team 2019. The team G20. He left"},
    {"end.McCain spoke.Stop.Go", "end. McCain spoke. Stop. Go"},
    {"the U.S.government U.N.Food U.S.dollar.The",
     "the U.S. government U.N. Food U.S. dollar. The"},
    {"see x.com.The jo@x.org.We #tag.It @jo.He left",
     "see x.com. The jo@x.org. We #tag. It @jo. He left"},
    {"node.js README.md x.com/Next bit.ly/Ab http://x.org/end.Next jo@end.Next", ""},
    {"3.Next e.g.Next Ph.D McDonald J.Smith U.S.A will.I.am V.The Y!A a.m.Next", ""},
    {"ASP.Net Node.js Node.Js Booking.Com setup.Exe", ""},
    {"java.util.List torch.Tensor() a_bc.Next Foo.Bar.baz Console.WriteLine ab.Conv2", ""},
    {"/end.Next \\end.Next @end.Smith end.Next/x end.Next@x end.Next_x", ""},
    {"U.S.gov/x XU.S.government U.S.-led U.S.A. U.S.com", ""},
    {"end. Next end.\n\nNext end.next END.NEXT end.NEXT end.2", ""},
    {"end.'Next @John.Smith", ""},
};

static void
examples_are_repaired(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_text before = text_of(EXAMPLES[i].before), after = text_of(EXAMPLES[i].after);
        lede_text found = repaired(before, &arena);
        if (!lede_text_equal(found, after.size == 0 ? before : after)) {
            fail_msg("%s\nbecomes\n%.*s", EXAMPLES[i].before, (int)found.size, found.bytes);
        }
        lede_arena_release(&arena);
    }
}

static void
repair_once(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_rewrite rewrite;
    lede_rewrite_init(&rewrite, text, &arena);
    lede_glued_repair(&rewrite);
    (void)lede_rewrite_finish(&rewrite);
    lede_arena_release(&arena);
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "end.Next",   ".",          "..A",        "end.",  "end.Next/",
        "end.\u201D", "end.\"Next", "Aa.",        "a'",    "Aa.Bb.cc",
        "U.S.a",      "U.S.aa",     "\u2026Aa",   "end.(", "end.\u00ABNext",
        "end.com.",   "x.com.The",  "http://Aa.", "@a.Aa", ").Aa",
        "?Aa",        "\u2019.",    "a\u0301.Aa",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(repair_once, UNITS[i], "glued sentences");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repair_keeps_its_promises),
        cmocka_unit_test(examples_are_repaired),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
