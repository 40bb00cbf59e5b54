#include <time.h>

#include "base/memory.h"
#include "binding/binding.h"
#include "engine/export.h"

/* What was found in texts [0, count) of a tuple of strings, or of a piece of an Arrow column. */
typedef struct {
    lede_owned_object base; /* of the source, to which `inputs` point */
    lede_input *inputs;
    Py_ssize_t start; /* of the first text in the source */
    lede_results results;
} batch_object;

/* ---- running ---- */

static int
input_of_string(lede_input *input, PyObject *string)
{
    *input = LEDE_NO_INPUT;
    if (string == Py_None) {
        return 0;
    }
    if (lede_check_string(string) < 0) {
        return -1;
    }
    input->units = PyUnicode_DATA(string);
    input->count = (size_t)PyUnicode_GET_LENGTH(string);
    input->unit = (lede_unit)PyUnicode_KIND(string);
    input->utf8 = PyUnicode_IS_ASCII(string);
    return 0;
}

static int
take_inputs(batch_object *self, lede_module_state *state, PyObject *source,
            Py_ssize_t start, Py_ssize_t stop)
{
    const lede_strings *strings =
        PyTuple_Check(source) ? NULL : lede_strings_of(source, state);
    if (strings == NULL && !PyTuple_Check(source)) {
        return -1;
    }
    Py_ssize_t size =
        strings == NULL ? PyTuple_GET_SIZE(source) : (Py_ssize_t)strings->length;
    if (start < 0 || stop < start || stop > size) {
        PyErr_SetString(PyExc_IndexError, "the batch reaches out of its texts");
        return -1;
    }
    size_t count = (size_t)(stop - start);
    self->inputs = lede_memory_resize(NULL, (count + 1) * sizeof *self->inputs);
    if (self->inputs == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->start = start;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)start + i;
        if (strings != NULL) {
            self->inputs[i] = lede_strings_at(strings, at);
        } else if (input_of_string(&self->inputs[i],
                                   PyTuple_GET_ITEM(source, (Py_ssize_t)at)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Looks for Ctrl-C between two texts, so often that nobody waits for it. */
enum { NANOSECONDS_BETWEEN_LOOKS = 20 * 1000 * 1000 };

typedef struct {
    PyThreadState *thread;
    struct timespec last;
} signal_watch;

static bool
has_signal(void *context)
{
    signal_watch *watch = context;
    struct timespec now;
    (void)timespec_get(&now, TIME_UTC);
    if (now.tv_sec == watch->last.tv_sec &&
        now.tv_nsec - watch->last.tv_nsec < NANOSECONDS_BETWEEN_LOOKS) {
        return false;
    }
    watch->last = now;
    PyEval_RestoreThread(watch->thread);
    bool stopped = PyErr_CheckSignals() < 0;
    watch->thread = PyEval_SaveThread();
    return stopped;
}

/* Runs `batch`, of which the caller has chosen work and options, on texts [start, stop) of `source`. */
static PyObject *
run_batch(lede_module_state *state, lede_batch *batch, PyObject *source, Py_ssize_t start,
          Py_ssize_t stop, Py_ssize_t threads)
{
    batch_object *self = PyObject_GC_New(batch_object, state->batch_type);
    if (self == NULL) {
        return NULL;
    }
    self->base.owner = Py_NewRef(source);
    self->inputs = NULL;
    self->results = (lede_results){0};
    PyObject_GC_Track(self);
    if (take_inputs(self, state, source, start, stop) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    signal_watch watch = {0};
    (void)timespec_get(&watch.last, TIME_UTC);
    batch->inputs = self->inputs;
    batch->count = (size_t)(stop - start);
    batch->crew = (lede_crew){threads < 1 ? 1 : (size_t)threads, has_signal, &watch};
    watch.thread = PyEval_SaveThread();
    lede_status status = lede_batch_run(&self->results, batch);
    PyEval_RestoreThread(watch.thread);
    if (status != LEDE_OK) {
        Py_DECREF(self);
        return lede_raise(state, status, NULL);
    }
    return (PyObject *)self;
}

PyObject *
lede_batch_read(lede_module_state *state, const lede_reader *reader, PyObject *string)
{
    lede_batch batch = {.work = LEDE_WORK_READ, .reader = reader};
    PyObject *strings = PyTuple_Pack(1, string);
    PyObject *result = strings == NULL ? NULL : run_batch(state, &batch, strings, 0, 1, 1);
    Py_XDECREF(strings);
    return result;
}

/* batch_read(reader, only_sentences, source, start, stop, threads) */
static PyObject *
batch_read(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *reader, *source;
    int only_sentences;
    Py_ssize_t start, stop, threads;
    if (!PyArg_ParseTuple(arguments, "OpOnnn", &reader, &only_sentences, &source, &start,
                          &stop, &threads)) {
        return NULL;
    }
    lede_batch batch = {.work = only_sentences ? LEDE_WORK_SENTENCES : LEDE_WORK_READ,
                        .reader = lede_reader_of(reader, state)};
    return batch.reader == NULL ? NULL
                                : run_batch(state, &batch, source, start, stop, threads);
}

/* batch_find(gazetteer, only_places, policy, source, start, stop, threads) */
static PyObject *
batch_find(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *gazetteer, *source;
    int only_places;
    unsigned int policy;
    Py_ssize_t start, stop, threads;
    if (!PyArg_ParseTuple(arguments, "OpIOnnn", &gazetteer, &only_places, &policy, &source,
                          &start, &stop, &threads)) {
        return NULL;
    }
    lede_batch batch = {.work = only_places ? LEDE_WORK_LOCATE : LEDE_WORK_FIND,
                        .policy = (lede_match_policy)policy,
                        .gazetteer = lede_gazetteer_of(gazetteer, state)};
    return batch.gazetteer == NULL ? NULL
                                   : run_batch(state, &batch, source, start, stop, threads);
}

/* batch_normalize(form, steps, shapes, source, start, stop, threads) */
static PyObject *
batch_normalize(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *source;
    unsigned int form, steps, shapes;
    Py_ssize_t start, stop, threads;
    if (!PyArg_ParseTuple(arguments, "IIIOnnn", &form, &steps, &shapes, &source, &start,
                          &stop, &threads)) {
        return NULL;
    }
    lede_batch batch = {.work = LEDE_WORK_NORMALIZE,
                        .normalize = lede_normalize_choice(form, steps, shapes)};
    return run_batch(state, &batch, source, start, stop, threads);
}

/* ---- one text of a batch ---- */

/* The index of a text; -1 with IndexError. */
static Py_ssize_t
index_of(const batch_object *self, PyObject *number)
{
    Py_ssize_t i = PyLong_AsSsize_t(number);
    if (!PyErr_Occurred() && (i < 0 || (size_t)i >= self->results.count)) {
        PyErr_SetString(PyExc_IndexError, "there is no such text");
    }
    return PyErr_Occurred() ? -1 : i;
}

/* The text as a string, or None where it is missing; a new reference. */
static PyObject *
string_at(batch_object *self, Py_ssize_t i)
{
    if (PyTuple_Check(self->base.owner)) {
        return Py_NewRef(PyTuple_GET_ITEM(self->base.owner, self->start + i));
    }
    const lede_input *input = &self->inputs[i];
    return input->units == NULL ? Py_NewRef(Py_None)
                                : lede_str((lede_text){input->units, input->count});
}

static PyObject *
batch_text(PyObject *object, PyObject *number)
{
    batch_object *self = (batch_object *)object;
    Py_ssize_t i = index_of(self, number);
    return i < 0 ? NULL : string_at(self, i);
}

/* is_missing(i): there is no text, or it could not be read */
static PyObject *
batch_is_missing(PyObject *object, PyObject *number)
{
    batch_object *self = (batch_object *)object;
    Py_ssize_t i = index_of(self, number);
    return i < 0 ? NULL
                 : PyBool_FromLong(self->inputs[i].units == NULL ||
                                   self->results.outcomes[i].status != LEDE_OK);
}

/* clean(i): the very text where nothing had to change */
static PyObject *
batch_clean(PyObject *object, PyObject *number)
{
    batch_object *self = (batch_object *)object;
    Py_ssize_t i = index_of(self, number);
    if (i < 0) {
        return NULL;
    }
    const lede_frame *frames = self->results.frames;
    size_t first;
    bool changed = lede_frame_rows(&frames[LEDE_FRAME_CHANGES], (size_t)i, &first) != 0;
    if (!changed || lede_frame_rows(&frames[LEDE_FRAME_CLEAN], (size_t)i, &first) == 0) {
        return string_at(self, i);
    }
    return lede_str(lede_column_text(&frames[LEDE_FRAME_CLEAN].columns[0], first));
}

/* seconds(i): by the name of the pass */
static PyObject *
batch_seconds(PyObject *object, PyObject *number)
{
    batch_object *self = (batch_object *)object;
    Py_ssize_t i = index_of(self, number);
    PyObject *seconds = i < 0 ? NULL : PyDict_New();
    bool read = self->results.seconds != NULL;
    for (int pass = 0; seconds != NULL && read && pass < LEDE_PASS_COUNT; pass++) {
        PyObject *value = PyFloat_FromDouble(self->results.seconds[i][pass]);
        if (value == NULL ||
            PyDict_SetItemString(seconds, lede_pass_name((lede_pass)pass), value) < 0) {
            Py_CLEAR(seconds);
        }
        Py_XDECREF(value);
    }
    return seconds;
}

static PyObject *
number_tuple(lede_numbers numbers)
{
    PyObject *list = lede_list_of_numbers(numbers.items, numbers.count);
    PyObject *tuple = list == NULL ? NULL : PyList_AsTuple(list);
    Py_XDECREF(list);
    return tuple;
}

/* One cell of a table as a Python object; `string` is the text that its slices are of. */
static PyObject *
cell(const lede_frame *frame, size_t field, size_t row, PyObject *string)
{
    const lede_field *about = &frame->schema->fields[field];
    const lede_column *column = &frame->columns[field];
    size_t start = about->place / sizeof(uint32_t);
    switch (about->type) {
    case LEDE_FIELD_NUMBER:
        return PyLong_FromUnsignedLong(lede_column_number(column, row));
    case LEDE_FIELD_FLAG:
        return PyBool_FromLong(lede_column_number(column, row) != 0);
    case LEDE_FIELD_REAL:
        return PyFloat_FromDouble(lede_column_real(column, row));
    case LEDE_FIELD_TEXT:
        return about->optional ? lede_str_optional(lede_column_text(column, row))
                               : lede_str(lede_column_text(column, row));
    case LEDE_FIELD_NUMBERS:
        return number_tuple(lede_column_numbers(column, row));
    case LEDE_FIELD_SLICE:
        return PyUnicode_Substring(
            string, (Py_ssize_t)lede_column_number(&frame->columns[start], row),
            (Py_ssize_t)lede_column_number(&frame->columns[start + 1], row));
    }
    return NULL;
}

typedef struct {
    const lede_frame *frame;
    size_t first;
    PyObject *string;
} row_walk;

static PyObject *
make_row(void *context, size_t i)
{
    const row_walk *walk = context;
    size_t count = walk->frame->schema->count;
    PyObject *row = PyTuple_New((Py_ssize_t)count);
    for (size_t f = 0; row != NULL && f < count; f++) {
        PyObject *value = cell(walk->frame, f, walk->first + i, walk->string);
        if (value == NULL) {
            Py_CLEAR(row);
        } else {
            PyTuple_SET_ITEM(row, (Py_ssize_t)f, value);
        }
    }
    return row;
}

static const lede_frame *
frame_of(const batch_object *self, int kind)
{
    if (kind < 0 || kind >= LEDE_FRAME_COUNT) {
        PyErr_SetString(PyExc_IndexError, "there is no such table");
        return NULL;
    }
    return &self->results.frames[kind];
}

/* rows(table, i): the rows of one text, tuples in the order of the fields */
static PyObject *
batch_rows(PyObject *object, PyObject *arguments)
{
    batch_object *self = (batch_object *)object;
    int kind;
    PyObject *number;
    if (!PyArg_ParseTuple(arguments, "iO", &kind, &number)) {
        return NULL;
    }
    row_walk walk = {.frame = frame_of(self, kind)};
    Py_ssize_t i = walk.frame == NULL ? -1 : index_of(self, number);
    if (i < 0) {
        return NULL;
    }
    size_t count = lede_frame_rows(walk.frame, (size_t)i, &walk.first);
    walk.string = count == 0 ? Py_NewRef(Py_None) : string_at(self, i);
    if (walk.string == NULL) {
        return NULL;
    }
    PyObject *list = lede_make_list(count, make_row, &walk);
    Py_DECREF(walk.string);
    return list;
}

static PyObject *
bytes_of_numbers(const void *numbers, size_t count)
{
    return PyBytes_FromStringAndSize(numbers, (Py_ssize_t)(count * sizeof(uint32_t)));
}

/* The number of its text for each row, from `first` on. */
static PyObject *
rows_of_texts(const lede_frame *frame, size_t texts, uint32_t first)
{
    PyObject *bytes = bytes_of_numbers(NULL, frame->row_count);
    char *out = bytes == NULL ? NULL : PyBytes_AS_STRING(bytes);
    for (size_t i = 0; out != NULL && frame->row_count > 0 && i < texts; i++) {
        uint32_t number = first + (uint32_t)i;
        for (uint32_t row = frame->firsts[i]; row < frame->firsts[i + 1]; row++) {
            memcpy(out + row * sizeof number, &number, sizeof number);
        }
    }
    return bytes;
}

/* places(first): the columns article, start, end and entry as bytes; `first` is the number of the first text */
static PyObject *
batch_places(PyObject *object, PyObject *number)
{
    const batch_object *self = (batch_object *)object;
    const lede_frame *frame = &self->results.frames[LEDE_FRAME_PLACES];
    unsigned long first = PyLong_AsUnsignedLong(number);
    if (first == (unsigned long)-1 && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *columns = PyTuple_New((Py_ssize_t)frame->schema->count + 1);
    for (size_t i = 0; columns != NULL && i <= frame->schema->count; i++) {
        PyObject *bytes =
            i == 0 ? rows_of_texts(frame, self->results.count, (uint32_t)first)
                   : bytes_of_numbers(frame->columns[i - 1].values, frame->row_count);
        if (bytes == NULL) {
            Py_CLEAR(columns);
        } else {
            PyTuple_SET_ITEM(columns, (Py_ssize_t)i, bytes);
        }
    }
    return columns;
}

/* row_count(table, from, to) of texts [from, to) */
static PyObject *
batch_row_count(PyObject *object, PyObject *arguments)
{
    batch_object *self = (batch_object *)object;
    int kind;
    Py_ssize_t from, to;
    if (!PyArg_ParseTuple(arguments, "inn", &kind, &from, &to)) {
        return NULL;
    }
    const lede_frame *frame = frame_of(self, kind);
    if (frame == NULL) {
        return NULL;
    }
    if (from < 0 || to < from || (size_t)to > self->results.count) {
        PyErr_SetString(PyExc_IndexError, "there are no such texts");
        return NULL;
    }
    return PyLong_FromSize_t(
        frame->firsts == NULL ? 0 : frame->firsts[to] - frame->firsts[from]);
}

/* failures(): (index, byte) of each text that could not be read; -1 for one that is too large */
static PyObject *
batch_failures(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    batch_object *self = (batch_object *)object;
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list != NULL && i < self->results.count; i++) {
        lede_outcome outcome = self->results.outcomes[i];
        if (outcome.status == LEDE_OK) {
            continue;
        }
        Py_ssize_t byte = outcome.status == LEDE_NOT_UTF8 ? (Py_ssize_t)outcome.bad : -1;
        PyObject *item = Py_BuildValue("(nn)", (Py_ssize_t)i, byte);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

static Py_ssize_t
batch_length(PyObject *object)
{
    return (Py_ssize_t)((batch_object *)object)->results.count;
}

static void
batch_dealloc(PyObject *object)
{
    batch_object *self = (batch_object *)object;
    PyObject_GC_UnTrack(object);
    lede_results_release(&self->results);
    lede_memory_free(self->inputs);
    lede_owned_free(object);
}

static PyMethodDef methods[] = {
    {"clean", batch_clean, METH_O, NULL},
    {"failures", batch_failures, METH_NOARGS, NULL},
    {"is_missing", batch_is_missing, METH_O, NULL},
    {"places", batch_places, METH_O, NULL},
    {"row_count", batch_row_count, METH_VARARGS, NULL},
    {"rows", batch_rows, METH_VARARGS, NULL},
    {"seconds", batch_seconds, METH_O, NULL},
    {"text", batch_text, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, batch_dealloc},
    {Py_tp_traverse, lede_owned_traverse},
    {Py_tp_methods, methods},
    {Py_sq_length, batch_length},
    {0, NULL},
};

PyType_Spec lede_batch_spec = {
    .name = "lede._core.Batch",
    .basicsize = sizeof(batch_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

int
lede_batch_part(lede_part *part, PyObject *object, lede_module_state *state)
{
    PyObject *batch;
    long long first_row;
    Py_ssize_t from, to;
    if (!PyTuple_Check(object)) {
        PyErr_SetString(PyExc_TypeError, "a part is no tuple");
        return -1;
    }
    if (!PyArg_ParseTuple(object, "O!Lnn", state->batch_type, &batch, &first_row, &from,
                          &to)) {
        return -1;
    }
    const batch_object *self = (const batch_object *)batch;
    if (from < 0 || to < from || (size_t)to > self->results.count) {
        PyErr_SetString(PyExc_IndexError, "there are no such texts");
        return -1;
    }
    *part = (lede_part){&self->results, self->inputs, first_row, (size_t)from, (size_t)to};
    return 0;
}

PyMethodDef lede_batch_functions[] = {
    {"batch_find", batch_find, METH_VARARGS, NULL},
    {"batch_normalize", batch_normalize, METH_VARARGS, NULL},
    {"batch_read", batch_read, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
