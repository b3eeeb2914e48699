/* SPDX-License-Identifier: MIT */
/*
 * FUNCTIONS: what the runs of both sides have of each function, and how much of it through
 * which caller.
 *
 * Neighbouring lines share most frames. So the frames of the newest line are kept as a path,
 * and what the lines below a frame count is added to its function when the path leaves it. A
 * function that calls itself counts once in a stack.
 *
 * With a depth, boxes of the graph take the place of functions: all stacks whose first frames,
 * as many as the depth, are the same.
 *
 * The runs of BEFORE are read first.
 */
#ifndef FG_CHECK_FUNCTIONS_H
#define FG_CHECK_FUNCTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/design.h"
#include "check/pattern.h"
#include "folded/frametab.h"
#include "folded/stacktext.h"

#define FUNCTIONS_NONE FRAMETAB_NONE

enum { BEFORE, AFTER };

struct amount {
    double x, inside;       /* as design.h has them */
};

/* The samples of one run. The runs that have any are chained, the newest first. */
struct run_samples {
    double x;
    uint32_t run;           /* counted from 0 over both sides */
    uint32_t earlier;       /* an index of `runs`, or FUNCTIONS_NONE */
};

/* The runs so far, and the current run. */
struct tally {
    struct design_sums sums[2];
    struct amount now;
    uint32_t newest;        /* an index of `runs`, or FUNCTIONS_NONE */
};

struct function {
    struct tally inclusive, self;
    uint32_t active;        /* how often it is on the path */
};

struct call {
    uint32_t function, caller;
    double x[2];
    double now;             /* in the current run */
    uint32_t newest;        /* an index of `runs`, or FUNCTIONS_NONE */
};

struct path_frame {
    uint32_t frame;         /* an id of `frames` */
    uint32_t function;      /* an index of `list`, or FUNCTIONS_NONE */
    bool inside;            /* it or a frame before it is the work */
    struct amount below;    /* of the lines so far that lead through it */
};

struct functions {
    size_t depth;           /* 0: functions, not boxes */
    struct pattern *work;   /* of --per; not set: all samples are the work */
    struct frametab frames;
    struct frametab boxes;
    struct function *list;  /* by the ids of `boxes` with a depth, else of `frames` */
    size_t count, capacity;
    struct call *calls;
    size_t call_count, call_capacity;
    struct htab call_index;
    struct run_samples *runs;
    size_t runs_count, runs_capacity;
    struct stacktext texts;
    struct path_frame *path;
    size_t length, path_capacity;
    int side;
    double total, work_total;   /* of the current run */
    struct design_side sides[2];
    double samples[2];          /* of each side, the work or not */
};

/* `work` must outlive the struct. */
void functions_init(struct functions *f, size_t depth, struct pattern *work);

/* Adds a line of the current run. */
void functions_add(struct functions *f, struct slice text, double count);

/* Ends a run of f->side; false if it has no sample of the work, and then it is no run. */
bool functions_end_run(struct functions *f);

/* How many runs there are on both sides. */
size_t functions_runs(const struct functions *f);

/* Sets values[run] for each run to the samples of a chain, given its newest. */
void functions_values(const struct functions *f, uint32_t newest, double *values);

/* The name of function `id`: of a box, its frames with ';' between them. */
struct slice functions_name(const struct functions *f, uint32_t id);

void functions_free(struct functions *f);

#endif
