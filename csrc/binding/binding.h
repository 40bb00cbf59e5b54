/* The border between the core and Python: arguments in, one core call, results out, errors mapped.
 *
 * Invariant: nothing here decides anything about language. Inside the core everything is UTF-8 bytes;
 * what goes to Python is counted in code points. The module has no global state but its own.
 *
 *     lede_source_text source;
 *     if (lede_source_borrow(&source, argument) < 0) return NULL;
 *     … lede_source_release(&source);
 */
#ifndef LEDE_BINDING_BINDING_H
#define LEDE_BINDING_BINDING_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "base/span.h"
#include "base/status.h"
#include "doc/article.h"
#include "engine/export.h"
#include "engine/strings.h"
#include "names/gazetteer.h"
#include "text/normalize.h"
#include "unicode/points.h"

/* Everything that one import of the module owns. */
typedef struct {
    PyTypeObject *gazetteer_type, *tagger_type, *builder_type, *match_type;
    PyTypeObject *reader_type, *batch_type, *normalized_type, *strings_type, *stream_type,
        *spans_type, *sentence_model_type;
    PyObject *error, *file_error, *option_error, *size_error;
} lede_module_state;

lede_module_state *lede_state_of_type(PyTypeObject *type);

/* What objects begin with that keep another one alive, since they point into it; it may be NULL. */
typedef struct {
    PyObject_HEAD
    PyObject *owner;
} lede_owned_object;

/* A tp_traverse for them. A tp_dealloc first untracks the object and gives back what is its own. */
int lede_owned_traverse(PyObject *object, visitproc visit, void *arg);
void lede_owned_free(PyObject *object);

/* errors.c */
int lede_errors_add(PyObject *module, lede_module_state *state);

/* Raises what a status means, with the message of `error` if there is one. Returns NULL. */
PyObject *lede_raise(lede_module_state *state, lede_status status, const lede_error *error);

/* -1 with TypeError unless so many arguments were given. */
int lede_check_count(Py_ssize_t count, Py_ssize_t expected);

/* text.c: a Python string as UTF-8, without a copy where it is ASCII. */
typedef struct {
    lede_text text;
    char *scratch; /* NULL for ASCII: then the text lies in the string itself */
} lede_source_text;

/* -1 with TypeError for anything but a str. */
int lede_check_string(PyObject *string);

/* -1 with an exception for anything but a str of fewer than 2^31 bytes. */
int lede_source_borrow(lede_source_text *source, PyObject *string,
                       lede_module_state *state);
void lede_source_release(lede_source_text *source);

/* New strings. lede_str_optional gives None for an empty text. Bytes of a damaged file that are no
 * UTF-8 become U+FFFD. */
PyObject *lede_str(lede_text text);
PyObject *lede_str_optional(lede_text text);

/* A list of make(context, i) for each i < count; NULL with its exception as soon as one fails. */
PyObject *lede_make_list(size_t count, PyObject *(*make)(void *context, size_t i),
                         void *context);
PyObject *lede_list_of_numbers(const uint32_t *numbers, size_t count);

/* gazetteer.c, tagger.c, builder.c, match.c, reader.c, batch.c, normalized.c, arrow_in.c: types and their
 * functions. */
extern PyType_Spec lede_gazetteer_spec, lede_tagger_spec, lede_builder_spec,
    lede_match_spec, lede_reader_spec, lede_batch_spec, lede_normalized_spec,
    lede_strings_spec, lede_stream_spec, lede_spans_spec, lede_sentence_model_spec;
extern PyMethodDef lede_gazetteer_functions[], lede_tagger_functions[],
    lede_builder_functions[], lede_reader_functions[], lede_batch_functions[],
    lede_normalized_functions[], lede_match_key_functions[], lede_arrow_in_functions[],
    lede_sentence_model_functions[];

/* links.c, arrow_out.c: functions alone. */
extern PyMethodDef lede_link_functions[], lede_arrow_out_functions[];

/* The dictionary behind a Gazetteer object; NULL with TypeError for any other. */
const lede_gazetteer *lede_gazetteer_of(PyObject *object, lede_module_state *state);

/* The same for what is known to be one, and a new object that takes over a dictionary. */
const lede_gazetteer *lede_gazetteer_in(PyObject *object);
PyObject *lede_gazetteer_wrap(lede_module_state *state, lede_gazetteer *gazetteer);

/* match.c: the method of a dictionary that searches. */
PyObject *lede_gazetteer_find_matches(PyObject *object, PyObject *const *arguments,
                                      Py_ssize_t count);
/* The model behind a Tagger object; NULL with TypeError for any other. */
const lede_tagger_model *lede_tagger_of(PyObject *object, lede_module_state *state);

/* The reader behind a Reader object; NULL with TypeError for any other. */
const lede_reader *lede_reader_of(PyObject *object, lede_module_state *state);

/* The texts behind a Strings object; NULL with TypeError for any other. */
const lede_strings *lede_strings_of(PyObject *object, lede_module_state *state);

/* A new Batch of one text, a string. */
PyObject *lede_batch_read(lede_module_state *state, const lede_reader *reader,
                          PyObject *string);

/* What a tuple (Batch, row of its first text, from, to) means; it borrows from the Batch. */
int lede_batch_part(lede_part *part, PyObject *object, lede_module_state *state);
/* What is known of the language behind a SentenceModel object; NULL with TypeError for any other. */
const lede_sentence_language *lede_sentence_language_of(PyObject *object,
                                                        lede_module_state *state);

/* What Python wants a Normalized to be: an instance of a subclass, with its names of the reasons. */
typedef struct {
    PyObject *type, *names; /* borrowed */
} lede_normalized_kind;

/* The options of a normalization as Python numbers them: shapes are two bits each, of quotes, dashes and
 * ellipses. */
lede_normalize_options lede_normalize_choice(uint32_t form, uint32_t steps,
                                             uint32_t shapes);

/* A new Normalized of `clean`, which came of `raw`, the UTF-8 of `source`. */
PyObject *lede_normalized_wrap(lede_module_state *state, lede_normalized_kind kind,
                               const lede_normalized *clean, PyObject *source,
                               lede_text raw);

/* spans.c: the pairs of a buffer of shape (n, 2) through a map in code points, as a memoryview of the same
 * type and shape. TypeError for another buffer, IndexError for a span outside of a text of `length`. */
PyObject *lede_spans_map(lede_module_state *state, PyObject *spans, const lede_map *map,
                         bool to_source, Py_ssize_t length);

/* tp_traverse of a type whose objects hold no other. */
int lede_visit_type(PyObject *object, visitproc visit, void *arg);

/* The boilerplate of a heap type that Python code cannot make itself. */
#define LEDE_TYPE_FLAGS                                                                    \
    (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE |                  \
     Py_TPFLAGS_DISALLOW_INSTANTIATION)

#endif
