#include "binding/binding.h"
#include "unicode/utf8.h"

/* A piece of a column that came over the Arrow interface. */
typedef struct {
    lede_owned_object base; /* of the capsule of the ArrowArray that holds the buffers */
    lede_strings strings;
} strings_object;

/* A stream of pieces of some columns. */
typedef struct {
    lede_owned_object base; /* of a capsule: a stream, or one array; NULL at the end */
    struct ArrowSchema schema;
    size_t *columns; /* NO_COLUMN for one that may be missing and is */
    size_t column_count;
} stream_object;

#define NO_COLUMN SIZE_MAX

static lede_module_state *
state_of(PyObject *object)
{
    return lede_state_of_type(Py_TYPE(object));
}

const lede_strings *
lede_strings_of(PyObject *object, lede_module_state *state)
{
    if (!Py_IS_TYPE(object, state->strings_type)) {
        PyErr_Format(PyExc_TypeError, "expected texts, not %.200s",
                     Py_TYPE(object)->tp_name);
        return NULL;
    }
    return &((strings_object *)object)->strings;
}

/* ---- a piece ---- */

static PyObject *
new_strings(lede_module_state *state, PyObject *owner, const struct ArrowSchema *schema,
            const struct ArrowArray *array, size_t column)
{
    strings_object *self = PyObject_GC_New(strings_object, state->strings_type);
    if (self == NULL) {
        return NULL;
    }
    self->base.owner = Py_NewRef(owner);
    PyObject_GC_Track(self);
    lede_error error = {0};
    lede_status status =
        lede_strings_view_column(&self->strings, schema, array, column, &error);
    if (status == LEDE_BAD_FILE) {
        PyObject *message = lede_str((lede_text){error.message, strlen(error.message)});
        if (message != NULL) {
            PyErr_SetObject(state->error, message);
            Py_DECREF(message);
        }
    } else if (status != LEDE_OK) {
        (void)lede_raise(state, status, &error);
    }
    if (status != LEDE_OK) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static Py_ssize_t
strings_length(PyObject *object)
{
    return (Py_ssize_t)((strings_object *)object)->strings.length;
}

static PyObject *
strings_item(PyObject *object, Py_ssize_t i)
{
    if (i < 0 || i >= strings_length(object)) {
        PyErr_SetString(PyExc_IndexError, "there is no such row");
        return NULL;
    }
    lede_input input = lede_strings_at(&((strings_object *)object)->strings, (size_t)i);
    return input.units == NULL
               ? Py_NewRef(Py_None)
               : PyBytes_FromStringAndSize(input.units, (Py_ssize_t)input.count);
}

static void
strings_dealloc(PyObject *object)
{
    PyObject_GC_UnTrack(object);
    lede_owned_free(object);
}

static PyType_Slot strings_slots[] = {
    {Py_tp_dealloc, strings_dealloc},
    {Py_tp_traverse, lede_owned_traverse},
    {Py_sq_length, strings_length},
    {Py_sq_item, strings_item},
    {0, NULL},
};

PyType_Spec lede_strings_spec = {
    .name = "lede._core.Strings",
    .basicsize = sizeof(strings_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = strings_slots,
};

/* ---- streams ---- */

static void
free_array(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array != NULL && array->release != NULL) {
        array->release(array);
    }
    PyMem_Free(array);
}

/* Raises what a stream says of a failure. */
static PyObject *
raise_stream(lede_module_state *state, struct ArrowArrayStream *stream)
{
    const char *said = stream->get_last_error(stream);
    PyErr_Format(state->error, "the Arrow stream failed: %s",
                 said == NULL ? "it does not say why" : said);
    return NULL;
}

/* The next array of a stream in a capsule; NULL without an exception at its end. */
static PyObject *
next_array(stream_object *self, struct ArrowArrayStream *stream)
{
    struct ArrowArray *array = PyMem_Calloc(1, sizeof *array);
    if (array == NULL) {
        return PyErr_NoMemory();
    }
    int failed;
    Py_BEGIN_ALLOW_THREADS
        failed = stream->get_next(stream, array);
    Py_END_ALLOW_THREADS
    if (failed != 0 || array->release == NULL) {
        PyMem_Free(array);
        return failed != 0 ? raise_stream(state_of((PyObject *)self), stream) : NULL;
    }
    PyObject *capsule = PyCapsule_New(array, "arrow_array", free_array);
    if (capsule == NULL) {
        array->release(array);
        PyMem_Free(array);
    }
    return capsule;
}

static PyObject *
pieces_of(stream_object *self, PyObject *owner)
{
    const struct ArrowArray *array = PyCapsule_GetPointer(owner, "arrow_array");
    PyObject *pieces = array == NULL ? NULL : PyTuple_New((Py_ssize_t)self->column_count);
    for (size_t i = 0; pieces != NULL && i < self->column_count; i++) {
        PyObject *piece = self->columns[i] == NO_COLUMN
                              ? Py_NewRef(Py_None)
                              : new_strings(state_of((PyObject *)self), owner,
                                            &self->schema, array, self->columns[i]);
        if (piece == NULL) {
            Py_CLEAR(pieces);
        } else {
            PyTuple_SET_ITEM(pieces, (Py_ssize_t)i, piece);
        }
    }
    return pieces;
}

/* A tuple of Strings, one a column. */
static PyObject *
stream_next(PyObject *object)
{
    stream_object *self = (stream_object *)object;
    if (self->base.owner == NULL) {
        return NULL;
    }
    PyObject *owner = NULL;
    if (PyCapsule_IsValid(self->base.owner, "arrow_array")) {
        owner = self->base.owner;
        self->base.owner = NULL;
    } else {
        owner =
            next_array(self, PyCapsule_GetPointer(self->base.owner, "arrow_array_stream"));
    }
    PyObject *pieces = owner == NULL ? NULL : pieces_of(self, owner);
    Py_XDECREF(owner);
    return pieces;
}

static int
fetch_schema(stream_object *self, PyObject *capsule, PyObject *schema)
{
    if (schema != Py_None) {
        struct ArrowSchema *given = PyCapsule_GetPointer(schema, "arrow_schema");
        if (given == NULL) {
            return -1;
        }
        self->schema = *given;
        given->release = NULL;
        return 0;
    }
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream == NULL) {
        return -1;
    }
    if (stream->get_schema(stream, &self->schema) != 0) {
        self->schema.release = NULL;
        (void)raise_stream(state_of((PyObject *)self), stream);
        return -1;
    }
    return 0;
}

/* Finds columns by name; None stands for the only one. All but the first `required` may be missing. */
static int
find_columns(stream_object *self, PyObject *names, size_t required)
{
    size_t count = (size_t)PyTuple_GET_SIZE(names);
    self->columns = PyMem_Malloc((count + 1) * sizeof *self->columns);
    if (self->columns == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (self->column_count = 0; self->column_count < count; self->column_count++) {
        PyObject *item = PyTuple_GET_ITEM(names, (Py_ssize_t)self->column_count);
        const char *name = item == Py_None ? NULL : PyUnicode_AsUTF8(item);
        if (name == NULL && item != Py_None) {
            return -1;
        }
        lede_error error = {0};
        size_t *column = &self->columns[self->column_count];
        lede_status status = lede_strings_find(column, &self->schema, name, &error);
        bool optional = self->column_count >= required;
        if (optional && (status != LEDE_OK || !lede_strings_is_table(&self->schema))) {
            *column = NO_COLUMN;
        } else if (status != LEDE_OK) {
            (void)lede_raise(state_of((PyObject *)self), status, &error);
            return -1;
        }
    }
    return 0;
}

/* arrow_columns(capsule, schema, names, required): an iterator over tuples of Strings, None for those
 * behind the first `required` that are missing. `capsule` is a stream, or an array with its schema. */
static PyObject *
arrow_columns(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *capsule, *schema, *names;
    Py_ssize_t required;
    if (!PyArg_ParseTuple(arguments, "OOO!n", &capsule, &schema, &PyTuple_Type, &names,
                          &required)) {
        return NULL;
    }
    const char *kind = schema == Py_None ? "arrow_array_stream" : "arrow_array";
    if (PyCapsule_GetPointer(capsule, kind) == NULL) {
        return NULL;
    }
    stream_object *self = PyObject_GC_New(stream_object, state->stream_type);
    if (self == NULL) {
        return NULL;
    }
    self->base.owner = Py_NewRef(capsule);
    self->schema = (struct ArrowSchema){.format = ""};
    self->columns = NULL;
    self->column_count = 0;
    PyObject_GC_Track(self);
    if (fetch_schema(self, capsule, schema) < 0 ||
        find_columns(self, names, (size_t)required) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

/* names: of all columns that the table has; None for a column alone */
static PyObject *
get_names(PyObject *object, void *Py_UNUSED(closure))
{
    const struct ArrowSchema *schema = &((stream_object *)object)->schema;
    if (!lede_strings_is_table(schema)) {
        Py_RETURN_NONE;
    }
    PyObject *names = PyTuple_New((Py_ssize_t)schema->n_children);
    for (int64_t i = 0; names != NULL && i < schema->n_children; i++) {
        const char *name = schema->children[i]->name;
        PyObject *string = lede_str((lede_text){name, name == NULL ? 0 : strlen(name)});
        if (string == NULL) {
            Py_CLEAR(names);
        } else {
            PyTuple_SET_ITEM(names, (Py_ssize_t)i, string);
        }
    }
    return names;
}

static void
stream_dealloc(PyObject *object)
{
    stream_object *self = (stream_object *)object;
    PyObject_GC_UnTrack(object);
    if (self->schema.release != NULL) {
        self->schema.release(&self->schema);
    }
    PyMem_Free(self->columns);
    lede_owned_free(object);
}

static PyGetSetDef stream_getters[] = {
    {"names", get_names, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot stream_slots[] = {
    {Py_tp_getset, stream_getters},        {Py_tp_dealloc, stream_dealloc},
    {Py_tp_traverse, lede_owned_traverse}, {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, stream_next},         {0, NULL},
};

PyType_Spec lede_stream_spec = {
    .name = "lede._core.ArrowColumns",
    .basicsize = sizeof(stream_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = stream_slots,
};

PyMethodDef lede_arrow_in_functions[] = {
    {"arrow_columns", arrow_columns, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
