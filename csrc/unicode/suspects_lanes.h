/* What is suspect and what is calm, for as many units as there are lanes: the parts of
 * unicode/suspects_kernel.h.
 *
 * Invariant: they say of each lane what unicode/suspects.c says of a unit.
 *
 *     lede_lanes suspects = are_suspect(window, calm, closing);
 */
#ifndef LEDE_UNICODE_SUSPECTS_LANES_H
#define LEDE_UNICODE_SUSPECTS_LANES_H

#include "unicode/lanes.h"
#include "unicode/suspects.h"

/* Three units side by side in each lane; PAST_ASCII stands for what is not ASCII. */
typedef struct {
    lede_signed_lanes before, here, next;
} window_lanes;

enum { PAST_ASCII = 0x7F };

/* ---- What is suspect ---- */

/* Neither white space nor controls, which are suspects themselves. */
static inline lede_lanes
are_visible(lede_signed_lanes lanes)
{
    return (lede_lanes)(lanes > ' ');
}

/* Visible ASCII and the space; PAST_ASCII + 1 is negative. */
static inline lede_lanes
are_plain(lede_signed_lanes lanes)
{
    return (lede_lanes)((lede_signed_lanes)((lede_lanes)lanes + 1) > ' ');
}

static inline lede_lanes
are(lede_signed_lanes lanes, signed char what)
{
    return (lede_lanes)(lanes == what);
}

/* All but white space behind white space that is not the second of two line feeds. */
static inline lede_lanes
are_well_spaced(window_lanes all)
{
    lede_lanes second = are(all.before, '\n') & are(all.here, '\n') & ~are(all.next, '\n');
    return are_visible(all.before) | are_visible(all.here) | second;
}

/* What stands behind one of ! . / > ? and may begin a sentence: neither a space, nor the letter of an
 * initial, nor a digit or quote before a space. . / > ? differ in two bits. */
static inline lede_lanes
may_be_glued(window_lanes all, lede_lanes plain)
{
    lede_lanes stop = are(all.before | 0x11, '?') | are(all.before, '!');
    lede_lanes letter = (lede_lanes)(all.here > '@') & plain;
    lede_lanes goes_on = (are_visible(all.next) | letter) & ~are(all.next, '.');
    return stop & are_visible(all.here) & goes_on;
}

/* `calm` is what rests beyond ASCII, `closing` are curly quotes that close. */
static inline lede_lanes
are_suspect(window_lanes all, lede_lanes calm, lede_lanes closing)
{
    lede_lanes plain = are_plain(all.here);
    lede_lanes rest = (plain | calm | are(all.here, '\n')) & are_well_spaced(all);
    lede_lanes quotes = (are(all.here, '"') | closing) & ~are_visible(all.before);
    return ~rest | are(all.here, '&') | quotes | may_be_glued(all, plain);
}

/* ---- What is calm beyond ASCII ---- */

/* Letters of Latin-1 but 0xC3, which may be what is left of à. Units beyond it are 0xFF here. */
static inline lede_lanes
are_accented(lede_lanes here)
{
    lede_lanes latin = (lede_lanes)((lede_lanes)(here - 0xA1) < 0xFF - 0xA1);
    return latin & ~((lede_lanes)(here == 0xAD) | (lede_lanes)(here == 0xC3));
}

/* From U+2010 to U+2025. `marks` are the units less 0x2000. */
static inline lede_lanes
are_marks(lede_lanes marks)
{
    return (lede_lanes)((lede_lanes)(marks - 0x10) <= 0x15);
}

static inline lede_lanes
are_ascii(lede_signed_lanes lanes)
{
    return (lede_lanes)((lede_signed_lanes)((lede_lanes)lanes + 1) > 1);
}

static inline lede_wide_lanes
are_in_range(lede_wide_lanes here, const lede_calm *calm, int i)
{
    lede_wide_lanes behind = here - calm->ranges[i].first;
    return (lede_wide_lanes)(behind <= calm->ranges[i].span);
}

static inline lede_wide_lanes
are_letters(lede_wide_lanes here, const lede_calm *calm)
{
    return are_in_range(here, calm, 0) | are_in_range(here, calm, 1) |
           are_in_range(here, calm, 2) | are_in_range(here, calm, 3);
}

#endif
