#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

lede_status
lede_fail(lede_error *error, lede_status status, const char *format, ...)
{
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        error->number = 0;
    }
    return status;
}
