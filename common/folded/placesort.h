/* SPDX-License-Identifier: MIT */
/*
 * Sorts stacks by the places of their names. The places of some frames at a time are packed into
 * a key, so that most comparisons do not touch the memory of the stacks.
 */
#ifndef FG_FOLDED_PLACESORT_H
#define FG_FOLDED_PLACESORT_H

#include <stddef.h>
#include <stdint.h>

#include "folded/stack.h"

/* Sorts the list. The frame `id` has the place places[2 * id], or, where it is a leaf,
 * places[2 * id + 1]; they are below `place_count`. It takes this number of threads if there are
 * many stacks. */
void placesort(struct folded_stack *list, size_t count, const uint32_t *places,
               size_t place_count, size_t threads);

#endif
