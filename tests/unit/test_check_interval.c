/* SPDX-License-Identifier: MIT */
#include "check/interval.h"

#include "check/quantile.h"
#include "test.h"

/* From R. G. Newcombe, Statistics in Medicine 17:857 (1998), method 3. */
static const struct {
    double x, n, low, high;
} wilson[] = {
    {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611},
    {1, 29, 0.0061, 0.1718}
};

/* From R. G. Newcombe, Statistics in Medicine 17:873 (1998), table II, method 10. */
static const struct {
    double x, n, x2, n2, low, high;
} newcombe[] = {
    {56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090},
    {6, 7, 2, 7, 0.0582, 0.8062}, {5, 56, 0, 29, -0.0381, 0.1926},
    {0, 10, 0, 20, -0.1611, 0.2775}, {0, 10, 0, 10, -0.2775, 0.2775},
    {10, 10, 0, 20, 0.6791, 1}, {10, 10, 0, 10, 0.6075, 1}
};

static struct share share(double x, double inside, double n)
{
    struct share s = {x, inside, n};

    return s;
}

static void test_published(double q)
{
    for (size_t i = 0; i < sizeof wilson / sizeof *wilson; i++) {
        struct interval limits = interval_wilson(wilson[i].x, wilson[i].n, q);
        CHECK_NEAR(limits.low, wilson[i].low, 5e-5);
        CHECK_NEAR(limits.high, wilson[i].high, 5e-5);
    }
    for (size_t i = 0; i < sizeof newcombe / sizeof *newcombe; i++) {
        struct share after = share(newcombe[i].x, newcombe[i].x, newcombe[i].n);
        struct share before = share(newcombe[i].x2, newcombe[i].x2, newcombe[i].n2);
        struct interval limits = interval_growth(&before, &after, q);
        CHECK_NEAR(limits.low, newcombe[i].low, 5e-5);
        CHECK_NEAR(limits.high, newcombe[i].high, 5e-5);
        limits = interval_growth(&after, &before, q);
        CHECK_NEAR(limits.low, -newcombe[i].high, 5e-5);
        CHECK_NEAR(limits.high, -newcombe[i].low, 5e-5);
    }
}

/* Limits found as the roots of the score equation by bisection. */
static void test_outside(double q)
{
    struct share s = share(30, 0, 100);
    struct interval limits = interval_share(&s, q);

    /* The share of the work that is within is 0, whose limits are 0 and 0.0370. */
    CHECK_NEAR(limits.low, 0.200049, 1e-6);
    CHECK_NEAR(limits.high, 0.454391, 1e-5);
    s = share(50, 20, 100);
    limits = interval_share(&s, q);
    CHECK_NEAR(limits.low, 0.379874, 1e-6);
    CHECK_NEAR(limits.high, 0.674235, 1e-6);
    s = share(500, 0, 100);
    limits = interval_share(&s, q);
    CHECK(limits.low < 5 && limits.high > 5);
}

static void test_reach(void)
{
    struct share before = share(48, 48, 80);
    struct share after = share(56, 56, 70);
    struct share more = share(480, 480, 800);
    struct share much_more = share(560, 560, 700);
    double q = interval_reach(&before, &after);

    CHECK_NEAR(interval_growth(&before, &after, q).low, 0, 1e-9);
    CHECK_NEAR(interval_reach(&after, &before), q, 1e-9);
    CHECK(interval_reach(&more, &much_more) > q);
    CHECK_NEAR(interval_reach(&before, &before), 0, 1e-9);
    CHECK_NEAR(interval_needed(&before, &after, q - 0.01), 1, 0);
    double times = interval_needed(&before, &after, 5);
    CHECK(times > 3 && times < 6);
    struct share old = share(48 * times, 48 * times, 80 * times);
    struct share new = share(56 * times, 56 * times, 70 * times);
    CHECK(interval_growth(&old, &new, 5).low > 0);
    CHECK(interval_growth(&old, &new, 5.02).low < 0);
}

/* No rounding puts a limit on the wrong side. */
static void test_bounds(void)
{
    for (double n = 1; n < 1e12; n *= 7) {
        for (double x = 0; x <= n; x += n / 4) {
            for (double q = 0; q < 1e4; q = q * 10 + 0.1) {
                struct interval limits = interval_wilson(x, n, q);
                CHECK(limits.low >= 0 && limits.low <= x / n);
                CHECK(limits.high >= x / n && limits.high <= 1);
            }
        }
    }
}

int main(void)
{
    double q = quantile_of(0.95, QUANTILE_NORMAL);

    test_published(q);
    test_outside(q);
    test_reach();
    test_bounds();
    return test_report();
}
