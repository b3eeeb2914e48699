/* SPDX-License-Identifier: MIT */
/*
 * Samples that are read from a recording without perf (common/perfdata), on their way into the
 * table of stacks. Each frame is printed once, as perf script prints it, and read as any line of
 * text is, so that names are the same; after that it is known by its id.
 */
#ifndef FG_PERF_RECORDED_H
#define FG_PERF_RECORDED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ids.h"
#include "base/strbuf.h"
#include "perf/sample.h"
#include "perfdata/perfdata.h"

struct perf_recorded {
    struct perf_sampler *sampler;
    struct ids records[2];  /* of frames, by id: for any process, and for java */
    struct strbuf header, frame;    /* text */
};

void perf_recorded_init(struct perf_recorded *r, struct perf_sampler *sampler);
void perf_recorded_free(struct perf_recorded *r);

/* Makes it the only sample of the sampler, whose text is the header alone. False if that takes all
 * of its text (perfdata_print()). */
bool perf_recorded_sample(struct perf_recorded *r, const struct perfdata *p,
                          const struct perfdata_sample *sample);

#endif
