#include "text/links.h"

#include "base/vector.h"
#include "binding/binding.h"

/* Appends the links of the wanted kinds. Failure is left in the arena of `links`. */
static void
collect(lede_vector *links, lede_text text, unsigned int kinds)
{
    lede_link link;
    size_t at = 0;
    while (lede_link_next(&link, text, &at)) {
        if (link.kind & kinds) {
            lede_vector_push(links, &link);
        }
    }
}

static const char *
kind_name(lede_link_kind kind)
{
    switch (kind) {
    case LEDE_LINK_EMAIL:
        return "email";
    case LEDE_LINK_HANDLE:
        return "handle";
    case LEDE_LINK_HASHTAG:
        return "hashtag";
    case LEDE_LINK_URL:
        break;
    }
    return "url";
}

/* What the list of links is made of. */
typedef struct {
    const lede_link *links;
    PyObject *string;
    lede_points points;
} link_walk;

static PyObject *
make_link(void *context, size_t i)
{
    link_walk *walk = context;
    lede_link link = walk->links[i];
    Py_ssize_t start = (Py_ssize_t)lede_points_at(&walk->points, link.span.start);
    Py_ssize_t end = (Py_ssize_t)lede_points_at(&walk->points, link.span.end);
    return Py_BuildValue("(nnNs)", start, end,
                         PyUnicode_Substring(walk->string, start, end),
                         kind_name(link.kind));
}

/* find_links(text, kind bits) → [(start, end, text, kind)] */
static PyObject *
find_links(PyObject *module, PyObject *arguments)
{
    lede_module_state *state = PyModule_GetState(module);
    PyObject *string;
    unsigned int kinds;
    lede_source_text source;
    if (!PyArg_ParseTuple(arguments, "OI", &string, &kinds) ||
        lede_source_borrow(&source, string, state) < 0) {
        return NULL;
    }
    lede_arena arena;
    lede_vector links;
    lede_arena_init(&arena);
    lede_vector_init(&links, &arena, sizeof(lede_link));
    Py_BEGIN_ALLOW_THREADS
        collect(&links, source.text, kinds);
    Py_END_ALLOW_THREADS
    lede_status status = lede_arena_status(&arena);
    PyObject *list;
    if (status == LEDE_OK) {
        link_walk walk = {.links = links.data, .string = string};
        lede_points_init(&walk.points, source.text);
        list = lede_make_list(links.count, make_link, &walk);
    } else {
        list = lede_raise(state, status, NULL);
    }
    lede_arena_release(&arena);
    lede_source_release(&source);
    return list;
}

PyMethodDef lede_link_functions[] = {
    {"find_links", find_links, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
