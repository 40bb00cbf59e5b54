#include "base/memory.h"
#include "binding/binding.h"
#include "unicode/transcode.h"

int
lede_check_string(PyObject *string)
{
    if (!PyUnicode_Check(string)) {
        PyErr_Format(PyExc_TypeError, "text must be str, not %.200s",
                     Py_TYPE(string)->tp_name);
        return -1;
    }
    return PyUnicode_READY(string);
}

/* Python keeps strings as units of one, two or four bytes (PEP 393); PyUnicode_AsUTF8AndSize would
 * leave a second copy in the string for good. */
int
lede_source_borrow(lede_source_text *source, PyObject *string, lede_module_state *state)
{
    *source = (lede_source_text){0};
    if (lede_check_string(string) < 0) {
        return -1;
    }
    size_t count = (size_t)PyUnicode_GET_LENGTH(string);
    const void *units = PyUnicode_DATA(string);
    lede_unit unit = (lede_unit)PyUnicode_KIND(string);
    bool plain = PyUnicode_IS_ASCII(string);
    size_t room = plain ? count : lede_units_utf8_room(units, count, unit);
    if (room > LEDE_TEXT_MAX) {
        (void)lede_raise(state, LEDE_TOO_LARGE, NULL);
        return -1;
    }
    if (plain) {
        source->text = (lede_text){units, count};
        return 0;
    }
    source->scratch = lede_memory_resize(NULL, room);
    if (source->scratch == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    char *end = lede_units_to_utf8(source->scratch, units, count, unit);
    source->text = (lede_text){source->scratch, (size_t)(end - source->scratch)};
    return 0;
}

void
lede_source_release(lede_source_text *source)
{
    lede_memory_free(source->scratch);
    *source = (lede_source_text){0};
}

PyObject *
lede_str(lede_text text)
{
    size_t count;
    uint32_t widest = lede_utf8_measure(text, &count);
    PyObject *string = PyUnicode_New((Py_ssize_t)count, widest);
    if (string != NULL && count != 0) {
        lede_utf8_to_units(PyUnicode_DATA(string), (lede_unit)PyUnicode_KIND(string), text);
    }
    return string;
}

PyObject *
lede_str_optional(lede_text text)
{
    return text.size == 0 ? Py_NewRef(Py_None) : lede_str(text);
}

PyObject *
lede_make_list(size_t count, PyObject *(*make)(void *context, size_t i), void *context)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        PyObject *item = make(context, i);
        if (item == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, (Py_ssize_t)i, item);
        }
    }
    return list;
}

static PyObject *
make_number(void *context, size_t i)
{
    return PyLong_FromUnsignedLong(((const uint32_t *)context)[i]);
}

PyObject *
lede_list_of_numbers(const uint32_t *numbers, size_t count)
{
    return lede_make_list(count, make_number, (void *)(uintptr_t)numbers);
}
