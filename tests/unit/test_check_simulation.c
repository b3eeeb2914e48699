/* SPDX-License-Identifier: MIT */
/*
 * How often foldedcheck errs: made-up runs whose true shares are known. With --table, prints
 * the tables of docs/GATE.md. The random numbers are the same in each run.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "check/judge.h"
#include "test.h"

enum { TRIALS = 2000 };

static struct pattern none;
static uint64_t state;

/* SplitMix64; from above 0 to 1. */
static double uniform(void)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return ((double)((z ^ (z >> 31)) >> 11) + 1) / 9007199254740992.0;
}

static double normal(void)
{
    double radius = sqrt(-2 * log(uniform()));

    return radius * cos(6.283185307179586 * uniform());
}

/* How many of n samples are of a function with the share p: the distances between them are
 * geometrically distributed. */
static double binomial(double n, double p)
{
    double step = log1p(-p);
    double at = 0;
    double count = 0;

    for (;;) {
        at += ceil(log(uniform()) / step);
        if (at > n)
            return count;
        count++;
    }
}

struct setting {
    double before, after;   /* the true shares */
    double variation;       /* of a run's share, as a part of it */
    size_t runs;            /* a side */
    double samples;         /* a run */
    double limit;
};

static enum verdict trial(const struct setting *s, const struct judge_options *options)
{
    struct functions f;
    struct findings findings;
    enum verdict verdict = VERDICT_WITHIN;

    functions_init(&f, 0, &none);
    for (f.side = BEFORE; f.side <= AFTER; f.side++) {
        for (size_t run = 0; run < s->runs; run++) {
            double p = f.side == BEFORE ? s->before : s->after;
            double x = binomial(s->samples, p * (1 + s->variation * normal()));
            functions_add(&f, slice_str("m;a"), x);
            functions_add(&f, slice_str("m;b"), s->samples - x);
            functions_end_run(&f);
        }
    }
    judge(&f, &none, options, &findings);
    for (size_t i = 0; i < findings.count; i++)
        if (slice_is(functions_name(&f, findings.list[i].function), "a"))
            verdict = findings.list[i].verdict;
    findings_free(&findings);
    functions_free(&f);
    return verdict;
}

/* Counts the verdicts of many trials. */
static void simulate(const struct setting *s, double counts[VERDICTS])
{
    struct judge_options options = {true, false, s->limit, 0.99, 0};

    state = 13;
    memset(counts, 0, VERDICTS * sizeof *counts);
    for (int i = 0; i < TRIALS; i++)
        counts[trial(s, &options)] += 1.0 / TRIALS;
}

static void print_row(const struct setting *s, const double counts[VERDICTS])
{
    printf("| %g %% | %g %% | %zu | %g | %g %% | %g | %.2f %% | %.2f %% | %.2f %% |\n",
           s->before * 100, s->after * 100, s->runs, s->samples, s->variation * 100,
           s->limit * 100, counts[VERDICT_REGRESSED] * 100, counts[VERDICT_CANNOT_TELL] * 100,
           (counts[VERDICT_WITHIN] + counts[VERDICT_IMPROVED]) * 100);
}

/* The share of "regressed" has to be from `least` to `most`. */
static const struct {
    struct setting setting;
    double least, most;
} rows[] = {
    /* No change: false alarms below 1 %. */
    {{0.01, 0.01, 0.05, 5, 3000, 0}, 0, 0.01},
    {{0.05, 0.05, 0.05, 5, 3000, 0}, 0, 0.01},
    {{0.20, 0.20, 0.05, 5, 3000, 0}, 0, 0.01},
    {{0.50, 0.50, 0.05, 5, 3000, 0}, 0, 0.01},
    {{0.05, 0.05, 0.05, 5, 3000, 0.01}, 0, 0.01},
    {{0.20, 0.20, 0.05, 5, 3000, 0.01}, 0, 0.01},
    {{0.50, 0.50, 0.05, 5, 3000, 0.02}, 0, 0.01},
    {{0.05, 0.05, 0.05, 3, 3000, 0}, 0, 0.01},
    {{0.20, 0.20, 0.20, 5, 3000, 0}, 0, 0.01},
    /* A growth that is found. */
    {{0.05, 0.07, 0.05, 5, 3000, 0.01}, 0.95, 1},
    {{0.05, 0.07, 0.05, 5, 3000, 0.02}, 0.4, 0.6},
    {{0.05, 0.07, 0.05, 5, 600, 0.01}, 0, 1},
    {{0.05, 0.07, 0.05, 3, 3000, 0.01}, 0, 1},
    {{0.05, 0.07, 0.05, 2, 3000, 0.01}, 0, 1},
    {{0.20, 0.24, 0.05, 5, 3000, 0.01}, 0, 1},
    /* One run a side. */
    {{0.05, 0.05, 0, 1, 3000, 0}, 0, 0.01},
    {{0.05, 0.05, 0.05, 1, 3000, 0}, 0, 1},
    {{0.20, 0.20, 0.05, 1, 3000, 0}, 0, 1},
    {{0.50, 0.50, 0.05, 1, 3000, 0}, 0, 1},
    {{0.50, 0.50, 0.05, 1, 3000, 0.02}, 0, 1},
    {{0.05, 0.07, 0.05, 1, 3000, 0.01}, 0, 1},
    {{0.05, 0.07, 0.05, 1, 15000, 0.01}, 0, 1}
};

int main(int argc, char **argv)
{
    bool table = argc > 1 && strcmp(argv[1], "--table") == 0;
    double counts[VERDICTS];

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        simulate(&rows[i].setting, counts);
        double regressed = counts[VERDICT_REGRESSED];
        if (table)
            print_row(&rows[i].setting, counts);
        if (!CHECK(regressed >= rows[i].least && regressed <= rows[i].most))
            print_row(&rows[i].setting, counts);
    }
    return test_report();
}
