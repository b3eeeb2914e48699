/* SPDX-License-Identifier: MIT */
#include "check/judge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check/fdr.h"
#include "check/moved.h"
#include "check/quantile.h"

const char *const verdict_names[VERDICTS] = {
    [VERDICT_OVER] = "over",
    [VERDICT_REGRESSED] = "regressed",
    [VERDICT_NEW] = "new",
    [VERDICT_CANNOT_TELL] = "cannot tell",
    [VERDICT_MOVED] = "moved",
    [VERDICT_WITHIN] = "within",
    [VERDICT_IMPROVED] = "improved",
    [VERDICT_GONE] = "gone"
};

enum { MANY_RUNS = 200 };

struct judge {
    const struct functions *functions;
    const struct judge_options *options;
    size_t freedom;
    double q;
    double known_confidence;
    double known[MANY_RUNS + 1];    /* quantiles for that, by runs; 0: not known yet */
    double *p;              /* with --fdr: of all findings, sorted */
    double significant;     /* with --fdr: the largest p that is */
    struct moved moved;
};

void judge_shares(const struct design_side sides[2], const struct design_sums sums[2],
                  struct share shares[2])
{
    double effects[2];

    design_effects(sides, sums, effects);
    for (int side = 0; side < 2; side++)
        shares[side] = share_of(&sides[side], &sums[side], effects[side]);
}

static const struct design_sums *judge_sums(const struct judge *j, uint32_t id)
{
    const struct function *f = &j->functions->list[id];

    return j->options->self ? f->self.sums : f->inclusive.sums;
}

static bool judge_matches(const struct functions *f, struct pattern *which, uint32_t id)
{
    struct slice name = functions_name(f, id);
    size_t at = f->depth > 0 ? slice_find_last(name, ';') : SLICE_NONE;

    return !which->set
           || pattern_matches(which, at == SLICE_NONE ? name : slice_from(name, at + 1));
}

/* Lists the functions that have samples. */
static void judge_list(const struct judge *j, struct pattern *which, struct findings *findings)
{
    const struct functions *f = j->functions;

    findings->list = xcalloc(f->count, sizeof *findings->list);
    for (uint32_t id = 0; id < f->count; id++) {
        const struct design_sums *sums = judge_sums(j, id);
        if ((sums[BEFORE].x > 0 || sums[AFTER].x > 0) && judge_matches(f, which, id)) {
            struct finding *finding = &findings->list[findings->count++];
            finding->function = id;
            finding->caller = FUNCTIONS_NONE;
            finding->after = sums[AFTER].x / f->sides[AFTER].n;
            if (j->options->growth)
                finding->before = sums[BEFORE].x / f->sides[BEFORE].n;
        }
    }
}

static int judge_compare_p(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;

    return (*x > *y) - (*x < *y);
}

static void judge_measure(const struct judge *j, struct finding *f)
{
    struct share shares[2];

    judge_shares(j->functions->sides, judge_sums(j, f->function), shares);
    f->growth = interval_growth(&shares[BEFORE], &shares[AFTER], j->q);
    f->p = 1 - quantile_between(interval_reach(&shares[BEFORE], &shares[AFTER]), j->freedom);
}

/* The confidence that a growth has to reach: with --fdr, that of its p's place among all. */
static double judge_confidence(const struct judge *j, const struct finding *f, size_t count)
{
    double confidence = j->options->confidence;
    size_t place = 0;   /* how many p are not larger */
    size_t end = count;

    if (j->p == NULL)
        return confidence;
    while (place < end) {
        size_t middle = place + (end - place) / 2;
        if (j->p[middle] <= f->p)
            place = middle + 1;
        else
            end = middle;
    }
    double rate = j->options->fdr * (double)place / (double)count;
    return 1 - rate > confidence ? 1 - rate : confidence;
}

/* The quantile if the side with fewer runs had that many. With as many as MANY_RUNS, Student's t
 * is the normal distribution to within 1 %. */
static double judge_quantile(struct judge *j, double confidence, size_t runs)
{
    if (confidence < j->known_confidence || confidence > j->known_confidence)
        memset(j->known, 0, sizeof j->known);
    j->known_confidence = confidence;
    if (!(j->known[runs] > 0)) {
        size_t freedom = 2 * (runs - 1) > j->freedom ? 2 * (runs - 1) : j->freedom;
        j->known[runs] = quantile_of(confidence, runs < MANY_RUNS ? freedom : QUANTILE_NORMAL);
    }
    return j->known[runs];
}

/* The least number by which samples and runs are multiplied so that they suffice. More runs have
 * a smaller quantile; the least number of them that suffices is found by bisection. */
static double judge_needed(struct judge *j, const struct finding *f, size_t count)
{
    const struct design_side *sides = j->functions->sides;
    double confidence = judge_confidence(j, f, count);
    struct share shares[2];
    size_t runs = sides[sides[BEFORE].runs < sides[AFTER].runs ? BEFORE : AFTER].runs;

    judge_shares(sides, judge_sums(j, f->function), shares);
    if (j->freedom == QUANTILE_NORMAL || runs >= MANY_RUNS)
        return interval_needed(&shares[BEFORE], &shares[AFTER],
                               quantile_of(confidence, j->freedom));
    size_t few = runs - 1;
    size_t enough = MANY_RUNS;
    while (enough - few > 1) {
        size_t middle = few + (enough - few) / 2;
        double q = judge_quantile(j, confidence, middle);
        double times = interval_needed(&shares[BEFORE], &shares[AFTER], q);
        if (times * (double)runs <= (double)middle)
            enough = middle;
        else
            few = middle;
    }
    double needed = interval_needed(&shares[BEFORE], &shares[AFTER],
                                    judge_quantile(j, confidence, enough));
    /* Not quite as few, so that it is rounded up to one run more. */
    double least = (double)few / (double)runs * 1.001;
    return needed > least ? needed : least;
}

static void judge_growth(struct judge *j, struct finding *f, size_t count)
{
    double growth = f->after - f->before;
    bool up = judge_exceeds(growth, j->options->limit);
    bool certain = (f->growth.low > 0 || f->growth.high < 0)
                   && (j->p == NULL || f->p <= j->significant);

    f->verdict = VERDICT_WITHIN;
    if (!up && !(judge_exceeds(-growth, j->options->limit) && certain))
        return;
    if (!certain) {
        f->verdict = VERDICT_CANNOT_TELL;
        f->needed = judge_needed(j, f, count);
        return;
    }
    f->caller = moved_within(&j->moved, f);
    if (f->caller != FUNCTIONS_NONE)
        f->verdict = VERDICT_MOVED;
    else if (up)
        f->verdict = f->before > 0 ? VERDICT_REGRESSED : VERDICT_NEW;
    else
        f->verdict = f->after > 0 ? VERDICT_IMPROVED : VERDICT_GONE;
}

static void judge_growths(struct judge *j, struct findings *findings)
{
    size_t count = findings->count;

    for (size_t i = 0; i < count; i++)
        judge_measure(j, &findings->list[i]);
    if (j->options->fdr > 0 && count > 0) {
        j->p = xmalloc(count * sizeof *j->p);
        for (size_t i = 0; i < count; i++)
            j->p[i] = findings->list[i].p;
        qsort(j->p, count, sizeof *j->p, judge_compare_p);
        j->significant = fdr_limit(j->p, count, j->options->fdr);
    }
    moved_init(&j->moved, j->functions, j->options, j->q);
    for (size_t i = 0; i < count; i++)
        judge_growth(j, &findings->list[i], count);
    moved_free(&j->moved);
    free(j->p);
}

/* What findings_compare() needs of a finding. */
struct ranked {
    struct finding finding;
    struct slice name;
};

static int judge_compare(const void *a, const void *b)
{
    static const int ranks[VERDICTS] = {0, 0, 0, 1, 2, 3, 4, 4};
    const struct ranked *x = a;
    const struct ranked *y = b;
    double growth_x = x->finding.after - x->finding.before;
    double growth_y = y->finding.after - y->finding.before;

    if (ranks[x->finding.verdict] != ranks[y->finding.verdict])
        return ranks[x->finding.verdict] - ranks[y->finding.verdict];
    if (growth_x < growth_y || growth_x > growth_y)
        return growth_x < growth_y ? 1 : -1;
    return slice_compare(x->name, y->name);
}

static void judge_sort(const struct functions *f, struct findings *findings)
{
    struct ranked *ranked = xcalloc(findings->count, sizeof *ranked);

    for (size_t i = 0; i < findings->count; i++) {
        ranked[i].finding = findings->list[i];
        ranked[i].name = functions_name(f, findings->list[i].function);
        findings->verdicts[findings->list[i].verdict]++;
    }
    qsort(ranked, findings->count, sizeof *ranked, judge_compare);
    for (size_t i = 0; i < findings->count; i++)
        findings->list[i] = ranked[i].finding;
    free(ranked);
}

/* The degrees of freedom of Student's t. The side with fewer runs decides: its variance, which
 * is known worse, is the larger part. One with a single run takes its variance from the other. */
static size_t judge_freedom(size_t before, size_t after)
{
    size_t least = before < after ? before : after;

    return least > 1 ? 2 * (least - 1) : before + after - 2;
}

void judge(const struct functions *f, struct pattern *which, const struct judge_options *options,
           struct findings *findings)
{
    struct judge j = {.functions = f, .options = options};

    memset(findings, 0, sizeof *findings);
    judge_list(&j, which, findings);
    if (options->growth) {
        j.freedom = findings->freedom = judge_freedom(f->sides[BEFORE].runs,
                                                      f->sides[AFTER].runs);
        j.q = quantile_of(options->confidence, j.freedom);
        judge_growths(&j, findings);
    } else {
        for (size_t i = 0; i < findings->count; i++) {
            struct finding *one = &findings->list[i];
            one->verdict = judge_exceeds(one->after, options->limit) ? VERDICT_OVER
                                                                     : VERDICT_WITHIN;
        }
    }
    judge_sort(f, findings);
}

void findings_free(struct findings *findings)
{
    free(findings->list);
}
