#include "binding/packed.h"

static lede_status
adopt(void **core, lede_pack *pack, lede_error *error)
{
    lede_tagger_model *model = NULL;
    lede_status status = lede_tagger_model_adopt(&model, pack, error);
    *core = model;
    return status;
}

static const lede_pack *
pack_of(const void *core)
{
    return lede_tagger_model_pack(core);
}

static void
release(void *core)
{
    lede_tagger_model_free(core);
}

static const lede_packed_kind KIND = {
    LEDE_TAGGER_KIND, "the tagger", adopt, pack_of, release,
};

const lede_tagger_model *
lede_tagger_of(PyObject *object, lede_module_state *state)
{
    return lede_packed_core(object, state->tagger_type, "tagger");
}

/* tagger_open(path): a bytes path of the file system */
static PyObject *
tagger_open(PyObject *module, PyObject *path)
{
    lede_module_state *state = PyModule_GetState(module);
    return lede_packed_open(state->tagger_type, &KIND, path);
}

/* tagger_load(bytes) */
static PyObject *
tagger_load(PyObject *module, PyObject *bytes)
{
    lede_module_state *state = PyModule_GetState(module);
    return lede_packed_load(state->tagger_type, &KIND, bytes);
}

static PyType_Slot slots[] = {
    {Py_tp_dealloc, lede_packed_dealloc},
    {Py_tp_traverse, lede_visit_type},
    {0, NULL},
};

PyType_Spec lede_tagger_spec = {
    .name = "lede._core.Tagger",
    .basicsize = sizeof(lede_packed_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_tagger_functions[] = {
    {"tagger_load", tagger_load, METH_O, NULL},
    {"tagger_open", tagger_open, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
