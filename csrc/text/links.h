/* Addresses and tags in running text: what no repair may touch and no dictionary should read.
 *
 *     See https://x.org/a_(b). Ask jo@x.org, @jo or #news.
 *         [url              ]      [email ]  [h]    [tag ]
 *
 * Invariant: links are sorted, disjoint and hold no white space. Whether and where one is depends on
 * the text between two white spaces alone. Finding all of them takes linear time, whatever the text.
 *
 *     size_t at = 0;
 *     while (lede_link_next(&link, text, &at)) { … text[link.span] … }
 */
#ifndef LEDE_TEXT_LINKS_H
#define LEDE_TEXT_LINKS_H

#include "base/span.h"

/* The definitions are those of the public face, python/lede/_links.py. */
typedef enum {
    LEDE_LINK_URL = 1 << 0, /* with a scheme, or a bare domain with or without a path */
    LEDE_LINK_EMAIL = 1 << 1,
    LEDE_LINK_HANDLE = 1 << 2,
    LEDE_LINK_HASHTAG = 1 << 3,
} lede_link_kind;

typedef struct {
    lede_span span;
    lede_link_kind kind;
} lede_link;

/* Finds the next link from *at on, which is the start of the text or the end of the link before, and
 * moves *at to its end. False when there is none. */
bool lede_link_next(lede_link *link, lede_text text, size_t *at);

/* Tells for places in ascending order whether they lie in a link; only the stretches without white
 * space around the places asked for are read. */
typedef struct {
    lede_text text;
    size_t at, end; /* the part of the stretch at hand that was not read yet */
    lede_link link; /* the first one that ends behind the place asked last */
    lede_link past; /* the last one that does not */
} lede_link_guard;

void lede_link_guard_init(lede_link_guard *guard, lede_text text);
bool lede_link_guard_covers(lede_link_guard *guard, size_t place);

#endif
