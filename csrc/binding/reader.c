#include "base/memory.h"
#include "binding/binding.h"
#include "doc/explain.h"
#include "doc/stretches.h"
#include "unicode/utf8.h"

typedef struct {
    lede_owned_object base; /* of the Gazetteers whose dictionaries the reader borrows */
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

static int
take_tagger(const lede_tagger_model **out, PyObject *object, lede_module_state *state)
{
    *out = object == Py_None ? NULL : lede_tagger_of(object, state);
    return object != Py_None && *out == NULL ? -1 : 0;
}

static PyObject *
wrap_reader(lede_module_state *state, const lede_reader_options *options, PyObject *owners)
{
    reader_object *self = PyObject_GC_New(reader_object, state->reader_type);
    if (self == NULL) {
        return NULL;
    }
    self->base.owner = Py_NewRef(owners);
    self->reader = NULL;
    PyObject_GC_Track(self);
    lede_status status = lede_reader_new(&self->reader, options);
    if (status != LEDE_OK) {
        Py_DECREF(self);
        return lede_raise(state, status, NULL);
    }
    return (PyObject *)self;
}

/* Takes the strings out of a tuple as UTF-8; `sources` has room for them. */
static int
take_words(lede_text *out, lede_source_text *sources, PyObject *tuple,
           lede_module_state *state)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        if (lede_source_borrow(&sources[i], PyTuple_GET_ITEM(tuple, i), state) < 0) {
            return -1;
        }
        out[i] = sources[i].text;
    }
    return 0;
}

/* What reader_new borrows for the length of the call. */
typedef struct {
    const lede_gazetteer **gazetteers;
    lede_text *words;
    lede_source_text *sources;
    size_t word_count;
} reader_parts;

static void
release_parts(reader_parts *parts)
{
    for (size_t i = 0; parts->sources != NULL && i < parts->word_count; i++) {
        lede_source_release(&parts->sources[i]);
    }
    lede_memory_free((void *)parts->gazetteers);
    lede_memory_free(parts->words);
    lede_memory_free(parts->sources);
}

static int
reserve_parts(reader_parts *parts, size_t gazetteers, size_t words)
{
    *parts = (reader_parts){.word_count = words};
    parts->gazetteers =
        lede_memory_resize(NULL, (gazetteers + 1) * sizeof *parts->gazetteers);
    parts->words = lede_memory_resize(NULL, (words + 1) * sizeof *parts->words);
    parts->sources = lede_memory_resize(NULL, (words + 1) * sizeof *parts->sources);
    if (parts->gazetteers == NULL || parts->words == NULL || parts->sources == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    memset(parts->sources, 0, (words + 1) * sizeof *parts->sources);
    return 0;
}

/* reader_new(gazetteers, names, cues, tagger, layers, form, steps, sentence model, newline, quotes, cutoff in
 * units of its scale, abbreviations, texts never split) */
static PyObject *
reader_new(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *gazetteers, *names, *cues, *tagger, *model, *abbreviations, *never;
    unsigned int layers, form, steps, newline, quotes;
    int cutoff;
    if (!PyArg_ParseTuple(arguments, "O!OOOIIIOIIiO!O!", &PyTuple_Type, &gazetteers, &names,
                          &cues, &tagger, &layers, &form, &steps, &model, &newline, &quotes,
                          &cutoff, &PyTuple_Type, &abbreviations, &PyTuple_Type, &never)) {
        return NULL;
    }
    size_t count = (size_t)PyTuple_GET_SIZE(gazetteers);
    size_t short_count = (size_t)PyTuple_GET_SIZE(abbreviations);
    size_t never_count = (size_t)PyTuple_GET_SIZE(never);
    reader_parts parts;
    if (reserve_parts(&parts, count, short_count + never_count) < 0) {
        release_parts(&parts);
        return NULL;
    }
    lede_reader_options options = {
        .gazetteers = parts.gazetteers,
        .gazetteer_count = count,
        .layers = layers,
        .normalize = {.steps = steps | LEDE_STEPS_FORM, .form = (lede_form)form},
        .sentences = {.newline = (lede_newline)newline,
                      .quotes = (lede_quotes)quotes,
                      .language = lede_sentence_language_of(model, state),
                      .cutoff = cutoff,
                      .never_split = parts.words + short_count,
                      .never_count = never_count},
        .abbreviations = parts.words,
        .abbreviation_count = short_count,
    };
    PyObject *result = NULL;
    if (options.sentences.language != NULL &&
        take_gazetteers(parts.gazetteers, gazetteers, state) == 0 &&
        take_words(parts.words, parts.sources, abbreviations, state) == 0 &&
        take_words(parts.words + short_count, parts.sources + short_count, never, state) ==
            0 &&
        take_optional(&options.lexicon.names, names, state) == 0 &&
        take_optional(&options.lexicon.cues, cues, state) == 0 &&
        take_tagger(&options.lexicon.tagger, tagger, state) == 0) {
        result = wrap_reader(state, &options, arguments);
    }
    release_parts(&parts);
    return result;
}

const lede_reader *
lede_reader_of(PyObject *object, lede_module_state *state)
{
    if (!Py_IS_TYPE(object, state->reader_type)) {
        PyErr_Format(PyExc_TypeError, "expected a reader, not %.200s",
                     Py_TYPE(object)->tp_name);
        return NULL;
    }
    return ((reader_object *)object)->reader;
}

static PyObject *
reader_read(PyObject *object, PyObject *string)
{
    if (lede_check_string(string) < 0) {
        return NULL; /* None too, which would be a missing text of a batch */
    }
    return lede_batch_read(state_of(object), ((reader_object *)object)->reader, string);
}

/* As Py_BuildValue("(nn)"), which takes as long as finding the sentence. */
static PyObject *
make_pair(Py_ssize_t start, Py_ssize_t end)
{
    PyObject *pair = PyTuple_New(2);
    PyObject *first = PyLong_FromSsize_t(start), *second = PyLong_FromSsize_t(end);
    if (pair == NULL || first == NULL || second == NULL) {
        Py_XDECREF(pair);
        Py_XDECREF(first);
        Py_XDECREF(second);
        return NULL;
    }
    PyTuple_SET_ITEM(pair, 0, first);
    PyTuple_SET_ITEM(pair, 1, second);
    return pair;
}

/* The sentences found in a string. */
typedef struct {
    PyObject *string;
    const lede_point_span *spans;
} found_sentences;

static PyObject *
make_span(void *context, size_t i)
{
    lede_point_span span = ((const found_sentences *)context)->spans[i];
    return make_pair((Py_ssize_t)span.start, (Py_ssize_t)span.end);
}

static PyObject *
make_slice(void *context, size_t i)
{
    const found_sentences *found = context;
    lede_point_span span = found->spans[i];
    return PyUnicode_Substring(found->string, (Py_ssize_t)span.start, (Py_ssize_t)span.end);
}

static PyObject *
read_sentences(PyObject *object, PyObject *string, PyObject *(*make)(void *, size_t))
{
    if (lede_check_string(string) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_vector spans;
    lede_status status;
    lede_arena_init(&arena);
    lede_vector_init(&spans, &arena, sizeof(lede_point_span));
    Py_BEGIN_ALLOW_THREADS
        status = lede_stretches_read(&spans, ((reader_object *)object)->reader,
                                     PyUnicode_DATA(string),
                                     (size_t)PyUnicode_GET_LENGTH(string),
                                     (lede_unit)PyUnicode_KIND(string), LEDE_STRETCH);
    Py_END_ALLOW_THREADS
    found_sentences found = {string, spans.data};
    PyObject *result = status == LEDE_OK ? lede_make_list(spans.count, make, &found)
                                         : lede_raise(state_of(object), status, NULL);
    lede_arena_release(&arena);
    return result;
}

static PyObject *
reader_sentence_spans(PyObject *object, PyObject *string)
{
    return read_sentences(object, string, make_span);
}

static PyObject *
reader_sentences(PyObject *object, PyObject *string)
{
    return read_sentences(object, string, make_slice);
}

/* The byte at which code point `position` starts, its end included; SIZE_MAX for any behind it. */
static size_t
byte_at(lede_text text, Py_ssize_t position)
{
    size_t at = 0, size;
    for (; position > 0 && at < text.size; position--, at += size) {
        (void)lede_utf8_step(text, at, &size);
    }
    return position > 0 ? SIZE_MAX : at;
}

/* ((feature, its log odds), …) */
static PyObject *
explain_features(const lede_explanation *found, const lede_sentence_language *language)
{
    PyObject *features = PyTuple_New((Py_ssize_t)found->feature_count);
    for (size_t i = 0; features != NULL && i < found->feature_count; i++) {
        double odds = (double)language->scale *
                      language->weights[found->features[i] >> language->shift];
        PyObject *item = Py_BuildValue("(nd)", (Py_ssize_t)i, odds);
        if (item == NULL) {
            Py_CLEAR(features);
        } else {
            PyTuple_SET_ITEM(features, (Py_ssize_t)i, item);
        }
    }
    return features;
}

static PyObject *
clean_slice(const lede_explanation *found, size_t from, size_t to)
{
    return lede_str((lede_text){found->clean.bytes + from, to - from});
}

/* (start, end, ends, decided by, log odds, (before, left, marks, right, after), features), or None */
static PyObject *
make_explanation(const lede_explanation *found, const lede_reader *reader, lede_text raw)
{
    if (!found->found) {
        Py_RETURN_NONE;
    }
    const lede_sentence_language *language =
        lede_reader_get_options(reader)->sentences.language;
    const lede_boundary *place = &found->decision.place;
    lede_span words[] = {place->before.span, place->left.span, place->right.span,
                         place->after.span};
    lede_points points;
    lede_points_init(&points, raw);
    Py_ssize_t start = (Py_ssize_t)lede_points_at(&points, found->raw.start);
    Py_ssize_t end = (Py_ssize_t)lede_points_at(&points, found->raw.end);
    return Py_BuildValue("(nnOid(NNNNN)N)", start, end,
                         found->decision.ends ? Py_True : Py_False, (int)found->decision.by,
                         (double)language->scale * found->decision.score,
                         clean_slice(found, words[0].start, words[0].end),
                         clean_slice(found, words[1].start, words[1].end),
                         clean_slice(found, place->mark, place->closed),
                         clean_slice(found, words[2].start, words[2].end),
                         clean_slice(found, words[3].start, words[3].end),
                         explain_features(found, language));
}

/* explain(text, position) */
static PyObject *
reader_explain(PyObject *object, PyObject *arguments)
{
    lede_module_state *state = state_of(object);
    const lede_reader *reader = ((reader_object *)object)->reader;
    PyObject *string;
    Py_ssize_t position;
    lede_source_text source;
    if (!PyArg_ParseTuple(arguments, "On", &string, &position) ||
        lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_arena_init(&arena);
    lede_explanation found;
    size_t at = byte_at(source.text, position);
    lede_status status;
    Py_BEGIN_ALLOW_THREADS
        status = lede_explain(&found, reader, source.text, at, &arena);
    Py_END_ALLOW_THREADS
    PyObject *result = status == LEDE_OK ? make_explanation(&found, reader, source.text)
                                         : lede_raise(state, status, NULL);
    lede_arena_release(&arena);
    lede_source_release(&source);
    return result;
}

static void
reader_dealloc(PyObject *object)
{
    reader_object *self = (reader_object *)object;
    PyObject_GC_UnTrack(object);
    lede_reader_free(self->reader);
    lede_owned_free(object);
}

static PyMethodDef methods[] = {
    {"explain", reader_explain, METH_VARARGS, NULL},
    {"read", reader_read, METH_O, NULL},
    {"sentences", reader_sentences, METH_O, NULL},
    {"sentence_spans", reader_sentence_spans, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, reader_dealloc},
    {Py_tp_traverse, lede_owned_traverse},
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
