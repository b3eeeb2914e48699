/* SPDX-License-Identifier: MIT */
/*
 * What --fix changes in the frames of `perf script`: where the symbol and the module of a
 * line begin and end, where its functions do, and what their modules are (docs/FIXES.md).
 */
#ifndef FG_PERF_REPAIR_H
#define FG_PERF_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "perfscript/perfscript.h"

/* Corrects the parts of a frame, given the line: the module is the last text in
 * parentheses, which may contain others; a symbol that is missing is "[unknown]"; a module
 * that is missing is empty; neither has an offset. */
void perf_repair_frame(struct slice line, struct perfscript_frame *f);

/* Parses a frame that perf printed without a module; false if the line is not one. */
bool perf_repair_bare_frame(struct slice line, struct perfscript_frame *f);

/* Whether a line is the source line that perf prints after a frame: two blanks before
 * something other than an address. */
bool perf_is_source_line(struct slice line);

/* The symbol of a repaired frame, without "->" at its end; and the position of the first
 * "->" that is between two functions: not in "operator->" or in a type, as in
 * "Fn(A) -> B". The length if there is none. */
struct slice perf_repair_symbol(struct slice symbol);
size_t perf_repair_arrow(struct slice functions);

/* The length of a name without the arguments at its end and what follows them. Other
 * parentheses are part of the name. */
size_t perf_repair_arguments(struct slice name);

/* The length of the tag of a name that V8 wrote, such as "LazyCompile:"; 0 if there is
 * none. And whether a mark for the compiler follows it, '~', '^', '+' or '*'. */
size_t perf_v8_tag(struct slice name);
bool perf_v8_mark(struct slice name, size_t tag);

/* Whether the module is the kernel's; or code compiled at run time, apart from that in
 * /tmp/perf-PID.map. */
bool perf_repair_is_kernel(struct slice module);
bool perf_repair_is_jit(struct slice module);

/* A module without " (deleted)". */
struct slice perf_repair_file(struct slice module);

#endif
