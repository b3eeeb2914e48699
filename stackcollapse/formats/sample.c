/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-sample: the call graph that macOS's `sample` prints to folded stacks,
 * in their order.
 *
 *     Call graph:
 *         2555 Thread_8749954   DispatchQueue_1: com.apple.main-thread  (serial)
 *         + 2555 start  (in libdyld.dylib) + 1  [0x7fff5a1e9015]
 *         +   2500 -[NSApplication run]  (in AppKit) + 764  [0x7fff3a1f5d3e]
 *         +   ! 2500 mach_msg_trap  (in libsystem_kernel.dylib) + 10  [0x7fff5a32d]
 *     (an empty line)
 *     Total number in stack (recursive counted multiple, when >=5):
 *
 * Two columns are a level, and a count includes those of the levels below. A line
 * prints the levels that it ends, the leaf first, each with what is left of its count,
 * unless the leaf is a function that waits. With --fix, only the leaf is left out then.
 */
#include "awk/assign.h"
#include "awk/fields.h"
#include "awk/number.h"
#include "base/alloc.h"
#include "base/chars.h"
#include "base/double.h"
#include "base/message.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

/* The blanks before all lines of the graph, and the columns of a level. */
enum { MARGIN = 4, STEP = 2 };

/* What is lost or misread. */
enum { SAMPLE_UNKNOWN_WAITS, SAMPLE_CALLERS, SAMPLE_NAMES, SAMPLE_NO_TOTAL };

static const struct note_kind sample_notes[] = {
    [SAMPLE_UNKNOWN_WAITS] = {
        "sample is in a system call that waits, such as mach_msg2_trap, and is counted as running",
        "samples are in system calls that wait, such as mach_msg2_trap, and are counted as running",
        NULL, true},
    [SAMPLE_CALLERS] = {
        "sample is left out: its function is running, but the last function that it calls waits",
        "samples are left out: their functions are running, but the last function that each "
        "calls waits",
        NULL, true},
    [SAMPLE_NAMES] = {
        "function name is cut after its second word",
        "function names are cut after their second word", NULL, true},
    [SAMPLE_NO_TOTAL] = {
        "call graph has no line 'Total number' after it; its last stack is left out",
        "call graphs have no line 'Total number' after them; their last stacks are left out",
        NULL, true},
};

struct sample_count {
    enum { COUNT_NONE, COUNT_TEXT, COUNT_NUMBER } kind;
    struct strbuf text; /* as it was read */
    double number;      /* its value, or what is left of it */
};

struct sample {
    struct collapse collapse;       /* the stack: the frames in even columns */
    bool modules;

    bool in_graph;
    bool waited;                    /* a waiting function was left out */
    struct sample_count *counts;    /* by column; odd ones exist in damaged input */
    size_t columns;                 /* how many are known; 0: no line was read yet */
    size_t capacity;
    size_t column;                  /* of the newest line */
    bool waiting;                   /* its function waits */
    size_t number;                  /* of that line, in the file `file` */
    const char *file;
    struct strbuf name;
};

static bool sample_is_one_of(struct slice name, const char *const *functions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_is(name, functions[i]))
            return true;
    return false;
}

/* The functions that the script knows. */
static bool sample_is_waiting(struct slice name)
{
    static const char *const functions[] = {
        "__psynch_cvwait", "__select", "__semwait_signal", "__ulock_wait", "__wait4",
        "__workq_kernreturn", "kevent", "mach_msg_trap", "read", "semaphore_wait_trap"
    };

    scan_text(&name, "libsystem_kernel`");
    return sample_is_one_of(name, functions, sizeof functions / sizeof *functions);
}

/* The others, in a line of the graph. */
static bool sample_is_unknown_wait(struct slice name, struct slice line)
{
    static const char *const functions[] = {
        "__accept", "__accept_nocancel", "__aio_suspend", "__msgrcv", "__pselect",
        "__pselect_nocancel", "__psynch_mutexwait", "__psynch_rw_rdlock",
        "__psynch_rw_wrlock", "__read_nocancel", "__recvfrom", "__recvfrom_nocancel",
        "__recvmsg", "__recvmsg_nocancel", "__select_nocancel", "__semwait_signal_nocancel",
        "__sem_wait", "__sem_wait_nocancel", "__sigsuspend", "__sigsuspend_nocancel",
        "__sigwait", "__sigwait_nocancel", "__ulock_wait2", "__wait4_nocancel", "__waitid",
        "__waitid_nocancel", "kevent64", "kevent_id", "kevent_qos", "mach_msg2_trap",
        "mach_msg_overwrite_trap", "poll", "__poll_nocancel", "semaphore_timedwait_signal_trap",
        "semaphore_timedwait_trap", "semaphore_wait_signal_trap"
    };

    scan_text(&name, "libsystem_kernel`");
    return slice_has(line, "(in libsystem_kernel.dylib)")
           && sample_is_one_of(name, functions, sizeof functions / sizeof *functions);
}

static void sample_print(struct sample *s, size_t column)
{
    const struct sample_count *count = &s->counts[column];
    size_t depth = column / STEP + 1;
    char number[AWK_NUMBER_TEXT];

    if (count->kind == COUNT_TEXT)
        collapse_print(&s->collapse, depth, strbuf_slice(&count->text));
    else if (count->kind == COUNT_NUMBER)
        collapse_print(&s->collapse, depth,
                       slice_of(number, awk_number_text(count->number, number)));
}

/* A number of samples, for a message. */
static size_t sample_whole(double number)
{
    return number >= 1 && number < 1e15 ? (size_t)number : 1;
}

/* Removes the frame and the count in a column. */
static void sample_clear(struct sample *s, size_t column)
{
    s->counts[column].kind = COUNT_NONE;
    s->counts[column].number = 0;
    if (column % STEP == 0)
        collapse_set_frame(&s->collapse, column / STEP, slice_of("", 0));
}

/* A level of a stack whose last function waits. */
static void sample_leave_out(struct sample *s, size_t column)
{
    const struct sample_count *count = &s->counts[column];

    s->waited = true;
    if (column == s->column || count->kind != COUNT_NUMBER || !(count->number > 0))
        return;
    if (s->collapse.options.fix)
        sample_print(s, column);
    else
        collapse_note_at(&s->collapse, SAMPLE_CALLERS, sample_whole(count->number), s->file,
                         s->number);
}

/* Prints and removes the levels from the newest line's back to that at `column`. */
static void sample_go_back(struct sample *s, size_t column)
{
    for (size_t i = s->column;; i -= STEP) {
        if (s->waiting)
            sample_leave_out(s, i);
        else
            sample_print(s, i);
        sample_clear(s, i);
        if (i < column + STEP)
            break;
    }
    s->waiting = false;
}

/* Appends the module in "(in MODULE)" without ".dylib", if one is named. */
static bool sample_add_module(struct strbuf *to, struct slice line)
{
    static const char suffix[] = ".dylib";
    size_t at = slice_search(line, "(in ");

    if (at == SLICE_NONE)
        return false;
    line = slice_from(line, at + strlen("(in "));
    struct slice module = slice_before(line, ')');
    if (module.n == line.n)
        return false;
    while ((at = slice_search(module, suffix)) != SLICE_NONE) {
        strbuf_add(to, slice_cut(module, 0, at));
        module = slice_from(module, at + strlen(suffix));
    }
    strbuf_add(to, module);
    return true;
}

/* Whether the function's name has more than two words, which are put in *whole. */
static bool sample_is_long_name(struct slice line, struct slice *whole)
{
    struct slice word;
    size_t end = slice_search(line, "  (in ");

    if (end == SLICE_NONE)
        return false;
    *whole = trim_spaces(slice_cut(line, 0, end));
    line = *whole;
    return awk_field(&line, &word) && awk_field(&line, &word) && awk_field(&line, &word);
}

/* Appends the first two words, all that the script keeps: a method of Objective-C has two,
 * "-[NSApplication run]". */
static void sample_add_words(struct strbuf *name, struct slice line)
{
    struct slice word;

    awk_field(&line, &word);
    strbuf_add(name, word);
    if (awk_field(&line, &word) && !slice_is(word, "(in")) {
        strbuf_add_char(name, '.');
        strbuf_add(name, word);
    }
}

/* Reads "COUNT FUNCTION  (in MODULE)"; the name is "MODULE`FUNCTION", valid until the
 * next call. */
static struct slice sample_parse_call(struct sample *s, struct slice line, struct slice *count)
{
    struct strbuf *name = &s->name;
    struct slice whole;
    bool fix = s->collapse.options.fix;

    strbuf_clear(name);
    if (s->modules && sample_add_module(name, line))
        strbuf_add_char(name, '`');
    awk_field(&line, count);
    bool is_long = sample_is_long_name(line, &whole);
    if (is_long && fix) {
        strbuf_add(name, whole);
    } else {
        if (is_long)
            collapse_note(&s->collapse, SAMPLE_NAMES, 1);
        sample_add_words(name, line);
    }
    return strbuf_slice(name);
}

/* A line of the graph from its first digit on, which is at `column` after the margin. */
static void sample_add_call(struct sample *s, size_t column, struct slice line)
{
    static const struct sample_count none = {0};
    struct slice count;
    struct slice name = sample_parse_call(s, line, &count);

    if (s->columns > 0 && column <= s->column)
        sample_go_back(s, column);
    s->counts = grow_array(s->counts, &s->capacity, column + 1, sizeof *s->counts);
    while (s->columns <= column) {
        s->counts[s->columns] = none;
        sample_clear(s, s->columns++);
    }
    if (column % STEP == 0)
        collapse_set_frame(&s->collapse, column / STEP, name);
    struct sample_count *newest = &s->counts[column];
    newest->kind = COUNT_TEXT;
    strbuf_clear(&newest->text);
    strbuf_add(&newest->text, count);
    newest->number = awk_number(count);
    if (column >= STEP) {
        struct sample_count *parent = newest - STEP;
        parent->kind = COUNT_NUMBER;
        parent->number = double_subtract(parent->number, newest->number);
    }
    s->column = column;
    s->number = s->collapse.input.line;
    s->file = s->collapse.input.name;
    s->waiting = sample_is_waiting(name);
    if (!s->waiting && sample_is_unknown_wait(name, line)) {
        if (s->collapse.options.fix)
            s->waiting = true;
        else
            collapse_note(&s->collapse, SAMPLE_UNKNOWN_WAITS, sample_whole(newest->number));
    }
}

static enum collapse_step sample_line(void *state, struct slice line)
{
    struct sample *s = state;

    if (slice_starts(line, "Call graph")) {
        s->in_graph = true;
    } else if (slice_starts(line, "Total number")) {
        s->in_graph = false;
        if (s->columns > 0)
            sample_go_back(s, 0);
    } else if (s->in_graph && line.n > 0) {
        size_t digit = 0;
        while (digit < line.n && !is_digit(line.p[digit]))
            digit++;
        if (slice_starts(line, "    ") && digit < line.n)
            sample_add_call(s, digit - MARGIN, slice_from(line, digit));
        else
            collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void sample_end(void *state)
{
    struct sample *s = state;
    struct collapse *c = &s->collapse;

    if (s->in_graph && s->columns > 0) {
        if (c->options.fix)
            sample_go_back(s, 0);
        else
            collapse_note_at(c, SAMPLE_NO_TOTAL, 1, s->file, s->number);
    }
    if (s->waited && notes_count(&c->notes, SAMPLE_CALLERS) == 0
        && notes_count(&c->notes, SAMPLE_NO_TOTAL) == 0)
        c->nothing = "every thread waits";
}

static const struct awk_variable variables[] = {
    {"MODULES", offsetof(struct sample, modules)},
    {NULL, 0}
};

static bool sample_assign(void *state, const char *operand)
{
    return awk_assign(variables, state, operand);
}

static const struct option options[] = {
    OPTION("modules", OPTION_NEGATABLE, struct sample, modules, NULL,
           "print app`main for main in app (the default); as for awk, -v MODULES=0 turns it "
           "off, and MODULES=0 among the files turns it off for those after it"),
    OPTION_END
};

static const struct collapser sample = {
    .program = {
        .name = "stackcollapse-sample",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the call graph that macOS's sample prints, without the threads that "
                 "wait. Reads standard input without FILE, or for -.",
        .example = "  sample PID -file /dev/stdout | @stackcollapse-sample |\n"
                   "    @flamegraph > app.svg\n",
        .options = options,
    },
    .name = "sample's call graph",
    .notes = sample_notes,
    .note_count = sizeof sample_notes / sizeof *sample_notes,
    .assign = sample_assign,
    .line = sample_line,
    .end = sample_end,
};

int main(int argc, char **argv)
{
    static struct sample state = {.modules = true};

    argc = awk_take_options(argc, argv, variables, &state);
    return argc < 0 ? FG_USAGE : collapse_main(&sample, &state, argc, argv);
}
