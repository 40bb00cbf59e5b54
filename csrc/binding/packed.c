#include "binding/packed.h"
#include "base/file.h"

static lede_module_state *
state_of(PyObject *object)
{
    return lede_state_of_type(Py_TYPE(object));
}

static const lede_pack *
pack_of(PyObject *object)
{
    const lede_packed_object *self = (lede_packed_object *)object;
    return self->kind->pack(self->core);
}

PyObject *
lede_packed_wrap(PyTypeObject *type, const lede_packed_kind *kind, void *core)
{
    lede_packed_object *self = PyObject_GC_New(lede_packed_object, type);
    if (self == NULL) {
        kind->release(core);
        return NULL;
    }
    self->kind = kind;
    self->core = core;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

void *
lede_packed_core(PyObject *object, PyTypeObject *type, const char *what)
{
    if (!Py_IS_TYPE(object, type)) {
        PyErr_Format(PyExc_TypeError, "expected a %s, not %.200s", what,
                     Py_TYPE(object)->tp_name);
        return NULL;
    }
    return lede_packed_in(object);
}

/* What a pack holds as an object, or an exception. */
static PyObject *
adopted(PyTypeObject *type, const lede_packed_kind *kind, lede_status status,
        lede_pack *pack, lede_error *error)
{
    void *core = NULL;
    if (status == LEDE_OK) {
        status = kind->adopt(&core, pack, error);
    }
    return status == LEDE_OK ? lede_packed_wrap(type, kind, core)
                             : lede_raise(lede_state_of_type(type), status, error);
}

PyObject *
lede_packed_open(PyTypeObject *type, const lede_packed_kind *kind, PyObject *path)
{
    char *name;
    if (PyBytes_AsStringAndSize(path, &name, NULL) < 0) {
        return NULL;
    }
    lede_pack *pack = NULL;
    lede_error error = {0};
    lede_status status = lede_pack_open(&pack, name, kind->code, &error);
    return adopted(type, kind, status, pack, &error);
}

PyObject *
lede_packed_load(PyTypeObject *type, const lede_packed_kind *kind, PyObject *object)
{
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(object, &bytes, &size) < 0) {
        return NULL;
    }
    lede_pack *pack = NULL;
    lede_error error = {0};
    lede_status status = lede_pack_load(&pack, (lede_text){bytes, (size_t)size}, kind->name,
                                        kind->code, &error);
    return adopted(type, kind, status, pack, &error);
}

static PyObject *
packed_bytes(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_text bytes = lede_pack_bytes(pack_of(object));
    return PyBytes_FromStringAndSize(bytes.bytes, (Py_ssize_t)bytes.size);
}

/* save(path): a bytes path */
static PyObject *
packed_save(PyObject *object, PyObject *path)
{
    char *name;
    if (PyBytes_AsStringAndSize(path, &name, NULL) < 0) {
        return NULL;
    }
    lede_error error = {0};
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_file_write(name, lede_pack_bytes(pack_of(object)), &error);
    Py_END_ALLOW_THREADS
    return status == LEDE_OK ? Py_NewRef(Py_None)
                             : lede_raise(state_of(object), status, &error);
}

static PyObject *
packed_verify(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_error error = {0};
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

static PyObject *
get_size(PyObject *object, void *Py_UNUSED(closure))
{
    return PyLong_FromSize_t(lede_pack_bytes(pack_of(object)).size);
}

int
lede_visit_type(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    return 0;
}

void
lede_packed_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    const lede_packed_object *self = (lede_packed_object *)object;
    self->kind->release(self->core);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"save", packed_save, METH_O, NULL},
    {"to_bytes", packed_bytes, METH_NOARGS, NULL},
    {"verify", packed_verify, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"checksum", get_checksum, NULL, NULL, NULL},
    {"size", get_size, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, lede_packed_dealloc},
    {Py_tp_traverse, lede_visit_type},
    {Py_tp_methods, methods},
    {Py_tp_getset, getters},
    {0, NULL},
};

PyType_Spec lede_packed_spec = {
    .name = "lede._core.Packed",
    .basicsize = sizeof(lede_packed_object),
    .flags = LEDE_TYPE_FLAGS | Py_TPFLAGS_BASETYPE,
    .slots = slots,
};
