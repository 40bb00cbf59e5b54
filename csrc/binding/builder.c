/* A dictionary in the making. Plain entries are read here, a million of them in a second; whatever else an
 * entry may be, Python reads (_gazetteer.py) and hands over as a row. */
#include "binding/binding.h"

typedef struct {
    PyObject_HEAD
    lede_gazetteer_builder *builder; /* NULL once finished */
} builder_object;

static lede_gazetteer_builder *
builder_in(PyObject *object)
{
    lede_gazetteer_builder *builder = ((builder_object *)object)->builder;
    if (builder == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "this dictionary has been finished");
    }
    return builder;
}

/* builder_new(fold) */
static PyObject *
builder_new(PyObject *module, PyObject *fold)
{
    lede_module_state *state = PyModule_GetState(module);
    unsigned long number = PyLong_AsUnsignedLong(fold);
    if (number >= LEDE_FOLD_COUNT) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "there is no such fold");
        }
        return NULL;
    }
    builder_object *self = PyObject_GC_New(builder_object, state->builder_type);
    if (self == NULL) {
        return NULL;
    }
    self->builder = NULL;
    PyObject_GC_Track(self);
    if (lede_gazetteer_builder_new(&self->builder, (lede_fold)number) != LEDE_OK) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

/* The strings of one entry while the core copies them. */
enum { STRINGS = 5 };

typedef struct {
    lede_source_text strings[STRINGS];
    size_t count;
} borrowed_strings;

static void
release_strings(borrowed_strings *borrowed)
{
    while (borrowed->count > 0) {
        lede_source_release(&borrowed->strings[--borrowed->count]);
    }
}

static int
borrow_string(borrowed_strings *borrowed, lede_text *out, PyObject *string,
              lede_module_state *state)
{
    if (lede_source_borrow(&borrowed->strings[borrowed->count], string, state) < 0) {
        return -1;
    }
    *out = borrowed->strings[borrowed->count++].text;
    return 0;
}

/* Adds an entry; -1 with an exception. */
static int
add_entry(PyObject *object, const lede_entry *entry)
{
    lede_gazetteer_builder *builder = builder_in(object);
    if (builder == NULL) {
        return -1;
    }
    lede_error error = {0};
    lede_status status = lede_gazetteer_builder_add(builder, entry, &error);
    if (status != LEDE_OK) {
        (void)lede_raise(lede_state_of_type(Py_TYPE(object)), status, &error);
        return -1;
    }
    return 0;
}

/* add(surface, name, label, id, source, flags, prior) */
static PyObject *
builder_add(PyObject *object, PyObject *arguments)
{
    lede_module_state *state = lede_state_of_type(Py_TYPE(object));
    PyObject *strings[STRINGS];
    unsigned int flags;
    unsigned char prior;
    if (!PyArg_ParseTuple(arguments, "UUUUUIb", &strings[0], &strings[1], &strings[2],
                          &strings[3], &strings[4], &flags, &prior)) {
        return NULL;
    }
    lede_entry entry = {.flags = flags, .prior = prior};
    lede_text *const texts[STRINGS] = {&entry.surface, &entry.name, &entry.label, &entry.id,
                                       &entry.source};
    borrowed_strings borrowed = {.count = 0};
    int failed = 0;
    for (size_t i = 0; i < STRINGS && failed == 0; i++) {
        failed = borrow_string(&borrowed, texts[i], strings[i], state);
    }
    if (failed == 0) {
        failed = add_entry(object, &entry);
    }
    release_strings(&borrowed);
    return failed == 0 ? Py_NewRef(Py_None) : NULL;
}

/* True for a name, or a tuple of a name, a label and an id of which the last two may be None. */
static bool
is_plain(PyObject *item)
{
    if (PyUnicode_CheckExact(item)) {
        return true;
    }
    if (!PyTuple_CheckExact(item) || PyTuple_GET_SIZE(item) < 1 ||
        PyTuple_GET_SIZE(item) > 3) {
        return false;
    }
    bool plain = PyUnicode_CheckExact(PyTuple_GET_ITEM(item, 0));
    for (Py_ssize_t i = 1; i < PyTuple_GET_SIZE(item); i++) {
        PyObject *part = PyTuple_GET_ITEM(item, i);
        plain = plain && (part == Py_None || PyUnicode_CheckExact(part));
    }
    return plain;
}

static int
add_plain(PyObject *object, PyObject *item, lede_module_state *state)
{
    bool alone = PyUnicode_CheckExact(item);
    lede_entry entry = {.flags = 0};
    lede_text *const texts[] = {&entry.surface, &entry.label, &entry.id};
    borrowed_strings borrowed = {.count = 0};
    int failed = 0;
    Py_ssize_t count = alone ? 1 : PyTuple_GET_SIZE(item);
    for (Py_ssize_t i = 0; i < count && i < 3 && failed == 0; i++) {
        PyObject *part = alone ? item : PyTuple_GET_ITEM(item, i);
        failed = part == Py_None ? 0 : borrow_string(&borrowed, texts[i], part, state);
    }
    entry.name = entry.surface;
    if (failed == 0) {
        failed = add_entry(object, &entry);
    }
    release_strings(&borrowed);
    return failed;
}

/* add_plain(entries, from) → how far it came in the list: to its end, or to an entry that is not plain */
static PyObject *
builder_add_plain(PyObject *object, PyObject *arguments)
{
    PyObject *list;
    Py_ssize_t at;
    if (!PyArg_ParseTuple(arguments, "O!n", &PyList_Type, &list, &at)) {
        return NULL;
    }
    lede_module_state *state = lede_state_of_type(Py_TYPE(object));
    while (at >= 0 && at < PyList_GET_SIZE(list) && is_plain(PyList_GET_ITEM(list, at))) {
        PyObject *item = Py_NewRef(PyList_GET_ITEM(list, at));
        int failed = add_plain(object, item, state);
        Py_DECREF(item);
        if (failed < 0) {
            return NULL;
        }
        at++;
    }
    return PyLong_FromSsize_t(at);
}

static PyObject *
numbers_as_bytes(const uint32_t *numbers, size_t count)
{
    return PyBytes_FromStringAndSize((const char *)numbers,
                                     (Py_ssize_t)(count * sizeof *numbers));
}

/* finish() → (dictionary, unmatchable entries, duplicates), both as bytes of u32 */
static PyObject *
builder_finish(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    lede_module_state *state = lede_state_of_type(Py_TYPE(object));
    lede_gazetteer_builder *builder = builder_in(object);
    if (builder == NULL) {
        return NULL;
    }
    ((builder_object *)object)->builder = NULL;
    lede_gazetteer *gazetteer = NULL;
    lede_gazetteer_report report = {NULL, NULL, 0, 0};
    lede_error error = {0};
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_gazetteer_builder_finish(&gazetteer, &report, builder, &error);
    Py_END_ALLOW_THREADS
    PyObject *result = NULL;
    if (status == LEDE_OK) {
        result =
            Py_BuildValue("(NNN)", lede_gazetteer_wrap(state, gazetteer),
                          numbers_as_bytes(report.unmatchable, report.unmatchable_count),
                          numbers_as_bytes(report.duplicates, report.duplicate_count));
    } else {
        (void)lede_raise(state, status, &error);
    }
    lede_gazetteer_builder_free(builder);
    return result;
}

static void
builder_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_gazetteer_builder_free(((builder_object *)object)->builder);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"add", builder_add, METH_VARARGS, NULL},
    {"add_plain", builder_add_plain, METH_VARARGS, NULL},
    {"finish", builder_finish, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, builder_dealloc},
    {Py_tp_traverse, lede_visit_type},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec lede_builder_spec = {
    .name = "lede._core.GazetteerBuilder",
    .basicsize = sizeof(builder_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_builder_functions[] = {
    {"builder_new", builder_new, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
