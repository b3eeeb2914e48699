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
#include "threads.h"

struct gdb {
    struct collapse collapse; /* the stack: the leaf first */
    size_t dropped;           /* stacks cut off by the next "Thread" */
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

static enum collapse_step gdb_line(void *state, struct slice line)
{
    struct gdb *s = state;
    struct collapse *c = &s->collapse;
    struct slice function;

    if (slice_starts(line, "Thread")) {
        s->dropped += thread_drop(c);
    } else if (gdb_parse_frame(line, &function)) {
        thread_push_caller(c, function);
    } else {
        thread_end(c);
        if (slice_starts(line, "#"))
            collapse_unrecognized(c, line);
    }
    return MORE;
}

static void gdb_end(void *state)
{
    struct gdb *s = state;

    thread_end(&s->collapse);
    thread_report_dropped(s->dropped);
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
    .line = gdb_line,
    .end = gdb_end,
};

int main(int argc, char **argv)
{
    static struct gdb state;

    return collapse_main(&gdb, &state, argc, argv);
}
