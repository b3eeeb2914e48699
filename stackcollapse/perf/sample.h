/*
 * The quick way through whole samples: an event header, frames that are
 * indented, and an empty line. Such a sample depends on nothing before it, and
 * its lines are looked up in a cache. All else is handed on as text, for
 * perfscript.h, which knows every form.
 *
 * A sampler is for one thread.
 */
#ifndef FG_PERF_SAMPLE_H
#define FG_PERF_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "perf/frame.h"
#include "perf/linecache.h"
#include "perfscript/perfscript.h"

struct perf_sample {
    struct slice text;      /* with the empty line at its end */
    size_t lines;           /* how many; 0: it is not a sample but other text */
    struct slice event;     /* p is NULL without any */
    struct slice period;    /* likewise */
    size_t first, count;    /* its records: the process, then the frames, the leaf first */
};

/* Zeroed but for the options it is ready for perf_sampler_init(). */
struct perf_sampler {
    const struct perf_frame_options *options;
    struct linecache cache;
    struct perf_sample *samples;
    size_t count, capacity;
    uint32_t *records;
    size_t record_count, record_capacity;
    struct strbuf names;
};

void perf_sampler_init(struct perf_sampler *s, const struct perf_frame_options *options);
void perf_sampler_free(struct perf_sampler *s);

/* Makes samples of the text, in place of those that were there. It begins with
 * a line, or, if `within`, within a sample. */
void perf_sampler_read(struct perf_sampler *s, struct slice text, bool within);

/* Puts the frames of a sample on the stack, the process first. */
void perf_sampler_push(struct perf_sampler *s, const struct perf_sample *sample,
                       struct foldtab *folded, struct stack *stack);

#endif
