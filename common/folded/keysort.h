/* SPDX-License-Identifier: MIT */
/*
 * Sorts items that are sequences, such as texts or stacks, by keys of 64 bits. A key holds the
 * next elements of its sequence, so that most comparisons do not touch the memory of the items.
 */
#ifndef FG_FOLDED_KEYSORT_H
#define FG_FOLDED_KEYSORT_H

#include <stddef.h>
#include <stdint.h>

struct keyed {
    uint64_t key;
    uint32_t item;
};

struct keysort {
    /* Sets the keys of the elements from position `at` on. Keys of what comes first are lower. */
    void (*set_keys)(const void *context, struct keyed *list, size_t count, size_t at);
    const void *context;
    size_t step;            /* how many elements a key holds */
    uint64_t mask, full;    /* the sequence goes on after a key if key & mask is at least `full` */
    uint64_t random;        /* for the pivots, against crafted input */
};

/* Sorts the list. It takes this number of threads if there are many items. */
void keysort(struct keysort *s, struct keyed *list, size_t count, size_t threads);

#endif
