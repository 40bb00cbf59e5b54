#include "base/file.h"
#include "base/memory.h"
#include "base/pack.h"
#include "binding/binding.h"

typedef struct {
    PyObject_HEAD
    lede_gazetteer *gazetteer;
} gazetteer_object;

static lede_module_state *
state_of(PyObject *object)
{
    return lede_state_of_type(Py_TYPE(object));
}

const lede_gazetteer *
lede_gazetteer_of(PyObject *object, lede_module_state *state)
{
    if (!Py_IS_TYPE(object, state->gazetteer_type)) {
        PyErr_Format(PyExc_TypeError, "expected a dictionary, not %.200s",
                     Py_TYPE(object)->tp_name);
        return NULL;
    }
    return ((gazetteer_object *)object)->gazetteer;
}

const lede_gazetteer *
lede_gazetteer_in(PyObject *object)
{
    return ((gazetteer_object *)object)->gazetteer;
}

PyObject *
lede_gazetteer_wrap(lede_module_state *state, lede_gazetteer *gazetteer)
{
    gazetteer_object *self = PyObject_GC_New(gazetteer_object, state->gazetteer_type);
    if (self == NULL) {
        lede_gazetteer_free(gazetteer);
        return NULL;
    }
    self->gazetteer = gazetteer;
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

/* gazetteer_open(path): a bytes path of the file system */
static PyObject *
gazetteer_open(PyObject *module, PyObject *path)
{
    lede_module_state *state = PyModule_GetState(module);
    char *bytes;
    if (PyBytes_AsStringAndSize(path, &bytes, NULL) < 0) {
        return NULL;
    }
    lede_gazetteer *gazetteer = NULL;
    lede_error error = {{0}};
    lede_status status = lede_gazetteer_open(&gazetteer, bytes, &error);
    return status == LEDE_OK ? lede_gazetteer_wrap(state, gazetteer)
                             : lede_raise(state, status, &error);
}

/* gazetteer_load(bytes) */
static PyObject *
gazetteer_load(PyObject *module, PyObject *object)
{
    lede_module_state *state = PyModule_GetState(module);
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(object, &bytes, &size) < 0) {
        return NULL;
    }
    lede_gazetteer *gazetteer = NULL;
    lede_error error = {{0}};
    lede_status status =
        lede_gazetteer_load(&gazetteer, (lede_text){bytes, (size_t)size}, &error);
    return status == LEDE_OK ? lede_gazetteer_wrap(state, gazetteer)
                             : lede_raise(state, status, &error);
}

static const lede_pack *
pack_of(PyObject *object)
{
    return lede_gazetteer_pack(((gazetteer_object *)object)->gazetteer);
}

static PyObject *
gazetteer_bytes(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_text bytes = lede_pack_bytes(pack_of(object));
    return PyBytes_FromStringAndSize(bytes.bytes, (Py_ssize_t)bytes.size);
}

/* save(path): a bytes path */
static PyObject *
gazetteer_save(PyObject *object, PyObject *path)
{
    char *name;
    if (PyBytes_AsStringAndSize(path, &name, NULL) < 0) {
        return NULL;
    }
    lede_error error = {{0}};
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_file_write(name, lede_pack_bytes(pack_of(object)), &error);
    Py_END_ALLOW_THREADS
    return status == LEDE_OK ? Py_NewRef(Py_None)
                             : lede_raise(state_of(object), status, &error);
}

static PyObject *
gazetteer_verify(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_error error = {{0}};
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_pack_verify(pack_of(object), &error);
    Py_END_ALLOW_THREADS
    return status == LEDE_OK ? Py_NewRef(Py_None)
                             : lede_raise(state_of(object), status, &error);
}

/* entry(index) → (surface, name, label, id, source, flags, prior) */
static PyObject *
gazetteer_entry(PyObject *object, PyObject *number)
{
    const lede_gazetteer *gazetteer = ((gazetteer_object *)object)->gazetteer;
    size_t index = PyLong_AsSize_t(number);
    if (index == (size_t)-1 && PyErr_Occurred()) {
        return NULL;
    }
    if (index >= lede_gazetteer_count(gazetteer)) {
        PyErr_SetString(PyExc_IndexError, "there is no such entry");
        return NULL;
    }
    lede_entry entry = lede_gazetteer_entry(gazetteer, index);
    return Py_BuildValue("(NNNNNII)", lede_str(entry.surface), lede_str(entry.name),
                         lede_str_optional(entry.label), lede_str_optional(entry.id),
                         lede_str_optional(entry.source), entry.flags,
                         (unsigned int)entry.prior);
}

static PyObject *
list_of_numbers(const uint32_t *numbers, size_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *number = PyLong_FromUnsignedLong(numbers[i]);
        if (number == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, number);
        }
    }
    return list;
}

/* lookup(surface) → the numbers of all entries of that name */
static PyObject *
gazetteer_lookup(PyObject *object, PyObject *string)
{
    lede_source_text source;
    if (lede_source_borrow(&source, string, state_of(object)) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector entries;
    lede_vector_init(&entries, &arena, sizeof(uint32_t));
    lede_gazetteer_lookup(((gazetteer_object *)object)->gazetteer, source.text, &entries);
    PyObject *list = lede_arena_status(&arena) == LEDE_OK
                         ? list_of_numbers(entries.data, entries.count)
                         : PyErr_NoMemory();
    lede_arena_release(&arena);
    lede_source_release(&source);
    return list;
}

static PyObject *
gazetteer_stats(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_gazetteer_counts counts =
        lede_gazetteer_count_all(((gazetteer_object *)object)->gazetteer);
    return Py_BuildValue("{snsnsnsnsnsnsn}", "keys", counts.keys, "unmatchable",
                         counts.unmatchable, "duplicates", counts.duplicates, "labels",
                         counts.labels, "sources", counts.sources, "text_bytes",
                         counts.text_bytes, "bytes", lede_pack_bytes(pack_of(object)).size);
}

static Py_ssize_t
gazetteer_length(PyObject *object)
{
    return (Py_ssize_t)lede_gazetteer_count(((gazetteer_object *)object)->gazetteer);
}

static PyObject *
get_fold(PyObject *object, void *Py_UNUSED(closure))
{
    return PyLong_FromLong(lede_gazetteer_fold(((gazetteer_object *)object)->gazetteer));
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

static int
gazetteer_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    return 0;
}

static void
gazetteer_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_gazetteer_free(((gazetteer_object *)object)->gazetteer);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"entry", gazetteer_entry, METH_O, NULL},
    {"find", (PyCFunction)(void (*)(void))lede_gazetteer_find_matches, METH_FASTCALL, NULL},
    {"find_batch", lede_gazetteer_find_batch, METH_VARARGS, NULL},
    {"lookup", gazetteer_lookup, METH_O, NULL},
    {"save", gazetteer_save, METH_O, NULL},
    {"stats", gazetteer_stats, METH_NOARGS, NULL},
    {"to_bytes", gazetteer_bytes, METH_NOARGS, NULL},
    {"verify", gazetteer_verify, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"checksum", get_checksum, NULL, NULL, NULL},
    {"fold", get_fold, NULL, NULL, NULL},
    {"size", get_size, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, gazetteer_dealloc}, {Py_tp_traverse, gazetteer_traverse},
    {Py_tp_methods, methods},           {Py_tp_getset, getters},
    {Py_sq_length, gazetteer_length},   {0, NULL},
};

PyType_Spec lede_gazetteer_spec = {
    .name = "lede._core.Gazetteer",
    .basicsize = sizeof(gazetteer_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_gazetteer_functions[] = {
    {"gazetteer_load", gazetteer_load, METH_O, NULL},
    {"gazetteer_open", gazetteer_open, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
