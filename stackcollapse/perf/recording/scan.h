/* SPDX-License-Identifier: MIT */
/*
 * What has to be known of a recording before perf script reads it: whether and where to cut it
 * by time, and what its files are called.
 */
#ifndef FG_PERF_RECORDING_SCAN_H
#define FG_PERF_RECORDING_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

struct scan {
    size_t slices;          /* at least 1 */
    uint64_t *times;        /* at which the slices after the first begin; the caller's to free */
    bool complete;          /* all records were seen: the rest is sure */
    bool tracepoints;       /* some event is one */
    bool blanks;            /* some file of frames has a blank in its name */
    struct strbuf jitdump;  /* the name of a file that perf inject --jit has to read, or empty */
};

/* Looks at a recording, a regular file, which is to have `slices` slices at most. */
void scan_recording(struct scan *result, int fd, size_t slices);

void scan_free(struct scan *s);

#endif
