/* SPDX-License-Identifier: MIT */
/* What the end and the messages of perf script mean, told in one message. */
#ifndef FG_PERF_RECORDING_VERDICT_H
#define FG_PERF_RECORDING_VERDICT_H

#include <stddef.h>

#include "perf/recording/recording.h"
#include "perf/recording/script.h"

/* Says of the recording `name` that perf script could not be started. */
enum recording_end verdict_not_started(const char *name, int error);

/* Judges the slices of a recording, which ended with these statuses; says what went wrong. */
enum recording_end verdict(const char *name, struct script *const *scripts,
                           const int *statuses, size_t count);

#endif
