/* SPDX-License-Identifier: MIT */
/*
 * How stackcollapse-perf.pl names the processes and frames of `perf script`: the part of
 * the symbol that it keeps, what it shows for an unknown one, and the annotations.
 */
#ifndef FG_PERF_FRAME_H
#define FG_PERF_FRAME_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perfscript/text.h"

struct perf_frame_options {
    bool pid, tid;          /* "comm-pid", "comm-pid/tid" for the process */
    bool annotate_kernel;   /* _[k] after kernel functions */
    bool annotate_jit;      /* _[j] after functions compiled at run time */
    bool addresses;         /* the address after the module of an unknown function */
    bool fix;               /* repair what the script gets wrong (repair.h) */
    bool bare;              /* symbols come without the offset that the script removes */
};

/* Appends the name of the process of an event, "comm", "comm-pid" or "comm-pid/tid", with
 * '_' for ' '. */
void perf_process_name(const struct perf_frame_options *options,
                       const struct perfscript_event *event, struct strbuf *to);

/* The part of a frame's symbol that names functions: without its +0x offset, and empty if
 * it begins with '(', since such a frame is skipped. With `fix`, the frame is repaired
 * first. */
struct slice perf_frame_functions(const struct perf_frame_options *options,
                                  struct perfscript_line *line);

/* Removes the first function from what perf_frame_functions() returned, which is
 * "caller->callee" where functions are inlined; false if there are no more. */
bool perf_frame_next(const struct perf_frame_options *options, struct slice *functions,
                     struct slice *function);

/* Whether the function and its module are both unknown. */
bool perf_frame_is_unknown(struct slice function, struct slice module);

/* Appends the name of a function of the frame. `inlined`: it is not the first function of
 * the frame; `java`: the command name begins with "java". */
void perf_frame_name(const struct perf_frame_options *options,
                     const struct perfscript_frame *frame, struct slice function,
                     bool inlined, bool java, struct strbuf *to);

/* Appends the names of all functions of a frame, the caller first and ';' between them.
 * Returns their number. With `fix`, the frame is repaired first. */
size_t perf_frame_names(const struct perf_frame_options *options, struct perfscript_line *line,
                        bool java, struct strbuf *to);

/* Appends ':' and the source line that `perf script -F +srcline` prints after a frame,
 * without [...] and the spaces around it; nothing if it is empty. */
void perf_frame_source(struct slice text, struct strbuf *to);

#endif
