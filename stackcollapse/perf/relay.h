/*
 * A relay of threads through three stages. Each worker takes a piece, works on
 * it, and counts it: pieces are taken one at a time, worked on at the same
 * time, and counted one at a time, in the order in which they were taken. So
 * what is counted is the same for every number of workers.
 */
#ifndef FG_PERF_RELAY_H
#define FG_PERF_RELAY_H

#include <stdbool.h>
#include <stddef.h>

struct relay_stages {
    bool (*take)(void *context, void *worker);  /* false: there are no more */
    void (*work)(void *worker);
    void (*count)(void *context, void *worker);
};

/* Runs the stages until all that was taken is counted. `workers` is an array
 * of `count` workers, at least 1; the first runs in the calling thread, and the
 * others only begin after `alone` pieces, so that small inputs need no threads.
 * Should the system have no thread left, those that there are do the work. */
void relay_run(const struct relay_stages *stages, void *context, void *const *workers,
               size_t count, size_t alone);

#endif
