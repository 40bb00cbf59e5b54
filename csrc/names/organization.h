/* The parts of an organization's name that may stand for it.
 *
 *     Iraqi Larkspur Systems Inc.
 *     ^^^^^ place            ^^^^ legal form        capitals: ILS, LS        goes by: Larkspur
 *
 * Invariant: all look at the tokens of the name alone.
 *
 *     size_t end = lede_organization_without_suffix(&scene, &mention);
 */
#ifndef LEDE_NAMES_ORGANIZATION_H
#define LEDE_NAMES_ORGANIZATION_H

#include "names/scene.h"

enum { LEDE_LONGEST_ACRONYM = 8 /* letters */ };

/* The end of a name without its legal form: Larkspur Systems [Inc.]; the end itself of what is no
 * organization. */
size_t lede_organization_without_suffix(const lede_scene *scene,
                                        const lede_mention *mention);

/* The capitals that words begin with, up to LEDE_LONGEST_ACRONYM of them; `letters` has room for four bytes
 * each. Empty when there are fewer than two. */
lede_text lede_organization_capitals(const lede_scene *scene, size_t first, size_t end,
                                     char *letters);

/* The letters of a word without stops between them: U.N. is UN. */
lede_text lede_undotted(const lede_scene *scene, size_t i, char *letters, size_t room);

/* True for a first word that may stand for its organization: no ordinary word, no name of a country or
 * person, no head (Bank of …). */
bool lede_organization_goes_by(const lede_scene *scene, size_t first);

/* The end of the place or people that a name begins with, or its first token. */
size_t lede_organization_place_end(const lede_scene *scene, const lede_mention *mention);

/* Where `of` and a place end a name: [Supreme Court] of Pakistan; or its end. */
size_t lede_organization_before_place(const lede_scene *scene, size_t first, size_t end);

#endif
