/* SPDX-License-Identifier: MIT */
/*
 * Whether the time of a function that grew came from other functions of its caller.
 *
 * If a function alone gets dearer, a caller with the share c grows by (1 - c) / (1 - s) times
 * what the function does, whose share is s. The function has moved if the caller's interval
 * excludes that: not under a caller that has all samples, where this is 0. A caller that grew as
 * well is passed for its own caller. Shrinking is the same in the other direction.
 */
#ifndef FG_CHECK_MOVED_H
#define FG_CHECK_MOVED_H

#include <stdbool.h>
#include <stdint.h>

#include "check/functions.h"
#include "check/judge.h"

struct moved {
    const struct functions *functions;
    const struct judge_options *options;
    double q;
    uint32_t *callers[2];   /* by function: through which it grew most, and shrank most */
    uint32_t *steady[2];    /* from it upwards, the first that did not grow or shrink */
};

void moved_init(struct moved *m, const struct functions *f, const struct judge_options *options,
                double q);

/* The function above this one, or with --self perhaps itself, that shows that it has moved;
 * FUNCTIONS_NONE if it has not. */
uint32_t moved_within(struct moved *m, const struct finding *finding);

void moved_free(struct moved *m);

#endif
