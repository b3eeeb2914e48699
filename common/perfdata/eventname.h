/* SPDX-License-Identifier: MIT */
/*
 * What perf calls an event of which the recording has no name.
 */
#ifndef FG_PERFDATA_EVENTNAME_H
#define FG_PERFDATA_EVENTNAME_H

#include "base/strbuf.h"
#include "perfdata/attr.h"

void eventname_print(const struct attr *a, struct strbuf *name);

#endif
