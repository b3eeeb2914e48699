/* SPDX-License-Identifier: MIT */
#include "check/judge.h"

#include <stdio.h>

#include "test.h"

static struct pattern none;

/* Profiles before and after as "STACK COUNT" in thousands of samples, and the verdict for a
 * function of theirs. */
static const struct {
    const char *name;
    const char *stacks[8];
    double before[8], after[8];
    const char *function;
    enum verdict verdict;
    const char *caller;
} cases[] = {
    {"grown", {"m;a", "m;b"}, {10, 90}, {20, 80}, "a", VERDICT_REGRESSED, NULL},
    {"shrunk", {"m;a", "m;b"}, {10, 90}, {20, 80}, "b", VERDICT_IMPROVED, NULL},
    {"steady", {"m;a", "m;b"}, {10, 90}, {20, 80}, "m", VERDICT_WITHIN, NULL},
    {"within", {"m;a", "m;b"}, {10, 90}, {10.9, 89}, "a", VERDICT_WITHIN, NULL},
    {"new", {"m;a", "m;b"}, {0, 90}, {20, 80}, "a", VERDICT_NEW, NULL},
    {"gone", {"m;a", "m;b"}, {20, 80}, {0, 80}, "a", VERDICT_GONE, NULL},
    {"few", {"m;a", "m;b"}, {0.001, 0.009}, {0.002, 0.008}, "a", VERDICT_CANNOT_TELL, NULL},
    {"a helper of h", {"m;h", "m;h;a", "m;h;c", "m;b"}, {30, 0, 10, 60}, {10, 20, 10, 60}, "a",
     VERDICT_MOVED, "h"},
    {"from another callee", {"m;h", "m;h;a", "m;h;c", "m;b"}, {10, 10, 20, 60},
     {10, 20, 10, 60}, "a", VERDICT_MOVED, "h"},
    {"from the larger of two", {"m;h", "m;h;a", "m;h;c", "m;b"}, {10, 10, 20, 60},
     {8, 20, 12, 60}, "a", VERDICT_MOVED, "h"},
    {"from two alike", {"m;h", "m;h;a", "m;h;c", "m;h;d", "m;b"}, {15, 5, 15, 5, 60},
     {10.5, 15, 10.5, 4, 60}, "a", VERDICT_REGRESSED, NULL},
    {"the only sibling", {"m;h", "m;h;a", "m;b"}, {40, 0, 60}, {20, 20, 60}, "a", VERDICT_NEW,
     NULL},
    {"a busy thread", {"t;h;a", "t;h;c", "t;h;d", "m"}, {4, 30, 15, 51},
     {13, 24, 12, 51}, "a", VERDICT_REGRESSED, NULL},
    {"h has shrunk", {"m;h", "m;h;a", "m;h;c", "m;b"}, {20, 5, 15, 60}, {20, 10, 0, 70}, "a",
     VERDICT_REGRESSED, NULL},
    {"it is inlined", {"m;h", "m;h;a", "m;b"}, {20, 20, 60}, {40, 0, 60}, "a", VERDICT_MOVED, "h"},
    {"h has grown, too", {"m;h", "m;h;a", "m;b"}, {40, 0, 60}, {40, 20, 60}, "a", VERDICT_NEW,
     NULL},
    {"two levels", {"m;h", "m;h;c;a", "m;h;d", "m;b"}, {30, 0, 10, 60}, {10, 20, 10, 60}, "a",
     VERDICT_MOVED, "h"},
    {"two levels, one sibling", {"m;h", "m;h;c;a", "m;b"}, {40, 0, 60}, {20, 20, 60}, "a",
     VERDICT_NEW, NULL},
    {"half for all that came along", {"m;h", "m;h;c;a", "m;h;c;e", "m;h;d", "m;b"},
     {10, 0, 0, 30, 60}, {9, 10, 10, 11, 60}, "a", VERDICT_MOVED, "h"},
    {"less for all that came along", {"m;h", "m;h;c;a", "m;h;c;e", "m;h;d", "m;h;f", "m;b"},
     {14, 0, 0, 13, 13, 60}, {5, 10, 10, 7.5, 7.5, 60}, "a", VERDICT_NEW, NULL},
    {"a circle", {"m;x", "a;b;a", "b;a;b"}, {90, 5, 5}, {80, 10, 10}, "a", VERDICT_REGRESSED,
     NULL},
    {"the caller has all", {"m;h", "m;h;a"}, {50, 0}, {40, 10}, "a", VERDICT_NEW, NULL}
};

static void add_run(struct functions *f, size_t i, const double *counts)
{
    for (size_t line = 0; cases[i].stacks[line] != NULL; line++)
        if (counts[line] > 0)
            functions_add(f, slice_str(cases[i].stacks[line]), counts[line] * 1000);
    functions_end_run(f);
}

static const struct finding *find(const struct functions *f, const struct findings *findings,
                                  const char *name)
{
    for (size_t i = 0; i < findings->count; i++)
        if (slice_is(functions_name(f, findings->list[i].function), name))
            return &findings->list[i];
    return NULL;
}

static void test_case_of(size_t i)
{
    static const struct judge_options options = {true, false, 0.02, 0.99, 0};
    struct functions f;
    struct findings findings;

    test_case = cases[i].name;
    functions_init(&f, 0, &none);
    for (f.side = BEFORE; f.side <= AFTER; f.side++)
        for (int run = 0; run < 3; run++)
            add_run(&f, i, f.side == BEFORE ? cases[i].before : cases[i].after);
    judge(&f, &none, &options, &findings);
    const struct finding *finding = find(&f, &findings, cases[i].function);
    if (CHECK(finding != NULL)) {
        CHECK_EQ_STR(verdict_names[finding->verdict], verdict_names[cases[i].verdict]);
        CHECK((finding->caller == FUNCTIONS_NONE) == (cases[i].caller == NULL));
        if (finding->caller != FUNCTIONS_NONE && cases[i].caller != NULL)
            CHECK_EQ_SLICE(functions_name(&f, finding->caller), slice_str(cases[i].caller));
    }
    CHECK_EQ_SIZE(findings.freedom, 4);
    findings_free(&findings);
    functions_free(&f);
    test_case = NULL;
}

/* The limits of one function, from Python: 3 runs a side, x = 50, 60, 40 of 1000 before and
 * 80, 100, 90 after. */
static void test_numbers(void)
{
    static const double x[2][3] = {{50, 60, 40}, {80, 100, 90}};
    static const struct judge_options options = {true, false, 0.02, 0.95, 0};
    struct functions f;
    struct findings findings;

    functions_init(&f, 0, &none);
    for (f.side = BEFORE; f.side <= AFTER; f.side++) {
        for (int run = 0; run < 3; run++) {
            functions_add(&f, slice_str("m;a"), x[f.side][run]);
            functions_add(&f, slice_str("m;b"), 1000 - x[f.side][run]);
            functions_end_run(&f);
        }
    }
    judge(&f, &none, &options, &findings);
    const struct finding *finding = find(&f, &findings, "a");
    CHECK_NEAR(finding->before, 0.05, 1e-12);
    CHECK_NEAR(finding->after, 0.09, 1e-12);
    CHECK_NEAR(finding->growth.low, 0.0162544, 1e-6);
    CHECK_NEAR(finding->growth.high, 0.0621273, 1e-6);
    CHECK_NEAR(finding->p, 0.0107910, 1e-6);
    findings_free(&findings);
    functions_free(&f);
}

/* How many times the samples would do, with the quantile of so many runs; from Python. */
static void test_needed(void)
{
    static const struct {
        size_t runs;
        double samples, before, after, needed;
    } rows[] = {
        {1, 6000, 0.05, 0.055, 4.4045},
        {2, 3000, 0.05, 0.07, 1.0035},
        {2, 3000, 0.05, 0.06, 2.0},
        {3, 500, 0.05, 0.07, 1.9019},
        {3, 3000, 0.30, 0.31, 3.7441},
    };
    static const struct judge_options options = {true, false, 0, 0.99, 0};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct functions f;
        struct findings findings;
        functions_init(&f, 0, &none);
        for (f.side = BEFORE; f.side <= AFTER; f.side++) {
            double share = f.side == BEFORE ? rows[i].before : rows[i].after;
            for (size_t run = 0; run < rows[i].runs; run++) {
                functions_add(&f, slice_str("m;a"), rows[i].samples * share);
                functions_add(&f, slice_str("m;b"), rows[i].samples * (1 - share));
                functions_end_run(&f);
            }
        }
        judge(&f, &none, &options, &findings);
        CHECK_NEAR(find(&f, &findings, "a")->needed, rows[i].needed, 0.003 * rows[i].needed);
        findings_free(&findings);
        functions_free(&f);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        test_case_of(i);
    test_numbers();
    test_needed();
    return test_report();
}
