/* A tagger of random numbers with some bytes changed: as it then is, or with all checksums made right. */
#include "fuzz.h"

#include "support_names.h"
#include "support_pack.h"
#include "support_tagger.h"

static lede_lexicon lexicon;

/* The next two bytes as a number. */
static size_t
fuzz_number(fuzz_input *in)
{
    size_t high = fuzz_byte(in);
    return high << 8 | fuzz_byte(in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char TEXT[] =
        "Gen. Adel Smith left Lake Smith. The Islamic State of Iraq said.";
    if (lexicon.cues == NULL) {
        fuzz_require(small_lexicon_init(&lexicon) == LEDE_OK, "lexicon");
    }
    fuzz_input in = {data, size};
    bool sealed = fuzz_byte(&in) % 4 != 0;
    lede_text model = random_model(fuzz_byte(&in));
    char *file = (char *)(uintptr_t)model.bytes;
    bool whole = in.size == 0;
    while (in.size > 0) {
        size_t at = fuzz_number(&in) % model.size;
        file[at] = (char)fuzz_byte(&in);
    }
    if (sealed) {
        pack_seal(file, model.size);
    }
    bool opened = use_model(file, model.size, &lexicon, text_of(TEXT));
    fuzz_require(opened || !whole, "a whole model opens");
    free(file);
    return 0;
}
