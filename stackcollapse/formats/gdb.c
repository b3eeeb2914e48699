/*
 * stackcollapse-gdb: backtraces of gdb, any number of them, to folded stacks.
 *
 *     Thread 2 (Thread 0x7f2ab8dff6c0 (LWP 4711) "worker 1"):
 *     #0  0x00007f2ab98f7205 in __memset_avx2 () from /lib/libc.so.6
 *     #1  0x000055f1c8a014b2 in Desk::price (this=0x7ffd91b7fdd0) at desk.hpp:31
 *     #2  main () at shop.cpp:36
 *     (an empty line, or any other that is no frame)
 *
 * A frame is three words and a fourth: its function is the third one if the
 * first has "0x" in it, else the first.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

static const char format[] = "gdb's backtraces";

struct gdb {
    struct program_options common;
    struct foldtab *folded;
    struct unrecognized unrecognized;
    struct stack stack;     /* the leaf first */
    size_t dropped;         /* stacks that a line "Thread" cut off */
};

/* The three words that `text` begins with, each with a blank behind it. */
static bool parse_words(struct slice text, struct slice words[3])
{
    for (int i = 0; i < 3; i++) {
        size_t end = slice_find(text, ' ');
        if (end == SLICE_NONE)
            return false;
        words[i] = slice_cut(text, 0, end);
        text = slice_from(text, end + 1);
    }
    return true;
}

/* Where there are too few words, blanks before them count as empty ones, so
 * that "#1  <signal handler called>" has the function "". */
static bool parse_frame(struct slice line, struct slice *function)
{
    struct slice words[3];

    if (!slice_starts(line, "#"))
        return false;
    size_t number_end = skip_digits(line, 1);
    size_t at = number_end;
    while (at < line.n && line.p[at] == ' ')
        at++;
    while (!parse_words(slice_from(line, at), words)) {
        if (at == number_end)
            return false;
        at--;
    }
    *function = slice_has(words[0], "0x") ? words[2] : words[0];
    return true;
}

static void gdb_begin(void *state, struct foldtab *folded)
{
    struct gdb *s = state;

    s->folded = folded;
}

static void end_stack(struct gdb *s)
{
    if (s->stack.count > 0)
        backtrace_count(&s->stack, s->folded, perl_integer(1));
}

static bool gdb_line(void *state, struct slice line, struct position position)
{
    struct gdb *s = state;
    struct slice function;

    if (slice_starts(line, "Thread")) {
        s->dropped += s->stack.count > 0;
        s->stack.count = 0;
    } else if (parse_frame(line, &function)) {
        /* Frames without names are left out below the first that has one. */
        if (s->stack.count > 0 || function.n > 0)
            backtrace_add(&s->stack, s->folded, function);
    } else {
        if (slice_starts(line, "#"))
            unrecognized_line(&s->unrecognized, format, line, position);
        end_stack(s);
    }
    return true;
}

static void gdb_end(void *state)
{
    struct gdb *s = state;

    end_stack(s);
    unrecognized_report(&s->unrecognized, format);
    if (s->dropped > 0)
        warn("dropped %zu stacks, behind which no empty line parted the threads",
             s->dropped);
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns backtraces of gdb into folded stacks, each of which counts once. Without\n"
    "FILE, or for -, it reads standard input.\n"
    "\n"
    "  for i in $(seq 100); do gdb -batch -ex 'thread apply all bt' -p PID; done |\n"
    "      stackcollapse-gdb | flamegraph > gdb.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser gdb = {
    .program = {usage, collapse_options},
    .begin = gdb_begin,
    .line = gdb_line,
    .end = gdb_end
};

int main(int argc, char **argv)
{
    struct gdb state = {0};

    return collapse_main(&gdb, &state, argc, argv);
}
