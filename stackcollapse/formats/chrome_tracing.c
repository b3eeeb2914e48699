/*
 * stackcollapse-chrome-tracing: the Trace Event Format of Chrome, Node and others, JSON.
 *
 *     {"traceEvents":[
 *         {"pid":1,"tid":2,"ts":4,"ph":"X","name":"load","dur":12},
 *         {"pid":1,"tid":2,"ts":6,"ph":"X","name":"parse","dur":5}
 *     ]}
 *
 * Only complete events ("X") with a duration count. Within a thread an event that begins
 * before another one ends is called by it, and a stack counts the duration of its leaf
 * without the calls:
 *
 *     load;parse 5.0
 *     load 7.0
 *
 * Events come in any order, and stacks are printed thread by thread in the order in which
 * they end. So all events are kept, in 32 bytes each beside their names.
 */
#include <stdlib.h>
#include <string.h>

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

static int by_thread_and_start(const void *a, const void *b)
{
    const struct trace_event *x = a;
    const struct trace_event *y = b;

    if (x->thread != y->thread)
        return x->thread < y->thread ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static void begin_call(struct chrome *s, const struct trace_event *e)
{
    struct call c = {e, e->duration, CALLTREE_ROOT};

    if (s->depth > 0) {
        s->calls[s->depth - 1].own -= e->duration;
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

static bool is_over(const struct trace_event *e, double now)
{
    return e->start + e->duration <= now;
}

static void count_calls(struct chrome *s)
{
    const struct trace_events *t = &s->events;

    for (size_t i = 0; i < t->count; i++) {
        const struct trace_event *e = &t->all[i];
        bool first = i == 0 || e->thread != e[-1].thread;
        while (s->depth > 0 && (first || is_over(s->calls[s->depth - 1].event, e->start)))
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

static void chrome_end(void *state)
{
    struct chrome *s = state;
    struct output *out = &s->collapse.out;
    char number[PYTHON_FLOAT_TEXT];

    if (s->events.count == 0)
        s->collapse.nothing = "the trace has no complete events";
    rank_threads(&s->events);
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
                 "microseconds. Reads standard input without FILE, or for -. Keeps all events "
                 "in memory.",
        .example = "  node --trace-event-categories v8,node app.js\n"
                   "  @stackcollapse-chrome-tracing node_trace.1.log |\n"
                   "    @flamegraph > trace.svg\n",
        .script_has_help = true,
    },
    .name = "a Chrome trace",
    .begin = chrome_begin,
    .read = chrome_read,
    .end = chrome_end,
};

int main(int argc, char **argv)
{
    static struct chrome state;

    return collapse_main(&chrome, &state, argc, argv);
}
