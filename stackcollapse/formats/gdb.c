/*
 * stackcollapse-gdb: gdb's backtraces of all threads, any number of times, to folded
 * stacks.
 *
 *     Thread 2 (Thread 0x7f2ab8dff6c0 (LWP 4711) "worker 1"):
 *     #0  0x00007f2ab98f7205 in __memset_avx2 () from /lib/libc.so.6
 *     #1  0x000055f1c8a014b2 in Desk::price (this=0x7ffd91b7fdd0) at desk.hpp:31
 *     #2  main () at shop.cpp:36
 *     (an empty line, or any other that is not a frame)
 *
 * The function is the third word where the first contains "0x", else the first. A frame
 * has more than three words, as the script reads it; "#1  <signal handler called>", with
 * fewer, has an empty name.
 */
#include "base/scan.h"
#include "collapse.h"
#include "gdb_frame.h"
#include "memo.h"
#include "threads.h"

struct gdb {
    struct collapse collapse; /* the stack: the leaf first */
    size_t number;            /* of the newest frame */
    struct memo checked;      /* what follows the number: whether its name is cut */
    bool threads;             /* some line begins with "Thread" */
    bool interrupted;         /* by a line that is not a frame, nor the end of the thread */
};

enum { UNNAMED, SHORTENED, JOINED, SPLIT, DROPPED, NOTES };

static const struct note_kind gdb_notes[NOTES] = {
    [UNNAMED] = {"short frame loses its name: it has fewer than four words",
                 "short frames lose their names: they have fewer than four words", NULL, true},
    [SHORTENED] = {"function name is cut at its first space",
                   "function names are cut at their first space", NULL, true},
    [JOINED] = {"stack is merged into the one before: no empty line between them",
                "stacks are merged into the ones before: no empty line between them", NULL, true},
    [SPLIT] = {"stack is cut in two by a line between its frames",
               "stacks are cut in two by lines between their frames",
               "print them with bt, not bt full, after set width 0", true},
    [DROPPED] = {"stack is left out: no empty line before the next thread",
                 "stacks are left out: no empty line before the next thread", NULL, true},
};

static bool gdb_parse_frame(struct slice line, struct slice *function)
{
    struct slice words[3];

    if (!scan_text(&line, "#"))
        return false;
    scan_digits(&line);
    if (!thread_words(line, words, 3))
        return false;
    *function = slice_has(words[0], "0x") ? words[2] : words[0];
    return true;
}

/* Notes what the script misreads in a frame that it calls `function`. */
static void gdb_check_frame(struct gdb *s, struct slice line, struct slice function)
{
    struct collapse *c = &s->collapse;
    struct slice name;
    struct slice rest = line;
    size_t number;
    unsigned shortened;

    if (!gdb_scan_number(&rest, &number) || rest.n == 0)
        return;
    if (!memo_find(&s->checked, rest, &shortened)) {
        if (!gdb_parse_function(line, &number, &name))
            return;
        shortened = !slice_equal(function, name);
        memo_set(&s->checked, rest, shortened);
    }
    if (function.n == 0)
        collapse_note(c, UNNAMED, 1);
    else if (shortened)
        collapse_note(c, SHORTENED, 1);
    if (c->stack.count > 0 && number <= s->number)
        collapse_note(c, JOINED, 1);
    else if (s->interrupted && number == s->number + 1)
        collapse_note(c, SPLIT, 1);
    s->number = number;
    s->interrupted = false;
}

static void gdb_script_line(struct gdb *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct slice function;

    if (slice_starts(line, "Thread")) {
        if (thread_drop(c))
            collapse_note(c, DROPPED, 1);
        s->interrupted = false;
    } else if (gdb_parse_frame(line, &function)) {
        gdb_check_frame(s, line, function);
        thread_push_caller(c, function);
    } else {
        s->interrupted = line.n > 0 && (s->interrupted || c->stack.count > 0);
        thread_end(c);
        if (slice_starts(line, "#"))
            collapse_unrecognized(c, line);
    }
}

/* With --fix: other lines between frames do not end a stack. */
static void gdb_meant_line(struct gdb *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct slice function;
    size_t number;

    if (gdb_parse_function(line, &number, &function)) {
        if (number <= s->number)
            thread_end(c);
        s->number = number;
        collapse_push_caller(c, function);
    } else if (line.n == 0 || slice_starts(line, "Thread")) {
        thread_end(c);
    } else if (slice_starts(line, "#")) {
        collapse_unrecognized(c, line);
    }
}

static enum collapse_step gdb_line(void *state, struct slice line)
{
    struct gdb *s = state;

    s->threads |= slice_starts(line, "Thread");
    if (s->collapse.options.fix)
        gdb_meant_line(s, line);
    else
        gdb_script_line(s, line);
    return MORE;
}

static void gdb_end(void *state)
{
    struct gdb *s = state;

    thread_end(&s->collapse);
    if (s->threads)
        collapse_nothing(&s->collapse, "no thread has a frame");
}

static const struct collapser gdb = {
    .program = {
        .name = "stackcollapse-gdb",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the backtraces of all threads that gdb prints, from one run or many. "
                 "Reads standard input without FILE, or for -.",
        .example = "  for i in $(seq 100); do "
                   "gdb -batch -ex 'thread apply all bt' -p PID; done |\n"
                   "    @stackcollapse-gdb | @flamegraph > threads.svg\n",
    },
    .name = "a gdb backtrace",
    .crlf_harmless = true,
    .notes = gdb_notes,
    .note_count = NOTES,
    .line = gdb_line,
    .end = gdb_end,
};

int main(int argc, char **argv)
{
    static struct gdb state;

    return collapse_main(&gdb, &state, argc, argv);
}
