/* From words to mentions: scene, tagger, aliases and users' dictionaries, with a small lexicon. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#include "names/mentions.h"
#include "names/sound.h"
#include "names/tagger.h"
#include "support_names.h"
#include "support_sentences.h"
#include "text/sentences.h"

static lede_lexicon lexicon;
static lede_sentence_model *model;

static int
make_lexicon(void **state)
{
    (void)state;
    return open_sentence_model(&model, "en") != LEDE_OK ||
           small_lexicon_init(&lexicon) != LEDE_OK;
}

static int
free_lexicon(void **state)
{
    (void)state;
    small_lexicon_release(&lexicon);
    lede_sentence_model_free(model);
    return 0;
}

/* A text that has gone through the passes before the mentions. */
typedef struct {
    lede_arena arena;
    lede_tokens tokens;
    lede_vector sentences;
    lede_scene scene;
    lede_vector mentions;
} prepared;

static void
prepare(prepared *all, lede_text text, const lede_lexicon *with)
{
    lede_arena_init(&all->arena);
    lede_vector_init(&all->sentences, &all->arena, sizeof(lede_span));
    lede_vector_init(&all->mentions, &all->arena, sizeof(lede_mention));
    lede_sentence_options options = {.language = lede_sentence_model_language(model)};
    lede_sentences_find(&all->sentences, text, &options, NULL);
    lede_tokens_find(&all->tokens, text, &all->arena);
    const uint64_t *hashes =
        lede_tokens_fold(&all->tokens, text, LEDE_FOLD_ACCENTS, &all->arena);
    assert_non_null(hashes);
    lede_scene_init(&all->scene, text, &all->tokens, hashes, all->sentences.data,
                    all->sentences.count, with, &all->arena);
}

static void
release(prepared *all)
{
    assert_int_equal(lede_arena_status(&all->arena), LEDE_OK);
    lede_arena_release(&all->arena);
}

static const lede_mention *
mention_at(const prepared *all, size_t i)
{
    return (const lede_mention *)all->mentions.data + i;
}

static lede_text
mention_text(const prepared *all, size_t i)
{
    const lede_mention *mention = mention_at(all, i);
    return lede_tokens_text(&all->tokens, all->scene.text, mention->first, mention->end);
}

/* ---- spellings ---- */

static void
spellings_sound_alike(void **state)
{
    static const char *const ALIKE[][2] = {
        {"Zelensky", "Zelenskyy"},    {"Zelenskiy", "ZELENSKY"},
        {"Sergei", "Sergey"},         {"Mohammed", "Muhammad"},
        {"Gandhi", "Gandi"},          {"Alexei", "Aleksey"},
        {"Steinmeier", "Stainmeier"}, {"Abdullah", "Abdulla"},
        {"Rasheed", "Rashid"},        {"Ahmed", "Ahmad"},
        {"Qadir", "Kadir"},           {"Christof", "Christoph"},
        {"Erdo\u011Fan", "Erdogan"},  {"Nazarbaev", "Nazarbayev"},
        {"Osama", "Usama"},
    };
    static const char *const UNLIKE[][2] = {
        {"Elena", "Alina"}, {"Mario", "Maria"},    {"Michel", "Michele"},
        {"Jamal", "Jamil"}, {"Robert", "Roberta"}, {"Hansen", "Hanson"},
        {"Peres", "Perez"}, {"Martin", "Morten"},
    };
    static const char *const MUTE[] = {"",
                                       "Zhang",
                                       "Lee",
                                       "Clarke9",
                                       "\u0410\u043D\u043D\u0430\u0431",
                                       "Brown",
                                       "Omar",
                                       "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    (void)state;
    for (size_t i = 0; i < sizeof ALIKE / sizeof *ALIKE; i++) {
        assert_int_not_equal(lede_sound_hash(text_of(ALIKE[i][0])), 0);
        assert_int_equal(lede_sound_hash(text_of(ALIKE[i][0])),
                         lede_sound_hash(text_of(ALIKE[i][1])));
    }
    for (size_t i = 0; i < sizeof UNLIKE / sizeof *UNLIKE; i++) {
        assert_int_not_equal(lede_sound_hash(text_of(UNLIKE[i][0])),
                             lede_sound_hash(text_of(UNLIKE[i][1])));
    }
    for (size_t i = 0; i < sizeof MUTE / sizeof *MUTE; i++) {
        assert_int_equal(lede_sound_hash(text_of(MUTE[i])), 0);
    }
}

/* ---- scene ---- */

static void
require_cues(const char *text, size_t token, uint32_t has, uint32_t lacks)
{
    prepared all;
    prepare(&all, text_of(text), &lexicon);
    assert_true(token < all.tokens.count);
    uint32_t cues = all.scene.cues[token];
    require((cues & has) == has && (cues & lacks) == 0, text_of(text), "cues");
    release(&all);
}

static void
words_have_their_cues(void **state)
{
    (void)state;
    require_cues("The prime minister said", 1, LEDE_CUE_TITLE, LEDE_CUE_STARTS);
    require_cues("The prime minister said", 2, LEDE_CUE_TITLE, 0);
    require_cues("The prime minister said", 3, LEDE_CUE_SAY, LEDE_CUE_TITLE);
    require_cues("The prime minister said", 0, LEDE_CUE_STARTS | LEDE_CUE_COMMON,
                 LEDE_CUE_TITLE);
    require_cues("The prime of life", 1, 0, LEDE_CUE_TITLE);
    require_cues("Othman al-Ghanimi", 1, LEDE_CUE_PARTICLE, LEDE_CUE_STARTS);
    require_cues("Force came. He saw a force", 0, LEDE_CUE_SEEN_LOWER, 0);
    require_cues("Force came. He saw a house", 0, 0, LEDE_CUE_SEEN_LOWER);
    require_cues("It came. Later it went", 3, LEDE_CUE_STARTS | LEDE_CUE_COMMON, 0);
    require_cues("Iraqi Troops Leave Monday", 1, LEDE_CUE_HEADLINE, 0);
    require_cues("Iraqi troops leave on Monday", 1, 0, LEDE_CUE_HEADLINE);
}

static void
sentences_of_words_are_numbered(void **state)
{
    (void)state;
    prepared all;
    prepare(&all, text_of("He came. She went.\n\nThe end."), &lexicon);
    static const uint32_t EXPECTED[] = {0, 0, 0, 1, 1, 1, 2, 2, 2};
    assert_int_equal(all.tokens.count, COUNT_OF(EXPECTED));
    assert_memory_equal(all.scene.sentence, EXPECTED, sizeof EXPECTED);
    release(&all);
}

static void
known_names_are_marked(void **state)
{
    (void)state;
    prepared all;
    prepare(&all, text_of("the Islamic State of Iraq, iraq"), &lexicon);
    static const uint32_t ENDS[] = {0, 5, 0, 0, 5, 0, 0}; /* 0: nothing begins there */
    assert_int_equal(all.tokens.count, COUNT_OF(ENDS));
    for (size_t i = 0; i < all.tokens.count; i++) {
        uint32_t match = all.scene.name_at[i];
        assert_int_equal(match == LEDE_NO_MATCH ? 0 : all.scene.names[match].end, ENDS[i]);
    }
    lede_mention mention =
        lede_scene_mention(&all.scene, &all.scene.names[all.scene.name_at[1]]);
    assert_int_equal(mention.label, LEDE_LABEL_ORG);
    assert_true(lede_text_equal(mention.name, text_of("Islamic State")));
    release(&all);
}

static void
labels_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(lede_label_number(text_of("PERSON")), LEDE_LABEL_PERSON);
    assert_int_equal(lede_label_number(text_of("ORG")), LEDE_LABEL_ORG);
    assert_int_equal(lede_label_number(text_of("LOC")), LEDE_LABEL_LOC);
    assert_int_equal(lede_label_number(text_of("NORP")), LEDE_LABEL_NORP);
    assert_int_equal(lede_label_number(text_of("ORGS")), LEDE_LABEL_COUNT);
    assert_int_equal(lede_label_number(text_of("")), LEDE_LABEL_COUNT);
}

/* ---- mentions ---- */

enum { ALL_LAYERS = LEDE_LAYER_TAGGER | LEDE_LAYER_ALIAS };

/* Mentions as `PERSON Smith = Adel Smith [Gen.]; …`, with what differs from the text alone. */
static void
print_mentions(text_buffer *out, const prepared *all)
{
    static const char *const LABELS[] = {"PERSON", "ORG", "LOC", "NORP", "USER"};
    out->size = 0;
    for (size_t i = 0; i < all->mentions.count; i++) {
        const lede_mention *mention = mention_at(all, i);
        put_string(out, i > 0 ? "; " : "");
        put_string(out, LABELS[mention->label]);
        put_string(out, " ");
        put_text(out, mention_text(all, i));
        if (!lede_text_equal(mention->name, mention_text(all, i))) {
            put_string(out, " = ");
            put_text(out, mention->name);
        }
        if (mention->title.size > 0) {
            put_string(out, " [");
            put_text(out, mention->title);
            put_string(out, "]");
        }
        if (mention->role.size > 0) {
            put_string(out, " {");
            put_text(out, mention->role);
            put_string(out, "}");
        }
    }
}

static void
require_mentions(const char *text, const char *expected,
                 const lede_dictionary *dictionaries, size_t count, uint32_t layers)
{
    static text_buffer found;
    prepared all;
    prepare(&all, text_of(text), &lexicon);
    lede_mentions_find(&all.scene, dictionaries, count, layers, &all.mentions);
    print_mentions(&found, &all);
    lede_text printed = {found.bytes, found.size};
    require(lede_text_equal(printed, text_of(expected)), printed, text);
    release(&all);
}

static const struct {
    const char *text, *mentions;
} EXAMPLES[] = {
    /* a title, and the surname alone */
    {"He met Prime Minister Adel Abdul-Mahdi. Then Abdul-Mahdi came.",
     "PERSON Adel Abdul-Mahdi [Prime Minister]; PERSON Abdul-Mahdi = Adel Abdul-Mahdi"},
    {"Gen. Maria Smith left. Then Smith came.",
     "PERSON Maria Smith [Gen.]; PERSON Smith = Maria Smith"},
    /* initials agree, other given names and suffixes do not */
    {"President M. Smith left. Gen. Maria Smith came. Gen. Adel Smith spoke.",
     "PERSON M. Smith = Maria Smith [President]; PERSON Maria Smith [Gen.]; "
     "PERSON Adel Smith [Gen.]"},
    {"Gen. Maria Smith left. Gen. Maria Smith Jr. came.",
     "PERSON Maria Smith [Gen.]; PERSON Maria Smith Jr [Gen.]"},
    {"Gen. Maria bin Smith left. Bin Smith came.",
     "PERSON Maria bin Smith [Gen.]; PERSON Bin Smith = Maria bin Smith"},
    /* an organization by its first word and without its legal form */
    {"He met Zorblax Agency Inc. there. Then Zorblax Agency left, and Zorblax too.",
     "ORG Zorblax Agency Inc; ORG Zorblax Agency = Zorblax Agency Inc; "
     "ORG Zorblax = Zorblax Agency Inc"},
    /* a nickname, a dateline */
    {"Adel \"Zorb\" Smith left.", "PERSON Adel \"Zorb\" Smith"},
    {"ZORBLAX TOWN \u2013 He left.", "LOC ZORBLAX TOWN = Zorblax Town"},
    /* what the text calls a person */
    {"The ex-President Maria Smith met the energy company leader Adel Smith.",
     "PERSON Maria Smith [ex-President]; PERSON Adel Smith {energy company leader}"},
    {"Maria Smith, 61, a leader of troops, left.", "PERSON Maria Smith {leader of troops}"},
    {"Maria Smith, the leader said, came.", "PERSON Maria Smith"},
    {"The troops leader, Maria Smith, left.", "PERSON Maria Smith {troops leader}"},
    /* the one of that name who was named in full last, or else first */
    {"Then Smith came. Gen. Maria Smith left.",
     "PERSON Smith = Maria Smith; PERSON Maria Smith [Gen.]"},
    {"Gen. Maria Smith left. Gen. Adel Smith came. Then Smith spoke.",
     "PERSON Maria Smith [Gen.]; PERSON Adel Smith [Gen.]; PERSON Smith = Adel Smith"},
    /* a particle belongs to the surname */
    {"Gen. Othman al-Ghanimi left. Then al-Ghanimi came.",
     "PERSON Othman al-Ghanimi [Gen.]; PERSON al-Ghanimi = Othman al-Ghanimi"},
    {"Gen. Othman Al-Ghanimi left. Then al-Ghanimi came.",
     "PERSON Othman Al-Ghanimi [Gen.]; PERSON al-Ghanimi = Othman Al-Ghanimi"},
    /* an acronym that the text gives */
    {"The Nuclear Safety Agency (NSX) met. Then NSX came.",
     "ORG Nuclear Safety Agency; ORG NSX = Nuclear Safety Agency; "
     "ORG NSX = Nuclear Safety Agency"},
    /* U.S. that lost its end */
    {"He met U. officials there.", "LOC U. = United States"},
    /* known names, the longest of them */
    {"Troops of the Islamic State of Iraq came to Iraq.",
     "ORG Islamic State of Iraq = Islamic State; LOC Iraq"},
    {"The Iraqi troops left.", "NORP Iraqi = Iraq"},
    /* kinds of institutions and places */
    {"He met the Ministry of Defense there.", "ORG Ministry of Defense"},
    {"It is near Erbil Airport there.", "LOC Erbil Airport"},
    /* nothing */
    {"the troops said later that it was so.", ""},
    {"", ""},
    {"\u201D \u2013 ( - .", ""},
};

static void
examples_have_their_mentions(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
        require_mentions(EXAMPLES[i].text, EXAMPLES[i].mentions, NULL, 0, ALL_LAYERS);
    }
}

static void
layers_can_be_switched_off(void **state)
{
    (void)state;
    static const char TEXT[] = "Gen. Maria Smith left Iraq. Then Smith came.";
    require_mentions(TEXT, "LOC Iraq", NULL, 0, 0);
    require_mentions(TEXT, "LOC Iraq", NULL, 0, LEDE_LAYER_ALIAS);
    require_mentions(TEXT,
                     "PERSON Maria Smith [Gen.]; LOC Iraq; PERSON Smith = Maria Smith",
                     NULL, 0, ALL_LAYERS);
}

/* What users name wins over all else, the first dictionary over the second. */
static void
users_names_come_first(void **state)
{
    (void)state;
    static const lede_entry OWN[] = {
        {{"Maria", 5}, {"Maria!", 6}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"left iraq", 9}, {"Left Iraq", 9}, {"", 0}, {"", 0}, {"", 0}, 0, 0},
    };
    static const uint32_t LABEL[] = {LEDE_LABEL_COUNT};
    lede_gazetteer *first, *second;
    assert_int_equal(lede_gazetteer_build(&first, OWN, 1, LEDE_FOLD_NONE, NULL), LEDE_OK);
    assert_int_equal(lede_gazetteer_build(&second, OWN, 2, LEDE_FOLD_CASE, NULL), LEDE_OK);
    const lede_dictionary both[] = {
        {first, LABEL, 1, LEDE_LABEL_ORG},
        {second, LABEL, 1, LEDE_LABEL_NORP},
    };
    require_mentions("So MARIA and Maria left Iraq.",
                     "USER MARIA = Maria!; USER Maria = Maria!; NORP left Iraq = Left Iraq",
                     both, 2, ALL_LAYERS);
    require_mentions("So MARIA and Maria left Iraq.", "USER Maria = Maria!; LOC Iraq", both,
                     1, 0);
    lede_gazetteer_free(first);
    lede_gazetteer_free(second);
}

/* ---- invariants ---- */

static void
check_order(const prepared *all, bool within_sentences)
{
    lede_text text = all->scene.text;
    size_t end = 0;
    for (size_t i = 0; i < all->mentions.count; i++) {
        const lede_mention *mention = mention_at(all, i);
        require(mention->first >= end && mention->end > mention->first, text,
                "mentions sorted");
        require(mention->end <= all->tokens.count, text, "mentions inside");
        require(mention->score > 0 && mention->score <= 1, text, "score");
        require(!within_sentences || all->scene.sentence[mention->first] ==
                                         all->scene.sentence[mention->end - 1],
                text, "mentions within a sentence");
        end = mention->end;
    }
}

static void
check_mentions(lede_text text, const lede_dictionary *dictionary, size_t count,
               uint32_t layers)
{
    prepared all;
    prepare(&all, text, &lexicon);
    lede_mentions_find(&all.scene, dictionary, count, layers, &all.mentions);
    check_order(&all, count == 0 && (layers & LEDE_LAYER_TAGGER));
    for (size_t i = 0; i < all.mentions.count; i++) {
        const lede_mention *mention = mention_at(&all, i);
        require(mention->label <= LEDE_LABEL_COUNT, text, "a label");
        require(mention->name.size > 0, text, "every mention has a name");
    }
    release(&all);
}

static void
check_tagger(lede_text text, random_source *random)
{
    prepared all;
    prepare(&all, text, &lexicon);
    bool taken[MOST_TEXT];
    for (size_t i = 0; i < all.tokens.count; i++) {
        taken[i] = random_below(random, 8) == 0;
    }
    lede_tagger_find(&all.scene, taken, &all.mentions);
    check_order(&all, true);
    for (size_t i = 0; i < all.mentions.count; i++) {
        for (size_t token = mention_at(&all, i)->first; token < mention_at(&all, i)->end;
             token++) {
            require(!taken[token], text, "what is taken is left alone");
        }
    }
    release(&all);
}

static void
mentions_keep_their_order(void **state)
{
    (void)state;
    static const lede_entry OWN[] = {
        {{"Smith", 5}, {"Smith", 5}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"the Army", 8}, {"Army", 4}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"Minister Adel", 13}, {"Adel", 4}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"State", 5}, {"State", 5}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"of", 2}, {"of", 2}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"al", 2}, {"al", 2}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
        {{"Mahdi", 5}, {"Mahdi", 5}, {"USER", 4}, {"", 0}, {"", 0}, 0, 0},
    };
    static const uint32_t LABEL[] = {LEDE_LABEL_COUNT};
    static text_buffer buffer;
    lede_gazetteer *own;
    assert_int_equal(lede_gazetteer_build(&own, OWN, COUNT_OF(OWN), LEDE_FOLD_CASE, NULL),
                     LEDE_OK);
    const lede_dictionary dictionary = {own, LABEL, 1, LEDE_LABEL_COUNT};
    random_source random = {23};
    for (size_t round = 0; round < 20000; round++) {
        lede_text text = put_pieces(&buffer, &random, NAME_PIECES, NAME_PIECE_COUNT,
                                    random_below(&random, 24));
        check_mentions(text, &dictionary, round % 2, (uint32_t)round / 2 % 4);
        check_tagger(text, &random);
    }
    lede_gazetteer_free(own);
}

static void
names_may_be_switched_off(void **state)
{
    (void)state;
    lede_lexicon without = {NULL, lexicon.cues, NULL};
    prepared all;
    prepare(&all, text_of("Iraqi U. officials, Gen. Maria Smith in Iraq"), &without);
    lede_mentions_find(&all.scene, NULL, 0, ALL_LAYERS, &all.mentions);
    for (size_t i = 0; i < all.mentions.count; i++) {
        assert_int_not_equal(mention_at(&all, i)->source, LEDE_SOURCE_GAZETTEER);
    }
    assert_true(all.mentions.count > 0);
    release(&all);
}

/* ---- time ---- */

static void
mentions_once(lede_text text)
{
    prepared all;
    prepare(&all, text, &lexicon);
    lede_mentions_find(&all.scene, NULL, 0, ALL_LAYERS, &all.mentions);
    release(&all);
}

static void
worst_cases_take_linear_time(void **state)
{
    (void)state;
    static const char *const UNITS[] = {
        "A ",
        "A-",
        "Al-",
        "al-A ",
        "al-",
        "al ",
        "Gen. ",
        "Gen. A ",
        "Gen. Maria Smith left. Smith came. ",
        "A, ",
        "Ministry ",
        "Ministry of ",
        "Ministry of A and ",
        "U. ",
        "U.S. ",
        "Prime Minister ",
        "Prime ",
        "(A) ",
        "Agency (A) ",
        "of ",
        "Adel ",
        "Adel A ",
        "Lake ",
        "Lake A ",
        "A Airport ",
        "leader A, ",
        "a, ",
        "leader, ",
        "Islamic ",
        "Islamic State of ",
        "IS ",
        "The ",
        "A. ",
        "A\n",
        "Inc. ",
        "A, Inc. ",
        "A B said ",
        "Maria A, leader. ",
        "Maria A, leader J. ",
        "leader, Maria A, ",
        "ex-",
        "ex-Gen. Maria A ",
        "a the leader Maria ",
        "Maria \"A\" ",
        "\"A Maria \"",
        "SMITHTON, A (A) ",
        "SMITHTON-ON-",
        "SMITHTON – A. ",
        "Maria al-Smith met Adel Smith. ",
        "Maria A Smith. B Smith. C Smith. ",
        "Maria van van van van Smith ",
        "A Agency, or AA, ",
        "Al-Al-Maria Al-Smith said. ",
        "\u00C9",
        "Chief of ",
        "Chief of Staff ",
        "Nuclear Safety Agency (NSX) ",
        "Smith's ",
    };
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        require_linear(mentions_once, UNITS[i], "mentions");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_sound_alike),
        cmocka_unit_test(words_have_their_cues),
        cmocka_unit_test(sentences_of_words_are_numbered),
        cmocka_unit_test(known_names_are_marked),
        cmocka_unit_test(labels_have_their_numbers),
        cmocka_unit_test(examples_have_their_mentions),
        cmocka_unit_test(layers_can_be_switched_off),
        cmocka_unit_test(users_names_come_first),
        cmocka_unit_test(mentions_keep_their_order),
        cmocka_unit_test(names_may_be_switched_off),
        cmocka_unit_test(worst_cases_take_linear_time),
    };
    return cmocka_run_group_tests(tests, make_lexicon, free_lexicon);
}
