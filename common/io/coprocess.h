/*
 * Another program, run beside this one, that answers over pipes. It is started
 * directly: no shell ever sees its arguments. Its standard error is discarded.
 */
#ifndef FG_IO_COPROCESS_H
#define FG_IO_COPROCESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/slice.h"
#include "io/lines.h"
#include "io/reader.h"

struct coprocess {
    pid_t pid;
    int to;         /* its standard input */
    int from;       /* its standard output */
    struct reader reader;
    struct lines lines;
};

/* Starts the program argv[0], found by PATH. The result is 0 or the number of
 * the error. SIGPIPE is to be ignored in this program. */
int coprocess_start(struct coprocess *c, char *const argv[]);

/* Writes to its input; false if it does not read any more. */
bool coprocess_write(struct coprocess *c, struct slice bytes);

/* The next line of its output, valid until the next call; false at the end. */
bool coprocess_line(struct coprocess *c, struct slice *line);

/* How a program ended. */
enum coprocess_end {
    COPROCESS_OK,           /* exit status 0 */
    COPROCESS_FAILED,       /* another one, or a signal */
    COPROCESS_NOT_STARTED   /* there is none, which coprocess_start() may not know yet */
};

/* Ends its input and output, and waits for it. */
enum coprocess_end coprocess_stop(struct coprocess *c);

#endif
