/* SPDX-License-Identifier: MIT */
#include "check/quantile.h"

#include <math.h>

static const double pi = 3.14159265358979323846;

/* Student's t by the finite sums for a whole number of degrees of freedom (Abramowitz and
 * Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4). */
static double quantile_student(double t, size_t freedom)
{
    double angle = atan(t / sqrt((double)freedom));
    double square = cos(angle) * cos(angle);
    double term = freedom % 2 == 1 ? cos(angle) : 1;
    double sum = freedom > 1 ? term : 0;

    for (size_t i = 2 + freedom % 2; i + 2 <= freedom; i += 2) {
        term *= square * (double)(i - 1) / (double)i;
        sum += term;
    }
    return freedom % 2 == 1 ? 2 / pi * (angle + sin(angle) * sum) : sin(angle) * sum;
}

double quantile_between(double t, size_t freedom)
{
    double between = freedom == QUANTILE_NORMAL ? erf(t / sqrt(2)) : quantile_student(t, freedom);

    /* Rounding must not make it larger. */
    return between < 1 ? between : 1;
}

double quantile_of(double probability, size_t freedom)
{
    double low = 0;
    double high = 1;

    while (quantile_between(high, freedom) < probability && high < 1e300)
        high *= 2;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return middle;
        if (quantile_between(middle, freedom) < probability)
            low = middle;
        else
            high = middle;
    }
}
