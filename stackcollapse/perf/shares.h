/* SPDX-License-Identifier: MIT */
/*
 * Counting by several workers. Each counts in a table of its own, its share, whose stacks have the
 * ids of the main table's frames. At the end the shares are joined with the main table.
 *
 * Sums of integers do not depend on the order of the additions as long as they stay below 2^63. A
 * count that may lead beyond, or is no integer, closes the shares: what they counted is added to
 * the main table, and from then on all is counted there, in the order of the input.
 */
#ifndef FG_PERF_SHARES_H
#define FG_PERF_SHARES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "folded/foldtab.h"
#include "perf/sample.h"

struct perf_share {
    struct foldtab stacks;
    struct stack stack;
};

struct perf_shares {
    struct foldtab *table;  /* the main table */
    pthread_mutex_t frames; /* guards its frames */
    struct perf_share *list;
    size_t count;
    uint64_t sum;           /* of all counts: no stack has more */
    bool closed;
};

/* Opens `count` shares; none, and they are closed, for 0. The table must outlive the struct. */
void perf_shares_open(struct perf_shares *s, struct foldtab *table, size_t count);

/* What the samples of a sampler count together; false if shares cannot count them: where one
 * counts no integer, or there is other text between them. With `ones`, each counts 1. */
bool perf_shares_sum(const struct perf_sampler *sampler, bool ones, uint64_t *sum);

/* Whether the shares may count so much more. */
bool perf_shares_have_room(const struct perf_shares *s, uint64_t sum);

/* In the order of the input: this share will count so much. */
void perf_shares_expect(struct perf_shares *s, size_t share, uint64_t sum);

/* Counts the samples that are kept. Each share may do so while the others do. */
void perf_share_count(struct perf_shares *s, size_t share, struct perf_sampler *sampler, bool ones);

/* To be called, while no share counts, before a count is added to the main table. */
void perf_shares_before(struct perf_shares *s, struct perl_number count);

/* Moves what the shares counted to the main table, to which nothing may be added after that. Its
 * stacks are then in part in the memory of the shares. */
void perf_shares_join(struct perf_shares *s);

void perf_shares_free(struct perf_shares *s);

#endif
