/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-perf-sched: the scheduler's events in the output of `perf script`, to
 * folded stacks of threads that slept, in microseconds.
 *
 *     cc1 4711 [001]  5.000100: sched:sched_switch: prev_comm=cc1 prev_pid=4711 ...
 *             ffffffff821f8298 __schedule+0x618 ([kernel.kallsyms])
 *             ffffffff821f8c03 schedule+0x23 ([kernel.kallsyms])
 *     (an empty line)
 *     make 4700 [000]  5.000900: sched:sched_stat_sleep: comm=cc1 pid=4711 delay=800000 [ns]
 *             ffffffff813a7022 try_to_wake_up+0x1a2 ([kernel.kallsyms])
 *     (an empty line)
 *
 * A switch records where a thread goes to sleep. The sched_stat event after it happens where
 * the thread is woken, and has the time that it slept. Only the first of them counts: perf
 * prints some twice.
 *
 * The patterns are those of the awk script; perfscript.h has those of a Perl script, which
 * differ on the same line. Here a line is an event if it contains the name of one, whatever
 * is before it; the command name is its first word, not all words before the pid; a frame
 * is a line that begins with a blank; a symbol is all words but the first and the last. If
 * no empty line separates a switch and a wakeup, the frames after both belong to both.
 */
#include <math.h>
#include <string.h>

#include "awk/assign.h"
#include "awk/fields.h"
#include "awk/number.h"
#include "base/alloc.h"
#include "base/chars.h"
#include "base/double.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "io/interrupt.h"
#include "perfscript/header.h"
#include "sched_text.h"

struct thread {
    bool asleep;
    bool was_woken;         /* at a time that was printed */
    struct stack sleep;     /* where it sleeps, while it does */
    struct stack wakeups;   /* where it slept last, who woke it and where */
};

struct sched {
    struct collapse collapse;
    bool record_tid;
    bool record_wake_stack;
    bool recurse;

    struct foldtab times;       /* the stacks and the nanoseconds that they slept */
    struct frametab pids;       /* texts; gives threads their ids */
    struct thread *threads;     /* by id */
    size_t capacity;

    bool switching;             /* the present switch */
    uint32_t sleeper;
    struct stack sleep;         /* leaf first */

    /* The present wakeup. */
    bool waking;
    bool timed;
    uint32_t woken, waker;
    struct strbuf woken_comm, waker_comm;
    double delay;
    struct stack wakeup;        /* leaf first, as it is printed */

    struct stack stack;
    struct strbuf scratch;
};

enum { SCHED_NO_STACK, SCHED_MERGED, SCHED_CUT, SCHED_COMM, SCHED_LOST, SCHED_NOTES };

static const struct note_kind sched_notes[SCHED_NOTES] = {
    [SCHED_NO_STACK] = {"event has no call stack", "events have no call stack",
                        "record with perf record -g", true},
    [SCHED_MERGED] = {"sample is merged into the next: no empty line after it",
                      "samples are merged into the next: no empty line after them", NULL, true},
    [SCHED_CUT] = {"sample is left out: the input ends without an empty line after it",
                   "samples are left out: the input ends without an empty line after them", NULL,
                   true},
    [SCHED_COMM] = {"wakeup has a command name that is cut at its first space",
                    "wakeups have command names that are cut at their first space", NULL, true},
    [SCHED_LOST] = {"event was lost by perf record", "events were lost by perf record",
                    "record with more memory (-m)", false}
};

/* An empty part becomes a frame without a name, or with --fix none. */
static void sched_append(struct sched *s, const struct stack *part)
{
    if (part->count == 0 && !s->collapse.options.fix)
        stack_push_text(&s->stack, &s->times, slice_of("", 0));
    stack_append(&s->stack, part->frames, part->count);
}

/* "COMM" or "COMM-PID" as a frame. */
static void sched_append_thread(struct sched *s, const struct strbuf *comm, uint32_t pid)
{
    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, strbuf_slice(comm));
    if (s->record_tid) {
        strbuf_add_char(&s->scratch, '-');
        strbuf_add(&s->scratch, frametab_name(&s->pids, pid));
    }
    stack_push_text(&s->stack, &s->times, strbuf_slice(&s->scratch));
}

static void sched_begin_switch(struct sched *s, struct slice line)
{
    struct slice pid = sched_value(line, "prev_pid=");

    s->switching = !slice_is(pid, "0");
    s->sleeper = frametab_intern(&s->pids, pid);
    s->sleep.count = 0;
}

static void sched_begin_wakeup(struct sched *s, struct slice line, const struct sched_wakeup *w)
{
    struct slice pid = sched_value(line, "pid=");

    s->waking = !slice_is(pid, "0");
    s->timed = sched_has_time(line);
    s->woken = frametab_intern(&s->pids, pid);
    strbuf_clear(&s->woken_comm);
    strbuf_add(&s->woken_comm, w->woken);
    s->waker = frametab_intern(&s->pids, w->waker);
    strbuf_clear(&s->waker_comm);
    strbuf_add(&s->waker_comm, w->comm);
    s->delay = trunc(awk_number(sched_value(line, "delay=")));
    s->wakeup.count = 0;
}

/* Frames without a name are dropped until there is one with a name. */
static void sched_add_frame(struct sched *s, struct slice symbol)
{
    if (s->switching && (symbol.n > 0 || s->sleep.count > 0)) {
        size_t from = s->sleep.count;
        stack_push_text(&s->sleep, &s->times, symbol);
        stack_reverse(&s->sleep, from);
    }
    if (s->waking && (symbol.n > 0 || s->wakeup.count > 0))
        stack_push_text(&s->wakeup, &s->times, symbol);
}

/* Makes room for all threads that have ids. */
static void grow_threads(struct sched *s)
{
    size_t before = s->capacity;

    s->threads = grow_array(s->threads, &s->capacity, s->pids.count, sizeof *s->threads);
    if (s->capacity > before)
        memset(s->threads + before, 0, (s->capacity - before) * sizeof *s->threads);
}

static void sched_end_switch(struct sched *s)
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

/* Counts the time that a thread slept for its name, the stack that it slept in and, if the
 * options say so, the stack that woke it and what that thread had slept in before. */
static void sched_end_wakeup(struct sched *s)
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
    sched_append_thread(s, &s->woken_comm, s->woken);
    size_t from = s->stack.count;
    sched_append(s, &t->sleep);
    if (s->recurse || s->record_wake_stack) {
        sched_append(s, &s->wakeup);
        sched_append_thread(s, &s->waker_comm, s->waker);
    }
    if (s->recurse) {
        if (waker->was_woken) {
            stack_push_text(&s->stack, &s->times, slice_of("-", 1));
            sched_append(s, &waker->wakeups);
        }
        t->wakeups.count = 0;
        stack_append(&t->wakeups, s->stack.frames + from, s->stack.count - from);
    }
    foldtab_add(&s->times, &s->stack, 0, perl_real(s->delay));
}

static enum collapse_step sched_begin(void *state)
{
    struct sched *s = state;

    foldtab_init(&s->times);
    frametab_init(&s->pids);
    return MORE;
}

static void sched_end_sample(struct sched *s)
{
    if (s->switching)
        sched_end_switch(s);
    if (s->waking)
        sched_end_wakeup(s);
}

static void sched_begin_sample(struct sched *s, int events, struct slice line,
                               const struct sched_wakeup *wakeup)
{
    if (events & EVENT_SWITCH)
        sched_begin_switch(s, line);
    if (events & EVENT_WAKEUP)
        sched_begin_wakeup(s, line, wakeup);
}

/* Notes what the script gets wrong in a header. `wakeup`: as it reads it, if it is one. */
static void sched_note(struct sched *s, struct slice line, const struct perfscript_header *header,
                       const struct sched_wakeup *wakeup)
{
    size_t lost = perfscript_lost(header);

    if (lost > 0)
        collapse_note(&s->collapse, SCHED_LOST, lost);
    else if (line.p[0] == ' ')
        collapse_note(&s->collapse, SCHED_NO_STACK, 1);
    else if (s->switching || s->waking)
        collapse_note(&s->collapse, SCHED_MERGED, 1);
    if (wakeup != NULL && sched_is_cut(wakeup, sched_meant_wakeup(line, header)))
        collapse_note(&s->collapse, SCHED_COMM, 1);
}

/* A line that names events, as the script reads it. */
static void sched_read_event(struct sched *s, int events, struct slice line)
{
    struct perfscript_header header;
    struct sched_wakeup wakeup;
    bool wakes = (events & EVENT_WAKEUP) != 0;

    if (wakes)
        wakeup = sched_wakeup(line);
    if ((line.p[0] == ' ' || s->switching || s->waking
         || (wakes && !sched_is_certain(line, &wakeup)))
        && perfscript_parse_header(line, &header))
        sched_note(s, line, &header, wakes ? &wakeup : NULL);
    sched_begin_sample(s, events, line, &wakeup);
}

/* A line that is not empty, as the script reads it. */
static void sched_read(struct sched *s, struct slice line)
{
    struct perfscript_header header;
    int events = sched_events(line);
    bool indented = is_space(line.p[0]);

    if (events != 0)
        sched_read_event(s, events, line);
    else if (!indented && line.p[0] != '#'
             && (s->switching || s->waking || slice_has(line, "PERF_RECORD_LOST"))
             && perfscript_parse_header(line, &header))
        sched_note(s, line, &header, NULL);
    if (indented && (s->switching || s->waking)) {
        sched_symbol(line, &s->scratch);
        sched_add_frame(s, strbuf_slice(&s->scratch));
    }
}

/* The same as perf means it: a header ends the sample before it. */
static void sched_read_meant(struct sched *s, struct slice line)
{
    struct perfscript_header header;
    struct slice symbol;

    if (line.p[0] == '#')
        return;
    if (line.p[0] != '\t' && perfscript_parse_header(line, &header)
        && (header.event.event.p != NULL || header.record.p != NULL)) {
        sched_end_sample(s);
        if (perfscript_lost(&header) > 0)
            collapse_note(&s->collapse, SCHED_LOST, perfscript_lost(&header));
        struct sched_wakeup wakeup = sched_meant_wakeup(line, &header);
        sched_begin_sample(s, sched_meant_events(&header), line, &wakeup);
    } else if ((s->switching || s->waking) && sched_meant_symbol(line, &symbol)) {
        sched_add_frame(s, symbol);
    }
}

static enum collapse_step sched_line(void *state, struct slice line)
{
    struct sched *s = state;

    if (line.n == 0)
        sched_end_sample(s);
    else if (s->collapse.options.fix)
        sched_read_meant(s, line);
    else
        sched_read(s, line);
    return MORE;
}

/* Less than a microsecond is nothing. */
static void sched_print(struct sched *s, const struct folded_stack *e)
{
    struct output *out = &s->collapse.out;
    char text[AWK_NUMBER_TEXT];
    double time = trunc(double_divide(perl_double(e->count), 1000));

    if (!(time > 0))
        return;
    foldtab_stack_text(&s->times, e, &out->pending);
    output_char(out, ' ');
    output_add(out, slice_of(text, awk_number_text(time, text)));
    output_char(out, '\n');
}

static void sched_end(void *state)
{
    struct sched *s = state;

    if (s->collapse.options.fix && interrupt_signal() == 0)
        sched_end_sample(s);
    if (s->switching || s->waking)
        collapse_note(&s->collapse, SCHED_CUT, 1);
    else if (s->pids.count > 0 && s->times.count == 0)
        s->collapse.nothing = "no sched_switch is followed by a sched_stat_sleep or "
                              "sched_stat_blocked of the same thread";
    foldtab_sort(&s->times);
    for (size_t i = 0; i < s->times.count; i++)
        sched_print(s, &s->times.entries[i]);
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

static const struct option options[] = {
    OPTION("record-tid", OPTION_FLAG, struct sched, record_tid, NULL,
           "show thread ids (as -v record_tid=1)"),
    OPTION("record-wake-stack", OPTION_FLAG, struct sched, record_wake_stack, NULL,
           "append the stack that woke a thread to the one that it slept in (as -v "
           "record_wake_stack=1)"),
    OPTION("recurse", OPTION_FLAG, struct sched, recurse, NULL,
           "append also what the waking thread slept in before (as -v recurse=1)"),
    OPTION_END
};

static const struct collapser sched = {
    .program = {
        .name = "stackcollapse-perf-sched",
        .reads = "stackcollapse-perf",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks of threads that slept, in microseconds, from the scheduler "
                 "events in the output of perf script. The kernel must be built with "
                 "SCHEDSTATS, and sysctl kernel.sched_schedstats must be 1.\n"
                 "Reads standard input without FILE, or for -. NAME=VALUE among the FILEs sets "
                 "an option for the files after it.",
        .example = "  perf record -g -e sched:sched_switch -e sched:sched_stat_sleep \\\n"
                   "    -e sched:sched_stat_blocked -p PID -- sleep 1\n"
                   "  perf script -F time,comm,pid,tid,event,ip,sym,dso,trace |\n"
                   "    @stackcollapse-perf-sched --recurse |\n"
                   "    @flamegraph --color=io --countname=us > sleep.svg\n",
        .options = options,
    },
    .name = "perf script with sched events",
    .notes = sched_notes,
    .note_count = SCHED_NOTES,
    .begin = sched_begin,
    .assign = sched_assign,
    .line = sched_line,
    .end = sched_end,
};

int main(int argc, char **argv)
{
    static struct sched state;

    argc = awk_take_options(argc, argv, variables, &state);
    if (argc < 0)
        return FG_USAGE;
    return collapse_main(&sched, &state, argc, argv);
}
