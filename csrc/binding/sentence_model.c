#include "base/memory.h"
#include "binding/packed.h"

static const lede_pack *
pack_of(const void *core)
{
    return lede_sentence_model_pack(core);
}

static void
release(void *core)
{
    lede_sentence_model_free(core);
}

/* Opened for one language, and so never of a pack alone. */
static const lede_packed_kind KIND = {.pack = pack_of, .release = release};

/* sentence_model_open(path as bytes, language code) */
static PyObject *
sentence_model_open(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    const char *path, *code;
    if (!PyArg_ParseTuple(arguments, "ys", &path, &code)) {
        return NULL;
    }
    lede_sentence_model *model = NULL;
    lede_error error = {0};
    lede_status status = lede_sentence_model_open(&model, path, code, &error);
    return status == LEDE_OK ? lede_packed_wrap(state->sentence_model_type, &KIND, model)
                             : lede_raise(state, status, &error);
}

const lede_sentence_language *
lede_sentence_language_of(PyObject *object, lede_module_state *state)
{
    lede_sentence_model *model =
        lede_packed_core(object, state->sentence_model_type, "model of sentences");
    return model != NULL ? lede_sentence_model_language(model) : NULL;
}

/* Rows of uint32: 1 where a sentence ends, then the features. */
static PyObject *
feature_rows(const lede_vector *decisions, const lede_sentence_language *language)
{
    size_t count = language->lexical ? LEDE_FEATURE_COUNT : LEDE_FEATURE_WORDS, rows = 0;
    const lede_decision *all = decisions->data;
    for (size_t i = 0; i < decisions->count; i++) {
        rows += all[i].by == LEDE_DECIDED_MODEL;
    }
    Py_ssize_t size = (Py_ssize_t)(rows * (count + 1) * sizeof(uint32_t));
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    if (bytes == NULL) {
        return NULL;
    }
    char *out = PyBytes_AS_STRING(bytes);
    for (size_t i = 0; i < decisions->count; i++) {
        if (all[i].by == LEDE_DECIDED_MODEL) {
            uint32_t row[LEDE_FEATURE_COUNT + 1] = {all[i].ends};
            (void)lede_boundary_features(row + 1, &all[i].place, language);
            memcpy(out, row, (count + 1) * sizeof *row);
            out += (count + 1) * sizeof *row;
        }
    }
    return bytes;
}

/* sentence_features(model, UTF-8 of a text, ends of its sentences as bytes of uint32) → rows. For
 * training: the same code as at run time finds the places and their features. */
static PyObject *
sentence_features(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *model;
    Py_buffer text, gold;
    if (!PyArg_ParseTuple(arguments, "Oy*y*", &model, &text, &gold)) {
        return NULL;
    }
    const lede_sentence_language *language = lede_sentence_language_of(model, state);
    PyObject *rows = NULL;
    if (language != NULL) {
        lede_arena arena;
        lede_arena_init(&arena);
        lede_vector spans, decisions;
        lede_vector_init(&spans, &arena, sizeof(lede_span));
        lede_vector_init(&decisions, &arena, sizeof(lede_decision));
        lede_sentence_options options = {.language = language};
        lede_sentence_trace trace = {&decisions, gold.buf, (size_t)gold.len / 4};
        lede_sentences_find(&spans, (lede_text){text.buf, (size_t)text.len}, &options,
                            &trace);
        rows = lede_arena_status(&arena) == LEDE_OK ? feature_rows(&decisions, language)
                                                    : PyErr_NoMemory();
        lede_arena_release(&arena);
    }
    PyBuffer_Release(&text);
    PyBuffer_Release(&gold);
    return rows;
}

/* sentence_word_hash(UTF-8 of a word): what a model keeps of a word. */
static PyObject *
sentence_word_hash(PyObject *Py_UNUSED(module), PyObject *argument)
{
    char *bytes;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(argument, &bytes, &size) < 0) {
        return NULL;
    }
    return PyLong_FromUnsignedLong(
        lede_sentence_word_hash((lede_text){bytes, (size_t)size}));
}

/* pack_build(kind, ((name, bytes), …)): the bytes of a pack file. */
static PyObject *
pack_build(PyObject *module, PyObject *arguments)
{
    const char *kind;
    PyObject *sections;
    if (!PyArg_ParseTuple(arguments, "sO!", &kind, &PyTuple_Type, &sections)) {
        return NULL;
    }
    size_t count = (size_t)PyTuple_GET_SIZE(sections), size = 0;
    lede_pack_item *items = lede_memory_resize(NULL, (count + 1) * sizeof *items);
    if (items == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *result = NULL;
    for (size_t i = 0; i < count; i++) {
        Py_ssize_t length;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(sections, (Py_ssize_t)i), "sy#",
                              &items[i].name, &items[i].bytes.bytes, &length)) {
            lede_memory_free(items);
            return NULL;
        }
        items[i].bytes.size = (size_t)length;
    }
    char *bytes;
    lede_status status = lede_pack_build(&bytes, &size, kind, items, count);
    if (status == LEDE_OK) {
        result = PyBytes_FromStringAndSize(bytes, (Py_ssize_t)size);
        lede_memory_free(bytes);
    } else {
        (void)lede_raise(PyModule_GetState(module), status, NULL);
    }
    lede_memory_free(items);
    return result;
}

static PyObject *
get_scale(PyObject *object, void *Py_UNUSED(closure))
{
    const lede_sentence_model *model = lede_packed_in(object);
    return PyFloat_FromDouble((double)lede_sentence_model_language(model)->scale);
}

static PyGetSetDef getters[] = {
    {"scale", get_scale, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, lede_packed_dealloc},
    {Py_tp_traverse, lede_visit_type},
    {Py_tp_getset, getters},
    {0, NULL},
};

PyType_Spec lede_sentence_model_spec = {
    .name = "lede._core.SentenceModel",
    .basicsize = sizeof(lede_packed_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_sentence_model_functions[] = {
    {"pack_build", pack_build, METH_VARARGS, NULL},
    {"sentence_features", sentence_features, METH_VARARGS, NULL},
    {"sentence_model_open", sentence_model_open, METH_VARARGS, NULL},
    {"sentence_word_hash", sentence_word_hash, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
