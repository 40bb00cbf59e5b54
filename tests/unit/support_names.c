#include "support_names.h"

#include "support.h"

/* The labels of cues as scene.c names them. */
static const struct {
    const char *label, *surface;
} CUES[] = {
    {"TITLE", "Prime Minister"},
    {"TITLE", "President"},
    {"TITLE", "Gen."},
    {"TITLE", "Chief of Staff"},
    {"ROLE", "leader"},
    {"ROLE", "spokesman"},
    {"ORG_HEAD", "Ministry"},
    {"ORG_HEAD", "Agency"},
    {"ORG_HEAD", "Army"},
    {"ORG_SUFFIX", "Inc."},
    {"LOC_HEAD", "Airport"},
    {"LOC_LEAD", "Lake"},
    {"SAY", "said"},
    {"PARTICLE", "al"},
    {"PARTICLE", "bin"},
    {"CALENDAR", "Monday"},
    {"GIVEN", "Adel"},
    {"GIVEN", "Maria"},
    {"COMMON", "the"},
    {"COMMON", "troops"},
    {"COMMON", "later"},
    {"COMMON", "officials"},
    {"COMMON", "then"},
    {"COMMON", "energy"},
    {"ORG_NOUN", "company"},
    {"LOC_NOUN", "village"},
    {"ACRONYM", "GDP"},
    {"MODIFIER", "ex"},
};

static const lede_entry NAMES[] = {
    {{"Iraq", 4},
     {"Iraq", 4},
     {"LOC", 3},
     {"Q796", 4},
     {"", 0},
     LEDE_ENTRY_NEEDS_CAPITAL,
     0},
    {{"U.S.", 4},
     {"United States", 13},
     {"LOC", 3},
     {"Q30", 3},
     {"", 0},
     LEDE_ENTRY_EXACT_CASE,
     0},
    {{"Iraqi", 5}, {"Iraq", 4}, {"NORP", 4}, {"", 0}, {"", 0}, LEDE_ENTRY_NEEDS_CAPITAL, 0},
    {{"Islamic State", 13}, {"Islamic State", 13}, {"ORG", 3}, {"", 0}, {"", 0}, 0, 0},
    {{"IS", 2},
     {"Islamic State", 13},
     {"ORG", 3},
     {"", 0},
     {"", 0},
     LEDE_ENTRY_EXACT_CASE,
     0},
    {{"Islamic State of Iraq", 21},
     {"Islamic State", 13},
     {"ORG", 3},
     {"", 0},
     {"", 0},
     0,
     0},
    {{"Oddity", 6}, {"Oddity", 6}, {"OTHER", 5}, {"", 0}, {"", 0}, 0, 0},
};

const char *const NAME_PIECES[] = {
    "Prime Minister ",
    "President ",
    "Gen. ",
    "Chief of Staff ",
    "leader ",
    "spokesman ",
    "Ministry ",
    "Agency ",
    "Army ",
    "Inc. ",
    "Airport ",
    "Lake ",
    "said ",
    "al-",
    "al ",
    "bin ",
    "Monday ",
    "Adel ",
    "Maria ",
    "the ",
    "troops ",
    "Later ",
    "energy ",
    "company ",
    "village ",
    "GDP ",
    "Iraq ",
    "U.S. ",
    "Iraqi ",
    "Islamic State ",
    "IS ",
    "of ",
    "for ",
    "and ",
    "in ",
    "Oddity ",
    "Smith ",
    "SMITH ",
    "Ghanimi ",
    "Al-Ghanimi ",
    "al-Ghanimi ",
    "Abdul-",
    "Mahdi ",
    "O\u2019Neil ",
    "\u00C9mile ",
    "U. ",
    "U. officials ",
    "J. ",
    "A",
    "B ",
    "IAA ",
    "(IAA) ",
    "(",
    ") ",
    ", ",
    ". ",
    "! ",
    "\n",
    "\n\n",
    "-",
    "\u2013 ",
    "54",
    "\u201C",
    "\u201D ",
    "'s ",
    "\u4E2D\u56FD",
    "&amp; ",
    "\u00AD",
    "e\u0301",
    "\xED\xA0\xBD",
    "\u200B",
    "d\u2019",
};
const size_t NAME_PIECE_COUNT = COUNT_OF(NAME_PIECES);

lede_status
small_lexicon_init(lede_lexicon *lexicon)
{
    lede_gazetteer *names = NULL, *cues = NULL;
    lede_entry entries[COUNT_OF(CUES)];
    for (size_t i = 0; i < COUNT_OF(CUES); i++) {
        lede_text surface = text_of(CUES[i].surface);
        entries[i] =
            (lede_entry){surface, surface, text_of(CUES[i].label), {"", 0}, {"", 0}, 0, 0};
    }
    lede_status status =
        lede_gazetteer_build(&cues, entries, COUNT_OF(CUES), LEDE_FOLD_ACCENTS, NULL);
    if (status == LEDE_OK) {
        status =
            lede_gazetteer_build(&names, NAMES, COUNT_OF(NAMES), LEDE_FOLD_ACCENTS, NULL);
    }
    *lexicon = (lede_lexicon){.names = names, .cues = cues};
    if (status != LEDE_OK) {
        small_lexicon_release(lexicon);
    }
    return status;
}

void
small_lexicon_release(lede_lexicon *lexicon)
{
    lede_gazetteer_free((lede_gazetteer *)(uintptr_t)lexicon->names);
    lede_gazetteer_free((lede_gazetteer *)(uintptr_t)lexicon->cues);
    *lexicon = (lede_lexicon){0};
}
