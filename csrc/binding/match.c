/* Match: a place in a text and an entry of a dictionary. What an entry says becomes Python objects when
 * somebody looks: most matches are only counted, filtered by place or grouped. */
#include "base/memory.h"
#include "binding/binding.h"
#include "engine/search.h"

enum {
    MATCH_START,
    MATCH_END,
    MATCH_TEXT,
    MATCH_NAME,
    MATCH_LABEL,
    MATCH_ID,
    MATCH_FIELDS
};
static const char *const FIELDS[] = {"start", "end", "text", "name", "label", "id"};

/* Not tracked by the collector: it holds strings and a dictionary, and none of them leads back to it. */
typedef struct {
    PyObject_HEAD
    PyObject
        *owner; /* the dictionary; for one made by hand a tuple (text, name, label, id) */
    PyObject *source; /* the text; NULL for one made by hand */
    Py_ssize_t start, end;
    uint32_t entry;
} match_object;

static match_object *
new_match(PyTypeObject *type, PyObject *owner, PyObject *source, Py_ssize_t start,
          Py_ssize_t end)
{
    match_object *self = PyObject_New(match_object, type);
    if (self != NULL) {
        self->owner = Py_NewRef(owner);
        self->source = Py_XNewRef(source);
        self->start = start;
        self->end = end;
        self->entry = 0;
    }
    return self;
}

static PyObject *
field_of_entry(const match_object *self, size_t field)
{
    if (field == MATCH_TEXT) {
        return PyUnicode_Substring(self->source, self->start, self->end);
    }
    lede_entry entry = lede_gazetteer_entry(lede_gazetteer_in(self->owner), self->entry);
    return field == MATCH_NAME
               ? lede_str(entry.name)
               : lede_str_optional(field == MATCH_LABEL ? entry.label : entry.id);
}

static PyObject *
match_field(PyObject *object, size_t field)
{
    const match_object *self = (match_object *)object;
    if (field == MATCH_START || field == MATCH_END) {
        return PyLong_FromSsize_t(field == MATCH_START ? self->start : self->end);
    }
    if (self->source == NULL) {
        return Py_NewRef(PyTuple_GET_ITEM(self->owner, (Py_ssize_t)field - MATCH_TEXT));
    }
    return field_of_entry(self, field);
}

static PyObject *
match_tuple(PyObject *object)
{
    PyObject *tuple = PyTuple_New(MATCH_FIELDS);
    for (size_t i = 0; tuple != NULL && i < MATCH_FIELDS; i++) {
        PyObject *value = match_field(object, i);
        if (value == NULL) {
            Py_CLEAR(tuple);
        } else {
            PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, value);
        }
    }
    return tuple;
}

static PyObject *
match_get(PyObject *object, void *field)
{
    return match_field(object, (size_t)(uintptr_t)field);
}

/* A field of a match made by hand: a plain str, since an object of a subclass may hold anything. */
static PyObject *
checked_field(PyObject *value, size_t field)
{
    bool optional = field == MATCH_LABEL || field == MATCH_ID;
    if (optional && value == Py_None) {
        return Py_NewRef(Py_None);
    }
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be str%s, not %.200s", FIELDS[field],
                     optional ? " or None" : "", Py_TYPE(value)->tp_name);
        return NULL;
    }
    return PyUnicode_FromObject(value);
}

static PyObject *
checked_fields(PyObject *const values[])
{
    PyObject *fields = PyTuple_New(MATCH_FIELDS - MATCH_TEXT);
    for (size_t i = MATCH_TEXT; fields != NULL && i < MATCH_FIELDS; i++) {
        PyObject *field = checked_field(values[i - MATCH_TEXT], i);
        if (field == NULL) {
            Py_CLEAR(fields);
        } else {
            PyTuple_SET_ITEM(fields, (Py_ssize_t)(i - MATCH_TEXT), field);
        }
    }
    return fields;
}

/* Match(start, end, text, name, label, id) */
static PyObject *
match_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"start", "end", "text", "name", "label", "id", NULL};
    Py_ssize_t start, end;
    PyObject *values[MATCH_FIELDS - MATCH_TEXT];
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "nnOOOO:Match", names, &start,
                                     &end, &values[0], &values[1], &values[2],
                                     &values[3])) {
        return NULL;
    }
    if (start < 0 || end < start) {
        PyErr_Format(lede_state_of_type(type)->error,
                     "a match cannot lie between %zd and %zd: its start and end count code "
                     "points from 0",
                     start, end);
        return NULL;
    }
    PyObject *fields = checked_fields(values);
    PyObject *self =
        fields == NULL ? NULL : (PyObject *)new_match(type, fields, NULL, start, end);
    Py_XDECREF(fields);
    return self;
}

static Py_ssize_t
match_length(PyObject *Py_UNUSED(object))
{
    return MATCH_FIELDS;
}

static PyObject *
match_item(PyObject *object, Py_ssize_t i)
{
    if (i < 0 || i >= MATCH_FIELDS) {
        PyErr_SetString(PyExc_IndexError, "a match has six fields");
        return NULL;
    }
    return match_field(object, (size_t)i);
}

/* What a tuple of the fields does with one argument. */
static PyObject *
as_tuple(PyObject *object, PyObject *argument, PyObject *(*act)(PyObject *, PyObject *))
{
    PyObject *tuple = match_tuple(object);
    PyObject *result = tuple == NULL ? NULL : act(tuple, argument);
    Py_XDECREF(tuple);
    return result;
}

static PyObject *
match_subscript(PyObject *object, PyObject *key)
{
    return as_tuple(object, key, PyObject_GetItem);
}

static PyObject *
match_iterate(PyObject *object)
{
    PyObject *tuple = match_tuple(object);
    PyObject *iterator = tuple == NULL ? NULL : PyObject_GetIter(tuple);
    Py_XDECREF(tuple);
    return iterator;
}

/* Compares as tuples do, with tuples too. */
static PyObject *
match_compare(PyObject *object, PyObject *other, int operation)
{
    bool same = Py_IS_TYPE(other, Py_TYPE(object));
    if (!same && !PyTuple_Check(other)) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    PyObject *left = match_tuple(object);
    PyObject *right = same ? match_tuple(other) : Py_NewRef(other);
    PyObject *result =
        left == NULL || right == NULL ? NULL : PyObject_RichCompare(left, right, operation);
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static Py_hash_t
match_hash(PyObject *object)
{
    PyObject *tuple = match_tuple(object);
    Py_hash_t hash = tuple == NULL ? -1 : PyObject_Hash(tuple);
    Py_XDECREF(tuple);
    return hash;
}

static PyObject *
match_repr(PyObject *object)
{
    PyObject *tuple = match_tuple(object), *format = NULL, *result = NULL;
    if (tuple != NULL) {
        format = PyUnicode_FromString(
            "Match(start=%r, end=%r, text=%r, name=%r, label=%r, id=%r)");
    }
    if (format != NULL) {
        result = PyUnicode_Format(format, tuple);
    }
    Py_XDECREF(format);
    Py_XDECREF(tuple);
    return result;
}

static PyObject *
match_to_dict(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict != NULL && i < MATCH_FIELDS; i++) {
        PyObject *value = match_field(object, i);
        if (value == NULL || PyDict_SetItemString(dict, FIELDS[i], value) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(value);
    }
    return dict;
}

/* _replace(**fields), as named tuples have it */
static PyObject *
match_replace(PyObject *object, PyObject *arguments, PyObject *fields)
{
    PyObject *changed = match_to_dict(object, NULL), *none = PyTuple_New(0), *made = NULL;
    if (changed != NULL && none != NULL && PyTuple_GET_SIZE(arguments) == 0 &&
        (fields == NULL || PyDict_Update(changed, fields) == 0)) {
        made = PyObject_Call((PyObject *)Py_TYPE(object), none, changed);
    } else if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "_replace takes fields by name");
    }
    Py_XDECREF(changed);
    Py_XDECREF(none);
    return made;
}

/* _make(fields), as named tuples have it */
static PyObject *
match_make(PyObject *type, PyObject *fields)
{
    PyObject *tuple = PySequence_Tuple(fields);
    PyObject *made = tuple == NULL ? NULL : PyObject_CallObject(type, tuple);
    Py_XDECREF(tuple);
    return made;
}

static PyObject *
match_reduce(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    PyObject *tuple = match_tuple(object);
    return tuple == NULL ? NULL : Py_BuildValue("(ON)", Py_TYPE(object), tuple);
}

static void
match_dealloc(PyObject *object)
{
    match_object *self = (match_object *)object;
    PyTypeObject *type = Py_TYPE(object);
    Py_DECREF(self->owner);
    Py_XDECREF(self->source);
    PyObject_Free(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"__reduce__", match_reduce, METH_NOARGS, NULL},
    {"_make", match_make, METH_O | METH_CLASS, NULL},
    {"_replace", (PyCFunction)(void (*)(void))match_replace, METH_VARARGS | METH_KEYWORDS,
     NULL},
    {"to_dict", match_to_dict, METH_NOARGS, "Return the fields by name."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"start", match_get, NULL, "Where it begins, in code points.", (void *)MATCH_START},
    {"end", match_get, NULL, "Where it ends.", (void *)MATCH_END},
    {"text", match_get, NULL, "What stands there.", (void *)MATCH_TEXT},
    {"name", match_get, NULL, "What the dictionary lists.", (void *)MATCH_NAME},
    {"label", match_get, NULL, "Its label, or None.", (void *)MATCH_LABEL},
    {"id", match_get, NULL, "Its identifier, or None.", (void *)MATCH_ID},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc,
     "Match(start, end, text, name, label, id)\n--\n\nOne dictionary name found in a "
     "text. It unpacks and compares as a tuple of its fields."},
    {Py_tp_new, match_new},
    {Py_tp_dealloc, match_dealloc},
    {Py_tp_methods, methods},
    {Py_tp_getset, getters},
    {Py_tp_iter, match_iterate},
    {Py_tp_richcompare, match_compare},
    {Py_tp_hash, match_hash},
    {Py_tp_repr, match_repr},
    {Py_sq_length, match_length},
    {Py_sq_item, match_item},
    {Py_mp_length, match_length},
    {Py_mp_subscript, match_subscript},
    {0, NULL},
};

PyType_Spec lede_match_spec = {
    .name = "lede.Match",
    .basicsize = sizeof(match_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};

/* What one call of find needs. */
typedef struct {
    PyTypeObject *type;
    PyObject *gazetteer, *string;
    lede_search search;
} finding;

static PyObject *
make_match(void *context, size_t i)
{
    finding *find = context;
    lede_span place = lede_search_place(&find->search, i);
    match_object *made = new_match(find->type, find->gazetteer, find->string,
                                   (Py_ssize_t)place.start, (Py_ssize_t)place.end);
    if (made != NULL) {
        made->entry = lede_search_entry(&find->search, i);
    }
    return (PyObject *)made;
}

/* find(text, policy) */
PyObject *
lede_gazetteer_find_matches(PyObject *object, PyObject *const *arguments, Py_ssize_t count)
{
    lede_module_state *state = lede_state_of_type(Py_TYPE(object));
    long policy = count == 2 ? PyLong_AsLong(arguments[1]) : -1;
    if (policy < 0 || policy > LEDE_MATCH_ALL) {
        PyErr_SetString(PyExc_TypeError, "find takes a text and a policy");
        return NULL;
    }
    lede_source_text source;
    if (lede_source_borrow(&source, arguments[0], state) < 0) {
        return NULL;
    }
    finding find = {.type = state->match_type, .gazetteer = object, .string = arguments[0]};
    lede_arena arena;
    lede_arena_init(&arena);
    Py_BEGIN_ALLOW_THREADS
        lede_search_run(&find.search, lede_gazetteer_in(object), source.text,
                        (lede_match_policy)policy, &arena);
    Py_END_ALLOW_THREADS
    lede_status status = lede_arena_status(&arena);
    PyObject *list = status == LEDE_OK
                         ? lede_make_list(find.search.matches.count, make_match, &find)
                         : lede_raise(state, status, NULL);
    lede_arena_release(&arena);
    lede_source_release(&source);
    return list;
}
