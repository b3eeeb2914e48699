/* SPDX-License-Identifier: MIT */
/*
 * Functions that the order of the lines splits. The lines are sorted as texts, so that
 * "a.b 1" comes between "a 1" and "a;x 1": of the frame "a" two are drawn.
 */
#ifndef FG_SPLITS_H
#define FG_SPLITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "records.h"

/* A frame that has ended, and may begin again under the same parent. */
struct ended_name {
    size_t depth;
    uint32_t name_id;
};

/* A zeroed struct is ready. */
struct splits {
    struct ended_name *ended;   /* by depth; at a depth each name begins with the one before */
    size_t ended_count, capacity;
    size_t count;               /* frames that began again; ... */
    uint32_t first;             /* ... the name of the first */
};

/* Goes from one stack to the next, of sorted lines: at `depth`, where they begin to differ,
 * the frame `last` ends and `next` begins. FRAMETAB_NONE: there is none. */
void splits_step(struct splits *s, const struct frametab *names, size_t depth, uint32_t last,
                 uint32_t next);

/* Puts lines, which are sorted, into an order in which no frame is split; all others stay
 * where they are. */
void splits_join(struct records *records);

void splits_free(struct splits *s);

#endif
