/* SPDX-License-Identifier: MIT */
/* The parts of a line as stackcollapse-perf.pl reads it (perfscript_parse()). */
#ifndef FG_PERFSCRIPT_LINE_H
#define FG_PERFSCRIPT_LINE_H

#include <stddef.h>

#include "perfscript/text.h"

/*
 * Parses what begins a header at `from`: the command name, two characters or more and as
 * short as possible, spaces, and the pid and tid, into e->comm, e->first and e->second.
 * Returns the position of the space after them; SLICE_NONE if the line is not a header.
 */
size_t perfscript_parse_process(struct slice s, size_t from, struct perfscript_event *e);

#endif
