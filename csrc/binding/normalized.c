#include "base/memory.h"
#include "binding/binding.h"
#include "text/normalize.h"
#include "text/quotes.h"
#include "text/units.h"

#include <structmember.h>

/* A text with the map between it and its source, counted in code points on both sides. `names` is
 * whatever Python calls the reasons. */
typedef struct {
    PyObject_HEAD
    PyObject *source, *text, *names;
    lede_edit *edits; /* the block that holds the map; NULL when it is empty */
    lede_map map;
} normalized_object;

enum { EDIT_SIZE = sizeof(lede_edit) + sizeof(uint16_t) }; /* with its reasons */

/* A block for a map of so many edits; returns where its reasons go, NULL when memory ran out. */
static uint16_t *
make_map(normalized_object *self, size_t count)
{
    self->edits = lede_memory_resize(NULL, count * EDIT_SIZE);
    if (self->edits == NULL) {
        return NULL;
    }
    uint16_t *reasons = (uint16_t *)(void *)(self->edits + count);
    self->map = (lede_map){self->edits, reasons, count};
    return reasons;
}

static lede_status
copy_map(normalized_object *self, const lede_map *map)
{
    uint16_t *reasons = make_map(self, map->count);
    if (reasons == NULL) {
        return LEDE_NO_MEMORY;
    }
    memcpy(self->edits, map->edits, map->count * sizeof *self->edits);
    memcpy(reasons, map->reasons, map->count * sizeof *reasons);
    return LEDE_OK;
}

/* Counts the map in code points instead of bytes; same edits, same order. */
static void
count_points(normalized_object *self, lede_text raw, lede_text clean)
{
    lede_points in_raw, in_clean;
    lede_points_init(&in_raw, raw);
    lede_points_init(&in_clean, clean);
    for (size_t i = 0; i < self->map.count; i++) {
        lede_edit *edit = &self->edits[i];
        edit->raw.start = (uint32_t)lede_points_at(&in_raw, edit->raw.start);
        edit->raw.end = (uint32_t)lede_points_at(&in_raw, edit->raw.end);
        edit->clean.start = (uint32_t)lede_points_at(&in_clean, edit->clean.start);
        edit->clean.end = (uint32_t)lede_points_at(&in_clean, edit->clean.end);
    }
}

/* A Normalized of the kind, without a map yet. Takes over the reference to `text`. */
static normalized_object *
normalized_new(lede_module_state *state, lede_normalized_kind kind, PyObject *source,
               PyObject *text)
{
    PyTypeObject *type = (PyTypeObject *)kind.type;
    normalized_object *self = NULL;
    if (text == NULL) {
        return NULL;
    }
    if (!PyType_Check(kind.type) || !PyType_IsSubtype(type, state->normalized_type)) {
        PyErr_SetString(PyExc_TypeError, "expected a subclass of Normalized");
    } else {
        self = (normalized_object *)type->tp_alloc(type, 0);
    }
    if (self == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    self->source = Py_NewRef(source);
    self->text = text;
    self->names = Py_NewRef(kind.names);
    return self;
}

PyObject *
lede_normalized_wrap(lede_module_state *state, lede_normalized_kind kind,
                     const lede_normalized *clean, PyObject *source, lede_text raw)
{
    bool changed = clean->map.count != 0;
    PyObject *text = changed ? lede_str(clean->text) : Py_NewRef(source);
    normalized_object *self = normalized_new(state, kind, source, text);
    if (self == NULL || !changed) {
        return (PyObject *)self;
    }
    if (copy_map(self, &clean->map) != LEDE_OK) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    count_points(self, raw, clean->text);
    return (PyObject *)self;
}

static PyObject *
str_of_units(const lede_normalized_units *clean, lede_unit unit)
{
    PyObject *string = PyUnicode_New((Py_ssize_t)clean->count, clean->widest);
    if (string != NULL) {
        lede_units_copy(PyUnicode_DATA(string), (lede_unit)PyUnicode_KIND(string),
                        clean->units, clean->count, unit);
    }
    return string;
}

/* What normalize returns for a text that took no transcoding. */
static PyObject *
wrap_units(lede_module_state *state, const lede_normalized_kind *kind,
           const lede_normalized_units *clean, PyObject *string)
{
    PyObject *text = clean->map.count == 0
                         ? Py_NewRef(string)
                         : str_of_units(clean, (lede_unit)PyUnicode_KIND(string));
    if (kind == NULL) {
        return text;
    }
    normalized_object *self = normalized_new(state, *kind, string, text);
    if (self != NULL && clean->map.count != 0 && copy_map(self, &clean->map) != LEDE_OK) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

/* The way by UTF-8, for all that is more than composition. */
static PyObject *
normalize_utf8(lede_module_state *state, PyObject *string, uint32_t needs,
               lede_normalize_options options, const lede_normalized_kind *kind,
               lede_arena *arena)
{
    lede_normalized clean;
    lede_source_text source;
    lede_status status;
    if (lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
        status = lede_normalize_needy(&clean, source.text, needs, options, arena);
    Py_END_ALLOW_THREADS
    PyObject *result;
    if (status != LEDE_OK) {
        result = lede_raise(state, status, NULL);
    } else if (kind) {
        result = lede_normalized_wrap(state, *kind, &clean, string, source.text);
    } else {
        result = clean.map.count == 0 ? Py_NewRef(string) : lede_str(clean.text);
    }
    lede_source_release(&source);
    return result;
}

/* Lets other threads run meanwhile, if that is worth it. The caller of the function holds the string. */
static lede_status
normalize_units(lede_normalized_units *clean, PyObject *string,
                lede_normalize_options options, lede_arena *arena)
{
    enum {
        WORTH_IT = 1 << 16
    }; /* units: some microseconds, where the lock takes a tenth of one */
    size_t count = (size_t)PyUnicode_GET_LENGTH(string);
    const void *units = PyUnicode_DATA(string);
    lede_unit unit = (lede_unit)PyUnicode_KIND(string);
    PyThreadState *saved = count < WORTH_IT ? NULL : PyEval_SaveThread();
    lede_status status = lede_normalize_units(clean, units, count, unit, options, arena);
    if (saved != NULL) {
        PyEval_RestoreThread(saved);
    }
    return status;
}

static PyObject *
normalize_string(lede_module_state *state, PyObject *string, lede_normalize_options options,
                 const lede_normalized_kind *kind)
{
    lede_arena arena;
    lede_normalized_units clean;
    lede_arena_init(&arena);
    lede_status status = normalize_units(&clean, string, options, &arena);
    PyObject *result =
        status != LEDE_OK ? lede_raise(state, status, NULL)
        : clean.done ? wrap_units(state, kind, &clean, string)
                     : normalize_utf8(state, string, clean.needs, options, kind, &arena);
    lede_arena_release(&arena);
    return result;
}

lede_normalize_options
lede_normalize_choice(uint32_t form, uint32_t steps, uint32_t shapes)
{
    return (lede_normalize_options){
        .steps = steps | LEDE_STEPS_FORM,
        .form = (lede_form)form,
        .shapes = {(lede_shape)(shapes & 3), (lede_shape)(shapes >> 2 & 3),
                   (lede_shape)(shapes >> 4 & 3)},
    };
}

/* Normalizes (text, form, steps, shapes) and makes a str or, of another kind than NULL, a Normalized. */
static PyObject *
normalize(lede_module_state *state, PyObject *const *arguments,
          const lede_normalized_kind *kind)
{
    long form = PyLong_AsLong(arguments[1]);
    uint32_t steps = (uint32_t)PyLong_AsUnsignedLongMask(arguments[2]);
    uint32_t shapes = (uint32_t)PyLong_AsUnsignedLongMask(arguments[3]);
    if (!PyErr_Occurred() && (form < LEDE_NFC || form > LEDE_NFKD)) {
        PyErr_SetString(PyExc_ValueError, "there is no such form");
    }
    if (PyErr_Occurred() || lede_check_string(arguments[0]) < 0) {
        return NULL;
    }
    lede_normalize_options options = lede_normalize_choice((uint32_t)form, steps, shapes);
    return normalize_string(state, arguments[0], options, kind);
}

static PyObject *
normalize_text(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    return lede_check_count(count, 4) < 0
               ? NULL
               : normalize(PyModule_GetState(module), arguments, NULL);
}

/* normalize_with_map(type, names, text, form, steps, shapes) */
static PyObject *
normalize_with_map(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    if (lede_check_count(count, 6) < 0) {
        return NULL;
    }
    lede_normalized_kind kind = {arguments[0], arguments[1]};
    return normalize(PyModule_GetState(module), arguments + 2, &kind);
}

static PyObject *
slice(PyObject *string, uint32_t start, uint32_t end)
{
    return PyUnicode_Substring(string, (Py_ssize_t)start, (Py_ssize_t)end);
}

static PyObject *
make_change(void *context, size_t i)
{
    const normalized_object *self = context;
    lede_edit edit = self->map.edits[i];
    return Py_BuildValue("(IINNI)", edit.raw.start, edit.raw.end,
                         slice(self->source, edit.raw.start, edit.raw.end),
                         slice(self->text, edit.clean.start, edit.clean.end),
                         (unsigned int)self->map.reasons[i]);
}

/* _edits() → [(start, end, before, after, reason bits)] */
static PyObject *
normalized_edits(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    normalized_object *self = (normalized_object *)object;
    return lede_make_list(self->map.count, make_change, self);
}

/* Reads an edit as _edits gives it; false when it does not lie in both texts, behind the last one. */
static bool
take_edit(const normalized_object *self, size_t i, PyObject *item, uint16_t *reasons)
{
    Py_ssize_t start, end;
    PyObject *before, *after;
    unsigned int bits;
    if (!PyTuple_Check(item) ||
        !PyArg_ParseTuple(item, "nnUUI", &start, &end, &before, &after, &bits)) {
        return false;
    }
    lede_edit last = i == 0 ? (lede_edit){0} : self->edits[i - 1];
    if (start < (Py_ssize_t)last.raw.end || end < start ||
        end > PyUnicode_GET_LENGTH(self->source)) {
        return false;
    }
    Py_ssize_t from = last.clean.end + (start - (Py_ssize_t)last.raw.end);
    Py_ssize_t to = from + PyUnicode_GET_LENGTH(after);
    self->edits[i] =
        (lede_edit){{(uint32_t)start, (uint32_t)end}, {(uint32_t)from, (uint32_t)to}};
    reasons[i] = (uint16_t)bits;
    return to <= PyUnicode_GET_LENGTH(self->text);
}

/* Reads the map from a list of edits; false when they do not lead from the source to the text. */
static bool
take_edits(normalized_object *self, PyObject *list)
{
    size_t count = (size_t)PyList_GET_SIZE(list);
    Py_ssize_t behind = PyUnicode_GET_LENGTH(self->source);
    Py_ssize_t clean_behind = PyUnicode_GET_LENGTH(self->text);
    if (count == 0) {
        return behind == clean_behind;
    }
    uint16_t *reasons = make_map(self, count);
    if (reasons == NULL) {
        PyErr_NoMemory();
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!take_edit(self, i, PyList_GET_ITEM(list, (Py_ssize_t)i), reasons)) {
            return false;
        }
    }
    lede_edit last = self->edits[count - 1];
    return behind - last.raw.end == clean_behind - last.clean.end;
}

/* restored(type, names, source, text, edits) → the Normalized that had them, from a pickle */
static PyObject *
restored(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    lede_module_state *state = PyModule_GetState(module);
    if (lede_check_count(count, 5) < 0 || lede_check_string(arguments[2]) < 0 ||
        lede_check_string(arguments[3]) < 0) {
        return NULL;
    }
    if (!PyList_Check(arguments[4])) {
        PyErr_SetString(PyExc_TypeError, "expected a list of changes");
        return NULL;
    }
    lede_normalized_kind kind = {arguments[0], arguments[1]};
    PyObject *text = Py_NewRef(arguments[3]);
    normalized_object *self = normalized_new(state, kind, arguments[2], text);
    if (self != NULL && !take_edits(self, arguments[4])) {
        Py_DECREF(self);
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "the changes do not lead to the text");
        }
        return NULL;
    }
    return (PyObject *)self;
}

/* Reads (start, end) of a text of `length` code points. */
static int
take_span(PyObject *arguments, PyObject *text, uint32_t *start, uint32_t *end)
{
    PyObject *first, *last;
    if (!PyArg_ParseTuple(arguments, "OO", &first, &last)) {
        return -1;
    }
    Py_ssize_t from = PyNumber_AsSsize_t(first, PyExc_IndexError);
    Py_ssize_t to = PyErr_Occurred() ? -1 : PyNumber_AsSsize_t(last, PyExc_IndexError);
    if (PyErr_Occurred()) {
        return -1;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (from < 0 || to < from || to > length) {
        PyErr_Format(PyExc_IndexError, "span (%zd, %zd) does not lie in a text of %zd",
                     from, to, length);
        return -1;
    }
    *start = (uint32_t)from;
    *end = (uint32_t)to;
    return 0;
}

static PyObject *
normalized_to_source(PyObject *object, PyObject *arguments)
{
    normalized_object *self = (normalized_object *)object;
    lede_span span;
    if (take_span(arguments, self->text, &span.start, &span.end) < 0) {
        return NULL;
    }
    lede_raw_span raw = lede_map_to_raw(&self->map, span);
    return Py_BuildValue("(II)", raw.start, raw.end);
}

static PyObject *
normalized_to_clean(PyObject *object, PyObject *arguments)
{
    normalized_object *self = (normalized_object *)object;
    lede_raw_span span;
    if (take_span(arguments, self->source, &span.start, &span.end) < 0) {
        return NULL;
    }
    lede_span clean = lede_map_to_clean(&self->map, span);
    return Py_BuildValue("(II)", clean.start, clean.end);
}

static normalized_object *
take_normalized(PyObject *object, lede_module_state *state)
{
    if (!PyObject_TypeCheck(object, state->normalized_type)) {
        PyErr_SetString(PyExc_TypeError, "expected a Normalized");
        return NULL;
    }
    return (normalized_object *)object;
}

/* map_spans(normalized, spans, to source or to clean) → the other side of an array of spans */
static PyObject *
map_spans(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    lede_module_state *state = PyModule_GetState(module);
    normalized_object *self =
        lede_check_count(count, 3) < 0 ? NULL : take_normalized(arguments[0], state);
    if (self == NULL) {
        return NULL;
    }
    bool to_source = arguments[2] == Py_True;
    PyObject *from = to_source ? self->text : self->source;
    return lede_spans_map(state, arguments[1], &self->map, to_source,
                          PyUnicode_GET_LENGTH(from));
}

/* What the list of loose quotes is made of. */
typedef struct {
    const normalized_object *self;
    const lede_loose_quote *loose;
    lede_points points; /* of the clean text */
} loose_walk;

static PyObject *
make_loose(void *context, size_t i)
{
    loose_walk *walk = context;
    lede_loose_quote loose = walk->loose[i];
    lede_span clean = {(uint32_t)lede_points_at(&walk->points, loose.span.start),
                       (uint32_t)lede_points_at(&walk->points, loose.span.end)};
    lede_raw_span raw = lede_map_to_raw(&walk->self->map, clean);
    return Py_BuildValue("(IINsI)", raw.start, raw.end,
                         slice(walk->self->source, raw.start, raw.end),
                         loose.closes ? "unopened" : "unclosed", loose.paragraph);
}

/* loose_quotes(normalized) → [(start, end, text, kind, paragraph)] in the source */
static PyObject *
loose_quotes(PyObject *module, PyObject *object)
{
    lede_module_state *state = PyModule_GetState(module);
    normalized_object *self = take_normalized(object, state);
    lede_source_text text;
    if (self == NULL || lede_source_borrow(&text, self->text, state) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_vector loose;
    lede_arena_init(&arena);
    lede_vector_init(&loose, &arena, sizeof(lede_loose_quote));
    Py_BEGIN_ALLOW_THREADS
        lede_quotes_find_loose(&loose, text.text);
    Py_END_ALLOW_THREADS
    lede_status status = lede_arena_status(&arena);
    PyObject *list;
    if (status == LEDE_OK) {
        loose_walk walk = {.self = self, .loose = loose.data};
        lede_points_init(&walk.points, text.text);
        list = lede_make_list(loose.count, make_loose, &walk);
    } else {
        list = lede_raise(state, status, NULL);
    }
    lede_arena_release(&arena);
    lede_source_release(&text);
    return list;
}

static int
normalized_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((normalized_object *)object)->source);
    Py_VISIT(((normalized_object *)object)->text);
    Py_VISIT(((normalized_object *)object)->names);
    return 0;
}

static void
normalized_dealloc(PyObject *object)
{
    normalized_object *self = (normalized_object *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_memory_free(self->edits);
    Py_CLEAR(self->source);
    Py_CLEAR(self->text);
    Py_CLEAR(self->names);
    type->tp_free(object);
    Py_DECREF(type);
}

/* The object and its map, without the two texts. */
static PyObject *
normalized_sizeof(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    size_t map = ((normalized_object *)object)->map.count * EDIT_SIZE;
    return PyLong_FromSize_t((size_t)Py_TYPE(object)->tp_basicsize + map);
}

static PyMethodDef methods[] = {
    {"__sizeof__", normalized_sizeof, METH_NOARGS, NULL},
    {"_edits", normalized_edits, METH_NOARGS, NULL},
    {"to_clean", normalized_to_clean, METH_VARARGS, NULL},
    {"to_source", normalized_to_source, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* Members, since Python reads those faster than what a function gets. */
static PyMemberDef members[] = {
    {"_names", T_OBJECT_EX, offsetof(normalized_object, names), READONLY, NULL},
    {"source", T_OBJECT_EX, offsetof(normalized_object, source), READONLY, NULL},
    {"text", T_OBJECT_EX, offsetof(normalized_object, text), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, normalized_dealloc},
    {Py_tp_traverse, normalized_traverse},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec lede_normalized_spec = {
    .name = "lede._core.Normalized",
    .basicsize = sizeof(normalized_object),
    .flags = LEDE_TYPE_FLAGS | Py_TPFLAGS_BASETYPE,
    .slots = slots,
};

PyMethodDef lede_normalized_functions[] = {
    {"loose_quotes", loose_quotes, METH_O, NULL},
    {"map_spans", (PyCFunction)(void (*)(void))map_spans, METH_FASTCALL, NULL},
    {"normalize", (PyCFunction)(void (*)(void))normalize_text, METH_FASTCALL, NULL},
    {"normalize_with_map", (PyCFunction)(void (*)(void))normalize_with_map, METH_FASTCALL,
     NULL},
    {"restored", (PyCFunction)(void (*)(void))restored, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};
