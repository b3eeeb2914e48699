/* SPDX-License-Identifier: MIT */
/*
 * Tells the user that the input is for another program, or which command makes it
 * readable:
 *
 *     dump.txt: this looks like the output of jstack; use stackcollapse-jstack
 *     perf.data: a recording of perf record; use stackcollapse-perf perf.data
 */
#ifndef FG_RECOGNIZE_RECOGNIZE_H
#define FG_RECOGNIZE_RECOGNIZE_H

#include <stdbool.h>

#include "io/operands.h"
#include "io/program.h"

/* Looks at the beginning of the input, whose head was kept; called when a program found
 * nothing in it. Prints one message and returns true, unless the format is unknown or the
 * program's own. */
bool recognize_input(const struct program *p, const struct operands *input);

/* Says what a file that begins with `head` is if no program of ours reads it as it is, and
 * returns true. `name` is the file's, "standard input", or NULL for that. */
bool recognize_magic(const struct program *p, const char *name, struct slice head);

#endif
