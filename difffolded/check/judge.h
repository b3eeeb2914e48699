/* SPDX-License-Identifier: MIT */
/*
 * VERDICTS: for each function whether its share is within the limit.
 */
#ifndef FG_CHECK_JUDGE_H
#define FG_CHECK_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/functions.h"
#include "check/interval.h"
#include "check/pattern.h"

enum verdict {
    VERDICT_OVER,           /* a share above the limit */
    VERDICT_REGRESSED,      /* grown by more than the limit, and beyond chance */
    VERDICT_NEW,            /* the same, and there was nothing of it before */
    VERDICT_CANNOT_TELL,    /* grown by more than the limit, perhaps by chance */
    VERDICT_MOVED,          /* grown or shrunk, though its caller has not */
    VERDICT_WITHIN,
    VERDICT_IMPROVED,       /* shrunk by more than the limit, and beyond chance */
    VERDICT_GONE,           /* the same, and there is nothing of it now */
    VERDICTS
};

struct judge_options {
    bool growth;            /* the limit is for the growth, not for the share */
    bool self;              /* samples in the function itself, not in what it calls */
    double limit;
    double confidence;
    double fdr;             /* the rate of --fdr; 0: none */
};

struct finding {
    uint32_t function;
    enum verdict verdict;
    double before, after;
    struct interval growth; /* the limits */
    double p;               /* the probability of such a growth by chance, at most */
    double needed;          /* if cannot tell: how many times the samples would do */
    uint32_t caller;        /* if moved: the function that has not changed */
};

struct findings {
    struct finding *list;   /* the worst first */
    size_t count;
    size_t verdicts[VERDICTS];
    size_t freedom;         /* degrees of freedom; 0: one run a side */
};

/* The words of the reports: "cannot tell". */
extern const char *const verdict_names[VERDICTS];

/* Judges the functions that have samples and whose names match `which`, if that is set; with
 * a depth, the last name of a box. */
void judge(const struct functions *f, struct pattern *which, const struct judge_options *options,
           struct findings *findings);

void findings_free(struct findings *findings);

/* Whether a value is above the limit; not if it is the limit but for rounding. */
static inline bool judge_exceeds(double value, double limit)
{
    return value - limit > 1e-12;
}

/* The shares of both sides, with their design effects taken into account. */
void judge_shares(const struct design_side sides[2], const struct design_sums sums[2],
                  struct share shares[2]);

#endif
