/* SPDX-License-Identifier: MIT */
/*
 * Sorts stacks without making their texts. Two texts "root;...;leaf" differ first at
 * some frame, and the names there decide, with what follows each: ';' or the end. So
 * every name has two places in the sorted list of names, as "name;" and as "name", and
 * stacks of places compare as their texts do.
 */
#ifndef FG_FOLDED_RANKS_H
#define FG_FOLDED_RANKS_H

#include <stdbool.h>
#include <stddef.h>

#include "folded/frametab.h"
#include "folded/keysort.h"
#include "folded/stack.h"

/* The memory that sorting needs at most for each frame of the table, and for each stack. */
enum { RANKS_BYTES = 40, RANKS_STACK_BYTES = 16 };

/* The order of the list by the bytes of the texts: item i of the result is the index of the stack
 * that comes at place i. The caller frees it. It takes this number of threads, at least 1, if there
 * are many stacks. */
struct keyed *ranks_order(const struct folded_stack *list, size_t count,
                          const struct frametab *frames, size_t threads);

/* Sorts the list by the bytes of the texts. */
void ranks_sort(struct folded_stack *list, size_t count, const struct frametab *frames);

/* The same for texts that go on after a blank, "root;...;leaf 12". What goes on is not known here:
 * stacks that are the same become neighbours in any order. False, with nothing changed, if it
 * would matter otherwise: where a leaf "f" meets a name such as "f g". It takes this number of
 * threads, at least 1, if there are many stacks. */
bool ranks_sort_lines(struct folded_stack *list, size_t count, const struct frametab *frames,
                      size_t threads);

#endif
