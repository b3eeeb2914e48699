/* SPDX-License-Identifier: MIT */
/*
 * What --fix changes in the frames of `perf script`: where its functions begin and end,
 * and what their modules are (docs/FIXES.md). perfscript/frame.h cuts symbol and module.
 */
#ifndef FG_PERF_REPAIR_H
#define FG_PERF_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "perfscript/text.h"

/* The symbol of a repaired frame, without "->" at its end; and the position of the first
 * "->" that is between two functions: not in "operator->" or in a type, as in
 * "Fn(A) -> B". The length if there is none. */
struct slice perf_repair_symbol(struct slice symbol);
size_t perf_repair_arrow(struct slice functions);

/* The length of a name without the arguments at its end and what follows them. Other
 * parentheses are part of the name. */
size_t perf_repair_arguments(struct slice name);

/* Whether a mark for the compiler, '~', '^', '+' or '*', follows the tag of a name
 * (perfscript/frame.h). */
bool perf_v8_mark(struct slice name, size_t tag);

/* Whether the module is the kernel's; or code compiled at run time, apart from that in
 * /tmp/perf-PID.map. */
bool perf_repair_is_kernel(struct slice module);
bool perf_repair_is_jit(struct slice module);

/* A module without " (deleted)". */
struct slice perf_repair_file(struct slice module);

#endif
