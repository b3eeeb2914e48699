/*
 * Which functions and source lines an address of a program stands for, by
 * addr2line: one process a module, asked for one address after another.
 */
#ifndef FG_PERF_INLINE_ADDR2LINE_H
#define FG_PERF_INLINE_ADDR2LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/coprocess.h"

struct addr2line {
    char *module;       /* its file's name */
    bool failed;        /* it is not asked again */
    size_t *failures;   /* how many modules failed */
    bool running;
    struct coprocess process;
};

/* The program's name: that in the environment variable ADDR2LINE, or addr2line. */
const char *addr2line_program(void);

/* Begins with a module, for which nothing is started yet. `failures` is shared
 * by all modules: the first few that fail are named in messages. */
void addr2line_init(struct addr2line *a, struct slice module, size_t *failures);

/* Says how many have failed beside those. */
void addr2line_report(size_t failures);

/*
 * Appends what `addr2line -a -i -f -s -C` prints for an address, without the
 * address: for each function, the innermost first, a line with its name and a
 * line FILE:LINE. Starts the process if it does not run. False, with nothing
 * appended, if there is no answer, which is counted once for the module.
 */
bool addr2line_ask(struct addr2line *a, uint64_t address, struct strbuf *answer);

/* Ends the process; the next question would start it again. */
void addr2line_stop(struct addr2line *a);

void addr2line_free(struct addr2line *a);

#endif
