/* SPDX-License-Identifier: MIT */
/*
 * The frames of a sample, from its call chain and, of processors that record it, from the last
 * calls in the branch records.
 */
#ifndef FG_PERFDATA_CALLCHAIN_H
#define FG_PERFDATA_CALLCHAIN_H

#include "base/ids.h"
#include "perfdata/callframes.h"
#include "perfdata/rawsample.h"

/* Where addresses are looked up, by who was running. */
struct callchain_maps {
    const struct maps *user, *kernel;
};

/* The maps for a mode of enum abi_misc; NULL: none. */
const struct maps *callchain_maps_of(const struct callchain_maps *m, unsigned mode);

/* Appends the ids of the frames of a sample of that event. */
void callchain_read(struct callframes *f, const struct callchain_maps *maps, const struct attr *a,
                    const struct rawsample *s, bool swap, struct ids *ids);

#endif
