/*
 * stackcollapse-faulthandler: the tracebacks of Python's faulthandler, as those
 * of dump_traceback_later(), to folded stacks of FILE:LINE:FUNCTION.
 *
 *     Timeout (0:00:00.020000)!
 *     Thread 0x00007f90014ea6c0 (most recent call first):
 *       File "/usr/lib/python3.11/threading.py", line 327 in wait
 *       File "/srv/app/report.py", line 12 in <module>
 *     (an empty line)
 *
 * Any line that is neither a frame nor the head of a thread ends a stack.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "faulthandler";

struct faulthandler {
    struct program_options common;
    struct foldtab *folded;
    struct unrecognized unrecognized;

    struct stack stack;     /* the leaf first */
    struct strbuf name;
    size_t dropped;         /* stacks that no line ended */
};

/* `  File "FILE", line LINE in FUNCTION`. */
static bool parse_frame(struct slice line, struct strbuf *name)
{
    static const char before_file[] = "  File \"";
    static const char before_line[] = "\", line ";
    static const char before_function[] = " in ";

    if (!slice_starts(line, before_file))
        return false;
    struct slice file = slice_from(line, strlen(before_file));
    size_t quote = slice_find(file, '"');
    if (quote == SLICE_NONE || !slice_starts(slice_from(file, quote), before_line))
        return false;
    struct slice number = slice_from(file, quote + strlen(before_line));
    size_t digits = skip_digits(number, 0);
    if (!slice_starts(slice_from(number, digits), before_function))
        return false;

    strbuf_clear(name);
    strbuf_add(name, slice_cut(file, 0, quote));
    strbuf_add_char(name, ':');
    strbuf_add(name, slice_cut(number, 0, digits));
    strbuf_add_char(name, ':');
    strbuf_add(name, slice_from(number, digits + strlen(before_function)));
    return true;
}

static void end_stack(struct faulthandler *s)
{
    if (s->stack.count > 0)
        backtrace_count(&s->stack, s->folded, perl_integer(1));
}

/* What faulthandler itself prints beside stacks. */
static bool is_information(struct slice line)
{
    return line.n == 0 || slice_is(line, "\r") || slice_starts(line, "Timeout (")
           || slice_starts(line, "Current thread ") || slice_starts(line, "Stack (")
           || slice_starts(line, "Fatal Python error: ") || slice_is(line, "  ...")
           || slice_starts(line, "  <") || slice_starts(line, "Extension modules: ");
}

static void faulthandler_begin(void *state, struct foldtab *folded)
{
    struct faulthandler *s = state;

    s->folded = folded;
}

static bool faulthandler_line(void *state, struct slice line, struct position position)
{
    struct faulthandler *s = state;

    if (parse_frame(line, &s->name)) {
        backtrace_add(&s->stack, s->folded, strbuf_slice(&s->name));
    } else if (slice_starts(line, "Thread")) {
        s->dropped += s->stack.count > 0;
        s->stack.count = 0;
    } else {
        end_stack(s);
        if (!is_information(line))
            unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void faulthandler_end(void *state)
{
    struct faulthandler *s = state;

    end_stack(s);
    unrecognized_report(&s->unrecognized, format);
    if (s->dropped > 0)
        warn("dropped %zu stacks without an empty line before the next thread", s->dropped);
    stack_free(&s->stack);
    strbuf_free(&s->name);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the tracebacks of Python's faulthandler, one or many, into folded stacks.\n"
    "Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  stackcollapse-faulthandler traces.txt | flamegraph > python.svg\n"
    "where the program begins with\n"
    "  faulthandler.dump_traceback_later(0.01, repeat=True, file=open('traces.txt', 'w'))\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser faulthandler = {
    .program = {usage, collapse_options},
    .begin = faulthandler_begin,
    .line = faulthandler_line,
    .end = faulthandler_end
};

int main(int argc, char **argv)
{
    struct faulthandler state = {0};

    return collapse_main(&faulthandler, &state, argc, argv);
}
