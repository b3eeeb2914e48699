/* SPDX-License-Identifier: MIT */
#include "check/report.h"

void report_write(const struct report *r, struct output *to)
{
    const struct check_options *o = r->options;

    if (o->json)
        report_json(r, to);
    else if (o->github)
        report_github(r, to);
    else if (o->markdown)
        report_markdown(r, to);
    else if (o->junit)
        report_junit(r, to);
    else
        report_table(r, to);
}
