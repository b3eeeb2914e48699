/* SPDX-License-Identifier: MIT */
/*
 * Sorts stacks without making their texts. Two texts "root;...;leaf" differ first at
 * some frame, and the names there decide, with what follows each: ';' or the end. So
 * every name has two places in the sorted list of names, as "name;" and as "name", and
 * stacks of places compare as their texts do.
 */
#ifndef FG_FOLDED_RANKS_H
#define FG_FOLDED_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "folded/frametab.h"

struct ranked_stack {
    uint32_t *ids;      /* of its frames, the root first; changed while sorting */
    size_t depth;       /* 1 at least */
    size_t index;       /* the caller's */
};

/* Sorts the list by the bytes of the texts. No two stacks share memory. */
void ranks_sort(struct ranked_stack *list, size_t count, const struct frametab *frames);

#endif
