#include "text/match_key.h"
#include "binding/binding.h"

/* Makes the key of (text, language): a str or, of another kind than NULL, a Normalized. */
static PyObject *
make_key(lede_module_state *state, PyObject *const *arguments,
         const lede_normalized_kind *kind)
{
    PyObject *string = arguments[0];
    long language = PyLong_AsLong(arguments[1]);
    lede_source_text source;
    if (PyErr_Occurred() || lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_arena_init(&arena);
    lede_normalized key;
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_match_key(&key, source.text, (lede_key_language)language, &arena);
    Py_END_ALLOW_THREADS
    PyObject *result;
    if (status != LEDE_OK) {
        result = lede_raise(state, status, NULL);
    } else if (kind) {
        result = lede_normalized_wrap(state, *kind, &key, string, source.text);
    } else {
        result = key.map.count == 0 ? Py_NewRef(string) : lede_str(key.text);
    }
    lede_arena_release(&arena);
    lede_source_release(&source);
    return result;
}

static PyObject *
match_key(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    return lede_check_count(count, 2) < 0
               ? NULL
               : make_key(PyModule_GetState(module), arguments, NULL);
}

/* match_key_with_map(type, names, text, language) */
static PyObject *
match_key_with_map(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    if (lede_check_count(count, 4) < 0) {
        return NULL;
    }
    lede_normalized_kind kind = {arguments[0], arguments[1]};
    return make_key(PyModule_GetState(module), arguments + 2, &kind);
}

PyMethodDef lede_match_key_functions[] = {
    {"match_key", (PyCFunction)(void (*)(void))match_key, METH_FASTCALL, NULL},
    {"match_key_with_map", (PyCFunction)(void (*)(void))match_key_with_map, METH_FASTCALL,
     NULL},
    {NULL, NULL, 0, NULL},
};
