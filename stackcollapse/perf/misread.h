/* SPDX-License-Identifier: MIT */
/*
 * What stackcollapse-perf.pl misreads in a frame of `perf script`: where --fix gives it
 * another name (repair.h).
 */
#ifndef FG_PERF_MISREAD_H
#define FG_PERF_MISREAD_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "perf/frame.h"
#include "perfscript/text.h"

enum perf_misread {
    PERF_READ,              /* as it is meant */
    PERF_SKIPPED,
    PERF_MISNAMED,
    PERF_MISMARKED,         /* _[k] or _[j] is wrong */
    PERF_MISREADINGS
};

/* How a frame is read without --fix, which gives it the names `read`, with ';' between
 * them. V8's marks for the compiler are no fault. `room`: for the names that are meant. */
enum perf_misread perf_misread(struct strbuf *room, const struct perf_frame_options *options,
                               struct perfscript_line line, bool java, struct slice read);

#endif
