/* SPDX-License-Identifier: MIT */
/*
 * Whether the time of a function that grew came from one other function of its caller.
 *
 * Two things have to hold. The caller has not changed: if a function alone gets dearer, a caller
 * with the share c grows by (1 - c) / (1 - s) times what the function does, whose share is s,
 * and the caller's interval has to exclude that. This fails under a caller that has all samples,
 * where it is 0. A caller that grew as well is skipped for its own caller; the part through which
 * that grew then stands for the function.
 *
 * And one sibling, another part of the caller, shrank: by half of the growth at least, and beyond
 * chance in its share of the caller's samples, with and without those of the function. A caller
 * whose share cannot grow, such as a thread that is always busy, passes the first test; but what
 * a dearer function takes there, all its siblings lose alike.
 *
 * The parts of a caller are the functions that it calls and its self samples.
 *
 * For a function that shrank, the first test alone is made, in the other direction.
 */
#ifndef FG_CHECK_MOVED_H
#define FG_CHECK_MOVED_H

#include <stdbool.h>
#include <stdint.h>

#include "check/functions.h"
#include "check/judge.h"

struct part {
    double growth;          /* of its share of all samples */
    uint32_t newest;        /* its chain of runs */
};

struct moved {
    const struct functions *functions;
    const struct judge_options *options;
    double q;
    uint32_t *most[2];      /* by function: the call by which it grew most, and shrank most */
    uint32_t *entries[2];   /* from it upwards, the first call from a caller that did not */
    struct part *shrunk;    /* by caller: the part that shrank most */
    double *whole, *part, *other;   /* by run: samples of a caller, and of two parts */
};

void moved_init(struct moved *m, const struct functions *f, const struct judge_options *options,
                double q);

/* The function above this one, or with --self perhaps itself, that shows that it has moved;
 * FUNCTIONS_NONE if it has not. */
uint32_t moved_within(struct moved *m, const struct finding *finding);

void moved_free(struct moved *m);

#endif
