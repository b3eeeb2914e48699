/* SPDX-License-Identifier: MIT */
/*
 * A pipeline of stages run by several threads. Each worker takes a piece, works on it, counts it,
 * and finishes it. Pieces are taken one at a time, worked on in parallel, counted one at a time in
 * the order in which they were taken, and finished in parallel. What depends on the order is done
 * in the stage `count`, so the result does not depend on the number of workers.
 */
#ifndef FG_IO_RELAY_H
#define FG_IO_RELAY_H

#include <stdbool.h>
#include <stddef.h>

struct relay_stages {
    bool (*take)(void *context, void *worker);  /* false: there are no more */
    void (*work)(void *worker);
    void (*count)(void *context, void *worker);
    void (*finish)(void *context, void *worker);    /* or NULL */
    bool (*alone)(void *context, void *worker);     /* before `count`, in its order: whether all
                                                     * earlier pieces are to be finished before;
                                                     * NULL: no */
};

/* Runs the stages until all pieces are counted. `workers` is an array of `count` workers,
 * at least 1; the first runs in the calling thread, the others start after `few` pieces,
 * so that a small input starts no threads. If a thread cannot be started, the others do
 * its work. */
void relay_run(const struct relay_stages *stages, void *context, void *const *workers,
               size_t count, size_t few);

#endif
