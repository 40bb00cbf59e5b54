#include "base/memory.h"
#include "binding/binding.h"

/* Fewer units of text than this go into one array of a stream, but for a single batch. */
enum { UNITS_AN_ARRAY = 1 << 24 };

/* The tables of some batches on their way out. */
typedef struct {
    lede_part *parts;
    size_t count;
    lede_frame_kind kind;
    lede_export_form form;
    lede_text metadata;
} outgoing;

static int
take_parts(outgoing *out, PyObject *tuple, lede_module_state *state)
{
    out->count = (size_t)PyTuple_GET_SIZE(tuple);
    out->parts = lede_memory_resize(NULL, (out->count + 1) * sizeof *out->parts);
    if (out->parts == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < out->count; i++) {
        if (lede_batch_part(&out->parts[i], PyTuple_GET_ITEM(tuple, (Py_ssize_t)i), state) <
            0) {
            return -1;
        }
    }
    return 0;
}

/* Parses (parts, table, form, metadata); what is taken is released with release_outgoing. */
static int
parse_outgoing(outgoing *out, PyObject *arguments, lede_module_state *state)
{
    PyObject *parts, *metadata;
    int kind, form;
    *out = (outgoing){.parts = NULL};
    if (!PyArg_ParseTuple(arguments, "O!iiS", &PyTuple_Type, &parts, &kind, &form,
                          &metadata)) {
        return -1;
    }
    if (kind < 0 || kind >= LEDE_FRAME_COUNT || form < 0 || form > LEDE_EXPORT_SINGLE) {
        PyErr_SetString(PyExc_IndexError, "there is no such table");
        return -1;
    }
    out->kind = (lede_frame_kind)kind;
    out->form = (lede_export_form)form;
    out->metadata =
        (lede_text){PyBytes_AS_STRING(metadata), (size_t)PyBytes_GET_SIZE(metadata)};
    return take_parts(out, parts, state);
}

/* ---- capsules ---- */

static void
free_schema(PyObject *capsule)
{
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema->release != NULL) {
        schema->release(schema);
    }
    lede_memory_free(schema);
}

static void
free_array(PyObject *capsule)
{
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array->release != NULL) {
        array->release(array);
    }
    lede_memory_free(array);
}

static void
free_stream(PyObject *capsule)
{
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release != NULL) {
        stream->release(stream);
    }
    lede_memory_free(stream);
}

/* A capsule around a zeroed structure of `size` bytes, which its owner then fills. */
static PyObject *
new_capsule(void **content, size_t size, const char *name, PyCapsule_Destructor destroy)
{
    *content = lede_memory_resize(NULL, size);
    if (*content == NULL) {
        return PyErr_NoMemory();
    }
    memset(*content, 0, size);
    PyObject *capsule = PyCapsule_New(*content, name, destroy);
    if (capsule == NULL) {
        lede_memory_free(*content);
    }
    return capsule;
}

static PyObject *
schema_capsule(const outgoing *out, lede_module_state *state)
{
    void *schema;
    PyObject *capsule =
        new_capsule(&schema, sizeof(struct ArrowSchema), "arrow_schema", free_schema);
    lede_status status =
        capsule == NULL ? LEDE_OK
                        : lede_export_schema(schema, out->kind, out->form, out->metadata);
    if (status != LEDE_OK) {
        Py_CLEAR(capsule);
        (void)lede_raise(state, status, NULL);
    }
    return capsule;
}

static PyObject *
raise_export(lede_module_state *state, lede_status status)
{
    static const lede_error TOO_LARGE = {
        .message = "the table has more than 2^31 bytes in a column or rows: take it as a "
                   "stream, or in slices"};
    return lede_raise(state, status, status == LEDE_TOO_LARGE ? &TOO_LARGE : NULL);
}

static PyObject *
array_capsule(const outgoing *out, lede_module_state *state)
{
    void *array;
    PyObject *capsule =
        new_capsule(&array, sizeof(struct ArrowArray), "arrow_array", free_array);
    if (capsule == NULL) {
        return NULL;
    }
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_export_array(array, out->parts, out->count, out->kind, out->form);
    Py_END_ALLOW_THREADS
    if (status != LEDE_OK) {
        Py_DECREF(capsule);
        return raise_export(state, status);
    }
    return capsule;
}

/* The number of parts from `from` on that go into one array: at least one. */
static size_t
parts_together(const outgoing *out, size_t from)
{
    size_t units = 0, part = from;
    for (; part < out->count && (part == from || units < UNITS_AN_ARRAY); part++) {
        for (size_t i = out->parts[part].from; i < out->parts[part].to; i++) {
            units += out->parts[part].inputs[i].count;
        }
    }
    return part - from;
}

/* Fills `arrays`, which has room for one a part, and counts them. */
static lede_status
export_arrays(const outgoing *out, struct ArrowArray *arrays, size_t *count)
{
    lede_status status = LEDE_OK;
    *count = 0;
    for (size_t part = 0; part < out->count && status == LEDE_OK; (*count)++) {
        size_t together = parts_together(out, part);
        status = lede_export_array(&arrays[*count], out->parts + part, together, out->kind,
                                   out->form);
        part += together;
    }
    return status;
}

static lede_status
export_stream(const outgoing *out, struct ArrowArrayStream *stream)
{
    struct ArrowArray *arrays = lede_memory_resize(NULL, (out->count + 1) * sizeof *arrays);
    if (arrays == NULL) {
        return LEDE_NO_MEMORY;
    }
    size_t count;
    lede_status status = export_arrays(out, arrays, &count);
    if (status == LEDE_OK) {
        status =
            lede_export_stream(stream, arrays, count, out->kind, out->form, out->metadata);
    }
    for (size_t i = 0; status != LEDE_OK && i < count; i++) {
        if (arrays[i].release != NULL) {
            arrays[i].release(&arrays[i]);
        }
    }
    if (status != LEDE_OK) {
        lede_memory_free(arrays);
    }
    return status;
}

static PyObject *
stream_capsule(const outgoing *out, lede_module_state *state)
{
    void *stream;
    PyObject *capsule = new_capsule(&stream, sizeof(struct ArrowArrayStream),
                                    "arrow_array_stream", free_stream);
    if (capsule == NULL) {
        return NULL;
    }
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = export_stream(out, stream);
    Py_END_ALLOW_THREADS
    if (status != LEDE_OK) {
        Py_DECREF(capsule);
        return raise_export(state, status);
    }
    return capsule;
}

/* ---- functions ---- */

/* arrow_check(requested, table, form): ValueError when a schema that a consumer asks for cannot be meant
 * for this table. To give just the types asked for is left to the consumer, as the interface allows. */
static PyObject *
arrow_check(PyObject *module, PyObject *arguments)
{
    PyObject *requested;
    int kind, form;
    if (!PyArg_ParseTuple(arguments, "Oii", &requested, &kind, &form)) {
        return NULL;
    }
    const struct ArrowSchema *wanted = PyCapsule_GetPointer(requested, "arrow_schema");
    if (wanted == NULL) {
        return NULL;
    }
    struct ArrowSchema ours;
    lede_status status = lede_export_schema(&ours, (lede_frame_kind)kind,
                                            (lede_export_form)form, (lede_text){"", 0});
    if (status != LEDE_OK) {
        return lede_raise(PyModule_GetState(module), status, NULL);
    }
    bool fits = wanted->n_children == ours.n_children;
    ours.release(&ours);
    if (!fits) {
        PyErr_SetString(
            PyExc_ValueError,
            "the requested schema has another number of columns than the table");
        return NULL;
    }
    return Py_NewRef(Py_None);
}

/* arrow_schema(parts, table, form, metadata) → capsule; the parts do not matter */
static PyObject *
arrow_schema(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    outgoing out;
    PyObject *result =
        parse_outgoing(&out, arguments, state) < 0 ? NULL : schema_capsule(&out, state);
    lede_memory_free(out.parts);
    return result;
}

/* arrow_array(parts, table, form, metadata) → (schema, array) */
static PyObject *
arrow_array(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    outgoing out;
    PyObject *result = NULL;
    if (parse_outgoing(&out, arguments, state) == 0) {
        PyObject *schema = schema_capsule(&out, state);
        PyObject *array = schema == NULL ? NULL : array_capsule(&out, state);
        result = array == NULL ? NULL : PyTuple_Pack(2, schema, array);
        Py_XDECREF(schema);
        Py_XDECREF(array);
    }
    lede_memory_free(out.parts);
    return result;
}

/* arrow_stream(parts, table, form, metadata) → capsule */
static PyObject *
arrow_stream(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    outgoing out;
    PyObject *result =
        parse_outgoing(&out, arguments, state) < 0 ? NULL : stream_capsule(&out, state);
    lede_memory_free(out.parts);
    return result;
}

static PyObject *
make_field(void *context, size_t i)
{
    const lede_schema *schema = context;
    return PyUnicode_FromString(schema->fields[i].name);
}

/* fields(table) → the names of its fields, without that of the article */
static PyObject *
fields(PyObject *Py_UNUSED(module), PyObject *number)
{
    long kind = PyLong_AsLong(number);
    if (kind < 0 || kind >= LEDE_FRAME_COUNT) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_IndexError, "there is no such table");
        }
        return NULL;
    }
    const lede_schema *schema = lede_schema_of((lede_frame_kind)kind);
    return lede_make_list(schema->count, make_field, (void *)(uintptr_t)schema);
}

PyMethodDef lede_arrow_out_functions[] = {
    {"arrow_array", arrow_array, METH_VARARGS, NULL},
    {"arrow_check", arrow_check, METH_VARARGS, NULL},
    {"arrow_schema", arrow_schema, METH_VARARGS, NULL},
    {"arrow_stream", arrow_stream, METH_VARARGS, NULL},
    {"fields", fields, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
