/* SPDX-License-Identifier: MIT */
/*
 * What a run says about its input: what was lost, merged or misread.
 */
#ifndef FG_REPORT_H
#define FG_REPORT_H

#include "merge.h"
#include "options.h"
#include "records.h"

/* Reports on the lines; the records are added up. */
void report_records(const struct options *options, const struct records *records,
                    const struct totals *totals);

/* Reports on the frames that are drawn. */
void report_frames(const struct options *options, const struct merge *merge);

#endif
