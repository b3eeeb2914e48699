/* SPDX-License-Identifier: MIT */
/*
 * Many tests at once: which are significant at a false discovery rate (Benjamini and
 * Hochberg, Journal of the Royal Statistical Society B 57:289, 1995).
 */
#ifndef FG_CHECK_FDR_H
#define FG_CHECK_FDR_H

#include <stddef.h>

/* The largest p value that is significant, of `count` in ascending order; below 0 if none
 * is. It is the largest with p[i - 1] <= i / count * rate, i from 1. */
double fdr_limit(const double *p, size_t count, double rate);

#endif
