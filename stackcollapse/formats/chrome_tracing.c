/*
 * stackcollapse-chrome-tracing: the Trace Event Format of Chrome, Node and
 * others, JSON, to folded stacks.
 *
 *     {"traceEvents":[
 *         {"pid":1,"tid":2,"ts":4,"ph":"X","name":"load","dur":12},
 *         {"pid":1,"tid":2,"ts":6,"ph":"X","name":"parse","dur":5}
 *     ]}
 *
 * Only complete events ("X") with a duration count. Within a thread those that
 * begin before another one's end are called by it, and a stack is worth its
 * leaf's duration without the calls:
 *
 *     load;parse 5.0
 *     load 7.0
 *
 * Events come in any order, and which thread a stack is printed for first
 * decides the order of the output. So all events have to be kept, in 32 bytes
 * each beside their names; nothing else of the input is.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "calltree.h"
#include "formats/trace_events.h"
#include "io/output.h"
#include "io/program.h"
#include "python/number.h"

struct call {
    const struct trace_event *event;
    double own;             /* the duration without the calls */
    uint32_t node;
};

struct total {
    double duration;
    uint32_t node;
};

struct totals {
    struct calltree tree;
    uint32_t *number_of;    /* by node: where its total is, or NO_TOTAL */
    size_t number_capacity;
    struct total *all;      /* in the order of the output */
    size_t count;
    size_t capacity;

    struct call *calls;     /* that are open, the root first */
    size_t depth;
    size_t calls_capacity;
};

#define NO_TOTAL UINT32_MAX

/* Turns the threads' numbers into their order among the events that count. */
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

/* The innermost call ends. */
static void end_call(struct totals *s)
{
    const struct call *c = &s->calls[--s->depth];
    uint32_t *number = &s->number_of[c->node];

    if (*number != NO_TOTAL) {
        s->all[*number].duration += c->own;
        return;
    }
    *number = (uint32_t)s->count;
    s->all = grow_array(s->all, &s->capacity, s->count + 1, sizeof *s->all);
    s->all[s->count].node = c->node;
    s->all[s->count++].duration = c->own;
}

static bool is_over(const struct trace_event *e, double now)
{
    return e->start + e->duration <= now;
}

static void begin_call(struct totals *s, const struct trace_events *t, const struct trace_event *e)
{
    struct call c = {e, e->duration, CALLTREE_ROOT};

    if (s->depth > 0) {
        s->calls[s->depth - 1].own -= e->duration;
        c.node = s->calls[s->depth - 1].node;
    }
    c.node = calltree_child(&s->tree, c.node, frametab_name(&t->names, e->name));
    size_t before = s->number_capacity;
    s->number_of = grow_array(s->number_of, &s->number_capacity, s->tree.count,
                              sizeof *s->number_of);
    for (size_t i = before; i < s->number_capacity; i++)
        s->number_of[i] = NO_TOTAL;
    s->calls = grow_array(s->calls, &s->calls_capacity, s->depth + 1, sizeof *s->calls);
    s->calls[s->depth++] = c;
}

static void count_stacks(struct totals *s, struct trace_events *t)
{
    rank_threads(t);
    if (t->count > 0)
        qsort(t->all, t->count, sizeof *t->all, by_thread_and_start);
    for (size_t i = 0; i < t->count; i++) {
        const struct trace_event *e = &t->all[i];
        bool first = i == 0 || e->thread != e[-1].thread;
        while (s->depth > 0 && (first || is_over(s->calls[s->depth - 1].event, e->start)))
            end_call(s);
        begin_call(s, t, e);
    }
    while (s->depth > 0)
        end_call(s);
}

static bool print_stacks(const struct totals *s)
{
    struct output out;
    struct strbuf line = {0};
    char number[PYTHON_FLOAT_TEXT];

    output_open(&out, STDOUT_FILENO);
    for (size_t i = 0; i < s->count; i++) {
        strbuf_clear(&line);
        calltree_text(&s->tree, s->all[i].node, &line);
        strbuf_add_char(&line, ' ');
        strbuf_add(&line, slice_of(number, python_float_text(s->all[i].duration, number)));
        strbuf_add_char(&line, '\n');
        output_add(&out, strbuf_slice(&line));
    }
    strbuf_free(&line);
    return output_close(&out, "standard output");
}

static void free_totals(struct totals *s)
{
    calltree_free(&s->tree);
    free(s->number_of);
    free(s->all);
    free(s->calls);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the JSON of Chrome's Trace Event Format into folded stacks of the\n"
    "complete events, in microseconds. Without FILE, or for -, it reads standard\n"
    "input. All events are kept in memory.\n"
    "\n"
    "  node --trace-event-categories v8,node app.js\n"
    "  stackcollapse-chrome-tracing node_trace.1.log | flamegraph > trace.svg\n"
    "\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"help", GETOPT_FLAG, offsetof(struct program_options, help), false},
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

int main(int argc, char **argv)
{
    static const struct program program = {usage, options};
    struct program_options common = {.help = false};
    struct trace_events events;
    struct totals totals = {0};

    size_t operands = program_start(&program, argc, argv, &common);
    calltree_init(&totals.tree);
    trace_events_read(&events, argv, operands);
    count_stacks(&totals, &events);
    bool written = print_stacks(&totals);
    trace_events_free(&events);
    free_totals(&totals);
    return written ? FG_OK : FG_TROUBLE;
}
