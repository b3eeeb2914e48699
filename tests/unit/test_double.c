/* SPDX-License-Identifier: MIT */
#include "base/double.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "test.h"

/* Operands whose result, rounded to the 64 bits of an x87 register, is between two
 * doubles: rounded again, it would be their even one. Checked on x86-64. */
static const struct {
    char operator;
    double a, b, result;
} operations[] = {
    {'+', 0x1.8f3af896cc083p+33, 0x1.3f2b9ff800f4bp+9, 0x1.8f3af9d5f7a83p+33},
    {'+', 0x1.3e413ffd9b7e4p+7, 0x1.66e2a5fbd2d93p+42, 0x1.66e2a5fbfaa15p+42},
    {'+', -0x1.3e413ffd9b7e4p+7, -0x1.66e2a5fbd2d93p+42, -0x1.66e2a5fbfaa15p+42},
    {'*', 0x1.78fp+13, -0x1.1d143898cc091p+4, -0x1.a3c0f6157aec9p+17},
    {'*', 0x1.d2ed2p+19, -0x1.9bcc20742364p+726, -0x1.778b81437bffbp+746},
    {'/', -0x1.c01369271ad4dp+3, -0x1.d4da2007e7bedp+6, 0x1.e94fcf61a7a0fp-4},
    {'/', 0x1.d5b8p+13, 0x1.9dddcd5def2abp-6, 0x1.228c405dea4c1p+19},
    /* Between two doubles indeed: the even one. */
    {'+', 0x1p+53, 1, 0x1p+53},
    {'+', 0x1p+53, 3, 0x1.0000000000002p+53},
    {'*', 0x1.0000000000001p+0, 1.5, 0x1.8000000000002p+0},
    /* Results that need no rounding, or more than there is. */
    {'+', 0.1, 0.2, 0.30000000000000004},
    {'+', 0.0, -0.0, 0.0},
    {'+', -0.0, -0.0, -0.0},
    {'+', 0x1.fffffffffffffp+1023, 0x1.fffffffffffffp+1023, HUGE_VAL},
    {'*', 1e200, -1e200, -HUGE_VAL},
    {'*', 0x1.8p-1074, 0.5, 0x1p-1074},
    {'/', 1, 3, 0x1.5555555555555p-2},
    {'/', 0x1p-1074, 2, 0}
};

static bool is_same(double a, double b)
{
    return a == b && !signbit(a) == !signbit(b);
}

int main(void)
{
    char text[100];

    test_case = text;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        char operator = operations[i].operator;
        double a = operations[i].a, b = operations[i].b;
        double result = operator == '+' ? double_add(a, b) : operator == '*'
                            ? double_multiply(a, b) : double_divide(a, b);
        double extended = operator == '+' ? double_add_extended(a, b) : operator == '*'
                              ? double_multiply_extended(a, b) : double_divide_extended(a, b);
        snprintf(text, sizeof text, "%a %c %a", a, operator, b);
        CHECK(is_same(result, operations[i].result));
        CHECK(is_same(extended, operations[i].result));
    }
    CHECK(is_same(double_subtract(0.3, 0.1), 0.19999999999999998));
    CHECK(isnan(double_add(HUGE_VAL, -HUGE_VAL)));
    CHECK(isnan(double_divide_extended(0, 0)));
    return test_report();
}
