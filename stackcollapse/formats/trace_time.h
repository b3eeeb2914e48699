/* SPDX-License-Identifier: MIT */
/*
 * A time stamp as it is written: in doubles 0.1 + 0.2 > 0.3, and the decimals of
 * microseconds since 1970 are lost.
 */
#ifndef FG_FORMATS_TRACE_TIME_H
#define FG_FORMATS_TRACE_TIME_H

#include <stdint.h>

#include "base/slice.h"

struct trace_time {
    int64_t whole;      /* rounded down */
    uint64_t part;      /* the rest, in units of 1e-18 */
};

/* The value of a decimal number of at most 18 digits before its point; of any other text
 * that of `value`, its double. */
struct trace_time trace_time_of(struct slice text, double value);

struct trace_time trace_time_add(struct trace_time a, struct trace_time b);

/* <0, 0 or >0 */
static inline int trace_time_compare(struct trace_time a, struct trace_time b)
{
    if (a.whole != b.whole)
        return a.whole < b.whole ? -1 : 1;
    return (a.part > b.part) - (a.part < b.part);
}

#endif
