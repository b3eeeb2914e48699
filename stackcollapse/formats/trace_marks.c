/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/double.h"
#include "formats/trace_events.h"

/* The begins of a thread that have no end yet. */
struct open_marks {
    const struct trace_mark **list;
    size_t count;
    size_t capacity;
};

static int by_thread_and_time(const void *a, const void *b)
{
    const struct trace_mark *x = a;
    const struct trace_mark *y = b;

    if (x->thread != y->thread)
        return x->thread < y->thread ? -1 : 1;
    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

/* The newest begin is an event that ends at the mark `end`. */
static void trace_end_event(struct trace_events *t, struct open_marks *open,
                            const struct trace_mark *end)
{
    const struct trace_mark *begin = open->list[--open->count];
    const struct trace_event e = {begin->time, double_subtract(end->time, begin->time), begin->name,
                                  begin->thread, begin->order, begin->line};

    t->all = grow_array(t->all, &t->capacity, t->count + 1, sizeof *t->all);
    t->all[t->count++] = e;
    if (t->times != NULL)
        t->times[e.order].end = t->times[end->order].start;
    if (t->depths != NULL)
        t->depths[e.order] = open->count;
}

static void trace_begin_event(struct open_marks *open, const struct trace_mark *begin)
{
    open->list = grow_array(open->list, &open->capacity, open->count + 1, sizeof *open->list);
    open->list[open->count++] = begin;
}

void trace_pair_marks(struct trace_events *t, struct collapse *c)
{
    struct open_marks open = {0};

    if (t->mark_count == 0)
        return;
    if (t->count == 0)
        t->depths = xcalloc(t->next_order, sizeof *t->depths);
    qsort(t->marks, t->mark_count, sizeof *t->marks, by_thread_and_time);
    for (size_t i = 0; i < t->mark_count; i++) {
        const struct trace_mark *m = &t->marks[i];
        if (m->name != FRAMETAB_NONE)
            trace_begin_event(&open, m);
        else if (open.count > 0)
            trace_end_event(t, &open, m);
        else
            trace_note_at(t, c, TRACE_STRAY, 1, m->order, m->line);
        bool last = i + 1 == t->mark_count || m[1].thread != m->thread;
        if (last && open.count > 0)
            trace_note_at(t, c, TRACE_OPEN, open.count, open.list[0]->order,
                          open.list[0]->line);
        while (last && open.count > 0)
            trace_end_event(t, &open, m);
    }
    free(open.list);
}
