/* SPDX-License-Identifier: MIT */
/*
 * Child processes that read from us, and perhaps answer, over pipes. They are started
 * directly: no shell sees their arguments.
 */
#ifndef FG_IO_CHILD_H
#define FG_IO_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/slice.h"
#include "io/lines.h"
#include "io/reader.h"

enum child_output {
    CHILD_ANSWERS,  /* its output is read by child_line(), its standard error is discarded */
    CHILD_PRINTS    /* it writes to our standard output and standard error */
};

/* The exit status where the program was not found, which child_start() may not know. */
enum { CHILD_NOT_FOUND = 127 };

struct child {
    pid_t pid;
    int to;         /* its standard input */
    int from;       /* its standard output; -1 with CHILD_PRINTS */
    int errors;     /* its standard error, after child_start_watched(); else -1 */
    int error;      /* of reading, writing or waiting, or 0; kept by child_stop() */
    int signal;     /* which ended it, after child_stop(), or 0 */
    struct reader reader;
    struct lines lines;
};

/* Whether child_start() failed because there is no such program, or none that can be run
 * with these arguments; other errors are of this system, which lacks memory, processes or
 * descriptors. */
bool child_is_missing(int error);

/* Starts the program argv[0], found by PATH. Returns 0 or an error number. This program
 * has to ignore SIGPIPE before it writes; the child does not inherit that. */
int child_start(struct child *c, char *const argv[], enum child_output output);

/* The same for a program whose output and messages the caller reads, from `from` and `errors`.
 * Its standard input is `input`, or, for -1, a pipe from us. It is in a process group of its own:
 * a terminal interrupts us alone, and child_kill() ends what it has started, too. */
int child_start_watched(struct child *c, char *const argv[], int input);

/* Ends such a program and what it has started: by SIGTERM, and after a second by SIGKILL. */
void child_kill(const struct child *c);

/* Ends its input. */
void child_end_input(struct child *c);

/* Writes to its input; false if it does not read any more. */
bool child_write(struct child *c, struct slice bytes);

/* The next line of its output, valid until the next call; false at the end. */
bool child_line(struct child *c, struct slice *line);

enum { CHILD_FOREVER = -1 };

/* The same where no answer may take or be longer than that: false, with ETIMEDOUT or EFBIG in
 * `error`, and the program is killed. */
bool child_line_within(struct child *c, int milliseconds, size_t bytes, struct slice *line);

/* Closes its input and our ends of its outputs, and waits for it. Returns its exit status;
 * FG_SIGNAL plus the signal that ended it, which is in `signal` too; FG_FAILED, and an error number
 * in `error`, where the system does not say. */
int child_stop(struct child *c);

#endif
