/* What the text calls a person right beside the name.
 *
 *     former President Ama Mensah, 61, the first woman in the office, …
 *     ^^^^^^^^^^^^^^^^ title            ^^^^^^^^^^^^^^^^^^^^^^^^^ role
 *     army spokesman Kofi Annor; the ambassador to Iraq, Ana Ruiz, …
 *     ^^^^^^^^^^^^^^ role             ^^^^^^^^^^^^^^^^^^ role
 *
 * A title is capitalized and stands before the name; what is written in small letters or in apposition is
 * a role. A title in apposition before the name ("the Ambassador to Iraq, Ana Ruiz,") is a title too.
 *
 * Invariant: only mentions of people change; those of users' dictionaries keep their span, others lose a
 * title at their beginning. What the model took for a name inside of a title goes: Secretary of [State].
 *
 *     lede_titles_apply(&scene, &mentions);
 */
#ifndef LEDE_NAMES_TITLES_H
#define LEDE_NAMES_TITLES_H

#include "base/vector.h"
#include "names/scene.h"

/* Fills titles and roles in a vector of lede_mention, sorted and disjoint. */
void lede_titles_apply(const lede_scene *scene, lede_vector *mentions);

/* True for `Mr.`, `Ms` and the like, which tell less than any other title. */
bool lede_is_form_of_address(lede_text title);

#endif
