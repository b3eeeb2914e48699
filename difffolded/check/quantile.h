/* SPDX-License-Identifier: MIT */
/*
 * The normal distribution and Student's t: how much of it is near 0, and how far from 0 a
 * given part of it reaches.
 */
#ifndef FG_CHECK_QUANTILE_H
#define FG_CHECK_QUANTILE_H

#include <stddef.h>

/* In place of a number of degrees of freedom: the normal distribution. */
#define QUANTILE_NORMAL ((size_t)0)

/* The probability of a value from -t to t; t >= 0. */
double quantile_between(double t, size_t freedom);

/* The t for which that is `probability`, from 0 to below 1. */
double quantile_of(double probability, size_t freedom);

#endif
