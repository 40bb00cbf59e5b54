/* Any bytes, opened as a tagger: as they are, or with all checksums made right. */
#include "fuzz.h"

#include "support_names.h"
#include "support_pack.h"
#include "support_tagger.h"

static lede_lexicon lexicon;

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
    char *file = malloc(in.size + (in.size == 0));
    fuzz_require(file != NULL, "out of memory");
    if (in.size > 0) {
        memcpy(file, in.bytes, in.size);
    }
    if (sealed) {
        pack_seal(file, in.size);
    }
    (void)use_model(file, in.size, &lexicon, text_of(TEXT));
    free(file);
    return 0;
}
