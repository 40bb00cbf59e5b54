#include "base/memory.h"
#include "binding/binding.h"
#include "engine/batch.h"

typedef struct {
    PyObject_HEAD
    PyObject *owners; /* the Gazetteer objects whose dictionaries the reader borrows */
    lede_reader *reader;
} reader_object;

static lede_module_state *
state_of(PyObject *object)
{
    return lede_state_of_type(Py_TYPE(object));
}

/* Takes the dictionaries out of a tuple of Gazetteer objects. */
static int
take_gazetteers(const lede_gazetteer **out, PyObject *tuple, lede_module_state *state)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        out[i] = lede_gazetteer_of(PyTuple_GET_ITEM(tuple, i), state);
        if (out[i] == NULL) {
            return -1;
        }
    }
    return 0;
}

static int
take_optional(const lede_gazetteer **out, PyObject *object, lede_module_state *state)
{
    *out = object == Py_None ? NULL : lede_gazetteer_of(object, state);
    return object != Py_None && *out == NULL ? -1 : 0;
}

static PyObject *
wrap_reader(lede_module_state *state, const lede_reader_options *options, PyObject *owners)
{
    reader_object *self = PyObject_GC_New(reader_object, state->reader_type);
    if (self == NULL) {
        return NULL;
    }
    self->owners = Py_NewRef(owners);
    self->reader = NULL;
    PyObject_GC_Track(self);
    lede_status status = lede_reader_new(&self->reader, options);
    if (status != LEDE_OK) {
        Py_DECREF(self);
        return lede_raise(state, status, NULL);
    }
    return (PyObject *)self;
}

/* reader_new(gazetteers, names, cues, layers, form, steps, newline, quotes) */
static PyObject *
reader_new(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *gazetteers, *names, *cues;
    unsigned int layers, form, steps, newline, quotes;
    if (!PyArg_ParseTuple(arguments, "O!OOIIIII", &PyTuple_Type, &gazetteers, &names, &cues,
                          &layers, &form, &steps, &newline, &quotes)) {
        return NULL;
    }
    size_t count = (size_t)PyTuple_GET_SIZE(gazetteers);
    const lede_gazetteer **borrowed =
        lede_memory_resize(NULL, (count + 1) * sizeof *borrowed);
    if (borrowed == NULL) {
        return PyErr_NoMemory();
    }
    lede_reader_options options = {
        .gazetteers = borrowed,
        .gazetteer_count = count,
        .layers = layers,
        .normalize = {.steps = steps | LEDE_STEPS_FORM, .form = (lede_form)form},
        .sentences = {.newline = (lede_newline)newline, .quotes = (lede_quotes)quotes},
    };
    PyObject *result = NULL;
    if (take_gazetteers(borrowed, gazetteers, state) == 0 &&
        take_optional(&options.lexicon.names, names, state) == 0 &&
        take_optional(&options.lexicon.cues, cues, state) == 0) {
        result = wrap_reader(state, &options, arguments);
    }
    lede_memory_free((void *)borrowed);
    return result;
}

static int
survey(PyObject *object, uint32_t *needs, PyObject *string)
{
    const lede_reader *reader = ((reader_object *)object)->reader;
    return lede_source_survey(needs, string, lede_reader_get_options(reader)->normalize);
}

/* Reads one text without the GIL. */
static lede_status
analyze(const lede_reader *reader, lede_article *article, lede_text text, uint32_t needs,
        lede_depth depth)
{
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_analyze(article, reader, text, needs, depth);
    Py_END_ALLOW_THREADS
    return status;
}

static PyObject *
reader_read(PyObject *object, PyObject *string)
{
    lede_module_state *state = state_of(object);
    lede_source_text source;
    uint32_t needs;
    if (survey(object, &needs, string) < 0 ||
        lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    lede_article article;
    lede_status status = analyze(((reader_object *)object)->reader, &article, source.text,
                                 needs, LEDE_READ_ALL);
    PyObject *result = status == LEDE_OK
                           ? lede_article_wrap(state, &article, string, source.text)
                           : lede_raise(state, status, NULL);
    lede_source_release(&source);
    return result;
}

static PyObject *
read_sentences(PyObject *object, PyObject *string, int with_spans)
{
    lede_module_state *state = state_of(object);
    lede_source_text source;
    uint32_t needs;
    if (survey(object, &needs, string) < 0 ||
        lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    lede_article article;
    PyObject *result = NULL;
    lede_status status = analyze(((reader_object *)object)->reader, &article, source.text,
                                 needs, LEDE_READ_SENTENCES);
    if (status == LEDE_OK) {
        result = lede_sentence_list(&article, string, source.text, with_spans);
        lede_article_release(&article);
    } else {
        (void)lede_raise(state, status, NULL);
    }
    lede_source_release(&source);
    return result;
}

static PyObject *
reader_sentence_spans(PyObject *object, PyObject *string)
{
    return read_sentences(object, string, 1);
}

static PyObject *
reader_sentences(PyObject *object, PyObject *string)
{
    return read_sentences(object, string, 0);
}

/* The texts of one batch with all that is freed after it. */
typedef struct {
    PyObject *strings; /* a tuple: keeps the strings alive while the GIL is released */
    size_t count, borrowed;
    lede_source_text *sources;
    lede_text *raws;
    uint32_t *needs;
    lede_article *articles;
    lede_status *statuses;
} text_batch;

static void
release_batch(text_batch *batch)
{
    for (size_t i = 0; i < batch->borrowed; i++) {
        lede_source_release(&batch->sources[i]);
    }
    lede_memory_free(batch->sources);
    lede_memory_free(batch->raws);
    lede_memory_free(batch->needs);
    lede_memory_free(batch->articles);
    lede_memory_free(batch->statuses);
    Py_CLEAR(batch->strings);
}

static int
borrow_batch(text_batch *batch, PyObject *object, PyObject *strings)
{
    lede_module_state *state = state_of(object);
    *batch = (text_batch){.count = (size_t)PyTuple_GET_SIZE(strings)};
    batch->strings = Py_NewRef(strings);
    size_t room = batch->count + 1;
    batch->sources = lede_memory_resize(NULL, room * sizeof *batch->sources);
    batch->raws = lede_memory_resize(NULL, room * sizeof *batch->raws);
    batch->needs = lede_memory_resize(NULL, room * sizeof *batch->needs);
    batch->articles = lede_memory_resize(NULL, room * sizeof *batch->articles);
    batch->statuses = lede_memory_resize(NULL, room * sizeof *batch->statuses);
    if (batch->sources == NULL || batch->raws == NULL || batch->needs == NULL ||
        batch->articles == NULL || batch->statuses == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < batch->count; i++) {
        PyObject *string = PyTuple_GET_ITEM(strings, (Py_ssize_t)i);
        if (survey(object, &batch->needs[i], string) < 0 ||
            lede_source_borrow(&batch->sources[i], string, state) < 0) {
            return -1;
        }
        batch->raws[i] = batch->sources[i].text;
        batch->borrowed++;
    }
    return 0;
}

/* One Article for each text; articles that were not wrapped are released. */
static PyObject *
wrap_batch(text_batch *batch, lede_module_state *state)
{
    PyObject *list = PyList_New((Py_ssize_t)batch->count);
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->statuses[i] != LEDE_OK) {
            if (list != NULL) {
                (void)lede_raise(state, batch->statuses[i], NULL);
            }
            Py_CLEAR(list);
        } else if (list == NULL) {
            lede_article_release(&batch->articles[i]);
        } else {
            PyObject *string = PyTuple_GET_ITEM(batch->strings, (Py_ssize_t)i);
            PyObject *item =
                lede_article_wrap(state, &batch->articles[i], string, batch->raws[i]);
            if (item == NULL) {
                Py_CLEAR(list);
            } else {
                PyList_SET_ITEM(list, (Py_ssize_t)i, item);
            }
        }
    }
    return list;
}

/* read_batch(strings, threads) */
static PyObject *
reader_read_batch(PyObject *object, PyObject *arguments)
{
    lede_module_state *state = state_of(object);
    PyObject *strings;
    Py_ssize_t threads;
    if (!PyArg_ParseTuple(arguments, "O!n", &PyTuple_Type, &strings, &threads)) {
        return NULL;
    }
    text_batch batch;
    PyObject *list = NULL;
    if (borrow_batch(&batch, object, strings) == 0) {
        lede_batch work = {
            .reader = ((reader_object *)object)->reader,
            .raws = batch.raws,
            .articles = batch.articles,
            .statuses = batch.statuses,
            .count = batch.count,
            .depth = LEDE_READ_ALL,
            .needs = batch.needs,
        };
        Py_BEGIN_ALLOW_THREADS
            lede_batch_run(&work, threads < 1 ? 1 : (size_t)threads);
        Py_END_ALLOW_THREADS
        list = wrap_batch(&batch, state);
    }
    release_batch(&batch);
    return list;
}

static int
reader_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((reader_object *)object)->owners);
    return 0;
}

static void
reader_dealloc(PyObject *object)
{
    reader_object *self = (reader_object *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_reader_free(self->reader);
    Py_CLEAR(self->owners);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"read", reader_read, METH_O, NULL},
    {"read_batch", reader_read_batch, METH_VARARGS, NULL},
    {"sentences", reader_sentences, METH_O, NULL},
    {"sentence_spans", reader_sentence_spans, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_traverse, reader_traverse},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec lede_reader_spec = {
    .name = "lede._core.Reader",
    .basicsize = sizeof(reader_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

PyMethodDef lede_reader_functions[] = {
    {"reader_new", reader_new, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
