/* SPDX-License-Identifier: MIT */
/*
 * Threads: what they are called, and what their process has mapped.
 */
#ifndef FG_PERFDATA_THREADS_H
#define FG_PERFDATA_THREADS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/htab.h"
#include "perfdata/maps.h"

/* The maps of a process, which its threads share. */
struct process {
    struct maps maps;
    size_t references;
};

struct thread {
    int32_t pid, tid;
    int32_t first_pid;          /* at its beginning: -1 if it was not known then */
    uint32_t comm;              /* an id: threads_comm() */
    bool named;                 /* it is not the ":TID" of a thread whose name is unknown */
    struct process *process;    /* NULL for a thread whose process is being looked for */
};

struct threads {
    struct thread *list;
    size_t count, capacity;
    struct htab index;          /* by tid */
    struct slice *comms;
    size_t comm_count, comm_capacity;
    struct htab comm_index;
    struct arena arena;
    struct hash_key key;
    struct maps_pool pool;
};

void threads_init(struct threads *t);

/* The thread; it is made where there is none. Valid until the next call. */
struct thread *threads_get(struct threads *t, int32_t pid, int32_t tid);

void threads_name(struct threads *t, int32_t pid, int32_t tid, struct slice comm);

/* A thread or process that begins. Without `copy` it does not get the maps of its parent. */
void threads_fork(struct threads *t, int32_t pid, int32_t tid, int32_t parent_pid,
                  int32_t parent_tid, bool copy);

struct slice threads_comm(const struct threads *t, uint32_t id);

void threads_free(struct threads *t);

#endif
