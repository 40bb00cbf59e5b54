#include "binding/packed.h"
#include "unicode/forms.h"

lede_module_state *
lede_state_of_type(PyTypeObject *type)
{
    return PyType_GetModuleState(type);
}

/* versions() → (Unicode version, utf8proc version) of the linked library */
static PyObject *
versions(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
    return Py_BuildValue("(ss)", lede_form_unicode_version(), lede_form_library_version());
}

/* reasons() → the names of the bits of a change, from bit 0 up */
static PyObject *
reasons(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(ignored))
{
    PyObject *names = PyList_New(0);
    for (uint32_t bit = 0; names != NULL && lede_reason_name(bit) != NULL; bit++) {
        PyObject *name = PyUnicode_FromString(lede_reason_name(bit));
        if (name == NULL || PyList_Append(names, name) < 0) {
            Py_CLEAR(names);
        }
        Py_XDECREF(name);
    }
    return names;
}

static PyMethodDef module_functions[] = {
    {"reasons", reasons, METH_NOARGS, NULL},
    {"versions", versions, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int
add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **place)
{
    *place = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *place == NULL ? -1 : PyModule_AddType(module, *place);
}

/* The types of packs, with the base that they share. */
static int
add_packed_types(PyObject *module, lede_module_state *state)
{
    struct {
        PyType_Spec *spec;
        PyTypeObject **place;
    } types[] = {
        {&lede_gazetteer_spec, &state->gazetteer_type},
        {&lede_tagger_spec, &state->tagger_type},
        {&lede_sentence_model_spec, &state->sentence_model_type},
    };
    PyObject *base = PyType_FromModuleAndSpec(module, &lede_packed_spec, NULL);
    bool failed = base == NULL || PyModule_AddType(module, (PyTypeObject *)base) < 0;
    for (size_t i = 0; !failed && i < sizeof types / sizeof *types; i++) {
        PyObject *type = PyType_FromModuleAndSpec(module, types[i].spec, base);
        *types[i].place = (PyTypeObject *)type;
        failed = type == NULL || PyModule_AddType(module, (PyTypeObject *)type) < 0;
    }
    Py_XDECREF(base);
    return failed ? -1 : 0;
}

static int
module_exec(PyObject *module)
{
    lede_module_state *state = PyModule_GetState(module);
    bool failed = lede_errors_add(module, state) < 0 ||
                  add_packed_types(module, state) < 0 ||
                  add_type(module, &lede_builder_spec, &state->builder_type) < 0 ||
                  add_type(module, &lede_match_spec, &state->match_type) < 0 ||
                  add_type(module, &lede_reader_spec, &state->reader_type) < 0 ||
                  add_type(module, &lede_batch_spec, &state->batch_type) < 0 ||
                  add_type(module, &lede_normalized_spec, &state->normalized_type) < 0 ||
                  add_type(module, &lede_spans_spec, &state->spans_type) < 0 ||
                  add_type(module, &lede_strings_spec, &state->strings_type) < 0 ||
                  add_type(module, &lede_stream_spec, &state->stream_type) < 0 ||
                  PyModule_AddFunctions(module, lede_sentence_model_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_batch_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_arrow_in_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_arrow_out_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_gazetteer_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_builder_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_tagger_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_reader_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_normalized_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_match_key_functions) < 0 ||
                  PyModule_AddFunctions(module, lede_link_functions) < 0;
    return failed ? -1 : 0;
}

int
lede_owned_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((lede_owned_object *)object)->owner);
    return 0;
}

void
lede_owned_free(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    Py_CLEAR(((lede_owned_object *)object)->owner);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    lede_module_state *state = PyModule_GetState(module);
    Py_VISIT(state->gazetteer_type);
    Py_VISIT(state->builder_type);
    Py_VISIT(state->match_type);
    Py_VISIT(state->tagger_type);
    Py_VISIT(state->reader_type);
    Py_VISIT(state->batch_type);
    Py_VISIT(state->normalized_type);
    Py_VISIT(state->spans_type);
    Py_VISIT(state->strings_type);
    Py_VISIT(state->stream_type);
    Py_VISIT(state->sentence_model_type);
    Py_VISIT(state->error);
    Py_VISIT(state->file_error);
    Py_VISIT(state->option_error);
    Py_VISIT(state->size_error);
    return 0;
}

static int
module_clear(PyObject *module)
{
    lede_module_state *state = PyModule_GetState(module);
    Py_CLEAR(state->gazetteer_type);
    Py_CLEAR(state->builder_type);
    Py_CLEAR(state->match_type);
    Py_CLEAR(state->tagger_type);
    Py_CLEAR(state->reader_type);
    Py_CLEAR(state->batch_type);
    Py_CLEAR(state->normalized_type);
    Py_CLEAR(state->spans_type);
    Py_CLEAR(state->strings_type);
    Py_CLEAR(state->stream_type);
    Py_CLEAR(state->sentence_model_type);
    Py_CLEAR(state->error);
    Py_CLEAR(state->file_error);
    Py_CLEAR(state->option_error);
    Py_CLEAR(state->size_error);
    return 0;
}

static void
module_free(void *module)
{
    (void)module_clear(module);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
/* Objects do not change once made, but builders and streams of Arrow, which one call of python/lede makes,
 * uses and drops. Not yet run on a free-threaded build: neither Debian nor PyPI has one. The core's own
 * threads are run under TSan (make tsan). */
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "lede._core",
    .m_doc = "The C core of lede. Private: use the names of the package.",
    .m_size = sizeof(lede_module_state),
    .m_methods = module_functions,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
    .m_free = module_free,
};

PyMODINIT_FUNC
PyInit__core(void)
{
    return PyModuleDef_Init(&module_definition);
}
