#include "base/memory.h"
#include "binding/packed.h"

static lede_status
adopt(void **core, lede_pack *pack, lede_error *error)
{
    lede_gazetteer *gazetteer = NULL;
    lede_status status = lede_gazetteer_adopt(&gazetteer, pack, error);
    *core = gazetteer;
    return status;
}

static const lede_pack *
pack_of(const void *core)
{
    return lede_gazetteer_pack(core);
}

static void
release(void *core)
{
    lede_gazetteer_free(core);
}

static const lede_packed_kind KIND = {
    LEDE_GAZETTEER_KIND, "the dictionary", adopt, pack_of, release,
};

const lede_gazetteer *
lede_gazetteer_of(PyObject *object, lede_module_state *state)
{
    return lede_packed_core(object, state->gazetteer_type, "dictionary");
}

const lede_gazetteer *
lede_gazetteer_in(PyObject *object)
{
    return lede_packed_in(object);
}

PyObject *
lede_gazetteer_wrap(lede_module_state *state, lede_gazetteer *gazetteer)
{
    return lede_packed_wrap(state->gazetteer_type, &KIND, gazetteer);
}

/* gazetteer_open(path): a bytes path of the file system */
static PyObject *
gazetteer_open(PyObject *module, PyObject *path)
{
    lede_module_state *state = PyModule_GetState(module);
    return lede_packed_open(state->gazetteer_type, &KIND, path);
}

/* gazetteer_load(bytes) */
static PyObject *
gazetteer_load(PyObject *module, PyObject *bytes)
{
    lede_module_state *state = PyModule_GetState(module);
    return lede_packed_load(state->gazetteer_type, &KIND, bytes);
}

/* entry(index) → (surface, name, label, id, source, flags, prior) */
static PyObject *
gazetteer_entry(PyObject *object, PyObject *number)
{
    const lede_gazetteer *gazetteer = lede_packed_in(object);
    size_t count = lede_gazetteer_count(gazetteer);
    Py_ssize_t index = PyNumber_AsSsize_t(number, NULL); /* cut off at its limits */
    if (index == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (index < 0 || (size_t)index >= count) {
        PyErr_Format(PyExc_IndexError, "there is no entry %S among %zu", number, count);
        return NULL;
    }
    lede_entry entry = lede_gazetteer_entry(gazetteer, (size_t)index);
    return Py_BuildValue("(NNNNNII)", lede_str(entry.surface), lede_str(entry.name),
                         lede_str_optional(entry.label), lede_str_optional(entry.id),
                         lede_str_optional(entry.source), entry.flags,
                         (unsigned int)entry.prior);
}

/* lookup(surface) → the numbers of all entries of that name */
static PyObject *
gazetteer_lookup(PyObject *object, PyObject *string)
{
    lede_source_text source;
    if (lede_source_borrow(&source, string, lede_state_of_type(Py_TYPE(object))) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_arena_init(&arena);
    lede_vector entries;
    lede_vector_init(&entries, &arena, sizeof(uint32_t));
    lede_gazetteer_lookup(lede_packed_in(object), source.text, &entries);
    PyObject *list = lede_arena_status(&arena) == LEDE_OK
                         ? lede_list_of_numbers(entries.data, entries.count)
                         : PyErr_NoMemory();
    lede_arena_release(&arena);
    lede_source_release(&source);
    return list;
}

static PyObject *
gazetteer_stats(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    const lede_gazetteer *gazetteer = lede_packed_in(object);
    lede_gazetteer_counts counts = lede_gazetteer_count_all(gazetteer);
    return Py_BuildValue("{snsnsnsnsnsnsn}", "keys", counts.keys, "unmatchable",
                         counts.unmatchable, "duplicates", counts.duplicates, "labels",
                         counts.labels, "sources", counts.sources, "text_bytes",
                         counts.text_bytes, "bytes",
                         lede_pack_bytes(lede_gazetteer_pack(gazetteer)).size);
}

static Py_ssize_t
gazetteer_length(PyObject *object)
{
    return (Py_ssize_t)lede_gazetteer_count(lede_packed_in(object));
}

static PyObject *
get_fold(PyObject *object, void *Py_UNUSED(closure))
{
    return PyLong_FromLong(lede_gazetteer_fold(lede_packed_in(object)));
}

static PyMethodDef methods[] = {
    {"entry", gazetteer_entry, METH_O, NULL},
    {"find", (PyCFunction)(void (*)(void))lede_gazetteer_find_matches, METH_FASTCALL, NULL},
    {"lookup", gazetteer_lookup, METH_O, NULL},
    {"stats", gazetteer_stats, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"fold", get_fold, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, lede_packed_dealloc},
    {Py_tp_traverse, lede_visit_type},
    {Py_tp_methods, methods},
    {Py_tp_getset, getters},
    {Py_sq_length, gazetteer_length},
    {0, NULL},
};

PyType_Spec lede_gazetteer_spec = {
    .name = "lede._core.Gazetteer",
    .basicsize = sizeof(lede_packed_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_gazetteer_functions[] = {
    {"gazetteer_load", gazetteer_load, METH_O, NULL},
    {"gazetteer_open", gazetteer_open, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
