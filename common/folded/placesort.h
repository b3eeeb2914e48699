/* SPDX-License-Identifier: MIT */
/*
 * Sorts stacks by the places of their names. A key (keysort.h) has the places of some frames.
 */
#ifndef FG_FOLDED_PLACESORT_H
#define FG_FOLDED_PLACESORT_H

#include <stddef.h>
#include <stdint.h>

#include "folded/keysort.h"
#include "folded/stack.h"

/* The order of the list: item i of the result is the index of the stack that comes at place i. The
 * caller frees it. The frame `id` has the place places[2 * id], or, where it is a leaf,
 * places[2 * id + 1]; they are below `place_count`. It takes this number of threads if there are
 * many stacks. */
struct keyed *placesort(const struct folded_stack *list, size_t count, const uint32_t *places,
                        size_t place_count, size_t threads);

#endif
