#include "binding/binding.h"

static const struct {
    const char *name;
    const char *doc;
    size_t place; /* in lede_module_state; every one but the first derives from the first */
} ERRORS[] = {
    {"lede.Error", "Something that lede cannot do with what it was given.",
     offsetof(lede_module_state, error)},
    {"lede.FileError", "A resource file is damaged, or of another kind or version.",
     offsetof(lede_module_state, file_error)},
    {"lede.OptionError", "An option has an impossible value.",
     offsetof(lede_module_state, option_error)},
    {"lede.SizeError", "A text or dictionary is larger than lede can count.",
     offsetof(lede_module_state, size_error)},
};

int
lede_errors_add(PyObject *module, lede_module_state *state)
{
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++) {
        PyObject *base = i == 0 ? PyExc_ValueError : state->error;
        PyObject *error =
            PyErr_NewExceptionWithDoc(ERRORS[i].name, ERRORS[i].doc, base, NULL);
        if (error == NULL) {
            return -1;
        }
        *(PyObject **)((char *)state + ERRORS[i].place) = error;
        if (PyModule_AddObjectRef(module, ERRORS[i].name + strlen("lede."), error) < 0) {
            return -1;
        }
    }
    return 0;
}

static void
raise_as(PyObject *type, const lede_error *error, const char *otherwise)
{
    bool told = error != NULL && error->message[0] != 0;
    const char *message = told ? error->message : otherwise;
    PyObject *text = lede_str((lede_text){message, strlen(message)});
    if (text != NULL) {
        PyErr_SetObject(type, text);
        Py_DECREF(text);
    }
}

/* OSError with its errno, so that Python takes the subclass: FileNotFoundError, PermissionError … */
static void
raise_system(const lede_error *error)
{
    PyObject *text = lede_str((lede_text){error->message, strlen(error->message)});
    PyObject *raised =
        text == NULL ? NULL
                     : PyObject_CallFunction(PyExc_OSError, "iO", error->number, text);
    if (raised != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(raised), raised);
    }
    Py_XDECREF(raised);
    Py_XDECREF(text);
}

PyObject *
lede_raise(lede_module_state *state, lede_status status, const lede_error *error)
{
    switch (status) {
    case LEDE_OK:
        PyErr_SetString(PyExc_SystemError, "lede raised an error without one");
        break;
    case LEDE_NO_MEMORY:
        PyErr_NoMemory();
        break;
    case LEDE_TOO_LARGE:
        raise_as(state->size_error, error,
                 "the text is too large: lede reads at most 682 MiB of UTF-8 at once "
                 "(186 MiB with NFKC, with NFKD or for a key); split it");
        break;
    case LEDE_BAD_FILE:
        raise_as(state->file_error, error, "the file is damaged");
        break;
    case LEDE_IO:
        if (error != NULL && error->number != 0) {
            raise_system(error);
        } else {
            raise_as(PyExc_OSError, error, "the file cannot be read");
        }
        break;
    case LEDE_NOT_UTF8:
        raise_as(state->error, error, "the text is not UTF-8");
        break;
    case LEDE_BAD_TYPE:
        raise_as(PyExc_TypeError, error, "the column is of the wrong type");
        break;
    case LEDE_STOPPED:
        break; /* what stopped it has raised its own */
    }
    return NULL;
}

int
lede_check_count(Py_ssize_t count, Py_ssize_t expected)
{
    if (count != expected) {
        PyErr_Format(PyExc_TypeError, "expected %zd arguments, got %zd", expected, count);
        return -1;
    }
    return 0;
}
