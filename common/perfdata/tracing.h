/* SPDX-License-Identifier: MIT */
/*
 * The descriptions of tracepoints in a recording: their names, and whether what perf prints of
 * their fields ends like the header of an event.
 */
#ifndef FG_PERFDATA_TRACING_H
#define FG_PERFDATA_TRACING_H

#include "base/slice.h"
#include "perfdata/evlist.h"

/* Describes the tracepoints among the events; false if the data is malformed. */
bool tracing_read(struct slice data, struct evlist *events);

/* Whether the text of a "print fmt" may be empty, or end with ':'. */
bool tracing_is_vague(struct slice system, struct slice format);

#endif
