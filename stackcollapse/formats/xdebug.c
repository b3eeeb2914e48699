/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-xdebug: traces of PHP's Xdebug (xdebug.trace_format=1).
 *
 *     TRACE START [2007-05-06 18:29:01]
 *     1   0   0   0.010870   114112   {main}     1   ../trace.php   0
 *     2   1   0   0.032009   114272   str_split  0   ../trace.php   8
 *     2   1   1   0.032073   116632
 *             0.033551   117584
 *     TRACE END   [2007-05-06 18:29:01]
 *
 * Tabs separate the fields: the level, the number of the call, 0 at its beginning and 1 at
 * its end, the time in seconds, the memory, the name of the function. The time since the
 * line before belongs to the stack that ran in between, in microseconds; with -c, a stack
 * counts 1 for each call that called nothing.
 *
 * Stacks are printed in the order in which they were first counted.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/double.h"
#include "base/message.h"
#include "calltree.h"
#include "collapse.h"

/* PHP's `precision`. */
enum { PRECISION = 14 };

struct xdebug {
    struct collapse collapse;
    bool counts;
    bool times;         /* the default */

    struct calltree tree;
    bool started;       /* the file's TRACE START is read */
    bool ended;         /* its TRACE END is read */
    uint32_t *calls;    /* the nodes of the calls that have not ended */
    size_t depth, capacity;
    double time;        /* of the newest event */
    bool was_exit;      /* the newest event is the end of a call */
};

/* What is lost or misread. */
enum { XDEBUG_STRAY_EXIT, XDEBUG_OTHER_FORMAT };

static const struct note_kind xdebug_notes[] = {
    [XDEBUG_STRAY_EXIT] = {
        "end of a call is left out: its beginning is not in the trace",
        "ends of calls are left out: their beginnings are not in the trace",
        "start the trace before the outermost call", false},
    [XDEBUG_OTHER_FORMAT] = {
        "line is ignored: it is of a human-readable trace",
        "lines are ignored: they are of a human-readable trace",
        "record with xdebug.trace_format=1", false},
};

/* The beginning or the end of a call. */
struct xdebug_event {
    bool is_exit;
    double time;
    struct slice name;  /* of a call that begins */
};

/* Cuts the first field off `rest`, with the tabs after it. */
static bool xdebug_cut_field(struct slice *rest, struct slice *field)
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
static bool xdebug_cut_time(struct slice *rest, double *time)
{
    struct slice field;

    if (!xdebug_cut_field(rest, &field))
        return false;
    size_t point = skip_digits(field, 0);
    if (point == 0 || point + 1 >= field.n || field.p[point] != '.'
        || skip_digits(field, point + 1) < field.n)
        return false;
    *time = perl_double(perl_count(field));
    return true;
}

/* The third field: '0' and '1' for calls, 'R' for a return value; 'A' for an assignment,
 * whose line lacks the number of the call. */
static char xdebug_kind(struct slice line, struct slice *rest)
{
    struct slice level, number, kind;

    *rest = line;
    if (!xdebug_cut_field(rest, &level) || !xdebug_cut_field(rest, &number))
        return '?';
    if (slice_is(number, "A"))
        return 'A';
    return xdebug_cut_field(rest, &kind) && kind.n == 1 ? kind.p[0] : '?';
}

static bool xdebug_parse_event(char kind, struct slice rest, struct xdebug_event *e)
{
    struct slice memory;

    e->is_exit = kind == '1';
    if ((kind != '0' && kind != '1') || !xdebug_cut_time(&rest, &e->time))
        return false;
    return e->is_exit
           || (xdebug_cut_field(&rest, &memory) && xdebug_cut_field(&rest, &e->name));
}

/* "    0.0003     391448   -> {main}() /app/a.php:0" */
static bool xdebug_is_human(struct slice line)
{
    return slice_starts(line, "    ") && slice_find(line, '\t') == SLICE_NONE;
}

/* The node of the stack that runs. */
static uint32_t xdebug_stack(const struct xdebug *s)
{
    return s->depth > 0 ? s->calls[s->depth - 1] : CALLTREE_ROOT;
}

static void xdebug_event(struct xdebug *s, const struct xdebug_event *e)
{
    uint32_t stack = xdebug_stack(s);

    if (s->counts) {
        if (e->is_exit && !s->was_exit)
            calltree_add(&s->tree, stack, 1);
    } else if (s->depth > 0) {
        calltree_add(&s->tree, stack, double_multiply(1000000, double_subtract(e->time, s->time)));
    } else if (e->is_exit) {
        collapse_note(&s->collapse, XDEBUG_STRAY_EXIT, 1);
        return;
    }
    s->time = e->time;
    s->was_exit = e->is_exit;
    if (!e->is_exit) {
        s->calls = grow_array(s->calls, &s->capacity, s->depth + 1, sizeof *s->calls);
        s->calls[s->depth++] = calltree_child(&s->tree, stack, e->name);
    } else if (s->depth > 0) {
        s->depth--;
    }
}

static void xdebug_begin_file(struct xdebug *s)
{
    s->started = s->ended = s->was_exit = false;
    s->depth = 0;
    s->time = 0;
}

static enum collapse_step xdebug_begin(void *state)
{
    struct xdebug *s = state;

    calltree_init(&s->tree, &s->collapse.folded.frames);
    return MORE;
}

static enum collapse_step xdebug_line(void *state, struct slice line)
{
    struct xdebug *s = state;
    struct slice rest;
    struct xdebug_event event;

    if (s->collapse.input.line == 1)
        xdebug_begin_file(s);
    if (!s->started) {
        s->started = slice_starts(line, "TRACE START");
        return MORE;
    }
    if (slice_starts(line, "\t") || slice_starts(line, "TRACE END"))
        s->ended = true;
    if (s->ended)
        return MORE;
    char kind = xdebug_kind(line, &rest);
    if (xdebug_parse_event(kind, rest, &event))
        xdebug_event(s, &event);
    else if (xdebug_is_human(line))
        collapse_note(&s->collapse, XDEBUG_OTHER_FORMAT, 1);
    else if (kind != 'R' && kind != 'A')
        collapse_unrecognized(&s->collapse, line);
    return MORE;
}

/* Appends a number as PHP prints it: C's 1E+25 is 1.0E+25, and 1E-05 is 1.0E-5. */
static void php_add_number(struct strbuf *to, double value)
{
    char text[PERL_NUMBER_TEXT];
    int length = snprintf(text, sizeof text, "%.*G", PRECISION, value);
    struct slice s = slice_of(text, (size_t)length);
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

static void xdebug_end(void *state)
{
    struct xdebug *s = state;
    struct output *out = &s->collapse.out;

    for (size_t i = 0; i < s->tree.order_count; i++) {
        uint32_t node = s->tree.order[i];
        calltree_text(&s->tree, node, &out->pending);
        strbuf_add_char(&out->pending, ' ');
        php_add_number(&out->pending, s->tree.nodes[node].total);
        output_char(out, '\n');
    }
}

static const struct option options[] = {
    OPTION("t", OPTION_FLAG, struct xdebug, times, NULL, "count microseconds (the default)"),
    OPTION("c", OPTION_FLAG, struct xdebug, counts, NULL, "count calls"),
    OPTION_END
};

static const struct collapser xdebug = {
    .program = {
        .name = "stackcollapse-xdebug",
        .synopsis = "[-t | -c] [FILE...] > FOLDED",
        .about = "Folds the stacks of traces by PHP's Xdebug (xdebug.trace_format=1). Reads "
                 "standard input without FILE, or for -.",
        .example = "  php -d xdebug.mode=trace -d xdebug.start_with_request=yes \\\n"
                   "    -d xdebug.trace_format=1 -d xdebug.use_compression=0 app.php\n"
                   "  @stackcollapse-xdebug trace.xt | @flamegraph --countname=us > php.svg\n",
        .options = options,
    },
    .name = "an Xdebug trace (trace_format=1)",
    .notes = xdebug_notes,
    .note_count = sizeof xdebug_notes / sizeof *xdebug_notes,
    .begin = xdebug_begin,
    .crlf_harmless = true,
    .line = xdebug_line,
    .end = xdebug_end,
};

int main(int argc, char **argv)
{
    static struct xdebug state;

    return collapse_main(&xdebug, &state, argc, argv);
}
