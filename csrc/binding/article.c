#include <math.h>

#include "base/memory.h"
#include "binding/binding.h"

/* Offsets in code points, laid down when the article is made, so that its UTF-8 need not be kept. */
typedef struct {
    uint32_t start, end;
} point_span;

typedef struct {
    PyObject_HEAD
    PyObject *string; /* the caller's text */
    lede_article article;
    point_span *sentences, *entities;
} article_object;

static point_span
to_points(lede_points *points, lede_raw_span raw)
{
    point_span span;
    span.start = (uint32_t)lede_points_at(points, raw.start);
    span.end = (uint32_t)lede_points_at(points, raw.end);
    return span;
}

static int
fill_points(article_object *self, lede_text source)
{
    lede_article *article = &self->article;
    self->sentences =
        lede_arena_alloc(&article->arena, article->sentence_count, sizeof *self->sentences);
    self->entities =
        lede_arena_alloc(&article->arena, article->entity_count, sizeof *self->entities);
    if (self->sentences == NULL || self->entities == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    lede_points points;
    lede_points_init(&points, source);
    for (size_t i = 0; i < article->sentence_count; i++) {
        self->sentences[i] = to_points(&points, article->sentences[i].raw);
    }
    lede_points_init(&points, source);
    for (size_t i = 0; i < article->entity_count; i++) {
        self->entities[i] = to_points(&points, article->entities[i].raw);
    }
    return 0;
}

PyObject *
lede_article_wrap(lede_module_state *state, lede_article *article, PyObject *string,
                  lede_text source)
{
    article_object *self = PyObject_GC_New(article_object, state->article_type);
    if (self == NULL) {
        lede_article_release(article);
        return NULL;
    }
    self->string = Py_NewRef(string);
    self->article = *article;
    *article = (lede_article){0};
    if (fill_points(self, source) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

static PyObject *
slice(PyObject *string, point_span span)
{
    return PyUnicode_Substring(string, (Py_ssize_t)span.start, (Py_ssize_t)span.end);
}

static PyObject *
get_text(PyObject *object, void *Py_UNUSED(closure))
{
    return Py_NewRef(((article_object *)object)->string);
}

static PyObject *
get_clean(PyObject *object, void *Py_UNUSED(closure))
{
    article_object *self = (article_object *)object;
    if (self->article.clean.map.count == 0) {
        return Py_NewRef(self->string);
    }
    return lede_str(self->article.clean.text);
}

static PyObject *
get_seconds(PyObject *object, void *Py_UNUSED(closure))
{
    const lede_article *article = &((article_object *)object)->article;
    PyObject *seconds = PyDict_New();
    for (int i = 0; seconds != NULL && i < LEDE_PASS_COUNT; i++) {
        PyObject *value = PyFloat_FromDouble(article->seconds[i]);
        if (value == NULL ||
            PyDict_SetItemString(seconds, lede_pass_name((lede_pass)i), value) < 0) {
            Py_CLEAR(seconds);
        }
        Py_XDECREF(value);
    }
    return seconds;
}

static PyObject *
make_sentence(void *context, size_t i)
{
    article_object *self = context;
    point_span span = self->sentences[i];
    return Py_BuildValue("(IIN)", span.start, span.end, slice(self->string, span));
}

static PyObject *
article_sentences(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    article_object *self = (article_object *)object;
    return lede_make_list(self->article.sentence_count, make_sentence, self);
}

static const char *
source_name(lede_source source)
{
    static const char *const NAMES[] = {"gazetteer", "tagger", "alias"};
    return NAMES[source];
}

/* To two places: 0.95 and not the 0.949999988… that a float is. */
static double
score_of(const lede_entity *entity)
{
    return round((double)entity->score * 100) / 100;
}

static PyObject *
make_entity(void *context, size_t i)
{
    article_object *self = context;
    const lede_entity *entity = &self->article.entities[i];
    point_span span = self->entities[i];
    return Py_BuildValue("(IINNNNNNsdIN)", span.start, span.end, slice(self->string, span),
                         lede_str(entity->label), lede_str(entity->name),
                         lede_str_optional(entity->id), lede_str_optional(entity->title),
                         lede_str_optional(entity->role), source_name(entity->source),
                         score_of(entity), entity->sentence,
                         PyBool_FromLong(entity->ambiguous));
}

static PyObject *
article_entities(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    article_object *self = (article_object *)object;
    return lede_make_list(self->article.entity_count, make_entity, self);
}

static PyObject *
make_name(void *context, size_t i)
{
    article_object *self = context;
    const lede_name *name = &self->article.names[i];
    PyObject *mentions = PyTuple_New((Py_ssize_t)name->count);
    for (uint32_t m = 0; mentions != NULL && m < name->count; m++) {
        PyObject *mention = PyLong_FromUnsignedLong(name->mentions[m]);
        if (mention == NULL) {
            Py_CLEAR(mentions);
        } else {
            PyTuple_SET_ITEM(mentions, (Py_ssize_t)m, mention);
        }
    }
    return Py_BuildValue("(NNNNNNI)", lede_str(name->name), lede_str(name->label),
                         lede_str_optional(name->id), lede_str_optional(name->title),
                         lede_str_optional(name->role), mentions, name->count);
}

static PyObject *
article_names(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    article_object *self = (article_object *)object;
    return lede_make_list(self->article.name_count, make_name, self);
}

static int
article_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(object));
    Py_VISIT(((article_object *)object)->string);
    return 0;
}

static void
article_dealloc(PyObject *object)
{
    article_object *self = (article_object *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyObject_GC_UnTrack(object);
    lede_article_release(&self->article);
    Py_CLEAR(self->string);
    PyObject_GC_Del(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"sentences", article_sentences, METH_NOARGS, NULL},
    {"entities", article_entities, METH_NOARGS, NULL},
    {"names", article_names, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {
    {"text", get_text, NULL, NULL, NULL},
    {"clean", get_clean, NULL, NULL, NULL},
    {"seconds", get_seconds, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, article_dealloc},
    {Py_tp_traverse, article_traverse},
    {Py_tp_methods, methods},
    {Py_tp_getset, getters},
    {0, NULL},
};

PyType_Spec lede_article_spec = {
    .name = "lede._core.Article",
    .basicsize = sizeof(article_object),
    .flags = LEDE_TYPE_FLAGS,
    .slots = slots,
};

/* What lede_sentence_list walks with. */
typedef struct {
    const lede_article *article;
    PyObject *string;
    lede_points points;
    int with_spans;
} sentence_walk;

static PyObject *
walk_sentence(void *context, size_t i)
{
    sentence_walk *walk = context;
    point_span span = to_points(&walk->points, walk->article->sentences[i].raw);
    return walk->with_spans ? Py_BuildValue("(II)", span.start, span.end)
                            : slice(walk->string, span);
}

PyObject *
lede_sentence_list(const lede_article *article, PyObject *string, lede_text source,
                   int with_spans)
{
    sentence_walk walk = {.article = article, .string = string, .with_spans = with_spans};
    lede_points_init(&walk.points, source);
    return lede_make_list(article->sentence_count, walk_sentence, &walk);
}
