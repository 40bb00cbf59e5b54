#include "binding/binding.h"

typedef struct {
    PyObject_HEAD
    lede_tagger_model *model;
} tagger_object;

static lede_module_state *
state_of(PyObject *object)
{
    return lede_state_of_type(Py_TYPE(object));
}

const lede_tagger_model *
lede_tagger_of(PyObject *object, lede_module_state *state)
{
    if (!Py_IS_TYPE(object, state->tagger_type)) {
        PyErr_Format(PyExc_TypeError, "expected a tagger, not %.200s",
                     Py_TYPE(object)->tp_name);
        return NULL;
    }
    return ((tagger_object *)object)->model;
}

/* Takes over `model`. */
static PyObject *
wrap_tagger(lede_module_state *state, lede_tagger_model *model)
{
    tagger_object *self = PyObject_GC_New(tagger_object, state->tagger_type);
    if (self == NULL) {
        lede_tagger_model_free(model);
        return NULL;
    }
    self->model = model;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

/* tagger_open(path): a bytes path of the file system */
static PyObject *
tagger_open(PyObject *module, PyObject *path)
{
    lede_module_state *state = PyModule_GetState(module);
    char *bytes;
    if (PyBytes_AsStringAndSize(path, &bytes, NULL) < 0) {
        return NULL;
    }
    lede_tagger_model *model = NULL;
    lede_error error = {{0}};
    lede_status status = lede_tagger_model_open(&model, bytes, &error);
    return status == LEDE_OK ? wrap_tagger(state, model)
                             : lede_raise(state, status, &error);
}

/* tagger_load(bytes) */
static PyObject *
tagger_load(PyObject *module, PyObject *object)
{
    lede_module_state *state = PyModule_GetState(module);
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(object, &bytes, &size) < 0) {
        return NULL;
    }
    lede_tagger_model *model = NULL;
    lede_error error = {{0}};
    lede_status status =
        lede_tagger_model_load(&model, (lede_text){bytes, (size_t)size}, &error);
    return status == LEDE_OK ? wrap_tagger(state, model)
                             : lede_raise(state, status, &error);
}

static const lede_pack *
pack_of(PyObject *object)
{
    return lede_tagger_model_pack(((tagger_object *)object)->model);
}

static PyObject *
tagger_verify(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_error error = {{0}};
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_pack_verify(pack_of(object), &error);
    Py_END_ALLOW_THREADS
    return status == LEDE_OK ? Py_NewRef(Py_None)
                             : lede_raise(state_of(object), status, &error);
}

static PyObject *
get_checksum(PyObject *object, void *Py_UNUSED(closure))
{
    return PyLong_FromUnsignedLongLong(lede_pack_checksum(pack_of(object)));
}

static int
tagger_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    return 0;
}

static void
tagger_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_tagger_model_free(((tagger_object *)object)->model);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"verify", tagger_verify, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"checksum", get_checksum, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, tagger_dealloc},
    {Py_tp_traverse, tagger_traverse},
    {Py_tp_methods, methods},
    {Py_tp_getset, getters},
    {0, NULL},
};

PyType_Spec lede_tagger_spec = {
    .name = "lede._core.Tagger",
    .basicsize = sizeof(tagger_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_tagger_functions[] = {
    {"tagger_load", tagger_load, METH_O, NULL},
    {"tagger_open", tagger_open, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
