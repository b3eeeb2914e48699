/* SPDX-License-Identifier: MIT */
#include "check/design.h"

#include "test.h"

/* Litters of rats, and how many survived (Weil 1970): the example of Rao and Scott, whose
 * design effects the R package PF gives as 1.232495 and 3.952861. */
static const double control[][2] = {
    {13, 13}, {12, 12}, {9, 9}, {9, 9}, {8, 8}, {8, 8}, {12, 13}, {11, 12}, {9, 10}, {9, 10},
    {8, 9}, {11, 13}, {4, 5}, {5, 7}, {7, 10}, {7, 10}
};
static const double treated[][2] = {
    {12, 12}, {11, 11}, {10, 10}, {9, 9}, {10, 11}, {9, 10}, {9, 10}, {8, 9}, {8, 9}, {4, 5},
    {7, 9}, {4, 7}, {5, 10}, {3, 6}, {3, 10}, {0, 7}
};

static void add_runs(const double (*runs)[2], size_t count, double factor,
                     struct design_side *side, struct design_sums *sums)
{
    for (size_t i = 0; i < count; i++) {
        design_add_side(side, runs[i][1] * factor);
        design_add(sums, runs[i][0] * factor, runs[i][0] * factor, runs[i][1] * factor);
    }
}

static void test_rats(void)
{
    struct design_side sides[2] = {{0, 0, 0}, {0, 0, 0}};
    struct design_sums sums[2] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
    double effects[2];

    add_runs(control, 16, 1, &sides[0], &sums[0]);
    add_runs(treated, 16, 1, &sides[1], &sums[1]);
    CHECK_NEAR(sums[0].x, 142, 0);
    CHECK_NEAR(sides[1].n, 145, 0);
    CHECK_NEAR(design_variance(&sides[0], &sums[0]), 0.000709941185, 1e-12);
    CHECK_NEAR(design_sampling(&sides[0], &sums[0]), 0.000576019341, 1e-12);
    CHECK_NEAR(design_variance(&sides[1], &sums[1]), 0.00479224991, 1e-11);
    CHECK_NEAR(design_sampling(&sides[1], &sums[1]), 0.00121234983, 1e-11);
    design_effects(sides, sums, effects);
    CHECK_NEAR(effects[0], 1.232495, 5e-7);
    CHECK_NEAR(effects[1], 3.952861, 5e-7);
}

/* The effective numbers do not depend on what a sample counts, as long as runs vary more than
 * samples do. */
static void test_scale(void)
{
    struct design_side side = {0, 0, 0};
    struct design_sums sums = {0, 0, 0, 0};

    add_runs(treated, 16, 1000, &side, &sums);
    CHECK_NEAR(design_effect(&side, &sums), 3952.861, 5e-4);
}

static void test_least(void)
{
    static const double same[][2] = {{1, 10}, {1, 10}};
    static const double all[][2] = {{7, 7}, {12, 12}, {30, 30}};
    static const double none[][2] = {{0, 7}, {0, 12}};
    struct design_side side = {0, 0, 0};
    struct design_sums sums = {0, 0, 0, 0};

    CHECK_NEAR(design_effect(&side, &sums), 1, 0);
    add_runs(same, 2, 1, &side, &sums);
    CHECK_NEAR(design_effect(&side, &sums), 1, 0);
    side = (struct design_side){0, 0, 0};
    sums = (struct design_sums){0, 0, 0, 0};
    add_runs(all, 3, 1, &side, &sums);
    CHECK_NEAR(design_effect(&side, &sums), 1, 0);
    side = (struct design_side){0, 0, 0};
    sums = (struct design_sums){0, 0, 0, 0};
    add_runs(none, 2, 1, &side, &sums);
    CHECK_NEAR(design_effect(&side, &sums), 1, 0);
}

/* A side of one run varies like the other: with twice the samples, twice as much beyond 1. */
static void test_one_run(void)
{
    struct design_side sides[2] = {{0, 0, 0}, {0, 0, 0}};
    struct design_sums sums[2] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
    double effects[2];

    add_runs(treated, 16, 1, &sides[1], &sums[1]);
    double n = 2 * sides[1].n / 16;
    design_add_side(&sides[0], n);
    design_add(&sums[0], n / 2, n / 2, n);
    design_effects(sides, sums, effects);
    CHECK_NEAR(effects[0], 1 + 2 * 2.952861, 1e-5);
    CHECK_NEAR(effects[1], 3.952861, 5e-7);
}

/* Samples outside the work: the variance of x / n for independent Poisson numbers is
 * r (1 + r) / n. */
static void test_outside(void)
{
    struct design_side side = {0, 0, 0};
    struct design_sums sums = {0, 0, 0, 0};

    design_add_side(&side, 200);
    design_add(&sums, 300, 0, 200);
    CHECK_NEAR(design_sampling(&side, &sums), 1.5 * 2.5 / 200, 1e-15);
}

int main(void)
{
    test_rats();
    test_scale();
    test_least();
    test_one_run();
    test_outside();
    return test_report();
}
