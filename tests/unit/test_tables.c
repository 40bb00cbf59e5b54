/* What comes from the Unicode tables: classes, folding, the four forms. utf8proc, which is not where
 * the tables come from, says what is right, as far as it knows Unicode 15.0 too. */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "unicode/classes.h"
#include "unicode/fold.h"
#include "unicode/forms.h"

enum { LAST_POINT = 0x10FFFF };

static bool
knows_unicode_15(void)
{
    return strncmp(utf8proc_unicode_version(), "15.0", 4) == 0;
}

/* ---- classes ---- */

static bool
has(uint32_t point, uint32_t class)
{
    return (lede_class_of(point) & class) != 0;
}

static void
classes_follow_the_general_category(void **state)
{
    (void)state;
    if (!knows_unicode_15()) {
        skip();
    }
    for (uint32_t point = 0; point <= LAST_POINT; point++) {
        const char *category = utf8proc_category_string((utf8proc_int32_t)point);
        bool letter = category[0] == 'L', digit = strcmp(category, "Nd") == 0;
        bool mark = category[0] == 'M' || point == 0x200C || point == 0x200D;
        bool control = strcmp(category, "Cc") == 0 && !slow_is_space(point);
        bool right = has(point, LEDE_LETTER) == letter && has(point, LEDE_DIGIT) == digit &&
                     has(point, LEDE_MARK) == mark && has(point, LEDE_CONTROL) == control &&
                     has(point, LEDE_PUNCT) == (category[0] == 'P') &&
                     has(point, LEDE_SPACE) == slow_is_space(point);
        if (!right) {
            fail_msg("U+%04X of category %s has class %#x", point, category,
                     lede_class_of(point));
        }
    }
}

static void
cases_follow_the_general_category(void **state)
{
    (void)state;
    if (!knows_unicode_15()) {
        skip();
    }
    for (uint32_t point = 0; point <= LAST_POINT; point++) {
        const char *category = utf8proc_category_string((utf8proc_int32_t)point);
        bool upper = strcmp(category, "Lu") == 0 || strcmp(category, "Lt") == 0;
        bool lower = strcmp(category, "Ll") == 0;
        /* Other_Uppercase and Other_Lowercase add letters of other categories */
        if ((upper && !has(point, LEDE_UPPER)) || (lower && !has(point, LEDE_LOWER)) ||
            (has(point, LEDE_UPPER) && has(point, LEDE_LOWER))) {
            fail_msg("U+%04X of category %s has class %#x", point, category,
                     lede_class_of(point));
        }
    }
}

static const struct {
    uint32_t point, has, lacks;
} CHARACTERS[] = {
    {'a', LEDE_LETTER | LEDE_LOWER, LEDE_UPPER | LEDE_DIGIT | LEDE_NOSPACE},
    {'Z', LEDE_LETTER | LEDE_UPPER, LEDE_LOWER},
    {0x1C5, LEDE_UPPER, LEDE_LOWER},   /* a title-case letter */
    {0x24B6, LEDE_UPPER, LEDE_LETTER}, /* a circled capital */
    {0xAA, LEDE_LETTER | LEDE_LOWER, LEDE_UPPER},
    {0x661, LEDE_DIGIT, LEDE_LETTER}, /* Arabic-Indic one */
    {0xB2, LEDE_SYMBOL, LEDE_DIGIT},
    {0x301, LEDE_MARK, LEDE_LETTER},
    {0x200D, LEDE_MARK, LEDE_IGNORABLE},
    {0xAD, LEDE_IGNORABLE, LEDE_SPACE | LEDE_LETTER},
    {0x200B, LEDE_IGNORABLE, LEDE_SPACE},
    {0x202E, LEDE_IGNORABLE, 0},
    {0xFEFF, LEDE_IGNORABLE, LEDE_SPACE},
    {'"', LEDE_QUOTE | LEDE_OPENER | LEDE_CLOSER | LEDE_PUNCT, 0},
    {0x201C, LEDE_QUOTE | LEDE_OPENER, LEDE_CLOSER},
    {0x201D, LEDE_QUOTE | LEDE_CLOSER, LEDE_OPENER},
    {'(', LEDE_OPENER, LEDE_CLOSER | LEDE_QUOTE},
    {']', LEDE_CLOSER, LEDE_OPENER},
    {'-', LEDE_DASH, 0},
    {0x2014, LEDE_DASH, 0},
    {0x2212, LEDE_DASH, 0},
    {'.', LEDE_TERMINAL, 0},
    {'?', LEDE_TERMINAL, 0},
    {0x2026, LEDE_TERMINAL, 0},
    {0x3002, LEDE_TERMINAL, 0},
    {0x61F, LEDE_TERMINAL, 0}, /* Arabic question mark */
    {';', LEDE_PUNCT, LEDE_TERMINAL},
    {'$', LEDE_SYMBOL, LEDE_PUNCT},
    {0x4E2D, LEDE_LETTER | LEDE_NOSPACE, 0},
    {0xE01, LEDE_NOSPACE, 0},            /* Thai */
    {0xAC00, LEDE_LETTER, LEDE_NOSPACE}, /* Korean has spaces */
    {0, LEDE_CONTROL, LEDE_SPACE},
    {0x80, LEDE_CONTROL, LEDE_SPACE},
    {0x85, LEDE_SPACE, LEDE_CONTROL},
    {0xD800, 0, ~0u},
    {0x378, 0, ~0u}, /* unassigned */
    {0x110000, 0, ~0u},
    {UINT32_MAX, 0, ~0u},
};

static void
characters_have_their_classes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CHARACTERS); i++) {
        uint32_t class = lede_class_of(CHARACTERS[i].point);
        if ((class & CHARACTERS[i].has) != CHARACTERS[i].has ||
            (class & CHARACTERS[i].lacks) != 0) {
            fail_msg("U+%04X has class %#x", CHARACTERS[i].point, class);
        }
    }
}

/* ---- folding ---- */

static void
case_folding_is_that_of_unicode(void **state)
{
    (void)state;
    if (!knows_unicode_15()) {
        skip();
    }
    for (uint32_t point = 0; point <= LAST_POINT; point++) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue; /* utf8proc refuses them */
        }
        utf8proc_int32_t expected[16];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)point, expected,
                                                         16, UTF8PROC_CASEFOLD, &boundary);
        uint32_t folded[LEDE_FOLD_MOST];
        size_t folded_count = lede_fold_point(folded, point, LEDE_FOLD_CASE);
        if ((utf8proc_ssize_t)folded_count != count ||
            memcmp(folded, expected, folded_count * sizeof *folded) != 0) {
            fail_msg("U+%04X folds otherwise", point);
        }
    }
}

/* Folding what is folded changes nothing, and never gives more than there is room for. */
static void
folding_twice_is_folding_once(void **state)
{
    (void)state;
    for (uint32_t point = 0; point <= LAST_POINT + 10; point++) {
        for (lede_fold fold = LEDE_FOLD_NONE; fold < LEDE_FOLD_COUNT; fold++) {
            uint32_t once[LEDE_FOLD_MOST], twice[LEDE_FOLD_MOST];
            size_t count = lede_fold_point(once, point, fold);
            assert_true(count <= LEDE_FOLD_MOST);
            assert_true(fold != LEDE_FOLD_NONE || (count == 1 && once[0] == point));
            for (size_t i = 0; i < count; i++) {
                if (lede_fold_point(twice, once[i], fold) != 1 || twice[0] != once[i]) {
                    fail_msg("U+%04X folds to U+%04X, which folds again (fold %d)", point,
                             once[i], (int)fold);
                }
            }
        }
    }
}

static const struct {
    const char *a, *b;
    lede_fold fold;
    bool equal;
} SPELLINGS[] = {
    {"Iraq", "IRAQ", LEDE_FOLD_CASE, true},
    {"Iraq", "IRAQ", LEDE_FOLD_NONE, false},
    {"Stra\u00DFe", "STRASSE", LEDE_FOLD_CASE, true},
    {"\u1E9E", "ss", LEDE_FOLD_CASE, true},
    {"\u0130", "i\u0307", LEDE_FOLD_CASE, true}, /* İ */
    {"\u0130", "i", LEDE_FOLD_CASE, false},
    {"\u0130zmir", "izmir", LEDE_FOLD_ACCENTS, true},
    {"\u0131", "i", LEDE_FOLD_CASE, false}, /* dotless */
    {"\u0131", "i", LEDE_FOLD_ACCENTS, true},
    {"\u017Ft", "st", LEDE_FOLD_CASE, true},    /* ſ */
    {"\u212A", "k", LEDE_FOLD_CASE, true},      /* Kelvin */
    {"\u212B", "\u00E5", LEDE_FOLD_CASE, true}, /* Ångström */
    {"\u212B", "a", LEDE_FOLD_ACCENTS, true},
    {"\uFB01n", "FIN", LEDE_FOLD_CASE, true},    /* ﬁ */
    {"\u01F0", "j\u030C", LEDE_FOLD_CASE, true}, /* ǰ */
    {"\u01F0", "j", LEDE_FOLD_ACCENTS, true},
    {"\u03A3", "\u03C2", LEDE_FOLD_CASE, true},   /* sigmas */
    {"\u00E9", "e\u0301", LEDE_FOLD_CASE, false}, /* folding is no normalization */
    {"\u00E9", "e\u0301", LEDE_FOLD_ACCENTS, true},
    {"Er\u00ADdo\u011Fan", "erdogan", LEDE_FOLD_ACCENTS, true},
    {"Er\u00ADdogan", "erdogan", LEDE_FOLD_CASE, false},
    {"\u0141\u00F3d\u017A", "lodz", LEDE_FOLD_ACCENTS, true},
    {"\u00C6", "ae", LEDE_FOLD_ACCENTS, true},
    {"O\u2019Brien", "o'brien", LEDE_FOLD_ACCENTS, true},
    {"O\u2019Brien", "o'brien", LEDE_FOLD_CASE, false},
    {"\u0915\u094D", "\u0915", LEDE_FOLD_ACCENTS, false}, /* a virama is no diacritic */
    {"", "\u0301", LEDE_FOLD_ACCENTS, true},
    {"U.S.", "us", LEDE_FOLD_LOOSE, true},
    {"O\u2019Brien", "OBRIEN", LEDE_FOLD_LOOSE, true},
    {"1.5", "15", LEDE_FOLD_LOOSE, false},
    {"a", "ab", LEDE_FOLD_ACCENTS, false},
    {"", "", LEDE_FOLD_NONE, true},
};

static void
spellings_fold_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(SPELLINGS); i++) {
        lede_text a = text_of(SPELLINGS[i].a), b = text_of(SPELLINGS[i].b);
        lede_fold fold = SPELLINGS[i].fold;
        require(lede_fold_equal(a, b, fold) == SPELLINGS[i].equal, a, "fold_equal");
        require(lede_fold_equal(b, a, fold) == SPELLINGS[i].equal, b, "fold_equal");
        bool same_hash = lede_fold_hash(a, fold) == lede_fold_hash(b, fold);
        require(same_hash == SPELLINGS[i].equal, a, "fold_hash");
    }
}

/* Dictionary files hold hashes of folded words; computed from fold.h by another program. */
static void
fold_hash_has_its_known_values(void **state)
{
    (void)state;
    assert_true(lede_fold_hash(text_of(""), LEDE_FOLD_CASE) ==
                UINT64_C(0xf77e48b80f3128b2));
    assert_true(lede_fold_hash(text_of("ISLAMIC"), LEDE_FOLD_CASE) ==
                UINT64_C(0x4d5c60f7a8b3043));
    assert_true(lede_fold_hash(text_of("INTERnational"), LEDE_FOLD_CASE) ==
                UINT64_C(0x208dea785f991b12));
    assert_true(lede_fold_hash(text_of("isl\u00E1mic"), LEDE_FOLD_ACCENTS) ==
                UINT64_C(0x4d5c60f7a8b3043));
}

/* The folded code points of a text, by the definition: one after the other. */
static size_t
slow_fold(uint32_t *out, lede_text text, lede_fold fold)
{
    size_t count = 0, size;
    uint32_t point, before = 0;
    for (size_t at = 0; at < text.size; at += size) {
        size = slow_decode(text.bytes + at, text.size - at, &point);
        size_t more = lede_fold_point(out + count, point, fold);
        bool left_out = out[count] == '\'' || out[count] == '-' ||
                        (out[count] == '.' && !(before >= '0' && before <= '9'));
        count += fold == LEDE_FOLD_LOOSE && more == 1 && left_out ? 0 : more;
        before = point;
    }
    return count;
}

static void
equal_folds_have_equal_hashes(void **state)
{
    (void)state;
    static const char *const PIECES[] = {
        "i",      "I",      "\u0130", "\u0131", "\u0307", "s",      "S",      "\u00DF",
        "\u1E9E", "\u017F", "k",      "\u212A", "\u00E5", "\u212B", "a",      "\u030A",
        "f",      "\uFB01", "\uFB03", "j",      "\u01F0", "\u030C", "\u00AD", "\u2019",
        "'",      "\u0345", ".",      "1",      "-",
    };
    static text_buffer buffers[2];
    random_source random = {6};
    size_t equal = 0;
    for (size_t round = 0; round < 100000; round++) {
        size_t size = round % 4;
        lede_text a = put_pieces(&buffers[0], &random, PIECES, COUNT_OF(PIECES), size);
        lede_text b =
            put_pieces(&buffers[1], &random, PIECES, COUNT_OF(PIECES), round / 4 % 4);
        lede_fold fold = (lede_fold)random_below(&random, LEDE_FOLD_COUNT);
        uint32_t of_a[64], of_b[64];
        size_t count = slow_fold(of_a, a, fold);
        bool expected = slow_fold(of_b, b, fold) == count &&
                        memcmp(of_a, of_b, count * sizeof *of_a) == 0;
        require(lede_fold_equal(a, b, fold) == expected, a, "fold_equal");
        require(lede_fold_equal(b, a, fold) == expected, a,
                "fold_equal the other way round");
        require((lede_fold_hash(a, fold) == lede_fold_hash(b, fold)) == expected, a,
                "fold_hash");
        equal += expected && size > 0;
    }
    assert_true(equal > 100); /* the pieces are alike enough */
}

/* ---- forms ---- */

/* The whole text in a form, by segments as the normalizer does it. */
static lede_text
whole_form(lede_vector *out, lede_vector *scratch, lede_text text, lede_form form)
{
    out->count = 0;
    size_t at = 0, copied = 0;
    lede_span segment;
    while (lede_form_next(&at, text, form, &segment)) {
        require(segment.start >= copied && segment.start < segment.end && segment.end == at,
                text, "segments are in order");
        lede_vector_append(out, text.bytes + copied, segment.start - copied);
        lede_form_write(out, scratch, lede_text_slice(text, segment), form);
        copied = segment.end;
    }
    require(at == text.size, text, "the end is reached");
    lede_vector_append(out, text.bytes + copied, text.size - copied);
    return (lede_text){out->data, out->count};
}

static const utf8proc_option_t FORM_OPTIONS[] = {
    [LEDE_NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
    [LEDE_NFD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
    [LEDE_NFKC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
    [LEDE_NFKD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
};

static void
check_forms(lede_vector *out, lede_vector *scratch, lede_text text)
{
    for (lede_form form = LEDE_NFC; form <= LEDE_NFKD; form++) {
        utf8proc_uint8_t *expected = NULL;
        utf8proc_ssize_t size =
            utf8proc_map((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.size,
                         &expected, FORM_OPTIONS[form]);
        require(size >= 0, text, "utf8proc takes it");
        lede_text right = {(const char *)expected, (size_t)size};
        require(lede_text_equal(whole_form(out, scratch, text, form), right), text, "form");
        size_t at = 0;
        lede_span segment;
        while (lede_form_next(&at, right, form, &segment)) {
            /* only what may still be in the form is asked about */
            lede_text part = lede_text_slice(right, segment);
            out->count = 0;
            lede_form_write(out, scratch, part, form);
            lede_text written = {out->data, out->count};
            require(lede_text_equal(written, part), text, "form of what is in it");
        }
        free(expected);
    }
}

/* Compositions, exclusions, marks of many classes and none, Hangul, compatibility characters. */
static const char *const FORM_PIECES[] = {
    "a",          "e",          "o",          " ",          "\u0301",     "\u0300",
    "\u0323",     "\u0307",     "\u0327",     "\u0345",     "\u0308",     "\u030A",
    "\u00E9",     "\u00C5",     "\u212B",     "\u1E69",     "\u1E0D",     "\u01D5",
    "\u0344",     "\u0374",     "\u037E",     "\u0958",     "\u093C",     "\u0915",
    "\u0D4A",     "\u0D46",     "\u0D3E",     "\u0B47",     "\u0B56",     "\u1100",
    "\u1161",     "\u11A8",     "\uAC00",     "\uAC01",     "\uAC1C",     "\uFB01",
    "\uFB2C",     "\u05D3",     "\u05BC",     "\u2126",     "\uFF21",     "\u3300",
    "\uFDFA",     "\u1F81",     "\u03B1",     "\u0313",     "\u0F71",     "\u0F73",
    "\U0001D15E", "\U0001D165", "\U0001D16E", "\U000110AB", "\U000110A5", "\U000110BA",
    "\U0002F801", "\u0338",     "\u2ADC",     "\u034F",     "\u200D",     "\u0FDA",
    "\u09C7",     "\u09BE",     "\u1B06",     "\u1B35",
};

static void
forms_agree_with_utf8proc_on_texts(void **state)
{
    (void)state;
    static text_buffer buffer;
    random_source random = {7};
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector out, scratch;
    lede_vector_init(&out, &arena, 1);
    lede_vector_init(&scratch, &arena, sizeof(int32_t));
    for (size_t round = 0; round < 30000; round++) {
        size_t count = 1 + random_below(&random, 9);
        check_forms(
            &out, &scratch,
            put_pieces(&buffer, &random, FORM_PIECES, COUNT_OF(FORM_PIECES), count));
    }
    lede_arena_release(&arena);
}

/* Each code point between two letters, so that what joins its neighbours is seen. */
static void
forms_agree_with_utf8proc_on_code_points(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector out, scratch;
    lede_vector_init(&out, &arena, 1);
    lede_vector_init(&scratch, &arena, sizeof(int32_t));
    for (uint32_t point = 0x80; point < 0x32000; point++) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        char bytes[6] = "a";
        size_t size = 1 + slow_encode(bytes + 1, point);
        bytes[size++] = 'b';
        check_forms(&out, &scratch, (lede_text){bytes, size});
    }
    lede_arena_release(&arena);
}

/* U+11A7 stands just before the trailing consonants and is none: utf8proc 2.8 swallows it. */
static void
forms_keep_what_is_no_trailing_consonant(void **state)
{
    (void)state;
    static const struct {
        const char *text, *composed, *decomposed;
    } CASES[] = {
        {"\uAC00\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7"},
        {"\u1100\u1161\u11A7", "\uAC00\u11A7", "\u1100\u1161\u11A7"},
        {"\uAC00\u11A7\u11A8", "\uAC00\u11A7\u11A8", "\u1100\u1161\u11A7\u11A8"},
        {"\uAC00\u11A7\u0301\u0323", "\uAC00\u11A7\u0323\u0301",
         "\u1100\u1161\u11A7\u0323\u0301"},
        {"\uAC00\u0323\u11A7\u0301", "\uAC00\u0323\u11A7\u0301",
         "\u1100\u1161\u0323\u11A7\u0301"},
        {"\uAC00\u11A8", "\uAC01", "\u1100\u1161\u11A8"},
    };
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector out, scratch;
    lede_vector_init(&out, &arena, 1);
    lede_vector_init(&scratch, &arena, sizeof(int32_t));
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        for (lede_form form = LEDE_NFC; form <= LEDE_NFKD; form++) {
            bool composes = form == LEDE_NFC || form == LEDE_NFKC;
            lede_text text = text_of(CASES[i].text);
            lede_text right = text_of(composes ? CASES[i].composed : CASES[i].decomposed);
            require(lede_text_equal(whole_form(&out, &scratch, text, form), right), text,
                    "form");
        }
    }
    lede_arena_release(&arena);
}

static void
forms_leave_surrogates_alone(void **state)
{
    (void)state;
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector out, scratch;
    lede_vector_init(&out, &arena, 1);
    lede_vector_init(&scratch, &arena, sizeof(int32_t));
    lede_text text = text_of("e\u0301\xED\xA0\x80\u0301\u0323\xED\xBF\xBF");
    lede_text right = text_of("\u00E9\xED\xA0\x80\u0323\u0301\xED\xBF\xBF");
    require(lede_text_equal(whole_form(&out, &scratch, text, LEDE_NFC), right), text,
            "NFC");
    lede_arena_release(&arena);
}

static void
one_form(lede_text text)
{
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector out, scratch;
    lede_vector_init(&out, &arena, 1);
    lede_vector_init(&scratch, &arena, sizeof(int32_t));
    (void)whole_form(&out, &scratch, text, LEDE_NFC);
    lede_arena_release(&arena);
}

static void
forms_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {"\u0301\u0323", "a\u0301\u0323", "\u1100",
                                        "\uAC00\u11A8", "\u0344",        "\u00E9",
                                        "a\u0327",      "\u0FB2\u0F71"};
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(one_form, UNITS[i], "NFC");
    }
}

static void
versions_are_told(void **state)
{
    (void)state;
    assert_string_equal(lede_form_unicode_version(), utf8proc_unicode_version());
    assert_string_equal(lede_form_library_version(), utf8proc_version());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_follow_the_general_category),
        cmocka_unit_test(cases_follow_the_general_category),
        cmocka_unit_test(characters_have_their_classes),
        cmocka_unit_test(case_folding_is_that_of_unicode),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(spellings_fold_together),
        cmocka_unit_test(fold_hash_has_its_known_values),
        cmocka_unit_test(equal_folds_have_equal_hashes),
        cmocka_unit_test(forms_agree_with_utf8proc_on_texts),
        cmocka_unit_test(forms_agree_with_utf8proc_on_code_points),
        cmocka_unit_test(forms_keep_what_is_no_trailing_consonant),
        cmocka_unit_test(forms_leave_surrogates_alone),
        cmocka_unit_test(forms_take_linear_time),
        cmocka_unit_test(versions_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
