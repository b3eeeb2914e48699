/* SPDX-License-Identifier: MIT */
/*
 * What the lines are that DTrace prints beside frames and counts, and the name of a function
 * as it is meant. Texts come without the blanks around them.
 */
#ifndef FG_DTRACE_LINES_H
#define FG_DTRACE_LINES_H

#include <stdbool.h>

#include "base/slice.h"

/* "CPU     ID   FUNCTION:NAME", "0  64091   :tick-60s", "dtrace: ...": no part of a stack. */
bool dtrace_is_heading(struct slice text);

/* "-77", or the line of titles before the rows of quantize(): the stack has no count. */
bool dtrace_is_other_value(struct slice text);

/* A row of quantize(): "4096 |@@@@@@@   12". */
bool dtrace_is_row(struct slice text);

/* "bash       12": a key after a stack, with the count. */
bool dtrace_parse_key(struct slice text, struct slice *key, struct slice *count);

/* A whole line, "  bash       ": a key before a stack. */
bool dtrace_is_key(struct slice line);

/* Whether a '+' at `plus` begins an offset: "+0x1f". */
bool dtrace_is_offset(struct slice text, size_t plus);

/* Without the offset, and without the arguments of a C++ function. */
struct slice dtrace_function(struct slice text);

#endif
