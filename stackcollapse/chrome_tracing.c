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
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "alloc.h"
#include "calltree.h"
#include "die.h"
#include "json.h"
#include "output.h"
#include "program.h"
#include "python/number.h"

/* What is read of an event. */
enum field_name { PH, TID, PID, DUR, NAME, TS, FIELDS };

static const char *const field_names[FIELDS] = {"ph", "tid", "pid", "dur", "name", "ts"};

struct field {
    bool there;
    enum json_token kind;
    struct strbuf text;
};

struct event {
    double start;
    double duration;
    uint32_t name;
    uint32_t thread;
    size_t order;
};

/* A file, and all events of those before it. */
struct trace {
    struct source source;
    struct json json;
    struct field fields[FIELDS];
    struct strbuf scratch;
    struct strbuf thread;       /* "TID PID" */
    struct frametab names;
    struct frametab threads;
    struct event *events;
    size_t count;
    size_t capacity;

    const char *wrong;          /* what an event lacks, NULL if nothing */
    size_t wrong_line;
};

/* Reading: from JSON to events. */

static void complain(struct trace *t, const char *what)
{
    if (t->wrong == NULL) {
        t->wrong = what;
        t->wrong_line = t->source.line;
    }
}

/* The number of a field, as a text for int() or float(). */
static bool number_field(const struct field *f, struct slice *text)
{
    *text = strbuf_slice(&f->text);
    if (f->there && (f->kind == JSON_TRUE || f->kind == JSON_FALSE))
        *text = slice_str(f->kind == JSON_TRUE ? "1" : "0");
    else
        return f->there && (f->kind == JSON_STRING || f->kind == JSON_NUMBER);
    return true;
}

/* Appends int() of a field to the name of the thread. */
static bool add_int(struct trace *t, enum field_name name)
{
    const struct field *f = &t->fields[name];
    struct slice text;
    double value;

    if (!number_field(f, &text))
        return false;
    return python_int(text, &t->thread)
           || (f->kind == JSON_NUMBER && python_float(text, &t->scratch, &value)
               && python_int_of_float(value, &t->thread));
}

/* float() of a field. */
static bool take_float(struct trace *t, enum field_name name, double *value)
{
    const struct field *f = &t->fields[name];
    struct slice text;

    if (!number_field(f, &text) || !python_float(text, &t->scratch, value))
        return false;
    /* Integers have no negative zero, and not all are a float. */
    bool odd = f->kind == JSON_NUMBER && (isinf(*value) || *value == 0);
    if (!odd || !python_int(text, &t->scratch))
        return true;
    bool fits = *value == 0;
    *value = 0;
    return fits;
}

/* Keeps the event that the fields tell of, if it counts; returns what is wrong
 * with it, or NULL. */
static const char *add_event(struct trace *t)
{
    const struct field *f = t->fields;
    struct event e;

    if (!f[PH].there)
        return "an event without \"ph\"";
    if (f[PH].kind != JSON_STRING || !slice_is(strbuf_slice(&f[PH].text), "X"))
        return NULL;
    strbuf_clear(&t->thread);
    if (!add_int(t, TID))
        return "an event whose \"tid\" is no number";
    strbuf_add_char(&t->thread, ' ');
    if (!add_int(t, PID))
        return "an event whose \"pid\" is no number";
    if (!f[DUR].there)
        return NULL;
    if (!f[NAME].there || f[NAME].kind != JSON_STRING)
        return "an event whose \"name\" is no string";
    if (!take_float(t, TS, &e.start) || isnan(e.start))
        return "an event whose \"ts\" is no number";
    if (!take_float(t, DUR, &e.duration))
        return "an event whose \"dur\" is no number";
    e.name = frametab_number(&t->names, strbuf_slice(&f[NAME].text));
    e.thread = frametab_number(&t->threads, strbuf_slice(&t->thread));
    e.order = t->count;
    t->events = grow_array(t->events, &t->capacity, t->count + 1, sizeof *t->events);
    t->events[t->count++] = e;
    return NULL;
}

/* The value behind a key of an event; of two with the same key the last counts. */
static enum json_token take_field(struct trace *t)
{
    struct field *f = NULL;

    for (size_t i = 0; i < FIELDS; i++)
        if (slice_is(strbuf_slice(&t->json.text), field_names[i]))
            f = &t->fields[i];
    enum json_token token = json_next(&t->json);
    if (f != NULL) {
        f->there = true;
        f->kind = token;
        strbuf_clear(&f->text);
        if (token == JSON_STRING || token == JSON_NUMBER)
            strbuf_add(&f->text, strbuf_slice(&t->json.text));
    }
    return json_skip(&t->json, token) ? token : JSON_ERROR;
}

static void take_event(struct trace *t)
{
    enum json_token token;

    for (size_t i = 0; i < FIELDS; i++)
        t->fields[i].there = false;
    while ((token = json_next(&t->json)) == JSON_KEY && take_field(t) != JSON_ERROR)
        continue;
    const char *wrong = t->json.error == NULL ? add_event(t) : NULL;
    if (wrong != NULL)
        complain(t, wrong);
}

/* The events of an array that has begun. */
static void take_events(struct trace *t)
{
    enum json_token token;

    while ((token = json_next(&t->json)) != JSON_ARRAY_END && token != JSON_ERROR) {
        if (token == JSON_OBJECT) {
            take_event(t);
        } else {
            complain(t, "an event that is no object");
            json_skip(&t->json, token);
        }
    }
}

/* The value of "traceEvents". As Python sees it, an empty string or object has
 * no events either. */
static void take_trace_events(struct trace *t)
{
    enum json_token token = json_next(&t->json);

    if (token == JSON_ARRAY) {
        take_events(t);
    } else if (token == JSON_OBJECT) {
        if (json_next(&t->json) == JSON_OBJECT_END)
            return;
        complain(t, "\"traceEvents\" is no array");
        json_skip(&t->json, token);
    } else if (token != JSON_STRING || t->json.text.n > 0) {
        complain(t, "\"traceEvents\" is no array");
    }
}

/* The keys of the outermost object. Of two "traceEvents" the last counts. */
static void take_top_object(struct trace *t)
{
    size_t before = t->count;
    bool found = false;

    while (json_next(&t->json) == JSON_KEY) {
        if (!slice_is(strbuf_slice(&t->json.text), "traceEvents")) {
            json_skip(&t->json, json_next(&t->json));
            continue;
        }
        found = true;
        t->count = before;
        t->wrong = NULL;
        take_trace_events(t);
    }
    if (!found)
        complain(t, "no \"traceEvents\"");
}

static void take_document(struct trace *t, const char *name)
{
    enum json_token token;

    t->wrong = NULL;
    json_init(&t->json, &t->source);
    token = json_next(&t->json);
    if (token == JSON_ARRAY)
        take_events(t);
    else if (token == JSON_OBJECT)
        take_top_object(t);
    else
        complain(t, "no \"traceEvents\"");
    if (json_next(&t->json) == JSON_ERROR)
        die(FG_TROUBLE, "%s:%zu: not JSON: %s; nothing is printed", name, t->source.line,
            t->json.error);
    if (t->wrong != NULL)
        die(FG_TROUBLE, "%s:%zu: %s; nothing is printed", name, t->wrong_line, t->wrong);
}

static void read_files(struct trace *t, char *const *names, size_t count)
{
    struct diamond input;

    diamond_open(&input, names, count);
    while (source_file(&t->source, &input) && !input.failed)
        take_document(t, input.name);
    diamond_close(&input);
    if (input.failed)
        exit(FG_TROUBLE);
}

/* Counting: from events to stacks. */

struct call {
    const struct event *event;
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
static void rank_threads(struct trace *t)
{
    uint32_t *ranks = xmalloc(t->threads.count * sizeof *ranks);
    uint32_t next = 0;

    memset(ranks, 0xff, t->threads.count * sizeof *ranks);
    for (size_t i = 0; i < t->count; i++) {
        uint32_t *rank = &ranks[t->events[i].thread];
        if (*rank == UINT32_MAX)
            *rank = next++;
        t->events[i].thread = *rank;
    }
    free(ranks);
}

static int by_thread_and_start(const void *a, const void *b)
{
    const struct event *x = a;
    const struct event *y = b;

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

static bool is_over(const struct event *e, double now)
{
    return e->start + e->duration <= now;
}

static void begin_call(struct totals *s, const struct trace *t, const struct event *e)
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

static void count_stacks(struct totals *s, struct trace *t)
{
    rank_threads(t);
    if (t->count > 0)
        qsort(t->events, t->count, sizeof *t->events, by_thread_and_start);
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
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

static void free_all(struct trace *t, struct totals *s)
{
    json_free(&t->json);
    for (size_t i = 0; i < FIELDS; i++)
        strbuf_free(&t->fields[i].text);
    strbuf_free(&t->scratch);
    strbuf_free(&t->thread);
    frametab_free(&t->names);
    frametab_free(&t->threads);
    free(t->events);
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
    struct trace trace = {0};
    struct totals totals = {0};

    size_t operands = program_start(&program, argc, argv, &common);
    frametab_init(&trace.names);
    frametab_init(&trace.threads);
    calltree_init(&totals.tree);
    read_files(&trace, argv, operands);
    count_stacks(&totals, &trace);
    bool written = print_stacks(&totals);
    free_all(&trace, &totals);
    return written ? FG_OK : FG_TROUBLE;
}
