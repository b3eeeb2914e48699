/*
 * The order of stacks without their texts. The order of two texts
 * "root;...;leaf" is decided at the first frame in which they differ, by the
 * names with what follows them: ';' or the end. So every name has two places in
 * the sorted list of names, as "name;" and as "name", and stacks of places
 * compare as their texts do.
 */
#ifndef FG_FOLDED_RANKS_H
#define FG_FOLDED_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "folded/frametab.h"

struct ranks {
    uint32_t *places;   /* by frame: of "name;", then of "name" */
    uint32_t *frames;   /* by place */
};

/* Begins with the frames that the table has now. */
void ranks_init(struct ranks *r, const struct frametab *frames);

/* Tells of each stack that is to get places: the root first, at least a leaf. */
void ranks_use(struct ranks *r, const uint32_t *stack, size_t depth);

/* Sorts the names that are in use. */
void ranks_sort(struct ranks *r, const struct frametab *frames);

/* Turns frames into places, or places into frames, after ranks_sort(). */
void ranks_place(const struct ranks *r, uint32_t *stack, size_t depth);
void ranks_restore(const struct ranks *r, uint32_t *stack, size_t depth);

/* A stack of places to be sorted, and what the caller knows it by. */
struct ranked_stack {
    const uint32_t *places;
    size_t depth;
    size_t number;
};

/* Puts stacks of places into the order of their texts. */
void ranks_sort_stacks(struct ranked_stack *list, size_t count);

void ranks_free(struct ranks *r);

#endif
