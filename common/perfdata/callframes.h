/* SPDX-License-Identifier: MIT */
/*
 * Frames: what perf prints of an address in a module. Each is made once.
 */
#ifndef FG_PERFDATA_CALLFRAMES_H
#define FG_PERFDATA_CALLFRAMES_H

#include "base/htab.h"
#include "perfdata/maps.h"
#include "perfdata/modules.h"

struct callframes_key;
struct callframes_recent;

struct callframes {
    const struct perfdata_resolver *resolver;
    struct modules *modules;
    struct maps *kernel;
    struct perfscript_call *calls;
    struct callframes_key *keys;
    size_t count, capacity, key_capacity;
    struct htab index;
    struct callframes_recent *recent;
    uint64_t factor;            /* random, against crafted addresses */
};

void callframes_init(struct callframes *f, const struct perfdata_resolver *resolver,
                     struct modules *modules, struct maps *kernel);

/* The id of the frame at `ip`, as it is mapped in `maps`; NULL: nothing is mapped. The first one in
 * the kernel makes the kernel's map that of its symbols. perf record stores the map of what the
 * kernel has after its start, but the first processor's idle loop was called by what it starts
 * with; an old one stores all up to the first module. */
uint32_t callframes_find(struct callframes *f, const struct maps *maps, uint64_t ip);

void callframes_free(struct callframes *f);

#endif
