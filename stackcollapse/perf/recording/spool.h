/* SPDX-License-Identifier: MIT */
#ifndef FG_PERF_RECORDING_SPOOL_H
#define FG_PERF_RECORDING_SPOOL_H

#include "base/slice.h"
#include "io/reader.h"

/* Copies a recording that begins with `head` to a file without a name in $TMPDIR. Returns its
 * descriptor, or -1, and errno. An interrupt ends the copy (interrupt.h). */
int spool_copy(struct slice head, struct reader *rest);

#endif
