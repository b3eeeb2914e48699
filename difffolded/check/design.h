/* SPDX-License-Identifier: MIT */
/*
 * How much more a function's share varies between runs than samples that are drawn at random:
 * the design effect (Rao and Scott, Biometrics 48:577, 1992).
 *
 * The share is r = sum of x / sum of n over the runs, where a run has x samples of the function
 * for n samples of the work that the shares are of. All n samples are the work by default.
 * With --per, samples of the function may lie outside the work, and r may exceed 1.
 */
#ifndef FG_CHECK_DESIGN_H
#define FG_CHECK_DESIGN_H

#include <stddef.h>

/* The runs of a side. */
struct design_side {
    size_t runs;
    double n, nn;       /* the sums of n and n^2 */
};

/* What they have of one function. */
struct design_sums {
    double x, inside;   /* the sums of x, and of those samples that are within the work */
    double xx, xn;      /* the sums of x^2 and x n */
};

/* Adds a run. */
void design_add_side(struct design_side *side, double n);
void design_add(struct design_sums *sums, double x, double inside, double n);

/* k / (k - 1) times the sum of (x - r n)^2, divided by (sum of n)^2; k runs, 2 at least. */
double design_variance(const struct design_side *side, const struct design_sums *sums);

/* The variance if all samples are drawn at random: r (1 - r) / sum of n, if all of the
 * function's samples are within the work. */
double design_sampling(const struct design_side *side, const struct design_sums *sums);

/* The quotient of the two, 1 at least; 1 for one run. */
double design_effect(const struct design_side *side, const struct design_sums *sums);

/* The design effects of two sides. A side with a single run is assumed to vary like the
 * other, whose runs may have more or fewer samples. */
void design_effects(const struct design_side sides[2], const struct design_sums sums[2],
                    double effects[2]);

#endif
