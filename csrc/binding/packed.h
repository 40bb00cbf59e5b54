/* What dictionaries, taggers and models of sentences have in common as Python objects: each is a pack file
 * that was opened.
 *
 * Invariant: an object owns what it holds, and has held it since it was made.
 *
 *     static const lede_packed_kind KIND = {LEDE_TAGGER_KIND, "the tagger", adopt, pack_of, release};
 *     PyObject *tagger = lede_packed_open(state->tagger_type, &KIND, path);
 */
#ifndef LEDE_BINDING_PACKED_H
#define LEDE_BINDING_PACKED_H

#include "binding/binding.h"

typedef struct {
    const char *code, *name; /* the pack's kind, and what messages call it in memory */
    lede_status (*adopt)(void **core, lede_pack *pack, lede_error *error);
    const lede_pack *(*pack)(const void *core);
    void (*release)(void *core);
} lede_packed_kind;

typedef struct {
    PyObject_HEAD
    const lede_packed_kind *kind;
    void *core;
} lede_packed_object;

/* The base of their types, which name its destructor and lede_visit_type themselves, as heap types must. */
extern PyType_Spec lede_packed_spec;
void lede_packed_dealloc(PyObject *object);

/* A new object that takes over `core`, also on failure. */
PyObject *lede_packed_wrap(PyTypeObject *type, const lede_packed_kind *kind, void *core);

/* The same of a file by its bytes path, and of a copy of bytes. */
PyObject *lede_packed_open(PyTypeObject *type, const lede_packed_kind *kind,
                           PyObject *path);
PyObject *lede_packed_load(PyTypeObject *type, const lede_packed_kind *kind,
                           PyObject *bytes);

/* What an object of this type holds; NULL with TypeError for any other. */
void *lede_packed_core(PyObject *object, PyTypeObject *type, const char *what);

/* The same for what is known to be one. */
static inline void *
lede_packed_in(PyObject *object)
{
    return ((lede_packed_object *)object)->core;
}

#endif
