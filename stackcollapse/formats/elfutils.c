/*
 * stackcollapse-elfutils: the text of `eu-stack -p PID`, any number of times, to
 * folded stacks.
 *
 *     PID 1837 - process
 *     TID 1837:
 *     #0  0x00007fe364ea3f16 __futex_abstimed_wait_common
 *     #1  0x00007fe3650d4517
 *     #2  0x000055646803ec9f main
 *     TID 1842:
 *
 * A frame may lack a name; a leaf whose name is empty is none. Lines that begin
 * with a blank, the sources that eu-stack's --source gives, are passed over.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "eu-stack";

struct elfutils {
    struct program_options common;
    bool with_pid;
    bool with_tid;

    struct foldtab *folded;
    struct unrecognized unrecognized;

    struct strbuf pid;      /* "PID=1837", of the present process */
    struct strbuf tid;
    struct stack stack;     /* the leaf first */
};

static void end_thread(struct elfutils *s)
{
    if (s->stack.count == 0)
        return;
    if (s->with_tid)
        backtrace_add(&s->stack, s->folded, strbuf_slice(&s->tid));
    if (s->with_pid)
        backtrace_add(&s->stack, s->folded, strbuf_slice(&s->pid));
    backtrace_count(&s->stack, s->folded, perl_integer(1));
}

/* Keeps the label with the number that `text` begins with, if any. */
static void take_number(struct strbuf *to, const char *label, struct slice text)
{
    strbuf_clear(to);
    strbuf_add_str(to, label);
    strbuf_add(to, slice_cut(text, 0, skip_digits(text, 0)));
}

/* "#0  0x00007fe364ea3f16 NAME". Where no blank separates them, the number's
 * last digit is the address's first. */
static bool parse_frame(struct slice line, struct slice *name)
{
    if (!slice_starts(line, "#"))
        return false;
    size_t digits = skip_digits(line, 1);
    size_t at = digits;
    while (at < line.n && line.p[at] == ' ')
        at++;
    if (at == digits)
        at--;
    if (!slice_starts(slice_from(line, at), "0x"))
        return false;
    at += 2;
    while (at < line.n && is_lower_hex(line.p[at]))
        at++;
    bool named = at < line.n && line.p[at] == ' ';
    *name = named ? slice_from(line, at + 1) : slice_str("[unknown]");
    return true;
}

static void elfutils_begin(void *state, struct foldtab *folded)
{
    struct elfutils *s = state;

    s->folded = folded;
    take_number(&s->pid, "PID=", slice_of("", 0));
    take_number(&s->tid, "TID=", slice_of("", 0));
}

static bool elfutils_line(void *state, struct slice line, struct position position)
{
    struct elfutils *s = state;
    struct slice name;

    if (parse_frame(line, &name)) {
        if (name.n > 0 || s->stack.count > 0)
            backtrace_add(&s->stack, s->folded, name);
    } else if (slice_starts(line, "PID ")) {
        end_thread(s);
        take_number(&s->pid, "PID=", slice_from(line, strlen("PID ")));
    } else if (slice_starts(line, "TID ")) {
        end_thread(s);
        take_number(&s->tid, "TID=", slice_from(line, strlen("TID ")));
    } else if (line.n > 0 && !is_space(line.p[0])) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void elfutils_end(void *state)
{
    struct elfutils *s = state;

    end_thread(s);
    unrecognized_report(&s->unrecognized, format);
    strbuf_free(&s->pid);
    strbuf_free(&s->tid);
    stack_free(&s->stack);
}

static const char usage[] =
    "[--pid] [--tid] [FILE...] > FOLDED\n"
    "Turns the text of eu-stack, one run or many, into folded stacks. Without FILE,\n"
    "or for -, it reads standard input.\n"
    "\n"
    "  for i in $(seq 100); do eu-stack -p PID; sleep 0.1; done |\n"
    "    stackcollapse-elfutils | flamegraph > threads.svg\n"
    "\n"
    "  --pid              put PID=NUMBER before each stack\n"
    "  --tid              put TID=NUMBER before each stack\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"pid", GETOPT_FLAG, offsetof(struct elfutils, with_pid), false},
    {"tid", GETOPT_FLAG, offsetof(struct elfutils, with_tid), false},
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser elfutils = {
    .program = {usage, options},
    .begin = elfutils_begin,
    .line = elfutils_line,
    .end = elfutils_end
};

int main(int argc, char **argv)
{
    struct elfutils state = {0};

    return collapse_main(&elfutils, &state, argc, argv);
}
