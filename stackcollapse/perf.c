/*
 * stackcollapse-perf: the text of `perf script` to folded stacks.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *
 * A sample is an event header, frames from the leaf to the root, and an empty
 * line. Only the empty line ends it: a header before that changes the name and
 * the count of the sample but leaves its frames.
 */
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "collapse.h"
#include "die.h"
#include "inline.h"
#include "perf_frame.h"
#include "perfscript.h"

static const char format[] = "perf script";

/* How many of the events that are dropped are named. */
enum { SHOWN_EVENTS = 8 };

struct perf {
    struct program_options common;
    bool pid, tid, kernel, jit, all, addrs, srcline, inlined, context;
    const char *event_filter;   /* "": the first event's type */

    struct perf_frame_options frame_options;
    struct foldtab *folded;
    struct perfscript *parser;
    struct inliner *inliner;    /* NULL without --inline */
    const char *file;

    /* The present sample. */
    bool open;              /* a header came, and no empty line since */
    bool java;              /* its command begins with "java" */
    struct strbuf process;
    struct number period;
    struct stack stack;     /* the leaf first, without the process */

    /* The functions of the newest frame, while its source lines are read. */
    struct strbuf names;
    size_t *ends;           /* where each name ends in `names` */
    size_t count, capacity;
    size_t sources;         /* the first so many get a source line */
    size_t pushed;          /* the first so many are on the stack, ... */
    size_t frame;           /* ... from this position on */
    struct strbuf scratch;

    /* What is said on standard error. */
    struct strbuf kept_event;       /* empty: no header named an event yet */
    struct frametab dropped_events;
    struct unrecognized unrecognized;
    bool carriage_return;   /* a line that would be empty but for a \r */
};

/* "comm", "comm-pid" or "comm-pid/tid", blanks as '_'. */
static void set_process(struct perf *s, const struct perfscript_event *e)
{
    bool both = e->second.p != NULL && !slice_is(e->second, "0");

    strbuf_clear(&s->process);
    strbuf_add(&s->process, e->comm);
    if (s->pid || s->tid) {
        strbuf_add_char(&s->process, '-');
        strbuf_add(&s->process, both ? e->first : slice_str("?"));
    }
    if (s->tid) {
        strbuf_add_char(&s->process, '/');
        strbuf_add(&s->process, both ? e->second : e->first);
    }
    for (size_t i = 0; i < s->process.n; i++)
        if (s->process.p[i] == ' ')
            s->process.p[i] = '_';
    s->java = slice_starts(strbuf_slice(&s->process), "java");
}

/* Whether samples of this event count: those of --event-filter, by default
 * those of the type that comes first. */
static bool is_kept(struct perf *s, struct slice event)
{
    if (s->kept_event.n == 0)
        strbuf_add(&s->kept_event, event);
    if (slice_equal(event, strbuf_slice(&s->kept_event)))
        return true;
    frametab_number(&s->dropped_events, event);
    return false;
}

static void take_event(struct perf *s, const struct perfscript_event *e)
{
    if (e->event.p != NULL && !is_kept(s, e->event))
        return;
    /* A period of "0" is none, and counts as 1; "00" counts as 0. */
    if (e->period.p == NULL || slice_is(e->period, "0"))
        s->period = number_integer(1);
    else
        s->period = number_count(e->period);
    set_process(s, e);
    s->open = true;
}

static void end_sample(struct perf *s)
{
    if (!s->open)
        return;
    size_t root = s->stack.count;
    stack_add(&s->stack, s->folded, strbuf_slice(&s->process));
    stack_reverse(&s->stack, root);
    stack_reverse(&s->stack, 0);
    foldtab_add(s->folded, &s->stack, 0, s->period);
    s->stack.count = 0;
    s->open = false;
}

/* The name of function `i` of the newest frame. */
static struct slice function_name(const struct perf *s, size_t i)
{
    return slice_cut(strbuf_slice(&s->names), i > 0 ? s->ends[i - 1] : 0, s->ends[i]);
}

/* Puts the rest of the newest frame's functions on the stack. They come with
 * the callers first, and the stack has the leaf first. */
static void finish_frame(struct perf *s)
{
    while (s->pushed < s->count)
        stack_add(&s->stack, s->folded, function_name(s, s->pushed++));
    stack_reverse(&s->stack, s->frame);
}

/* Puts the functions that addr2line tells of on the stack; false if there are
 * none. */
static bool take_inlined(struct perf *s, const struct perfscript_frame *frame)
{
    struct slice names;

    if (s->inliner == NULL || (names = inliner_names(s->inliner, frame)).n == 0)
        return false;
    size_t from = s->stack.count;
    stack_add(&s->stack, s->folded, names);
    stack_reverse(&s->stack, from);
    return true;
}

/* Returns how many source lines follow: one for each function before the
 * first that is unknown in an unknown module. */
static size_t take_frame(struct perf *s, const struct perfscript_frame *frame)
{
    struct slice functions = perf_frame_functions(frame->symbol);
    struct slice function;
    bool unknown = false;

    if (!s->open || take_inlined(s, frame))
        return 0;
    strbuf_clear(&s->names);
    s->frame = s->stack.count;
    s->count = s->pushed = s->sources = 0;
    while (perf_frame_next(&functions, &function)) {
        perf_frame_name(&s->frame_options, frame, function, s->count > 0, s->java, &s->names);
        s->ends = grow_array(s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
        s->ends[s->count++] = s->names.n;
        unknown = unknown || perf_frame_is_unknown(function, frame->module);
        s->sources += s->srcline && !unknown;
    }
    if (s->sources == 0)
        finish_frame(s);
    return s->sources;
}

static void take_source(void *state, struct slice text)
{
    struct perf *s = state;

    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, function_name(s, s->pushed++));
    perf_frame_source(text, &s->scratch);
    stack_add(&s->stack, s->folded, strbuf_slice(&s->scratch));
    if (s->pushed == s->sources)
        finish_frame(s);
}

static void take_unrecognized(struct perf *s, struct slice text)
{
    struct position position = {s->file, perfscript_line_number(s->parser)};

    if (slice_is(text, "\r"))
        s->carriage_return = true;
    else
        unrecognized_line(&s->unrecognized, format, text, position);
}

static size_t take_line(void *state, const struct perfscript_line *line)
{
    struct perf *s = state;

    switch (line->kind) {
    case PERFSCRIPT_COMMENT:
        break;
    case PERFSCRIPT_END:
        end_sample(s);
        break;
    case PERFSCRIPT_EVENT:
        take_event(s, &line->event);
        break;
    case PERFSCRIPT_FRAME:
        return take_frame(s, &line->frame);
    case PERFSCRIPT_OTHER:
        take_unrecognized(s, line->text);
        break;
    }
    return 0;
}

static void perf_begin(void *state, struct foldtab *folded)
{
    struct perf *s = state;

    s->folded = folded;
    s->parser = perfscript_new(take_line, take_source, s);
    s->frame_options.annotate_kernel = s->kernel || s->all;
    s->frame_options.annotate_jit = s->jit || s->all;
    s->frame_options.addresses = s->addrs;
    if (s->inlined)
        s->inliner = inliner_new(s->context);
    strbuf_add_str(&s->kept_event, s->event_filter);
    frametab_init(&s->dropped_events);
}

static void perf_block(void *state, struct slice bytes, const char *file)
{
    struct perf *s = state;

    s->file = file;
    perfscript_feed(s->parser, bytes);
}

static void perf_file_end(void *state)
{
    struct perf *s = state;

    perfscript_end_file(s->parser);
}

/* Says which events were kept and which were not, unless the user chose. */
static void report_events(struct perf *s)
{
    struct strbuf dropped = {0};

    for (size_t i = 0; i < s->dropped_events.count && i < SHOWN_EVENTS; i++) {
        strbuf_add_str(&dropped, i > 0 ? ", '" : "'");
        strbuf_add(&dropped, frametab_name(&s->dropped_events, (uint32_t)i));
        strbuf_add_char(&dropped, '\'');
    }
    if (s->dropped_events.count > SHOWN_EVENTS)
        strbuf_add_str(&dropped, " and more");
    if (dropped.n > 0 && *s->event_filter == '\0')
        warn("kept the samples of '%s', dropped those of %s; --event-filter chooses",
             strbuf_str(&s->kept_event), strbuf_str(&dropped));
    strbuf_free(&dropped);
}

static void perf_end(void *state)
{
    struct perf *s = state;

    report_events(s);
    unrecognized_report(&s->unrecognized, format);
    if (s->carriage_return)
        warn("lines end in CR LF, so that no sample ends; remove the CRs");
    if (s->open)
        warn("the input ends within a sample, which was dropped");

    perfscript_free(s->parser);
    inliner_free(s->inliner);
    strbuf_free(&s->process);
    stack_free(&s->stack);
    strbuf_free(&s->names);
    free(s->ends);
    strbuf_free(&s->scratch);
    strbuf_free(&s->kept_event);
    frametab_free(&s->dropped_events);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the text of `perf script` into folded stacks, one line for each\n"
    "distinct stack. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "Names of processes:\n"
    "  --pid                 COMM-PID instead of COMM\n"
    "  --tid                 COMM-PID/TID instead of COMM\n"
    "                        (perf script has to print both: -F +pid,tid)\n"
    "Names of functions:\n"
    "  --kernel              put _[k] behind those of the kernel\n"
    "  --jit                 put _[j] behind those compiled at run time\n"
    "  --all                 both\n"
    "  --addrs               show the addresses of unknown ones\n"
    "  --inline              show the functions that were inlined, by addr2line and\n"
    "                        nm, or $ADDR2LINE and $NM\n"
    "  --context             ... with their source lines\n"
    "  --srcline             the input is of perf script -F +srcline: put the\n"
    "                        source line behind each\n"
    "Samples:\n"
    "  --event-filter=EVENT  those of EVENT only; without it, those of the\n"
    "                        event that comes first\n"
    "Others:\n"
    "  --help, --version     print this, or the version\n";

static const struct getopt_option options[] = {
    {"inline", GETOPT_FLAG, offsetof(struct perf, inlined), false},
    {"context", GETOPT_FLAG, offsetof(struct perf, context), false},
    {"pid", GETOPT_FLAG, offsetof(struct perf, pid), false},
    {"tid", GETOPT_FLAG, offsetof(struct perf, tid), false},
    {"kernel", GETOPT_FLAG, offsetof(struct perf, kernel), false},
    {"jit", GETOPT_FLAG, offsetof(struct perf, jit), false},
    {"all", GETOPT_FLAG, offsetof(struct perf, all), false},
    {"addrs", GETOPT_FLAG, offsetof(struct perf, addrs), false},
    {"srcline", GETOPT_FLAG, offsetof(struct perf, srcline), false},
    {"event-filter", GETOPT_TEXT, offsetof(struct perf, event_filter), false},
    PROGRAM_HELP,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser perf = {
    .program = {usage, options},
    .begin = perf_begin,
    .block = perf_block,
    .file_end = perf_file_end,
    .end = perf_end
};

int main(int argc, char **argv)
{
    struct perf state = {0};

    state.event_filter = "";
    return collapse_main(&perf, &state, argc, argv);
}
