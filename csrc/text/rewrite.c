#include "text/rewrite.h"

void
lede_rewrite_init(lede_rewrite *rewrite, lede_text text, lede_arena *arena)
{
    *rewrite = (lede_rewrite){.text = text};
    lede_vector_init(&rewrite->out, arena, 1);
    lede_edits_init(&rewrite->edits, arena);
}

void
lede_rewrite_copy_to(lede_rewrite *rewrite, size_t at)
{
    lede_vector_append(&rewrite->out, rewrite->text.bytes + rewrite->copied,
                       at - rewrite->copied);
    rewrite->copied = at;
}

void
lede_rewrite_replace(lede_rewrite *rewrite, size_t start, size_t end, lede_text with,
                     uint32_t reason)
{
    lede_rewrite_copy_to(rewrite, start);
    uint32_t clean_start = (uint32_t)rewrite->out.count;
    lede_vector_append(&rewrite->out, with.bytes, with.size);
    rewrite->copied = end;
    lede_edits_add(&rewrite->edits, (lede_raw_span){(uint32_t)start, (uint32_t)end},
                   (lede_span){clean_start, (uint32_t)rewrite->out.count}, reason);
}

void
lede_rewrite_form(lede_rewrite *rewrite, lede_form form, uint32_t reason)
{
    lede_vector written, scratch;
    lede_vector_init(&written, rewrite->out.arena, 1);
    lede_vector_init(&scratch, rewrite->out.arena, sizeof(int32_t));
    size_t at = 0;
    lede_span segment;
    while (lede_form_next(&at, rewrite->text, form, &segment)) {
        lede_text before = lede_text_slice(rewrite->text, segment);
        written.count = 0;
        lede_form_write(&written, &scratch, before, form);
        lede_text after = {written.data, written.count};
        if (!lede_text_equal(before, after)) {
            lede_rewrite_replace(rewrite, segment.start, segment.end, after, reason);
        }
    }
}

lede_text
lede_rewrite_finish(lede_rewrite *rewrite)
{
    if (rewrite->edits.edits.count == 0) {
        return rewrite->text; /* copying may have begun in vain */
    }
    lede_rewrite_copy_to(rewrite, rewrite->text.size);
    return (lede_text){rewrite->out.data, rewrite->out.count};
}
