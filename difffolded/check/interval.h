/* SPDX-License-Identifier: MIT */
/*
 * Confidence limits: of a share (Wilson's), and of the difference of two shares (Newcombe,
 * Statistics in Medicine 17:873, 1998, method 10). `q` is the quantile, 1.96 for 95 % of a
 * normal distribution. Numbers of samples need not be whole.
 */
#ifndef FG_CHECK_INTERVAL_H
#define FG_CHECK_INTERVAL_H

#include "check/design.h"

struct interval {
    double low, high;
};

/* Wilson's limits for x of n. */
struct interval interval_wilson(double x, double n, double q);

/* A share, as design.h has it, with x, inside and n divided by the design effect. */
struct share {
    double x, inside, n;
};

struct share share_of(const struct design_side *side, const struct design_sums *sums,
                      double effect);

static inline double share_value(const struct share *s)
{
    return s->x / s->n;
}

/* Wilson's limits for `inside` of n; and, where samples are outside the work, the limits of
 * the sum of that share and of the odds of the others to n, combined as Newcombe does. */
struct interval interval_share(const struct share *s, double q);

/* The limits for after - before. */
struct interval interval_growth(const struct share *before, const struct share *after, double q);

/* The largest q with which the limits of the growth exclude 0; 0 if there is none. */
double interval_reach(const struct share *before, const struct share *after);

/* How many times the samples are needed for the limits to exclude 0, if the shares stay the
 * same; they differ. */
double interval_needed(const struct share *before, const struct share *after, double q);

#endif
