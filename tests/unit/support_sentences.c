#include "support_sentences.h"

lede_status
open_sentence_model(lede_sentence_model **out, const char *code)
{
    return lede_sentence_model_open(out, "python/lede/data/sentences.lede", code, NULL);
}
