/* SPDX-License-Identifier: MIT */
/*
 * Arithmetic of doubles as IEEE 754 has it, on every machine: each result is rounded once,
 * to a double. The x87 unit, which compilers for i386 use, rounds to 64 bits first and to
 * the 53 of a double when the result is stored, which can be another double.
 */
#ifndef FG_BASE_DOUBLE_H
#define FG_BASE_DOUBLE_H

#include <float.h>

/* These compute with long doubles, and are right on every machine. */
double double_add_extended(double a, double b);
double double_multiply_extended(double a, double b);
double double_divide_extended(double a, double b);

static inline double double_add(double a, double b)
{
#if FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1
    return a + b;
#else
    return double_add_extended(a, b);
#endif
}

static inline double double_subtract(double a, double b)
{
    return double_add(a, -b);
}

static inline double double_multiply(double a, double b)
{
#if FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1
    return a * b;
#else
    return double_multiply_extended(a, b);
#endif
}

static inline double double_divide(double a, double b)
{
#if FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 1
    return a / b;
#else
    return double_divide_extended(a, b);
#endif
}

#endif
