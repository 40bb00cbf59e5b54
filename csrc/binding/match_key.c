#include "text/match_key.h"
#include "binding/binding.h"

/* Makes the key of (text, language): a str, or with the map a Normalized. */
static PyObject *
make_key(PyObject *module, PyObject *const *arguments, Py_ssize_t count, bool with_map)
{
    lede_module_state *state = PyModule_GetState(module);
    if (count != 2) {
        PyErr_Format(PyExc_TypeError, "expected text and language, got %zd arguments",
                     count);
        return NULL;
    }
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
    } else if (with_map) {
        result = lede_normalized_wrap(state, &key, string, source.text);
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
    return make_key(module, arguments, count, false);
}

static PyObject *
match_key_with_map(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    return make_key(module, arguments, count, true);
}

PyMethodDef lede_match_key_functions[] = {
    {"match_key", (PyCFunction)(void (*)(void))match_key, METH_FASTCALL, NULL},
    {"match_key_with_map", (PyCFunction)(void (*)(void))match_key_with_map, METH_FASTCALL,
     NULL},
    {NULL, NULL, 0, NULL},
};
