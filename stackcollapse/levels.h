/*
 * Where a format shows a tree by indenting it: the newest frame of each level.
 * A level that was skipped has the frame "".
 */
#ifndef FG_LEVELS_H
#define FG_LEVELS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "folded/frametab.h"

struct levels {
    struct frametab names;
    uint32_t *frames;   /* by level */
    size_t known;       /* how many there have been */
    size_t capacity;
};

void levels_init(struct levels *l);
void levels_free(struct levels *l);

/* The frame of `level` is `name` from now on; those of the levels above stay. */
void levels_set(struct levels *l, size_t level, struct slice name);

/* The frame of a level no higher than the highest that was set; valid until
 * levels_free(). */
static inline struct slice levels_name(const struct levels *l, size_t level)
{
    return frametab_name(&l->names, l->frames[level]);
}

#endif
