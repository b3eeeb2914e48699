/*
 * stackcollapse-perf-sched: the scheduler's events in the text of `perf script`
 * to folded stacks of the threads that slept, counted in microseconds.
 *
 *     cc1 4711 [001]  5.000100: sched:sched_switch: prev_comm=cc1 prev_pid=4711 ...
 *             ffffffff821f8298 __schedule+0x618 ([kernel.kallsyms])
 *             ffffffff821f8c03 schedule+0x23 ([kernel.kallsyms])
 *     (an empty line)
 *     make 4700 [000]  5.000900: sched:sched_stat_sleep: comm=cc1 pid=4711 delay=800000 [ns]
 *             ffffffff813a7022 try_to_wake_up+0x1a2 ([kernel.kallsyms])
 *     (an empty line)
 *
 * A switch tells where a thread went to sleep; the sched_stat event that follows
 * happens where it is woken, and tells for how long it slept. Only the first of
 * them counts, since perf prints some of them twice.
 *
 * These are the patterns of the awk script, and not those of perfscript.h: an
 * event is a line with its name anywhere, a frame one that begins with a blank,
 * and a symbol all words but the first and the last. Two samples without an
 * empty line between them, one of each kind, share their frames.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "awk/assign.h"
#include "awk/fields.h"
#include "awk/number.h"
#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

/* What is known of a thread. */
struct thread {
    bool asleep;
    bool was_woken;         /* at a time that was printed */
    struct stack sleep;     /* where it sleeps, while it does */
    struct stack wakeups;   /* where it slept last, and who woke it where */
};

struct sched {
    struct program_options common;
    bool record_tid;
    bool record_wake_stack;
    bool recurse;

    struct output *out;
    struct foldtab times;       /* stacks and how long they slept, in nanoseconds */
    struct frametab pids;       /* numbers threads */
    struct thread *threads;     /* by these numbers */
    size_t capacity;

    /* The present switch. */
    bool switching;
    uint32_t sleeper;
    struct stack sleep;         /* the leaf first */

    /* The present wakeup. */
    bool waking;
    bool timed;
    uint32_t woken, waker;
    struct strbuf woken_comm, waker_comm;
    double delay;
    struct stack wakeup;        /* the leaf first, as it is printed */

    struct stack stack;
    struct strbuf scratch;
};

enum { EVENT_SWITCH = 1, EVENT_WAKEUP = 2 };

/* The events whose names stand in a line. */
static int events_in(struct slice line)
{
    static const char prefix[] = "sched:sched_";
    int events = 0;
    size_t at;

    if (line.n == 0 || line.p[0] == '#')
        return 0;
    while ((at = slice_search(line, prefix)) != SLICE_NONE) {
        line = slice_from(line, at + strlen(prefix));
        if (slice_starts(line, "switch"))
            events |= EVENT_SWITCH;
        if (slice_starts(line, "stat_sleep") || slice_starts(line, "stat_blocked"))
            events |= EVENT_WAKEUP;
    }
    return events;
}

/* The word behind "key=", without a word an empty slice. */
static struct slice value_of(struct slice line, const char *key)
{
    size_t at;

    while ((at = slice_search(line, key)) != SLICE_NONE) {
        size_t from = at + strlen(key);
        size_t to = from;
        while (to < line.n && !is_space(line.p[to]))
            to++;
        if (to > from)
            return slice_cut(line, from, to);
        line = slice_from(line, at + 1);
    }
    return slice_of("", 0);
}

/* Whether there is a word that a ':' ends, with a blank before it. */
static bool has_time(struct slice line)
{
    size_t word = SLICE_NONE;

    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == ' ') {
            word = i + 1;
        } else if (line.p[i] == ':') {
            if (word < i)
                return true;
            word = SLICE_NONE;
        }
    }
    return false;
}

/* The second word, and those behind it but for the last. */
static void symbol_of(struct slice line, struct strbuf *to)
{
    struct slice word, next;

    strbuf_clear(to);
    awk_field(&line, &word);
    awk_field(&line, &word);
    strbuf_add(to, word);
    awk_field(&line, &word);
    while (awk_field(&line, &next)) {
        strbuf_add_char(to, ' ');
        strbuf_add(to, word);
        word = next;
    }
}

/* Puts a stack behind another; an empty one becomes a frame without a name. */
static void join(struct sched *s, const struct stack *part)
{
    if (part->count == 0)
        stack_push_text(&s->stack, &s->times, slice_of("", 0));
    stack_append(&s->stack, part->frames, part->count);
}

/* "COMM" or "COMM-PID". */
static void add_thread_name(struct sched *s, const struct strbuf *comm, uint32_t pid)
{
    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, strbuf_slice(comm));
    if (s->record_tid) {
        strbuf_add_char(&s->scratch, '-');
        strbuf_add(&s->scratch, frametab_name(&s->pids, pid));
    }
    stack_push_text(&s->stack, &s->times, strbuf_slice(&s->scratch));
}

static void begin_switch(struct sched *s, struct slice line)
{
    struct slice pid = value_of(line, "prev_pid=");

    s->switching = !slice_is(pid, "0");
    s->sleeper = frametab_intern(&s->pids, pid);
    s->sleep.count = 0;
}

static void begin_wakeup(struct sched *s, struct slice line)
{
    struct slice pid = value_of(line, "pid=");
    struct slice rest = line;
    struct slice comm, waker;

    s->waking = !slice_is(pid, "0");
    s->timed = has_time(line);
    s->woken = frametab_intern(&s->pids, pid);
    strbuf_clear(&s->woken_comm);
    strbuf_add(&s->woken_comm, value_of(line, "comm="));
    awk_field(&rest, &comm);
    awk_field(&rest, &waker);
    s->waker = frametab_intern(&s->pids, waker);
    strbuf_clear(&s->waker_comm);
    strbuf_add(&s->waker_comm, comm);
    s->delay = trunc(awk_number(value_of(line, "delay=")));
    s->wakeup.count = 0;
}

/* A stack has no empty frames before its first one with a name. */
static void take_frame(struct sched *s, struct slice line)
{
    symbol_of(line, &s->scratch);
    struct slice symbol = strbuf_slice(&s->scratch);
    if (s->switching && (symbol.n > 0 || s->sleep.count > 0)) {
        size_t from = s->sleep.count;
        stack_push_text(&s->sleep, &s->times, symbol);
        stack_reverse(&s->sleep, from);
    }
    if (s->waking && (symbol.n > 0 || s->wakeup.count > 0))
        stack_push_text(&s->wakeup, &s->times, symbol);
}

/* Makes room for all threads that have numbers so far. */
static void grow_threads(struct sched *s)
{
    size_t before = s->capacity;

    s->threads = grow_array(s->threads, &s->capacity, s->pids.count, sizeof *s->threads);
    if (s->capacity > before)
        memset(s->threads + before, 0, (s->capacity - before) * sizeof *s->threads);
}

static void end_switch(struct sched *s)
{
    grow_threads(s);
    struct thread *t = &s->threads[s->sleeper];

    stack_reverse(&s->sleep, 0);
    t->sleep.count = 0;
    stack_append(&t->sleep, s->sleep.frames, s->sleep.count);
    t->wakeups.count = 0;
    t->asleep = true;
    s->switching = false;
}

/* Adds the time that a thread slept to its name, the stack it slept in, and,
 * if wanted, the stack that woke it and what woke that one before. */
static void end_wakeup(struct sched *s)
{
    grow_threads(s);
    struct thread *t = &s->threads[s->woken];
    const struct thread *waker = &s->threads[s->waker];

    s->waking = false;
    if (!t->asleep)
        return;
    t->asleep = false;
    t->was_woken = s->timed;
    s->stack.count = 0;
    add_thread_name(s, &s->woken_comm, s->woken);
    size_t from = s->stack.count;
    join(s, &t->sleep);
    if (s->recurse || s->record_wake_stack) {
        join(s, &s->wakeup);
        add_thread_name(s, &s->waker_comm, s->waker);
    }
    if (s->recurse) {
        if (waker->was_woken) {
            stack_push_text(&s->stack, &s->times, slice_of("-", 1));
            join(s, &waker->wakeups);
        }
        t->wakeups.count = 0;
        stack_append(&t->wakeups, s->stack.frames + from, s->stack.count - from);
    }
    foldtab_add(&s->times, &s->stack, 0, perl_real(s->delay));
}

static void sched_begin_output(void *state, struct output *out)
{
    struct sched *s = state;

    s->out = out;
    foldtab_init(&s->times);
    frametab_init(&s->pids);
}

static bool sched_line(void *state, struct slice line, struct position position)
{
    struct sched *s = state;
    int events = events_in(line);

    (void)position;
    if (events & EVENT_SWITCH)
        begin_switch(s, line);
    if (events & EVENT_WAKEUP)
        begin_wakeup(s, line);
    if (line.n > 0) {
        if (is_space(line.p[0]) && (s->switching || s->waking))
            take_frame(s, line);
        return true;
    }
    if (s->switching)
        end_switch(s);
    if (s->waking)
        end_wakeup(s);
    return true;
}

/* Writes a stack with its microseconds, if there is one of them at least. */
static void print_stack(struct sched *s, const struct foldtab_entry *e)
{
    char text[AWK_NUMBER_TEXT];
    double time = trunc(perl_double(e->counts[0]) / 1000);

    if (!(time > 0))
        return;
    strbuf_clear(&s->scratch);
    foldtab_stack_text(&s->times, e, &s->scratch);
    strbuf_add_char(&s->scratch, ' ');
    strbuf_add(&s->scratch, slice_of(text, awk_number_text(time, text)));
    strbuf_add_char(&s->scratch, '\n');
    output_add(s->out, strbuf_slice(&s->scratch));
}

static void sched_end(void *state)
{
    struct sched *s = state;

    if (s->switching || s->waking)
        warn("the input ends within a sample, which was dropped");
    else if (s->times.count == 0)
        warn("no sched_switch was followed by a sched_stat_sleep or sched_stat_blocked"
             " of the same thread");
    foldtab_sort(&s->times);
    for (size_t i = 0; i < s->times.count; i++)
        print_stack(s, &s->times.entries[i]);

    for (size_t i = 0; i < s->capacity; i++) {
        stack_free(&s->threads[i].sleep);
        stack_free(&s->threads[i].wakeups);
    }
    free(s->threads);
    foldtab_free(&s->times);
    frametab_free(&s->pids);
    stack_free(&s->sleep);
    stack_free(&s->wakeup);
    stack_free(&s->stack);
    strbuf_free(&s->woken_comm);
    strbuf_free(&s->waker_comm);
    strbuf_free(&s->scratch);
}

static const struct awk_variable variables[] = {
    {"record_tid", offsetof(struct sched, record_tid)},
    {"record_wake_stack", offsetof(struct sched, record_wake_stack)},
    {"recurse", offsetof(struct sched, recurse)},
    {NULL, 0}
};

static bool sched_assign(void *state, const char *operand)
{
    return awk_assign(variables, state, operand);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the scheduler's events in the text of `perf script` into folded stacks of\n"
    "the threads that slept, counted in microseconds. Without FILE, or for -, it\n"
    "reads standard input.\n"
    "\n"
    "  perf record -g -e sched:sched_switch -e sched:sched_stat_sleep \\\n"
    "      -e sched:sched_stat_blocked -p PID -- sleep 1\n"
    "  perf script -F time,comm,pid,tid,event,ip,sym,dso,trace |\n"
    "      stackcollapse-perf-sched --recurse |\n"
    "      flamegraph --color io --countname us > sleep.svg\n"
    "The kernel has to be built with SCHEDSTATS and to collect them:\n"
    "  sysctl kernel.sched_schedstats=1\n"
    "\n"
    "  --record-tid         show the threads' numbers too\n"
    "  --record-wake-stack  put the stack that woke a thread behind the one it slept in\n"
    "  --recurse            and behind that what the waking thread had slept in before\n"
    "  -v NAME=VALUE        as for awk: the same as record_tid=1, record_wake_stack=1\n"
    "                       and recurse=1; also without -v among the FILEs, for those\n"
    "                       behind it\n"
    "  --no-progress        show no progress on a terminal\n"
    "  --help, --version    print this, or the version\n";

static const struct getopt_option options[] = {
    {"record-tid", GETOPT_FLAG, offsetof(struct sched, record_tid), false},
    {"record-wake-stack", GETOPT_FLAG, offsetof(struct sched, record_wake_stack), false},
    {"recurse", GETOPT_FLAG, offsetof(struct sched, recurse), false},
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser sched = {
    .program = {usage, options},
    .begin_output = sched_begin_output,
    .assign = sched_assign,
    .line = sched_line,
    .end = sched_end
};

int main(int argc, char **argv)
{
    struct sched state = {0};

    argc = awk_take_options(argc, argv, variables, &state);
    return collapse_main(&sched, &state, argc, argv);
}
