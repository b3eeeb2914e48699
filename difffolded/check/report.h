/* SPDX-License-Identifier: MIT */
/*
 * REPORTS: the findings as text for people, for programs and for CI.
 */
#ifndef FG_CHECK_REPORT_H
#define FG_CHECK_REPORT_H

#include <stddef.h>

#include "check/functions.h"
#include "check/judge.h"
#include "check/options.h"
#include "io/output.h"

struct report {
    const struct check_options *options;
    const struct functions *functions;
    const struct findings *findings;
    int status;             /* the exit status */
    size_t listed;          /* the first so many findings */
};

/* In the form that the options choose. */
void report_write(const struct report *r, struct output *to);

void report_table(const struct report *r, struct output *to);
void report_json(const struct report *r, struct output *to);
void report_github(const struct report *r, struct output *to);
void report_markdown(const struct report *r, struct output *to);
void report_junit(const struct report *r, struct output *to);

#endif
