/* SPDX-License-Identifier: MIT */
/* Recordings that are read without perf: common/perfdata, with the names of common/symbols. */
#ifndef FG_PERF_RECORDING_DIRECT_H
#define FG_PERF_RECORDING_DIRECT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "perf/recording/recording.h"

/* Whether a recording can be read so; if not, why, or empty where perf would fail too. Needs a
 * regular file. */
bool direct_can(const struct recording *r, struct strbuf *why);

/* Reads it. What a pipe has that takes perf is found when it comes, and ends it. */
enum recording_end direct_read(const struct recording *r, const struct recording_stages *stages,
                               void *context);

#endif
