/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-chrome-tracing: the Trace Event Format of Chrome, Node and others, JSON.
 *
 *     {"traceEvents":[
 *         {"pid":1,"tid":2,"ts":4,"ph":"X","name":"load","dur":12},
 *         {"pid":1,"tid":2,"ts":6,"ph":"X","name":"parse","dur":5}
 *     ]}
 *
 * Complete events ("X") with a duration count, and without any, pairs of marks ("B", "E").
 * Within a thread an event that begins
 * before another one ends is called by it, and a stack counts the duration of its leaf
 * without the calls:
 *
 *     load;parse 5.0
 *     load 7.0
 *
 * Events come in any order, and stacks are printed thread by thread in the order in which
 * they end. So all events are kept, in 32 bytes each beside their names.
 */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/double.h"
#include "calltree.h"
#include "collapse.h"
#include "formats/trace_events.h"
#include "python/number.h"

struct call {
    const struct trace_event *event;
    double own;             /* the duration without the calls */
    uint32_t node;
};

struct chrome {
    struct collapse collapse;
    struct trace_events events;
    struct calltree tree;

    struct call *calls;     /* that have not ended, the root first */
    size_t depth;
    size_t capacity;

    struct strbuf phases;   /* why there is nothing */
};

/* Replaces the threads' ids by their rank among the events that count. */
static void rank_threads(struct trace_events *t)
{
    uint32_t *ranks = xmalloc(t->threads.count * sizeof *ranks);
    uint32_t next = 0;

    memset(ranks, 0xff, t->threads.count * sizeof *ranks);
    for (size_t i = 0; i < t->count; i++) {
        uint32_t *rank = &ranks[t->all[i].thread];
        if (*rank == UINT32_MAX)
            *rank = next++;
        t->all[i].thread = *rank;
    }
    free(ranks);
}

/* The events that are being sorted. */
static const struct trace_events *sorted_events;

/* With --fix, the longer of two events that begin at the same time comes first. */
static int by_written_times(const struct trace_event *x, const struct trace_event *y)
{
    const struct trace_times *a = &sorted_events->times[x->order];
    const struct trace_times *b = &sorted_events->times[y->order];
    int starts = trace_time_compare(a->start, b->start);

    return starts != 0 ? starts : trace_time_compare(b->end, a->end);
}

static int by_thread_and_start(const void *a, const void *b)
{
    const struct trace_event *x = a;
    const struct trace_event *y = b;

    if (x->thread != y->thread)
        return x->thread < y->thread ? -1 : 1;
    if (sorted_events->times != NULL && sorted_events->depths == NULL) {
        int written = by_written_times(x, y);
        if (written != 0)
            return written;
    } else if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return x->order < y->order ? -1 : 1;
}

static void note_event(struct chrome *s, enum trace_note kind, const struct trace_event *e)
{
    trace_note_at(&s->events, &s->collapse, kind, 1, e->order, e->line);
}

/* Notes what is wrong with an event that is nested in the event `outer`. Decimals end at
 * nanoseconds, but those of large times are rounded to more. */
static void check_nesting(struct chrome *s, const struct trace_event *e,
                          const struct trace_event *outer)
{
    const double nanosecond = 0.001;
    double end = trace_event_end(outer);
    double rest = double_subtract(end, e->start);
    double rounding = end * DBL_EPSILON;
    double latest = double_add(double_add(end, 2 * nanosecond), 2 * rounding);
    bool is_fixed = s->events.times != NULL || s->events.depths != NULL;

    if (!is_fixed && e->start == outer->start && e->duration > outer->duration)
        note_event(s, TRACE_SAME_START, e);
    else if (!is_fixed && (rest < double_divide(nanosecond, 10) || (rest < 1 && rest <= rounding))
             && e->duration > rest)
        note_event(s, TRACE_ROUNDED, e);
    else if (trace_event_end(e) > latest)
        note_event(s, TRACE_OVERLAP, e);
}

static void begin_call(struct chrome *s, const struct trace_event *e)
{
    struct call c = {e, e->duration, CALLTREE_ROOT};

    if (s->depth > 0) {
        check_nesting(s, e, s->calls[s->depth - 1].event);
        double *own = &s->calls[s->depth - 1].own;
        *own = double_subtract(*own, e->duration);
        c.node = s->calls[s->depth - 1].node;
    }
    c.node = calltree_child(&s->tree, c.node, frametab_name(s->events.names, e->name));
    s->calls = grow_array(s->calls, &s->capacity, s->depth + 1, sizeof *s->calls);
    s->calls[s->depth++] = c;
}

static void end_innermost_call(struct chrome *s)
{
    const struct call *c = &s->calls[--s->depth];

    calltree_add(&s->tree, c->node, c->own);
}

/* Whether an event is over when another one of its thread begins. */
static bool is_over(const struct trace_events *t, const struct trace_event *e,
                    const struct trace_event *next)
{
    if (t->depths != NULL)
        return t->depths[e->order] >= t->depths[next->order];
    if (t->times != NULL)
        return trace_time_compare(t->times[e->order].end, t->times[next->order].start) <= 0;
    return trace_event_end(e) <= next->start;
}

static void count_calls(struct chrome *s)
{
    const struct trace_events *t = &s->events;

    for (size_t i = 0; i < t->count; i++) {
        const struct trace_event *e = &t->all[i];
        bool first = i == 0 || e->thread != e[-1].thread;
        while (s->depth > 0 && (first || is_over(t, s->calls[s->depth - 1].event, e)))
            end_innermost_call(s);
        begin_call(s, e);
    }
    while (s->depth > 0)
        end_innermost_call(s);
}

static enum collapse_step chrome_begin(void *state)
{
    struct chrome *s = state;

    calltree_init(&s->tree, &s->collapse.folded.frames);
    return MORE;
}

static enum collapse_step chrome_read(void *state)
{
    struct chrome *s = state;

    return trace_events_read(&s->events, &s->collapse);
}

/* Says how many events of which phases there are, where none of them has a duration. */
static void explain_nothing(struct chrome *s)
{
    struct strbuf *text = &s->phases;
    const char *separator = "; events by phase: ";

    strbuf_add_str(text, "no event of the trace has a duration");
    for (size_t i = 0; i < TRACE_PHASES; i++) {
        if (s->events.phases[i] == 0)
            continue;
        strbuf_printf(text, "%s%zu ", separator, s->events.phases[i]);
        if (i > ' ')
            strbuf_printf(text, "\"%c\"", (char)i);
        else
            strbuf_add_str(text, "other");
        separator = ", ";
    }
    s->collapse.nothing = strbuf_str(text);
}

/* Begins and ends count if there is nothing else, and with --fix. */
static void choose_events(struct chrome *s)
{
    struct trace_events *t = &s->events;
    size_t marks = t->phases['B'] + t->phases['E'];

    if (t->count == 0 || s->collapse.options.fix)
        trace_pair_marks(t, &s->collapse);
    if (t->count == 0 && t->phases['X'] + marks == 0
        && notes_count(&s->collapse.notes, TRACE_ASYNCHRONOUS) == 0
        && notes_count(&s->collapse.notes, TRACE_NO_PHASE) == 0)
        explain_nothing(s);
}

static void chrome_end(void *state)
{
    struct chrome *s = state;
    struct output *out = &s->collapse.out;
    char number[PYTHON_FLOAT_TEXT];

    choose_events(s);
    rank_threads(&s->events);
    sorted_events = &s->events;
    if (s->events.count > 0)
        qsort(s->events.all, s->events.count, sizeof *s->events.all, by_thread_and_start);
    count_calls(s);
    for (size_t i = 0; i < s->tree.order_count; i++) {
        uint32_t node = s->tree.order[i];
        calltree_text(&s->tree, node, &out->pending);
        output_char(out, ' ');
        output_add(out, slice_of(number, python_float_text(s->tree.nodes[node].total, number)));
        output_char(out, '\n');
    }
}

static const struct collapser chrome = {
    .program = {
        .name = "stackcollapse-chrome-tracing",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the complete events of Chrome's Trace Event Format, JSON, in "
                 "microseconds; without any, its begins and ends. Reads standard input without "
                 "FILE, or for -. Keeps all events in memory.",
        .example = "  node --trace-event-categories v8,node app.js\n"
                   "  @stackcollapse-chrome-tracing node_trace.1.log |\n"
                   "    @flamegraph > trace.svg\n",
        .script_has_help = true,
    },
    .name = "a Chrome trace",
    .notes = trace_notes,
    .note_count = TRACE_NOTES,
    .begin = chrome_begin,
    .read = chrome_read,
    .end = chrome_end,
};

int main(int argc, char **argv)
{
    static struct chrome state;

    return collapse_main(&chrome, &state, argc, argv);
}
