/*
 * From the lines of `perf script` to folded stacks, as stackcollapse-perf.pl
 * makes them. A sample is an event header, frames from the leaf to the root, and
 * an empty line. Only the empty line ends it: a header before that changes the
 * name and the count of the sample but leaves its frames.
 */
#ifndef FG_PERF_STACKS_H
#define FG_PERF_STACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "folded/foldtab.h"
#include "perf/frame.h"
#include "perf/sample.h"

struct perf_stacks_options {
    struct perf_frame_options frame;
    bool srcline;               /* a source line stands behind each frame */
    bool inlined, context;      /* ask addr2line for inlined functions, and lines */
    const char *event_filter;   /* "": the first event's type */
};

struct perf_stacks;

/* The options and the table must outlive it. */
struct perf_stacks *perf_stacks_new(const struct perf_stacks_options *options,
                                    struct foldtab *folded);

/* Takes the next text of a file, in pieces of any size. */
void perf_stacks_text(struct perf_stacks *s, struct slice text, const char *file);

/* Takes a sample that a sampler made, in place of its text. */
void perf_stacks_sample(struct perf_stacks *s, struct perf_sampler *sampler,
                        const struct perf_sample *sample, const char *file);

/* The file ends, and so does its last line. */
void perf_stacks_file_end(struct perf_stacks *s);

/* How many samples there were so far. */
size_t perf_stacks_samples(const struct perf_stacks *s);

/* Says on standard error what was left out, and frees it all. */
void perf_stacks_finish(struct perf_stacks *s);

#endif
