/* SPDX-License-Identifier: MIT */
/*
 * The text of several children at once, one for each slice of a recording.
 *
 * perf prints a sample, and an empty line after it; so the text between two empty lines can be
 * counted whenever it comes. What comes before the first empty line of a slice may go on with what
 * the slice before it ended with: it is kept until that slice is done, its turn.
 */
#ifndef FG_PERF_RECORDING_SLICES_H
#define FG_PERF_RECORDING_SLICES_H

#include <stdbool.h>
#include <stddef.h>

#include "perf/recording/recording.h"
#include "perf/recording/script.h"

struct slices {
    const struct recording_stages *stages;
    void *context;
    struct script *const *scripts;  /* started */
    void *const *workers;
    size_t count;
};

/* Reads all text; false if there was none. The scripts are not stopped. */
bool slices_read(const struct slices *all);

#endif
