#include "unicode/scan.h"

#include "unicode/utf8.h"

uint32_t
lede_class_at(lede_text text, size_t at, size_t *size)
{
    *size = 0;
    return at < text.size ? lede_class_of(lede_utf8_step(text, at, size)) : 0;
}

bool
lede_is_class(lede_text text, size_t at, uint32_t classes)
{
    size_t size;
    return (lede_class_at(text, at, &size) & classes) != 0;
}

size_t
lede_skip(lede_text text, size_t at, uint32_t classes)
{
    size_t size;
    while (lede_class_at(text, at, &size) & classes) {
        at += size;
    }
    return at;
}

size_t
lede_skip_back(lede_text text, size_t at, size_t limit, uint32_t classes)
{
    size_t size;
    while (at > limit && (lede_class_of(lede_utf8_step_back(text, at, &size)) & classes)) {
        at -= size;
    }
    return at;
}
