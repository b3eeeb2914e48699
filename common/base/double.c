/* SPDX-License-Identifier: MIT */
/*
 * A result that was rounded to a long double rounds to the right double, unless it is
 * exactly between two doubles: then what the first rounding lost decides.
 */
#include "base/double.h"

#include <math.h>
#include <stdbool.h>

/* Not a cast: some compilers keep the precision of an x87 register through it. */
static double rounded(long double value)
{
    volatile double stored = (double)value;

    return stored;
}

static bool is_between(long double value)
{
    double near = rounded(value);

    if (near == value || !isfinite(near))
        return false;
    double other = nextafter(near, value > near ? HUGE_VAL : -HUGE_VAL);
    return (long double)other - value == value - (long double)near;
}

/* The double nearest to value + rest, where the rest is too small to change the value. */
static double rounded_with(long double value, long double rest)
{
    if (rest != 0)
        value = nextafterl(value, rest > 0 ? HUGE_VALL : -HUGE_VALL);
    return rounded(value);
}

double double_add_extended(double a, double b)
{
    long double x = a, y = b;
    long double sum = x + y;

    if (!is_between(sum))
        return rounded(sum);
    long double added = sum - x;    /* of y; Knuth's TwoSum */
    return rounded_with(sum, (x - (sum - added)) + (y - added));
}

double double_multiply_extended(double a, double b)
{
    long double product = (long double)a * b;

    return is_between(product) ? rounded_with(product, fmal(a, b, -product)) : rounded(product);
}

double double_divide_extended(double a, double b)
{
    long double quotient = (long double)a / b;

    if (!is_between(quotient))
        return rounded(quotient);
    long double rest = fmal(-quotient, b, a);
    return rounded_with(quotient, b > 0 ? rest : -rest);
}
