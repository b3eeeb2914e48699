/* SPDX-License-Identifier: MIT */
/*
 * The fast path through whole samples: an event header, indented frames, and an empty
 * line (README.md here). Such a sample depends on nothing before it, and its lines are
 * looked up in a cache. All other text is returned as text, for perfscript.h.
 *
 * Each thread has a sampler of its own.
 */
#ifndef FG_PERF_SAMPLE_H
#define FG_PERF_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ids.h"
#include "base/slice.h"
#include "perf/frame.h"
#include "perf/linecache.h"
#include "perf/misread.h"
#include "perfscript/text.h"

struct perf_sample {
    struct slice text;      /* with the empty line at its end */
    size_t lines;           /* their number; 0: other text */
    struct slice event;     /* p is NULL if there is none */
    struct slice period;    /* likewise */
    bool plain;             /* of its header (perfscript.h) */
    size_t first, count;    /* its records: the process, then the frames, leaf first */
};

struct perf_sampler {
    const struct perf_frame_options *options;
    struct linecache cache;
    struct perf_sample *samples;
    size_t count, capacity;
    struct ids records;     /* of all samples */
    struct strbuf names;
    struct strbuf meant;    /* for perf_misread() */
};

void perf_sampler_init(struct perf_sampler *s, const struct perf_frame_options *options);
void perf_sampler_free(struct perf_sampler *s);

/* Replaces the samples by those of the text, which begins with a line, or, if `within`,
 * within a sample. */
void perf_sampler_read(struct perf_sampler *s, struct slice text, bool within);

/* Pushes the frames of a sample, the process first. */
void perf_sampler_push(struct perf_sampler *s, const struct perf_sample *sample,
                       struct foldtab *folded, struct stack *stack);

#endif
