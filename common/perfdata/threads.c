/* SPDX-License-Identifier: MIT */
/*
 * As in perf, a thread is found by its tid alone, a thread that ended is kept until another with
 * its tid begins, and exec does not remove what was mapped before.
 */
#include "perfdata/threads.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

static uint32_t threads_intern(struct threads *t, struct slice comm)
{
    struct htab_probe probe = htab_probe(&t->comm_index, hash_bytes(&t->key, comm.p, comm.n));
    uint32_t id;

    while ((id = htab_next(&t->comm_index, &probe)) != HTAB_NONE)
        if (slice_equal(t->comms[id], comm))
            return id;
    t->comms = grow_array(t->comms, &t->comm_capacity, t->comm_count + 1, sizeof *t->comms);
    t->comms[t->comm_count] = arena_copy(&t->arena, comm);
    htab_insert(&t->comm_index, &probe, (uint32_t)t->comm_count);
    return (uint32_t)t->comm_count++;
}

void threads_init(struct threads *t)
{
    memset(t, 0, sizeof *t);
    hash_key_init(&t->key);
    threads_name(t, 0, 0, slice_str("swapper"));
}

static struct process *threads_process(struct threads *t)
{
    struct process *process = xmalloc(sizeof *process);

    maps_init(&process->maps, &t->pool);
    process->references = 1;
    return process;
}

static void threads_release(struct process *process)
{
    if (process == NULL || --process->references > 0)
        return;
    maps_free(&process->maps);
    free(process);
}

static struct thread *threads_find(struct threads *t, int32_t tid, struct htab_probe *probe)
{
    uint32_t id;

    *probe = htab_probe(&t->index, hash_bytes(&t->key, &tid, sizeof tid));
    while ((id = htab_next(&t->index, probe)) != HTAB_NONE)
        if (t->list[id].tid == tid)
            return &t->list[id];
    return NULL;
}

/* Makes the thread's process that of its leader. */
static struct thread *threads_join(struct threads *t, size_t at)
{
    const int32_t pid = t->list[at].pid;
    struct process *process = pid == t->list[at].tid || pid == -1
                                  ? NULL : threads_get(t, pid, pid)->process;
    struct thread *thread = &t->list[at];

    if (process == NULL || process == thread->process) {
        if (thread->process == NULL)
            thread->process = threads_process(t);
        return thread;
    }
    threads_release(thread->process);
    thread->process = process;
    process->references++;
    return thread;
}

static struct thread *threads_begin(struct threads *t, size_t at, int32_t pid, int32_t tid)
{
    char unnamed[16];
    struct thread thread = {pid, tid, pid, 0, false, NULL};

    snprintf(unnamed, sizeof unnamed, ":%" PRId32, tid);
    thread.comm = threads_intern(t, slice_str(unnamed));
    t->list[at] = thread;
    return threads_join(t, at);
}

struct thread *threads_get(struct threads *t, int32_t pid, int32_t tid)
{
    struct htab_probe probe;
    struct thread *thread = threads_find(t, tid, &probe);

    if (thread == NULL) {
        t->list = grow_array(t->list, &t->capacity, t->count + 1, sizeof *t->list);
        htab_insert(&t->index, &probe, (uint32_t)t->count);
        return threads_begin(t, t->count++, pid, tid);
    }
    if (pid == thread->pid || pid == -1 || thread->pid != -1)
        return thread;
    thread->pid = pid;
    return threads_join(t, (size_t)(thread - t->list));
}

void threads_name(struct threads *t, int32_t pid, int32_t tid, struct slice comm)
{
    struct thread *thread = threads_get(t, pid, tid);

    thread->comm = threads_intern(t, comm);
    thread->named = true;
}

/* Begins the thread anew, if there is one with its tid. */
static void threads_renew(struct threads *t, int32_t pid, int32_t tid)
{
    struct htab_probe probe;
    struct thread *old = threads_find(t, tid, &probe);

    if (old == NULL) {
        threads_get(t, pid, tid);
        return;
    }
    threads_release(old->process);
    old->process = NULL;
    threads_begin(t, (size_t)(old - t->list), pid, tid);
}

/* What a parent passes on, even if the child takes its place. */
static void threads_inherit(struct threads *t, struct thread *child, const struct thread *parent,
                            bool copy)
{
    struct maps *maps = &child->process->maps;

    if (parent->named) {
        child->comm = parent->comm;
        child->named = true;
    }
    if (!copy || child->pid == parent->pid || child->process == parent->process
        || parent->process->maps.count == 0)
        return;
    maps_free(maps);
    maps_init(maps, &t->pool);
    maps_copy(maps, &parent->process->maps);
}

void threads_fork(struct threads *t, int32_t pid, int32_t tid, int32_t parent_pid,
                  int32_t parent_tid, bool copy)
{
    struct thread parent = *threads_get(t, parent_pid, parent_tid);

    if (parent.pid != parent_pid) {
        threads_renew(t, parent_pid, parent_tid);
        parent = *threads_get(t, parent_pid, parent_tid);
    }
    parent.process->references++;
    threads_renew(t, pid, tid);
    threads_inherit(t, threads_get(t, pid, tid), &parent, copy);
    threads_release(parent.process);
}

struct slice threads_comm(const struct threads *t, uint32_t id)
{
    return t->comms[id];
}

void threads_free(struct threads *t)
{
    for (size_t i = 0; i < t->count; i++)
        threads_release(t->list[i].process);
    free(t->list);
    free(t->comms);
    htab_free(&t->index);
    htab_free(&t->comm_index);
    arena_free(&t->arena);
}
