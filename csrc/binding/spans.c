#include "base/memory.h"
#include "binding/binding.h"

/* An array of pairs of integers that shows itself as a buffer of shape (n, 2): what arrays of spans
 * become, without numpy. */
typedef struct {
    PyObject_HEAD
    char *bytes;
    Py_ssize_t shape[2], strides[2];
    const char *format;
} spans_object;

/* An array of pairs in a buffer of someone else. */
typedef struct {
    Py_buffer view;
    Py_ssize_t count;       /* of pairs */
    Py_ssize_t row, column; /* bytes from one to the next */
    const char *format;     /* what the result is to have */
} pairs;

static int
refuse(const char *found)
{
    PyErr_Format(
        PyExc_TypeError,
        "spans must be an array of shape (n, 2) of integers with 32 or 64 bits, or "
        "a sequence of pairs, not %s",
        found);
    return -1;
}

/* The format of integers of 4 or 8 bytes in the machine's byte order, NULL for anything else. */
static const char *
format_of(const Py_buffer *view)
{
    const char *format = view->format == NULL ? "B" : view->format;
    format += *format == '@' || *format == '=';
    bool sized = view->itemsize == 4 || view->itemsize == 8;
    if (!sized || *format == 0 || format[1] != 0 || !strchr("ilqnILQN", *format)) {
        return NULL;
    }
    bool sign = strchr("ilqn", *format) != NULL;
    return view->itemsize == 4 ? (sign ? "i" : "I") : (sign ? "q" : "Q");
}

static int
take_pairs(pairs *in, PyObject *object)
{
    if (!PyObject_CheckBuffer(object)) {
        return refuse(Py_TYPE(object)->tp_name);
    }
    if (PyObject_GetBuffer(object, &in->view, PyBUF_STRIDED_RO | PyBUF_FORMAT) < 0) {
        return -1;
    }
    const Py_buffer *view = &in->view;
    bool none = view->ndim == 1 && view->shape[0] == 0; /* what an empty list has become */
    if (!none && (view->ndim != 2 || view->shape[1] != 2)) {
        PyBuffer_Release(&in->view);
        return refuse("an array of another shape");
    }
    in->format = format_of(view);
    if (in->format == NULL) {
        PyBuffer_Release(&in->view);
        return refuse("an array of another type");
    }
    in->count = view->shape[0];
    in->row = view->strides[0];
    in->column = none ? 0 : view->strides[1];
    return 0;
}

static int64_t
read_item(const pairs *in, Py_ssize_t row, Py_ssize_t column)
{
    const char *item = (const char *)in->view.buf + row * in->row + column * in->column;
    int32_t narrow;
    int64_t wide;
    if (in->view.itemsize == 4) {
        memcpy(&narrow, item, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, item, sizeof wide);
    return wide;
}

static void
write_item(spans_object *out, Py_ssize_t row, Py_ssize_t column, uint32_t value)
{
    char *item = out->bytes + row * out->strides[0] + column * out->strides[1];
    int32_t narrow = (int32_t)value;
    int64_t wide = value;
    memcpy(item, out->strides[1] == 4 ? (const void *)&narrow : (const void *)&wide,
           (size_t)out->strides[1]);
}

/* Maps all pairs and returns how many: fewer than there are when one does not lie in a text of `length`. */
static Py_ssize_t
map_pairs(spans_object *out, const pairs *in, const lede_map *map, bool to_source,
          int64_t length)
{
    for (Py_ssize_t i = 0; i < in->count; i++) {
        int64_t start = read_item(in, i, 0), end = read_item(in, i, 1);
        if (start < 0 || end < start || end > length) {
            return i;
        }
        uint32_t from = (uint32_t)start, to = (uint32_t)end;
        if (to_source) {
            lede_raw_span raw = lede_map_to_raw(map, (lede_span){from, to});
            write_item(out, i, 0, raw.start);
            write_item(out, i, 1, raw.end);
        } else {
            lede_span clean = lede_map_to_clean(map, (lede_raw_span){from, to});
            write_item(out, i, 0, clean.start);
            write_item(out, i, 1, clean.end);
        }
    }
    return in->count;
}

static spans_object *
make_spans(lede_module_state *state, const pairs *in)
{
    Py_ssize_t size = in->view.itemsize;
    spans_object *self = PyObject_New(spans_object, state->spans_type);
    if (self == NULL) {
        return NULL;
    }
    self->shape[0] = in->count;
    self->shape[1] = 2;
    self->strides[0] = 2 * size;
    self->strides[1] = size;
    self->format = in->format;
    self->bytes = lede_memory_resize(NULL, (size_t)(in->count * 2 * size) + 1);
    if (self->bytes == NULL) {
        Py_DECREF(self);
        PyErr_NoMemory();
        return NULL;
    }
    return self;
}

PyObject *
lede_spans_map(lede_module_state *state, PyObject *spans, const lede_map *map,
               bool to_source, Py_ssize_t length)
{
    pairs in;
    if (take_pairs(&in, spans) < 0) {
        return NULL;
    }
    spans_object *out = make_spans(state, &in);
    Py_ssize_t done = 0;
    if (out != NULL) {
        Py_BEGIN_ALLOW_THREADS
            done = map_pairs(out, &in, map, to_source, length);
        Py_END_ALLOW_THREADS
    }
    if (out != NULL && done < in.count) {
        PyErr_Format(
            PyExc_IndexError, "span %zd, (%lld, %lld), does not lie in a text of %zd", done,
            (long long)read_item(&in, done, 0), (long long)read_item(&in, done, 1), length);
        Py_CLEAR(out);
    }
    PyBuffer_Release(&in.view);
    PyObject *view = out == NULL ? NULL : PyMemoryView_FromObject((PyObject *)out);
    Py_XDECREF(out);
    return view;
}

static int
spans_get_buffer(PyObject *object, Py_buffer *view, int flags)
{
    spans_object *self = (spans_object *)object;
    Py_ssize_t size = self->shape[0] * self->strides[0];
    if (PyBuffer_FillInfo(view, object, self->bytes, size, 0, flags) < 0) {
        return -1;
    }
    view->itemsize = self->strides[1];
    view->format = flags & PyBUF_FORMAT ? (char *)(uintptr_t)self->format : NULL;
    if ((flags & PyBUF_ND) == PyBUF_ND) {
        view->ndim = 2;
        view->shape = self->shape;
    }
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? self->strides : NULL;
    return 0;
}

static void
spans_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    lede_memory_free(((spans_object *)object)->bytes);
    PyObject_Free(object);
    Py_DECREF(type);
}

static PyType_Slot slots[] = {
    {Py_tp_dealloc, spans_dealloc},
    {Py_bf_getbuffer, spans_get_buffer},
    {0, NULL},
};

PyType_Spec lede_spans_spec = {
    .name = "lede._core.Spans",
    .basicsize = sizeof(spans_object),
    .flags =
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};
