/* Normalization of code units as they are, for what most texts need: nothing, or composition alone.
 *
 * Invariant: the result is the one of lede_normalize, but in code units and code points all along: it
 * takes no transcoding, and its map counts what the caller counts.
 *
 *     lede_normalized_units clean;
 *     status = lede_normalize_units(&clean, units, count, LEDE_UCS2, options, &arena);
 *     if (!clean.done) { … transcode, and lede_normalize … }
 */
#ifndef LEDE_TEXT_UNITS_H
#define LEDE_TEXT_UNITS_H

#include <stdbool.h>

#include "text/normalize.h"
#include "unicode/transcode.h"

typedef struct {
    bool done;      /* false when there is other work: then `needs` alone has a meaning */
    uint32_t needs; /* of the units given, see lede_survey */
    lede_map map;   /* in code points; empty when the text stays as it is */
    const void *units; /* as wide as those given, in the arena; NULL with an empty map */
    size_t count;
    uint32_t widest; /* as wide as the widest unit: for PyUnicode_New */
} lede_normalized_units;

/* The only failure is LEDE_NO_MEMORY. */
LEDE_MUST_USE lede_status lede_normalize_units(lede_normalized_units *out,
                                               const void *units, size_t count,
                                               lede_unit unit,
                                               lede_normalize_options options,
                                               lede_arena *arena);

#endif
