/* SPDX-License-Identifier: MIT */
/*
 * The functions and source lines at addresses of a module, from addr2line: one process,
 * asked for one address after another.
 */
#ifndef FG_PERF_INLINE_ADDR2LINE_H
#define FG_PERF_INLINE_ADDR2LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/child.h"

struct addr2line {
    char *module;           /* its file name */
    bool running;
    struct child process;
    struct strbuf failure;  /* why there are no more answers; empty while there are */
    bool broken;            /* the failure is this system's, not the module's or the program's */
};

/* The program: what the environment variable ADDR2LINE names, or addr2line. */
const char *addr2line_program(void);

/* Begins with a module; no process is started yet. */
void addr2line_init(struct addr2line *a, struct slice module);

/*
 * Appends what `addr2line -a -i -f -s -C` prints for an address, without the address: for
 * each function, innermost first, a line with its name and a line FILE:LINE. Starts the
 * process if none runs. False, with nothing appended, if there is no answer; then the
 * module is not asked again, and a->failure says why.
 */
bool addr2line_ask(struct addr2line *a, uint64_t address, struct strbuf *answer);

/* Removes the first line from an answer; returns an empty one if there is none. */
struct slice addr2line_cut_line(struct slice *answer);

/* Ends the process; the next question starts another. */
void addr2line_stop(struct addr2line *a);

void addr2line_free(struct addr2line *a);

#endif
