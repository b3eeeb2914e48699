/* SPDX-License-Identifier: MIT */
/* Where to cut a recording by time, so that each slice has about as many bytes of samples. */
#ifndef FG_PERF_RECORDING_CUTS_H
#define FG_PERF_RECORDING_CUTS_H

#include <stddef.h>
#include <stdint.h>

struct cuts_sample {
    uint64_t time;
    uint64_t bytes;     /* of it and the samples before it that are not kept */
};

/* A zeroed struct is ready. */
struct cuts {
    struct cuts_sample *samples;    /* every stride-th, in memory that does not grow */
    size_t count;
    size_t stride;
    size_t skipped;         /* since the newest that is kept, */
    uint64_t bytes;         /* and their bytes */
    uint64_t total;
};

/* Takes a sample, in any order. */
void cuts_add(struct cuts *c, uint64_t time, uint64_t bytes);

/* Stores the times at which the slices after the first begin, in ascending order, for up to
 * `slices` slices; returns how many slices there are. There has to be a sample that is kept. */
size_t cuts_choose(struct cuts *c, size_t slices, uint64_t *times);

/* The same for samples of which the first and the last time are known. */
size_t cuts_divide(uint64_t first, uint64_t last, size_t slices, uint64_t *times);

void cuts_free(struct cuts *c);

#endif
