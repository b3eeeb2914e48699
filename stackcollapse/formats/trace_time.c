/* SPDX-License-Identifier: MIT */
#include "formats/trace_time.h"

#include "base/double.h"
#include "base/scan.h"

#define UNITS 1000000000000000000u      /* in a microsecond: 1e18 */

enum { DIGITS = 18 };

/* Sums of two times fit. */
#define FARTHEST 4e18

/* The value of `digits`, as if zeros followed up to DIGITS. */
static uint64_t time_part(struct slice digits)
{
    uint64_t part = 0;

    for (size_t i = 0; i < DIGITS; i++)
        part = part * 10 + (i < digits.n ? (uint64_t)(digits.p[i] - '0') : 0);
    return part;
}

static struct trace_time time_negate(struct trace_time t)
{
    struct trace_time negative = {-t.whole, 0};

    if (t.part > 0) {
        negative.whole--;
        negative.part = UNITS - t.part;
    }
    return negative;
}

static struct trace_time time_of_double(double value)
{
    struct trace_time t = {0, 0};
    double size = value < 0 ? -value : value;

    if (!(size < FARTHEST))
        size = FARTHEST;
    t.whole = (int64_t)size;
    t.part = (uint64_t)double_multiply(size - (double)t.whole, (double)UNITS);
    if (t.part >= UNITS)
        t.part = UNITS - 1;
    return value < 0 ? time_negate(t) : t;
}

struct trace_time trace_time_of(struct slice text, double value)
{
    struct trace_time t = {0, 0};
    bool negative = scan_text(&text, "-");
    struct slice whole = scan_digits(&text), part = {NULL, 0};

    if (scan_text(&text, "."))
        part = scan_digits(&text);
    if (whole.n == 0 || whole.n > DIGITS || text.n > 0)
        return time_of_double(value);
    for (size_t i = 0; i < whole.n; i++)
        t.whole = t.whole * 10 + (whole.p[i] - '0');
    t.part = time_part(part);
    return negative ? time_negate(t) : t;
}

struct trace_time trace_time_add(struct trace_time a, struct trace_time b)
{
    struct trace_time sum = {a.whole + b.whole, a.part + b.part};

    if (sum.part >= UNITS) {
        sum.part -= UNITS;
        sum.whole++;
    }
    return sum;
}
