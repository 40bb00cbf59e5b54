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

/* Takes over `gazetteer`. */
static PyObject *
wrap_gazetteer(lede_module_state *state, lede_gazetteer *gazetteer)
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

/* The entries of one build, with the strings they borrow from. */
typedef struct {
    lede_entry *entries;
    lede_source_text *strings;
    size_t count, borrowed;
} entry_list;

static void
release_entries(entry_list *list)
{
    for (size_t i = 0; i < list->borrowed; i++) {
        lede_source_release(&list->strings[i]);
    }
    lede_memory_free(list->entries);
    lede_memory_free(list->strings);
}

static int
borrow_string(entry_list *list, lede_text *out, PyObject *string, lede_module_state *state)
{
    if (lede_source_borrow(&list->strings[list->borrowed], string, state) < 0) {
        return -1;
    }
    *out = list->strings[list->borrowed++].text;
    return 0;
}

/* Reads (surface, name, label, id, flags); the Python face has seen to the types. */
static int
borrow_entry(entry_list *list, size_t i, PyObject *row, lede_module_state *state)
{
    PyObject *surface, *name, *label, *id;
    unsigned int flags;
    if (!PyTuple_Check(row)) {
        PyErr_Format(PyExc_TypeError, "row %zu is no tuple", i);
        return -1;
    }
    if (!PyArg_ParseTuple(row, "UUUUI", &surface, &name, &label, &id, &flags)) {
        return -1;
    }
    lede_entry *entry = &list->entries[i];
    *entry = (lede_entry){.flags = flags};
    return borrow_string(list, &entry->surface, surface, state) < 0 ||
                   borrow_string(list, &entry->name, name, state) < 0 ||
                   borrow_string(list, &entry->label, label, state) < 0 ||
                   borrow_string(list, &entry->id, id, state) < 0
               ? -1
               : 0;
}

static int
borrow_entries(entry_list *list, PyObject *rows, lede_module_state *state)
{
    *list = (entry_list){.count = (size_t)PyTuple_GET_SIZE(rows)};
    list->entries = lede_memory_resize(NULL, (list->count + 1) * sizeof *list->entries);
    list->strings = lede_memory_resize(NULL, (4 * list->count + 1) * sizeof *list->strings);
    if (list->entries == NULL || list->strings == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (borrow_entry(list, i, PyTuple_GET_ITEM(rows, (Py_ssize_t)i), state) < 0) {
            return -1;
        }
    }
    return 0;
}

/* gazetteer_build(rows, fold): a tuple of (surface, name, label, id, flags) */
static PyObject *
gazetteer_build(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *rows;
    unsigned int fold;
    if (!PyArg_ParseTuple(arguments, "O!I", &PyTuple_Type, &rows, &fold)) {
        return NULL;
    }
    entry_list list;
    PyObject *result = NULL;
    if (borrow_entries(&list, rows, state) == 0) {
        lede_gazetteer *gazetteer = NULL;
        lede_error error = {{0}};
        lede_status status;
        Py_BEGIN_ALLOW_THREADS
            status = lede_gazetteer_build(&gazetteer, list.entries, list.count,
                                          (lede_fold)fold, &error);
        Py_END_ALLOW_THREADS
        result = status == LEDE_OK ? wrap_gazetteer(state, gazetteer)
                                   : lede_raise(state, status, &error);
    }
    release_entries(&list);
    return result;
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
    return status == LEDE_OK ? wrap_gazetteer(state, gazetteer)
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
    return status == LEDE_OK ? wrap_gazetteer(state, gazetteer)
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

/* What one call of find needs. */
typedef struct {
    const lede_gazetteer *gazetteer;
    PyObject *string;
    lede_arena arena;
    lede_tokens tokens;
    lede_vector matches;
    lede_points points;
    size_t start, end; /* of the last match, in code points */
} finding;

static lede_status
find_matches(finding *find, lede_text text)
{
    lede_fold fold = lede_gazetteer_fold(find->gazetteer);
    lede_tokens_find(&find->tokens, text, &find->arena);
    const uint64_t *hashes = lede_tokens_fold(&find->tokens, text, fold, &find->arena);
    if (hashes != NULL) {
        lede_gazetteer_find(find->gazetteer, text, &find->tokens, hashes,
                            LEDE_MATCH_LONGEST, &find->matches);
    }
    return lede_arena_status(&find->arena);
}

static PyObject *
make_match(void *context, size_t i)
{
    finding *find = context;
    const lede_match *match = (const lede_match *)find->matches.data + i;
    /* Entries of one name share their place; asking for it again would walk back. */
    if (i == 0 || match->first != match[-1].first) {
        const lede_token *tokens = find->tokens.items;
        find->start = lede_points_at(&find->points, tokens[match->first].span.start);
        find->end = lede_points_at(&find->points, tokens[match->end - 1].span.end);
    }
    Py_ssize_t start = (Py_ssize_t)find->start, end = (Py_ssize_t)find->end;
    lede_entry entry = lede_gazetteer_entry(find->gazetteer, match->entry);
    return Py_BuildValue(
        "(nnNNNN)", start, end, PyUnicode_Substring(find->string, start, end),
        lede_str(entry.name), lede_str_optional(entry.label), lede_str_optional(entry.id));
}

static PyObject *
gazetteer_find(PyObject *object, PyObject *string)
{
    lede_module_state *state = state_of(object);
    lede_source_text source;
    if (lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    finding find = {.gazetteer = ((gazetteer_object *)object)->gazetteer, .string = string};
    lede_points_init(&find.points, source.text);
    lede_arena_init(&find.arena);
    lede_vector_init(&find.matches, &find.arena, sizeof(lede_match));
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = find_matches(&find, source.text);
    Py_END_ALLOW_THREADS
    PyObject *list = status == LEDE_OK
                         ? lede_make_list(find.matches.count, make_match, &find)
                         : lede_raise(state, status, NULL);
    lede_arena_release(&find.arena);
    lede_source_release(&source);
    return list;
}

/* entry(index) → (surface, name, label, id, flags) */
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
    return Py_BuildValue("(NNNNI)", lede_str(entry.surface), lede_str(entry.name),
                         lede_str_optional(entry.label), lede_str_optional(entry.id),
                         entry.flags);
}

/* lookup(surface) → the numbers of all entries of that name */
static PyObject *
gazetteer_lookup(PyObject *object, PyObject *string)
{
    const lede_gazetteer *gazetteer = ((gazetteer_object *)object)->gazetteer;
    lede_source_text source;
    if (lede_source_borrow(&source, string, state_of(object)) < 0) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    uint32_t entry = LEDE_NO_ENTRY;
    while (list != NULL) {
        entry = lede_gazetteer_lookup(gazetteer, source.text, entry);
        if (entry == LEDE_NO_ENTRY) {
            break;
        }
        PyObject *number = PyLong_FromUnsignedLong(entry);
        if (number == NULL || PyList_Append(list, number) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(number);
    }
    lede_source_release(&source);
    return list;
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
get_unmatchable(PyObject *object, void *Py_UNUSED(closure))
{
    return PyLong_FromSize_t(
        lede_gazetteer_unmatchable(((gazetteer_object *)object)->gazetteer));
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
    {"find", gazetteer_find, METH_O, NULL},
    {"lookup", gazetteer_lookup, METH_O, NULL},
    {"save", gazetteer_save, METH_O, NULL},
    {"to_bytes", gazetteer_bytes, METH_NOARGS, NULL},
    {"verify", gazetteer_verify, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"checksum", get_checksum, NULL, NULL, NULL},
    {"fold", get_fold, NULL, NULL, NULL},
    {"size", get_size, NULL, NULL, NULL},
    {"unmatchable", get_unmatchable, NULL, NULL, NULL},
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
    {"gazetteer_build", gazetteer_build, METH_VARARGS, NULL},
    {"gazetteer_load", gazetteer_load, METH_O, NULL},
    {"gazetteer_open", gazetteer_open, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
