#include "text/words.h"

/* Compiled from general knowledge of English news style (AP stylebook, "abbreviations and acronyms",
 * "months", "state names"). Sorted by bytes; tests/unit/test_text.c checks that. */
static const struct {
    char word[12];
    uint32_t kinds;
} WORDS[] = {
    {"a", LEDE_WORD_STARTER},         {"added", LEDE_WORD_SPEECH},
    {"adm", LEDE_WORD_TITLE},         {"after", LEDE_WORD_STARTER},
    {"all", LEDE_WORD_STARTER},       {"also", LEDE_WORD_STARTER},
    {"although", LEDE_WORD_STARTER},  {"am", LEDE_WORD_DATE},
    {"amb", LEDE_WORD_TITLE},         {"an", LEDE_WORD_STARTER},
    {"and", LEDE_WORD_STARTER},       {"another", LEDE_WORD_STARTER},
    {"any", LEDE_WORD_STARTER},       {"apr", LEDE_WORD_DATE},
    {"april", LEDE_WORD_DATE},        {"argued", LEDE_WORD_SPEECH},
    {"as", LEDE_WORD_STARTER},        {"asked", LEDE_WORD_SPEECH},
    {"asst", LEDE_WORD_TITLE},        {"at", LEDE_WORD_STARTER},
    {"atty", LEDE_WORD_TITLE},        {"aug", LEDE_WORD_DATE},
    {"august", LEDE_WORD_DATE},       {"back", LEDE_WORD_STARTER},
    {"because", LEDE_WORD_STARTER},   {"before", LEDE_WORD_STARTER},
    {"both", LEDE_WORD_STARTER},      {"brig", LEDE_WORD_TITLE},
    {"bst", LEDE_WORD_DATE},          {"but", LEDE_WORD_STARTER},
    {"by", LEDE_WORD_STARTER},        {"capt", LEDE_WORD_TITLE},
    {"capts", LEDE_WORD_TITLE},       {"cdr", LEDE_WORD_TITLE},
    {"cet", LEDE_WORD_DATE},          {"claimed", LEDE_WORD_SPEECH},
    {"cmdr", LEDE_WORD_TITLE},        {"col", LEDE_WORD_TITLE},
    {"cols", LEDE_WORD_TITLE},        {"comdr", LEDE_WORD_TITLE},
    {"continued", LEDE_WORD_SPEECH},  {"cpl", LEDE_WORD_TITLE},
    {"cpt", LEDE_WORD_TITLE},         {"created", LEDE_WORD_FIELD},
    {"date", LEDE_WORD_FIELD},        {"dec", LEDE_WORD_DATE},
    {"december", LEDE_WORD_DATE},     {"despite", LEDE_WORD_STARTER},
    {"det", LEDE_WORD_TITLE},         {"dr", LEDE_WORD_TITLE},
    {"drs", LEDE_WORD_TITLE},         {"during", LEDE_WORD_STARTER},
    {"each", LEDE_WORD_STARTER},      {"edited", LEDE_WORD_FIELD},
    {"edt", LEDE_WORD_DATE},          {"ens", LEDE_WORD_TITLE},
    {"est", LEDE_WORD_DATE},          {"et", LEDE_WORD_DATE},
    {"even", LEDE_WORD_STARTER},      {"every", LEDE_WORD_STARTER},
    {"explained", LEDE_WORD_SPEECH},  {"feb", LEDE_WORD_DATE},
    {"february", LEDE_WORD_DATE},     {"few", LEDE_WORD_STARTER},
    {"finally", LEDE_WORD_STARTER},   {"first", LEDE_WORD_STARTER},
    {"for", LEDE_WORD_STARTER},       {"fr", LEDE_WORD_TITLE},
    {"fri", LEDE_WORD_DATE},          {"friday", LEDE_WORD_DATE},
    {"from", LEDE_WORD_STARTER},      {"further", LEDE_WORD_STARTER},
    {"gen", LEDE_WORD_TITLE},         {"gens", LEDE_WORD_TITLE},
    {"gmt", LEDE_WORD_DATE},          {"gov", LEDE_WORD_TITLE},
    {"govs", LEDE_WORD_TITLE},        {"had", LEDE_WORD_STARTER},
    {"has", LEDE_WORD_STARTER},       {"have", LEDE_WORD_STARTER},
    {"he", LEDE_WORD_STARTER},        {"her", LEDE_WORD_STARTER},
    {"here", LEDE_WORD_STARTER},      {"hers", LEDE_WORD_STARTER},
    {"him", LEDE_WORD_STARTER},       {"his", LEDE_WORD_STARTER},
    {"hon", LEDE_WORD_TITLE},         {"how", LEDE_WORD_STARTER},
    {"however", LEDE_WORD_STARTER},   {"i", LEDE_WORD_STARTER},
    {"if", LEDE_WORD_STARTER},        {"in", LEDE_WORD_STARTER},
    {"insisted", LEDE_WORD_SPEECH},   {"insp", LEDE_WORD_TITLE},
    {"instead", LEDE_WORD_STARTER},   {"it", LEDE_WORD_STARTER},
    {"its", LEDE_WORD_STARTER},       {"jan", LEDE_WORD_DATE},
    {"january", LEDE_WORD_DATE},      {"jul", LEDE_WORD_DATE},
    {"july", LEDE_WORD_DATE},         {"jun", LEDE_WORD_DATE},
    {"june", LEDE_WORD_DATE},         {"just", LEDE_WORD_STARTER},
    {"last", LEDE_WORD_STARTER},      {"later", LEDE_WORD_STARTER},
    {"like", LEDE_WORD_STARTER},      {"lt", LEDE_WORD_TITLE},
    {"lts", LEDE_WORD_TITLE},         {"maj", LEDE_WORD_TITLE},
    {"many", LEDE_WORD_STARTER},      {"mar", LEDE_WORD_DATE},
    {"march", LEDE_WORD_DATE},        {"may", LEDE_WORD_DATE},
    {"meanwhile", LEDE_WORD_STARTER}, {"messrs", LEDE_WORD_TITLE},
    {"mgr", LEDE_WORD_TITLE},         {"mlle", LEDE_WORD_TITLE},
    {"mme", LEDE_WORD_TITLE},         {"modified", LEDE_WORD_FIELD},
    {"mon", LEDE_WORD_DATE},          {"monday", LEDE_WORD_DATE},
    {"mons", LEDE_WORD_TITLE},        {"more", LEDE_WORD_STARTER},
    {"most", LEDE_WORD_STARTER},      {"mr", LEDE_WORD_TITLE},
    {"mrs", LEDE_WORD_TITLE},         {"ms", LEDE_WORD_TITLE},
    {"msgr", LEDE_WORD_TITLE},        {"mt", LEDE_WORD_TITLE},
    {"much", LEDE_WORD_STARTER},      {"mx", LEDE_WORD_TITLE},
    {"my", LEDE_WORD_STARTER},        {"neither", LEDE_WORD_STARTER},
    {"never", LEDE_WORD_STARTER},     {"next", LEDE_WORD_STARTER},
    {"no", LEDE_WORD_STARTER},        {"nobody", LEDE_WORD_STARTER},
    {"none", LEDE_WORD_STARTER},      {"nor", LEDE_WORD_STARTER},
    {"not", LEDE_WORD_STARTER},       {"noted", LEDE_WORD_SPEECH},
    {"nothing", LEDE_WORD_STARTER},   {"nov", LEDE_WORD_DATE},
    {"november", LEDE_WORD_DATE},     {"now", LEDE_WORD_STARTER},
    {"oct", LEDE_WORD_DATE},          {"october", LEDE_WORD_DATE},
    {"of", LEDE_WORD_STARTER},        {"officials", LEDE_WORD_STARTER},
    {"on", LEDE_WORD_STARTER},        {"once", LEDE_WORD_STARTER},
    {"one", LEDE_WORD_STARTER},       {"only", LEDE_WORD_STARTER},
    {"or", LEDE_WORD_STARTER},        {"other", LEDE_WORD_STARTER},
    {"others", LEDE_WORD_STARTER},    {"our", LEDE_WORD_STARTER},
    {"out", LEDE_WORD_STARTER},       {"over", LEDE_WORD_STARTER},
    {"perhaps", LEDE_WORD_STARTER},   {"pfc", LEDE_WORD_TITLE},
    {"pm", LEDE_WORD_DATE},           {"police", LEDE_WORD_STARTER},
    {"posted", LEDE_WORD_FIELD},      {"pres", LEDE_WORD_TITLE},
    {"prof", LEDE_WORD_TITLE},        {"profs", LEDE_WORD_TITLE},
    {"pte", LEDE_WORD_TITLE},         {"pubdate", LEDE_WORD_FIELD},
    {"published", LEDE_WORD_FIELD},   {"pvt", LEDE_WORD_TITLE},
    {"recalled", LEDE_WORD_SPEECH},   {"rep", LEDE_WORD_TITLE},
    {"replied", LEDE_WORD_SPEECH},    {"reps", LEDE_WORD_TITLE},
    {"ret", LEDE_WORD_TITLE},         {"rev", LEDE_WORD_TITLE},
    {"revs", LEDE_WORD_TITLE},        {"rt", LEDE_WORD_TITLE},
    {"said", LEDE_WORD_SPEECH},       {"sat", LEDE_WORD_DATE},
    {"saturday", LEDE_WORD_DATE},     {"says", LEDE_WORD_SPEECH},
    {"sen", LEDE_WORD_TITLE},         {"sens", LEDE_WORD_TITLE},
    {"sep", LEDE_WORD_DATE},          {"sept", LEDE_WORD_DATE},
    {"september", LEDE_WORD_DATE},    {"several", LEDE_WORD_STARTER},
    {"sgt", LEDE_WORD_TITLE},         {"sgts", LEDE_WORD_TITLE},
    {"she", LEDE_WORD_STARTER},       {"since", LEDE_WORD_STARTER},
    {"so", LEDE_WORD_STARTER},        {"some", LEDE_WORD_STARTER},
    {"soon", LEDE_WORD_STARTER},      {"spc", LEDE_WORD_TITLE},
    {"sra", LEDE_WORD_TITLE},         {"srta", LEDE_WORD_TITLE},
    {"st", LEDE_WORD_TITLE},          {"ste", LEDE_WORD_TITLE},
    {"still", LEDE_WORD_STARTER},     {"such", LEDE_WORD_STARTER},
    {"sun", LEDE_WORD_DATE},          {"sunday", LEDE_WORD_DATE},
    {"supt", LEDE_WORD_TITLE},        {"t", LEDE_WORD_DATE},
    {"than", LEDE_WORD_STARTER},      {"that", LEDE_WORD_STARTER},
    {"the", LEDE_WORD_STARTER},       {"their", LEDE_WORD_STARTER},
    {"them", LEDE_WORD_STARTER},      {"then", LEDE_WORD_STARTER},
    {"there", LEDE_WORD_STARTER},     {"these", LEDE_WORD_STARTER},
    {"they", LEDE_WORD_STARTER},      {"this", LEDE_WORD_STARTER},
    {"those", LEDE_WORD_STARTER},     {"though", LEDE_WORD_STARTER},
    {"three", LEDE_WORD_STARTER},     {"through", LEDE_WORD_STARTER},
    {"thu", LEDE_WORD_DATE},          {"thur", LEDE_WORD_DATE},
    {"thurs", LEDE_WORD_DATE},        {"thursday", LEDE_WORD_DATE},
    {"thus", LEDE_WORD_STARTER},      {"timestamp", LEDE_WORD_FIELD},
    {"to", LEDE_WORD_STARTER},        {"today", LEDE_WORD_STARTER},
    {"together", LEDE_WORD_STARTER},  {"told", LEDE_WORD_SPEECH},
    {"treas", LEDE_WORD_TITLE},       {"tue", LEDE_WORD_DATE},
    {"tues", LEDE_WORD_DATE},         {"tuesday", LEDE_WORD_DATE},
    {"two", LEDE_WORD_STARTER},       {"under", LEDE_WORD_STARTER},
    {"unlike", LEDE_WORD_STARTER},    {"until", LEDE_WORD_STARTER},
    {"up", LEDE_WORD_STARTER},        {"updated", LEDE_WORD_FIELD},
    {"utc", LEDE_WORD_DATE},          {"warned", LEDE_WORD_SPEECH},
    {"we", LEDE_WORD_STARTER},        {"wed", LEDE_WORD_DATE},
    {"wednesday", LEDE_WORD_DATE},    {"were", LEDE_WORD_STARTER},
    {"what", LEDE_WORD_STARTER},      {"when", LEDE_WORD_STARTER},
    {"where", LEDE_WORD_STARTER},     {"whether", LEDE_WORD_STARTER},
    {"which", LEDE_WORD_STARTER},     {"while", LEDE_WORD_STARTER},
    {"who", LEDE_WORD_STARTER},       {"whose", LEDE_WORD_STARTER},
    {"why", LEDE_WORD_STARTER},       {"will", LEDE_WORD_STARTER},
    {"with", LEDE_WORD_STARTER},      {"without", LEDE_WORD_STARTER},
    {"wrote", LEDE_WORD_SPEECH},      {"yes", LEDE_WORD_STARTER},
    {"yet", LEDE_WORD_STARTER},       {"you", LEDE_WORD_STARTER},
    {"your", LEDE_WORD_STARTER},      {"z", LEDE_WORD_DATE},
};

enum { LONGEST = sizeof WORDS->word - 1 };

uint32_t
lede_word_kind(lede_text word)
{
    char lower[LONGEST + 1] = {0};
    if (word.size == 0 || word.size > LONGEST) {
        return 0;
    }
    for (size_t i = 0; i < word.size; i++) {
        char byte = word.bytes[i];
        lower[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
    }
    size_t low = 0, high = sizeof WORDS / sizeof *WORDS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = memcmp(WORDS[middle].word, lower, sizeof lower);
        if (order == 0) {
            return WORDS[middle].kinds;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return 0;
}
