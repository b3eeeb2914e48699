/* SPDX-License-Identifier: MIT */
#include "check/functions.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void functions_init(struct functions *f, size_t depth, struct pattern *work)
{
    memset(f, 0, sizeof *f);
    f->depth = depth;
    f->work = work;
    frametab_init(&f->frames);
    frametab_init(&f->boxes);
}

static void amount_add(struct amount *to, struct amount more)
{
    to->x += more.x;
    to->inside += more.inside;
}

/* Room for function `id`, whose tally is 0 if it is new. */
static struct function *functions_at(struct functions *f, uint32_t id)
{
    if (id >= f->count) {
        f->list = grow_array(f->list, &f->capacity, (size_t)id + 1, sizeof *f->list);
        memset(f->list + f->count, 0, ((size_t)id + 1 - f->count) * sizeof *f->list);
        for (; f->count <= id; f->count++)
            f->list[f->count].inclusive.newest = f->list[f->count].self.newest = FUNCTIONS_NONE;
    }
    return &f->list[id];
}

static void functions_count_call(struct functions *f, uint32_t function, uint32_t caller, double x)
{
    uint32_t key[2] = {function, caller};
    struct htab_probe probe = htab_probe(&f->call_index,
                                         hash_bytes(&f->frames.key, key, sizeof key));
    uint32_t id;

    while ((id = htab_next(&f->call_index, &probe)) != HTAB_NONE) {
        struct call *call = &f->calls[id];
        if (call->function == function && call->caller == caller) {
            call->now += x;
            return;
        }
    }
    htab_insert(&f->call_index, &probe, (uint32_t)f->call_count);
    f->calls = grow_array(f->calls, &f->call_capacity, f->call_count + 1, sizeof *f->calls);
    struct call *call = &f->calls[f->call_count++];
    memset(call, 0, sizeof *call);
    call->function = function;
    call->caller = caller;
    call->now = x;
    call->newest = FUNCTIONS_NONE;
}

/* Leaves the last frame of the path. */
static void functions_pop(struct functions *f)
{
    struct path_frame *last = &f->path[--f->length];
    bool called = f->length > 0;

    if (called)
        amount_add(&last[-1].below, last->below);
    if (last->function == FUNCTIONS_NONE || --f->list[last->function].active > 0)
        return;
    amount_add(&f->list[last->function].inclusive.now, last->below);
    if (f->depth == 0 && called)
        functions_count_call(f, last->function, last[-1].frame, last->below.x);
}

/* The text of the first `count` frames. */
static struct slice functions_prefix(struct slice stack, size_t count)
{
    size_t at = 0;

    for (; count > 0; count--) {
        size_t length = slice_find(slice_from(stack, at), ';');
        if (length == SLICE_NONE)
            return stack;
        at += length + 1;
    }
    return slice_cut(stack, 0, at - 1);
}

static void functions_push(struct functions *f, uint32_t frame, struct slice stack)
{
    bool inside = f->length > 0 && f->path[f->length - 1].inside;

    f->path = grow_array(f->path, &f->path_capacity, f->length + 1, sizeof *f->path);
    struct path_frame *p = &f->path[f->length++];
    memset(p, 0, sizeof *p);
    p->frame = frame;
    p->function = FUNCTIONS_NONE;
    p->inside = inside || !f->work->set
                || pattern_matches_id(f->work, frame, frametab_name(&f->frames, frame));
    if (f->depth == 0)
        p->function = frame;
    else if (f->depth == f->length)
        p->function = frametab_intern(&f->boxes, functions_prefix(stack, f->depth));
    if (p->function != FUNCTIONS_NONE)
        functions_at(f, p->function)->active++;
}

void functions_add(struct functions *f, struct slice text, double count)
{
    const struct stack *stack = stacktext_read(&f->texts, &f->frames, text,
                                               stacktext_common(&f->texts, text));
    size_t common = 0;

    while (common < stack->count && common < f->length
           && f->path[common].frame == stack->frames[common])
        common++;
    while (f->length > common)
        functions_pop(f);
    while (f->length < stack->count)
        functions_push(f, stack->frames[f->length], text);

    struct path_frame *leaf = &f->path[f->length - 1];
    struct amount amount = {count, leaf->inside ? count : 0};
    amount_add(&leaf->below, amount);
    if (leaf->function != FUNCTIONS_NONE)
        amount_add(&f->list[leaf->function].self.now, amount);
    f->total += amount.x;
    f->work_total += amount.inside;
}

/* Puts the samples of the current run at the head of a chain. */
static void functions_chain(struct functions *f, uint32_t *newest, double x)
{
    if (!(x > 0))
        return;
    f->runs = grow_array(f->runs, &f->runs_capacity, f->runs_count + 1, sizeof *f->runs);
    struct run_samples *run = &f->runs[f->runs_count];
    run->x = x;
    run->run = (uint32_t)functions_runs(f);
    run->earlier = *newest;
    *newest = (uint32_t)f->runs_count++;
}

static void functions_end_tally(struct functions *f, struct tally *t, double n)
{
    static const struct amount none = {0};

    design_add(&t->sums[f->side], t->now.x, t->now.inside, n);
    if (f->depth == 0)
        functions_chain(f, &t->newest, t->now.x);
    t->now = none;
}

bool functions_end_run(struct functions *f)
{
    double n = f->work_total;

    while (f->length > 0)
        functions_pop(f);
    for (size_t i = 0; i < f->count; i++) {
        functions_end_tally(f, &f->list[i].inclusive, n);
        functions_end_tally(f, &f->list[i].self, n);
    }
    for (size_t i = 0; i < f->call_count; i++) {
        struct call *call = &f->calls[i];
        functions_chain(f, &call->newest, call->now);
        call->x[f->side] += call->now;
        call->now = 0;
    }
    design_add_side(&f->sides[f->side], n);
    f->samples[f->side] += f->total;
    f->total = f->work_total = 0;
    return n > 0;
}

size_t functions_runs(const struct functions *f)
{
    return f->sides[BEFORE].runs + f->sides[AFTER].runs;
}

void functions_values(const struct functions *f, uint32_t newest, double *values)
{
    memset(values, 0, functions_runs(f) * sizeof *values);
    for (uint32_t i = newest; i != FUNCTIONS_NONE; i = f->runs[i].earlier)
        values[f->runs[i].run] = f->runs[i].x;
}

struct slice functions_name(const struct functions *f, uint32_t id)
{
    return frametab_name(f->depth > 0 ? &f->boxes : &f->frames, id);
}

void functions_free(struct functions *f)
{
    frametab_free(&f->frames);
    frametab_free(&f->boxes);
    free(f->list);
    free(f->calls);
    free(f->runs);
    htab_free(&f->call_index);
    stacktext_free(&f->texts);
    free(f->path);
    memset(f, 0, sizeof *f);
}
