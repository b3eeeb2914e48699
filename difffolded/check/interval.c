/* SPDX-License-Identifier: MIT */
#include "check/interval.h"

#include <math.h>
#include <stdbool.h>

struct interval interval_wilson(double x, double n, double q)
{
    double p = x / n;
    double center = 2 * x + q * q;
    double half = q * sqrt(q * q + 4 * x * (1 - p));
    double scale = 2 * (n + q * q);
    struct interval i = {(center - half) / scale, (center + half) / scale};

    /* Rounding must not leave p outside, nor anything outside 0 to 1. */
    i.low = i.low < 0 || x <= 0 ? 0 : i.low > p ? p : i.low;
    i.high = i.high > 1 || x >= n ? 1 : i.high < p ? p : i.high;
    return i;
}

struct share share_of(const struct design_side *side, const struct design_sums *sums,
                      double effect)
{
    struct share s = {sums->x / effect, sums->inside / effect, side->n / effect};

    return s;
}

/* The limits of a + b, from those of both. */
static struct interval interval_sum(double a, struct interval of_a, double b, struct interval of_b)
{
    struct interval i = {
        a + b - hypot(a - of_a.low, b - of_b.low), a + b + hypot(of_a.high - a, of_b.high - b)
    };

    return i;
}

struct interval interval_share(const struct share *s, double q)
{
    struct interval within = interval_wilson(s->inside, s->n, q);
    double outside = s->x - s->inside;

    if (outside <= 0)
        return within;
    struct interval odds = interval_wilson(outside, outside + s->n, q);
    odds.low /= 1 - odds.low;
    odds.high /= 1 - odds.high;
    return interval_sum(s->inside / s->n, within, outside / s->n, odds);
}

struct interval interval_growth(const struct share *before, const struct share *after, double q)
{
    struct interval old = interval_share(before, q);
    struct interval negative = {-old.high, -old.low};

    return interval_sum(share_value(after), interval_share(after, q), -share_value(before),
                        negative);
}

static bool interval_excludes_0(const struct share *before, const struct share *after, double q)
{
    struct interval i = interval_growth(before, after, q);

    return i.low > 0 || i.high < 0;
}

double interval_reach(const struct share *before, const struct share *after)
{
    double low = 0;
    double high = 1;

    while (interval_excludes_0(before, after, high) && high < 1e6) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 60; i++) {
        double middle = low + (high - low) / 2;
        if (interval_excludes_0(before, after, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct share share_times(const struct share *s, double factor)
{
    struct share more = {s->x * factor, s->inside * factor, s->n * factor};

    return more;
}

static bool interval_suffices(const struct share *before, const struct share *after,
                              double factor, double q)
{
    struct share old = share_times(before, factor);
    struct share new = share_times(after, factor);

    return interval_excludes_0(&old, &new, q);
}

double interval_needed(const struct share *before, const struct share *after, double q)
{
    double low = 1;
    double high = 1;

    while (high < 1e15 && !interval_suffices(before, after, high, q)) {
        low = high;
        high *= 2;
    }
    while (high < 1e15 && high - low > 0.001 * high) {
        double middle = low + (high - low) / 2;
        if (interval_suffices(before, after, middle, q))
            high = middle;
        else
            low = middle;
    }
    return high;
}
