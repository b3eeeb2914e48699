/* SPDX-License-Identifier: MIT */
/*
 * Reads a file of folded stacks, and refuses what a verdict cannot rest on: a line without a
 * count, lines with two, a file without samples, a file that was cut.
 */
#ifndef FG_CHECK_PROFILE_H
#define FG_CHECK_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "io/program.h"

/* What counts look like. */
struct profile_counts {
    size_t lines;           /* with a count above 0 */
    uint64_t divisor;       /* the greatest common one of all counts */
    size_t small;           /* lines with a count below PROFILE_LARGE */
    size_t fraction;        /* the number of the first line whose count has one; 0: none */
    double total;
};

enum {
    PROFILE_LARGE = 1000,
    PROFILE_STACKS = 10,    /* from this many lines on, there are enough to say more */
    PROFILE_PERIOD = 10     /* and a divisor from this on is that of a period */
};

/* Reads the file `name`, "-" being standard input, and calls take() for each line. False after
 * a message: the file is refused, though lines may have been taken. */
bool profile_read(const struct program *program, const char *name,
                  void (*take)(void *context, struct slice stack, double count), void *context,
                  struct profile_counts *counts);

/* Whether the counts do not look like numbers of samples, but like sums of periods, times or
 * bytes: all are multiples of a number, or nearly all are large, or some have fractions.
 * Then prints a message with the reason and what to do. */
bool profile_is_weighted(const struct profile_counts *counts, const char *name);

#endif
