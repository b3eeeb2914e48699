/* SPDX-License-Identifier: MIT */
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
#include "known.h"
#include "threads.h"

/* Whether a name has as many closing as opening brackets, so that a " (" behind it begins the
 * arguments. */
enum gdb_whole { UNKNOWN, WHOLE, OPEN };

struct gdb {
    struct collapse collapse; /* the stack: the leaf first */
    size_t number;            /* of the newest frame */
    struct known wholes;      /* an unsigned char for each name: its enum gdb_whole */
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

/* A frame as the script reads it. */
struct gdb_frame {
    bool numbered;
    size_t number;
    struct slice rest;        /* what follows it */
    struct slice words[3];
    bool addressed;           /* the first word has an address */
    struct slice function;
};

static bool gdb_parse_frame(struct slice line, struct gdb_frame *f)
{
    f->rest = line;
    f->numbered = gdb_scan_number(&f->rest, &f->number);
    if (!slice_starts(line, "#"))
        return false;
    if (!thread_words(f->rest, f->words, 3))
        return false;
    f->addressed = slice_has(f->words[0], "0x");
    f->function = f->words[f->addressed ? 2 : 0];
    return true;
}

/* Whether the name, which is that of the newest frame unless it has a ';', is whole. */
static bool gdb_is_whole(struct gdb *s, struct slice name)
{
    const struct collapse *c = &s->collapse;
    uint32_t frame = c->stack.frames[c->stack.count - 1];

    if (frametab_name(&c->folded.frames, frame).n != name.n)
        return false;
    unsigned char *whole = known_of(&s->wholes, frame, sizeof *whole);
    if (*whole == UNKNOWN)
        *whole = gdb_is_closed(name) ? WHOLE : OPEN;
    return *whole == WHOLE;
}

/* Whether it is plain to see that the script's name is the one that is meant, *same, or is
 * not: "main (...)" and "operator new (...)", at the beginning or behind an address and "in". */
static bool gdb_is_plain(struct gdb *s, const struct gdb_frame *f, bool *same)
{
    struct slice name = f->function;

    *same = false;
    if (name.n == 0) {
        struct slice text = trim_left(f->rest);
        return text.n > 0 && !slice_starts(text, "0x");
    }
    if (f->addressed && !(slice_starts(f->words[0], "0x") && slice_is(f->words[1], "in")))
        return false;
    struct slice behind = slice_from(f->rest, (size_t)(name.p - f->rest.p) + name.n);
    if (is_space(name.p[0]) || behind.n < 2 || is_space(behind.p[1]))
        return false;
    *same = behind.p[1] == '(';
    return !*same || gdb_is_whole(s, name);
}

/* Notes what the script misreads in a frame, the newest of the stack; `inside` if it is not the
 * first. */
static void gdb_check_frame(struct gdb *s, const struct gdb_frame *f, bool inside)
{
    struct collapse *c = &s->collapse;
    struct slice name;
    bool same;

    if (!f->numbered)
        return;
    if (!gdb_is_plain(s, f, &same)) {
        if (!gdb_parse_function(f->rest, &name))
            return;
        same = slice_equal(f->function, name);
    }
    if (f->function.n == 0)
        collapse_note(c, UNNAMED, 1);
    else if (!same)
        collapse_note(c, SHORTENED, 1);
    if (inside && f->number <= s->number)
        collapse_note(c, JOINED, 1);
    else if (s->interrupted && f->number == s->number + 1)
        collapse_note(c, SPLIT, 1);
    s->number = f->number;
    s->interrupted = false;
}

static void gdb_script_line(struct gdb *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct gdb_frame frame;

    if (slice_starts(line, "Thread")) {
        if (thread_drop(c))
            collapse_note(c, DROPPED, 1);
        s->interrupted = false;
    } else if (gdb_parse_frame(line, &frame)) {
        bool inside = c->stack.count > 0;
        thread_push_caller(c, frame.function);
        gdb_check_frame(s, &frame, inside);
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
    struct slice rest = line, function;
    size_t number;

    if (gdb_scan_number(&rest, &number) && gdb_parse_function(rest, &function)) {
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
