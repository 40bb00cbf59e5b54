/* Statuses and error messages.
 *
 * Invariant: every function that can fail returns a lede_status, and ignoring it does not compile.
 * A lede_error is filled only where a status alone cannot say what to mend (files, names).
 *
 *     lede_error error = {0};
 *     lede_status status = lede_pack_open(&pack, path, "NAMES", &error);
 *     if (status != LEDE_OK) return status;
 */
#ifndef LEDE_BASE_STATUS_H
#define LEDE_BASE_STATUS_H

#define LEDE_MUST_USE __attribute__((warn_unused_result))
#define LEDE_FORMAT(string, first) __attribute__((format(printf, string, first)))

typedef enum {
    LEDE_OK = 0,
    LEDE_NO_MEMORY,
    LEDE_TOO_LARGE, /* a text of 2^31 bytes or more, a dictionary past its limits */
    LEDE_BAD_FILE,  /* a resource is damaged or of another format */
    LEDE_IO,        /* the operating system refused; the message says what */
    LEDE_NOT_UTF8,  /* a text has bytes that are not UTF-8 */
    LEDE_BAD_TYPE, /* a column is of another type than it must be; the message says of which */
    LEDE_STOPPED, /* the caller called it off */
} lede_status;

typedef struct {
    char message[512];
    int number; /* errno behind LEDE_IO; 0 where there is none */
} lede_error;

/* Formats a message for a person into `error` (which may be NULL) and returns `status`. */
lede_status lede_fail(lede_error *error, lede_status status, const char *format, ...)
    LEDE_FORMAT(3, 4);

#endif
