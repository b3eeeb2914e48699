/*
 * What stackcollapse-perf.pl misreads in a frame of `perf script`: where --fix gives it
 * another name (repair.h).
 */
#ifndef FG_PERF_MISREAD_H
#define FG_PERF_MISREAD_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "perf/frame.h"
#include "perfscript/perfscript.h"

enum perf_misread {
    PERF_READ,              /* as it is meant */
    PERF_SKIPPED,
    PERF_MISNAMED,
    PERF_MISMARKED,         /* _[k] or _[j] is wrong */
    PERF_MISREADINGS
};

/* Room for perf_misread(); zeroed at first. */
struct perf_names {
    struct strbuf read, meant;
};

/* How a frame is read without --fix. V8's marks for the compiler are no fault. */
enum perf_misread perf_misread(struct perf_names *names,
                               const struct perf_frame_options *options,
                               const struct perfscript_line *line, bool java);

void perf_names_free(struct perf_names *names);

#endif
