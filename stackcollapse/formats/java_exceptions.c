/*
 * stackcollapse-java-exceptions: stack traces of Java in a log to folded stacks.
 *
 *     2024-05-01 10:00:00 ERROR [import-1] row 7 was refused
 *     java.lang.RuntimeException: cannot open orders.csv
 *             at org.example.intake.Faults.open(Faults.java:60)
 *             at java.base/java.lang.Thread.run(Thread.java:840)
 *     Caused by: java.io.FileNotFoundException: orders.csv
 *             at java.base/java.io.FileInputStream.open0(Native Method)
 *             ... 6 more
 *
 * Each run of lines "at" is a stack of its own, a cause as well.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "collapse.h"
#include "javaname.h"

struct exceptions {
    struct program_options common;
    bool shorten_pkgs;
    bool no_pkgs;
    struct foldtab *folded;
    struct stack stack;     /* the leaf first */
    struct strbuf function;
};

/* The text behind "at ", up to a parenthesis. */
static bool parse_frame(struct slice line, struct slice *function)
{
    struct slice text = slice_from(line, skip_spaces(line, 0));

    if (!slice_starts(text, "at "))
        return false;
    *function = javaname_function(slice_from(text, strlen("at ")));
    return true;
}

static struct slice shortened(struct exceptions *s, struct slice function)
{
    if (s->no_pkgs)
        return javaname_method(function);
    if (!s->shorten_pkgs)
        return function;
    strbuf_clear(&s->function);
    javaname_shorten(function, &s->function);
    return strbuf_slice(&s->function);
}

static void exceptions_begin(void *state, struct foldtab *folded)
{
    struct exceptions *s = state;

    s->folded = folded;
}

static void end_stack(struct exceptions *s)
{
    if (s->stack.count > 0)
        backtrace_count(&s->stack, s->folded, perl_integer(1));
}

static bool exceptions_line(void *state, struct slice line, struct position position)
{
    struct exceptions *s = state;
    struct slice function;

    (void)position;
    if (parse_frame(line, &function))
        backtrace_add(&s->stack, s->folded, shortened(s, function));
    else if (s->stack.count > 0 && !slice_has(line, "waiting on "))
        end_stack(s);
    return true;
}

static void exceptions_end(void *state)
{
    struct exceptions *s = state;

    end_stack(s);
    stack_free(&s->stack);
    strbuf_free(&s->function);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the stack traces of Java exceptions, among whatever else a log holds, into\n"
    "folded stacks. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  --shorten-pkgs     o.e.s.Indexer.run instead of org.example.search.Indexer.run\n"
    "  --no-pkgs          Indexer.run\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n"
    "The first two also exist with \"no-\" before them.\n";

static const struct getopt_option options[] = {
    {"shorten-pkgs", GETOPT_NEGATABLE, offsetof(struct exceptions, shorten_pkgs), false},
    {"no-pkgs", GETOPT_NEGATABLE, offsetof(struct exceptions, no_pkgs), false},
    {"help", GETOPT_FLAG, offsetof(struct exceptions, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser exceptions = {
    .program = {usage, options},
    .begin = exceptions_begin,
    .line = exceptions_line,
    .end = exceptions_end
};

int main(int argc, char **argv)
{
    struct exceptions state = {0};

    return collapse_main(&exceptions, &state, argc, argv);
}
