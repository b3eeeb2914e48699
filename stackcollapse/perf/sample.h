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
    struct perl_number period;
    unsigned header;        /* what is misread in its header (faults.h) */
    bool kept;              /* it is to be counted: for the caller */
    size_t first, count;    /* its records: the process, then the frames, leaf first */
    uint32_t misread[PERF_MISREADINGS];     /* how many of them are misread so */
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

/* For samples that do not come as text (recorded.h): makes one the only sample, which has this
 * header, given without its newline, and no frames yet; the kind of its frames is stored. Its text
 * is read no more than its first line. `alone`: it has no frames. False if it is irregular. The
 * sample's parts point into the header. */
bool perf_sampler_begin(struct perf_sampler *s, struct slice header, bool alone,
                        enum linecache_kind *kind);

/* The record of the line of a frame, given with its newline; LINECACHE_NONE if it is irregular. */
uint32_t perf_sampler_line(struct perf_sampler *s, enum linecache_kind kind, struct slice line);

/* Adds a record to the newest sample. */
static inline void perf_sample_add(struct perf_sampler *s, struct perf_sample *sample,
                                   uint32_t record)
{
    ids_push(&s->records, record);
    sample->misread[linecache_record(&s->cache, record)->note]++;
    sample->count++;
    sample->lines++;
}

/* Pushes the frames of a sample, the process first. */
void perf_sampler_push(struct perf_sampler *s, const struct perf_sample *sample,
                       struct foldtab *folded, struct stack *stack);

#endif
