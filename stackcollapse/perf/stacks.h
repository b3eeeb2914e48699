/* SPDX-License-Identifier: MIT */
/*
 * From the lines of `perf script` to folded stacks, by the rules of stackcollapse-perf.pl.
 * A sample is an event header, frames from the leaf to the root, and an empty line. Only
 * the empty line ends it: another header before that changes the name and the count of the
 * sample and keeps its frames.
 *
 * With --fix the lines are read as perf means them (meant.h): a header and the end of the
 * input end the sample before them as well.
 */
#ifndef FG_PERF_STACKS_H
#define FG_PERF_STACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "collapse.h"
#include "perf/frame.h"
#include "perf/sample.h"
#include "perf/shares.h"

struct perf_stacks_options {
    struct perf_frame_options frame;
    bool srcline;               /* a source line follows each frame */
    bool inlined, context;      /* ask addr2line for inlined functions, and for lines */
    const char *event_filter;   /* "": the event that comes first */
    bool counts;                /* a sample counts 1, whatever its period */
};

struct perf_stacks;

/* Counts into `collapse`, whose table `shares` are of. The pointers must outlive the result, which
 * is never freed. */
struct perf_stacks *perf_stacks_new(const struct perf_stacks_options *options,
                                    struct collapse *collapse, struct perf_shares *shares);

/* Takes the next text of a file, in pieces of any size. */
void perf_stacks_text(struct perf_stacks *s, struct slice text, const char *file);

/* Takes all of a sampler's samples but their stacks in place of their text: it says which are kept,
 * and the caller counts those (shares.h). Only while perf_stacks_settled(). */
void perf_stacks_judge(struct perf_stacks *s, struct perf_sampler *sampler, const char *file);

/* Takes a sample of a sampler in place of its text. */
void perf_stacks_sample(struct perf_stacks *s, struct perf_sampler *sampler,
                        const struct perf_sample *sample, const char *file);

/* Whether no sample is open, and none that is kept is kept instead of another. */
bool perf_stacks_settled(const struct perf_stacks *s);

/* Whether samples of the same file may be counted in any order: the event that counts is known, and
 * no sample is open. */
bool perf_stacks_any_order(const struct perf_stacks *s);

/* Whether a sample has begun and not ended: what comes next is to come as text. */
bool perf_stacks_within(const struct perf_stacks *s);

/* Ends a file, and with it its last line. */
void perf_stacks_file_end(struct perf_stacks *s);

/* Ends the input: prints messages about what was left out. */
void perf_stacks_end(struct perf_stacks *s);

#endif
