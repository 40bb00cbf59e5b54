/* Any bytes, opened as a dictionary: as they are, or with all checksums made right. */
#include "fuzz.h"

#include "support_pack.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char TEXT[] = "The Islamic State of Iraq and IRAQ, iraq: State U.S.";
    fuzz_input in = {data, size};
    bool sealed = fuzz_byte(&in) % 4 != 0;
    char *file = fuzz_copy(in);
    if (sealed) {
        pack_seal(file, in.size);
    }
    try_dictionary(file, in.size, text_of(TEXT));
    free(file);
    return 0;
}
