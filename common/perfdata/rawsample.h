/* SPDX-License-Identifier: MIT */
/*
 * The fields of a sample.
 */
#ifndef FG_PERFDATA_RAWSAMPLE_H
#define FG_PERFDATA_RAWSAMPLE_H

#include "perfdata/attr.h"

struct rawsample {
    uint64_t ip, time, id, period;
    int32_t pid, tid, cpu;
    const char *chain;          /* entries of 8 bytes; NULL without a call chain */
    uint64_t chain_count;
    const char *branches;       /* entries of 24 bytes: from, to, flags */
    uint64_t branch_count;
};

/* Reads the content of a sample of an event that needs no perf (attr.h), without the header of its
 * record; false if it is too short. */
bool rawsample_read(struct rawsample *s, const struct attr *a, struct slice content, bool swap);

#endif
