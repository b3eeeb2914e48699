/*
 * How stackcollapse-perf.pl names a process and a frame of `perf script`: which
 * part of the symbol it keeps, what it shows for an unknown one, and the
 * annotations.
 */
#ifndef FG_PERF_FRAME_H
#define FG_PERF_FRAME_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perfscript/perfscript.h"

struct perf_frame_options {
    bool pid, tid;          /* "comm-pid", "comm-pid/tid" for the process */
    bool annotate_kernel;   /* _[k] behind kernel functions */
    bool annotate_jit;      /* _[j] behind compiled-at-run-time functions */
    bool addresses;         /* the address behind an unknown function */
};

/* Appends the name of the process of an event: "comm", "comm-pid" or
 * "comm-pid/tid", blanks as '_'. */
void perf_process_name(const struct perf_frame_options *options,
                       const struct perfscript_event *event, struct strbuf *to);

/* The part of a symbol that names functions: without its +0x offset, and
 * empty if the frame is to be skipped, as one that begins with '(' is. */
struct slice perf_frame_functions(struct slice symbol);

/* Cuts the first of the functions inlined into each other, "caller->callee",
 * off what perf_frame_functions() gave; false when none is left. */
bool perf_frame_next(struct slice *functions, struct slice *function);

/* Whether the function and its module are both unknown. */
bool perf_frame_is_unknown(struct slice function, struct slice module);

/*
 * Appends the name of a function of the frame to `to`. `inlined`: it is not
 * the first function of its frame; `java`: the command's name begins with
 * "java".
 */
void perf_frame_name(const struct perf_frame_options *options,
                     const struct perfscript_frame *frame, struct slice function,
                     bool inlined, bool java, struct strbuf *to);

/* Appends what a line of `perf script -F +srcline` adds to a name. */
void perf_frame_source(struct slice text, struct strbuf *to);

#endif
