/* SPDX-License-Identifier: MIT */
#include "check/quantile.h"

#include "test.h"

/* The normal distribution's from Python's statistics.NormalDist; Student's by integrating the
 * density. */
static const struct {
    size_t freedom;
    double t, probability;
} cases[] = {
    {QUANTILE_NORMAL, 1.959963985, 0.95}, {QUANTILE_NORMAL, 2.575829304, 0.99},
    {1, 12.706205, 0.95}, {2, 9.924843, 0.99}, {3, 3.182446, 0.95}, {8, 2.306004, 0.95},
    {8, 3.355387, 0.99}, {18, 2.878440, 0.99}, {38, 2.024394, 0.95}, {1, 1, 0.5},
    {2, 2, 0.816496581}, {5, 2.5, 0.945509901}, {8, 3, 0.982928319}, {9, 0.3, 0.229009296}
};

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_NEAR(quantile_between(cases[i].t, cases[i].freedom), cases[i].probability, 1e-7);
        CHECK_NEAR(quantile_of(cases[i].probability, cases[i].freedom), cases[i].t, 2e-6);
    }
    for (size_t freedom = 0; freedom < 50; freedom++) {
        CHECK_NEAR(quantile_between(0, freedom), 0, 0);
        CHECK_NEAR(quantile_between(1e15, freedom), 1, 1e-12);
        CHECK_NEAR(quantile_of(0, freedom), 0, 1e-300);
        for (double t = 1; t < 1e9; t *= 1.5)
            CHECK(quantile_between(t, freedom) <= 1);
        CHECK(freedom < 2 || quantile_of(0.99, freedom) < quantile_of(0.99, freedom - 1));
    }
    CHECK_NEAR(quantile_of(0.99, 100000), quantile_of(0.99, QUANTILE_NORMAL), 1e-4);
    return test_report();
}
