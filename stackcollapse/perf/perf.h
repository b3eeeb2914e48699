/* SPDX-License-Identifier: MIT */
/*
 * The parts of stackcollapse-perf, and what they share.
 */
#ifndef FG_PERF_PERF_H
#define FG_PERF_PERF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collapse.h"
#include "io/blocks.h"
#include "io/chunks.h"
#include "perf/recorded.h"
#include "perf/recording/recording.h"
#include "perf/sample.h"
#include "perf/shares.h"
#include "perf/stacks.h"

struct perf {
    struct collapse collapse;
    struct perf_stacks_options options;
    bool kernel, jit, all;
    struct perl_number threads, block_size;
    const char *max_memory, *via, *symfs;
    enum recording_way way;

    size_t worker_count;
    struct perf_stacks *stacks;
    struct perf_shares shares;
    struct blocks blocks;
    struct chunker chunker;
    bool lost;              /* the rest of the file, since a chunk of it could not be read */
    bool failed;            /* that happened */
    struct perf_recorded recorded;
    bool in_order;          /* all samples are read as text, one after another */
    uint64_t bytes;         /* counted so far */
};

struct perf_worker {
    size_t index;
    struct chunk chunk;
    struct perf_sampler sampler;
    bool ones;          /* each sample counts 1 */
    bool regular;       /* shares can count the chunk, ... */
    uint64_t sum;       /* ... and so much together */
    bool shared;        /* they do */
    bool lost;          /* the chunk is left out */
};

/* The workers of a relay, or of the slices of a recording. */
void **perf_workers_new(struct perf *s, size_t count);
void perf_workers_free(void **workers, size_t count);

/* Counts what a sampler has read, in the main table. */
void perf_count(struct perf *s, struct perf_sampler *sampler, const char *file);

/* Reads text up to the end, or to a file that is a recording. */
void perf_read_text(struct perf *s);

/* Reads the file at which the chunks stopped. */
enum collapse_step perf_read_data(struct perf *s);

#endif
