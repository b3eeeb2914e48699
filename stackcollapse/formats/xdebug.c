/*
 * stackcollapse-xdebug: traces of PHP's Xdebug (xdebug.trace_format=1) to
 * folded stacks.
 *
 *     TRACE START [2007-05-06 18:29:01]
 *     1   0   0   0.010870   114112   {main}     1   ../trace.php   0
 *     2   1   0   0.032009   114272   str_split  0   ../trace.php   8
 *     2   1   1   0.032073   116632
 *             0.033551   117584
 *     TRACE END   [2007-05-06 18:29:01]
 *
 * The fields, between tabs, are the level, the number of the call, 0 where it
 * begins and 1 where it ends, the time in seconds, the memory and the name of
 * the function. The time since the line before belongs to the stack that ran in
 * between, in microseconds; with -c a stack counts once each time a call ends
 * that called nothing more before.
 *
 * The stacks are printed in the order in which they were first seen.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "an Xdebug trace (trace_format=1)";

/* PHP's `precision`. */
enum { PRECISION = 14 };

/* A stack that was seen: a frame behind another stack. All those of a trace are
 * a tree, so that going up and down costs the same at any depth. */
struct node {
    uint32_t parent;
    uint32_t frame;
    double total;
    bool counted;       /* it is in `order` */
};

enum { ROOT = 0 };      /* the node of the empty stack */

struct xdebug {
    struct program_options common;
    bool counts;
    bool times;         /* the default */

    struct output *out;
    struct unrecognized unrecognized;

    struct frametab frames;
    struct node *nodes;
    size_t node_count, node_capacity;
    struct htab index;
    uint32_t *order;    /* the nodes that have a total, the first one first */
    size_t order_count, order_capacity;

    bool started;       /* the file's TRACE START was there */
    bool ended;         /* and its end */
    bool seen;          /* some file's start was there */
    uint32_t *calls;    /* the nodes of the calls that have not ended */
    size_t depth, calls_capacity;
    double time;
    bool was_exit;
    size_t stray_exits;
};

/* A line that is a call or an end of one. */
struct event {
    bool is_exit;
    double time;
    struct slice name;  /* of a call */
};

/* Takes the next field off `rest`, which one tab or more must end. */
static bool take_field(struct slice *rest, struct slice *field)
{
    size_t tab = slice_find(*rest, '\t');

    if (tab == SLICE_NONE || tab == 0)
        return false;
    *field = slice_cut(*rest, 0, tab);
    while (tab < rest->n && rest->p[tab] == '\t')
        tab++;
    *rest = slice_from(*rest, tab);
    return true;
}

/* Digits, a point, digits. */
static bool take_time(struct slice *rest, double *time)
{
    struct slice field;

    if (!take_field(rest, &field))
        return false;
    size_t point = skip_digits(field, 0);
    if (point == 0 || point + 1 >= field.n || field.p[point] != '.'
        || skip_digits(field, point + 1) < field.n)
        return false;
    *time = perl_double(perl_count(field));
    return true;
}

/* What the third field says: '0' and '1' are events, 'R' a value that was
 * returned. In the lines of assignments, 'A', the number before it is missing. */
static char kind_of(struct slice line, struct slice *rest)
{
    struct slice level, number, kind;

    *rest = line;
    if (!take_field(rest, &level) || !take_field(rest, &number))
        return '?';
    if (slice_is(number, "A"))
        return 'A';
    return take_field(rest, &kind) && kind.n == 1 ? kind.p[0] : '?';
}

static bool parse_event(char kind, struct slice rest, struct event *e)
{
    struct slice memory;

    e->is_exit = kind == '1';
    if ((kind != '0' && kind != '1') || !take_time(&rest, &e->time))
        return false;
    return e->is_exit || (take_field(&rest, &memory) && take_field(&rest, &e->name));
}

static uint32_t child(struct xdebug *s, uint32_t parent, struct slice name)
{
    const uint32_t key[2] = {parent, frametab_intern(&s->frames, name)};
    struct htab_probe probe = htab_probe(&s->index, hash_bytes(&s->frames.key, key, sizeof key));
    uint32_t number;

    while ((number = htab_next(&s->index, &probe)) != HTAB_NONE)
        if (s->nodes[number].parent == parent && s->nodes[number].frame == key[1])
            return number;
    htab_insert(&s->index, &probe, (uint32_t)s->node_count);
    s->nodes = grow_array(s->nodes, &s->node_capacity, s->node_count + 1, sizeof *s->nodes);
    struct node fresh = {parent, key[1], 0, false};
    s->nodes[s->node_count] = fresh;
    return (uint32_t)s->node_count++;
}

/* The stack that runs now. */
static uint32_t present(const struct xdebug *s)
{
    return s->depth > 0 ? s->calls[s->depth - 1] : ROOT;
}

/* Stacks are the same if their texts are, even where a name has a ';' in it. */
static void push(struct xdebug *s, struct slice name)
{
    uint32_t node = present(s);

    for (size_t end; (end = slice_find(name, ';')) != SLICE_NONE; name = slice_from(name, end + 1))
        node = child(s, node, slice_cut(name, 0, end));
    node = child(s, node, name);
    s->calls = grow_array(s->calls, &s->calls_capacity, s->depth + 1, sizeof *s->calls);
    s->calls[s->depth++] = node;
}

static void add(struct xdebug *s, double value)
{
    struct node *node = &s->nodes[present(s)];

    node->total += value;
    if (node->counted)
        return;
    node->counted = true;
    s->order = grow_array(s->order, &s->order_capacity, s->order_count + 1, sizeof *s->order);
    s->order[s->order_count++] = present(s);
}

static void take_event(struct xdebug *s, const struct event *e)
{
    if (s->counts) {
        if (e->is_exit && !s->was_exit)
            add(s, 1);
    } else if (s->depth > 0) {
        add(s, 1000000 * (e->time - s->time));
    } else if (e->is_exit) {
        s->stray_exits++;
        return;
    }
    s->time = e->time;
    s->was_exit = e->is_exit;
    if (!e->is_exit)
        push(s, e->name);
    else if (s->depth > 0)
        s->depth--;
}

static void begin_file(struct xdebug *s)
{
    s->started = s->ended = s->was_exit = false;
    s->depth = 0;
    s->time = 0;
}

static void xdebug_begin_output(void *state, struct output *out)
{
    struct xdebug *s = state;

    s->out = out;
    frametab_init(&s->frames);
    child(s, ROOT, slice_of("", 0));
}

static bool xdebug_line(void *state, struct slice line, struct position position)
{
    struct xdebug *s = state;
    struct slice rest;
    struct event event;

    if (position.line == 1)
        begin_file(s);
    if (!s->started) {
        s->started = slice_starts(line, "TRACE START");
        s->seen = s->seen || s->started;
        return true;
    }
    if (slice_starts(line, "\t") || slice_starts(line, "TRACE END"))
        s->ended = true;
    if (s->ended)
        return true;
    char kind = kind_of(line, &rest);
    if (parse_event(kind, rest, &event))
        take_event(s, &event);
    else if (kind != 'R' && kind != 'A')
        unrecognized_line(&s->unrecognized, format, line, position);
    return true;
}

/* Appends a number as PHP prints it: 1.0E+25 for C's 1E+25, 1.0E-5 for 1E-05. */
static void add_number(struct strbuf *to, double value)
{
    char text[PERL_NUMBER_TEXT];
    struct slice s = slice_of(text, (size_t)snprintf(text, sizeof text, "%.*G", PRECISION, value));
    size_t e = slice_find(s, 'E');

    if (e == SLICE_NONE) {
        strbuf_add(to, s);
        return;
    }
    strbuf_add(to, slice_cut(s, 0, e));
    if (slice_find(slice_cut(s, 0, e), '.') == SLICE_NONE)
        strbuf_add_str(to, ".0");
    strbuf_add(to, slice_cut(s, e, e + 2));
    for (e += 2; e + 1 < s.n && s.p[e] == '0'; e++)
        ;
    strbuf_add(to, slice_from(s, e));
}

/* Writes the stack of a node; `path` is only used within. */
static void print_stack(const struct xdebug *s, uint32_t number, struct stack *path,
                        struct strbuf *text)
{
    path->count = 0;
    for (uint32_t n = number; n != ROOT; n = s->nodes[n].parent) {
        path->frames = grow_array(path->frames, &path->capacity, path->count + 1,
                                  sizeof *path->frames);
        path->frames[path->count++] = s->nodes[n].frame;
    }
    for (size_t i = path->count; i-- > 0;) {
        output_add(s->out, frametab_name(&s->frames, path->frames[i]));
        if (i > 0)
            output_char(s->out, ';');
    }
    strbuf_clear(text);
    strbuf_add_char(text, ' ');
    add_number(text, s->nodes[number].total);
    strbuf_add_char(text, '\n');
    output_add(s->out, strbuf_slice(text));
}

static void xdebug_end(void *state)
{
    struct xdebug *s = state;
    struct stack path = {0};
    struct strbuf text = {0};

    unrecognized_report(&s->unrecognized, format);
    if (!s->seen)
        warn("no line begins with TRACE START");
    if (s->stray_exits > 0)
        warn("%zu ends of calls that had not begun were dropped", s->stray_exits);
    for (size_t i = 0; i < s->order_count; i++)
        print_stack(s, s->order[i], &path, &text);

    stack_free(&path);
    strbuf_free(&text);
    frametab_free(&s->frames);
    htab_free(&s->index);
    free(s->nodes);
    free(s->order);
    free(s->calls);
}

static const char usage[] =
    "[-t | -c] [FILE...] > FOLDED\n"
    "Turns traces of PHP's Xdebug (xdebug.trace_format=1) into folded stacks. Without\n"
    "FILE, or for -, it reads standard input.\n"
    "\n"
    "  php -d xdebug.mode=trace -d xdebug.start_with_request=yes \\\n"
    "      -d xdebug.trace_format=1 -d xdebug.use_compression=0 app.php\n"
    "  stackcollapse-xdebug trace.xt | flamegraph --countname us > php.svg\n"
    "\n"
    "  -t                     count microseconds, as is the default\n"
    "  -c                     count calls\n"
    "  --no-progress          show no progress on a terminal\n"
    "  -h, --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"t", GETOPT_FLAG, offsetof(struct xdebug, times), false},
    {"c", GETOPT_FLAG, offsetof(struct xdebug, counts), false},
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser xdebug = {
    .program = {usage, options},
    .begin_output = xdebug_begin_output,
    .line = xdebug_line,
    .end = xdebug_end
};

int main(int argc, char **argv)
{
    struct xdebug state = {0};

    return collapse_main(&xdebug, &state, argc, argv);
}
