/*
 * stackcollapse-java-exceptions: stack traces of Java exceptions in a log to folded
 * stacks.
 *
 *     2024-05-01 10:00:00 ERROR [import-1] row 7 was refused
 *     java.lang.RuntimeException: cannot open orders.csv
 *             at org.example.intake.Faults.open(Faults.java:60)
 *             at java.base/java.lang.Thread.run(Thread.java:840)
 *     Caused by: java.io.FileNotFoundException: orders.csv
 *             at java.base/java.io.FileInputStream.open0(Native Method)
 *             ... 6 more
 *
 * Each run of "at" lines is a stack, that of a cause too.
 */
#include "collapse.h"
#include "javaframes.h"
#include "javaname.h"

struct exceptions {
    struct collapse collapse;   /* the stack: the leaf first */
    struct javaframes frames;
};

static const struct note_kind notes[] = {JAVAFRAMES_NOTES};

static void exceptions_end(void *state)
{
    struct exceptions *s = state;

    javaframes_end(&s->frames, &s->collapse, true);
    if (s->collapse.stack.count > 0)
        collapse_count_leaf_first(&s->collapse, perl_integer(1));
}

static enum collapse_step exceptions_line(void *state, struct slice line)
{
    struct exceptions *s = state;
    struct slice function;

    if (javaname_parse_frame(line, &function))
        javaframes_push(&s->frames, &s->collapse, function);
    else if (s->collapse.stack.count > 0 && !slice_has(line, "waiting on "))
        exceptions_end(s);
    return MORE;
}

static const struct option options[] = {
    OPTION("shorten-pkgs", OPTION_NEGATABLE, struct exceptions, frames.shorten_pkgs, NULL,
           "print o.e.s.Indexer.run for org.example.search.Indexer.run"),
    OPTION("no-pkgs", OPTION_NEGATABLE, struct exceptions, frames.no_pkgs, NULL,
           "print Indexer.run for org.example.search.Indexer.run"),
    OPTION_END
};

static const struct collapser exceptions = {
    .program = {
        .name = "stackcollapse-java-exceptions",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stack traces of Java exceptions in a log, and skips everything else. "
                 "Reads standard input without FILE, or for -.",
        .example = "  @stackcollapse-java-exceptions --no-pkgs app.log |\n"
                   "    @flamegraph --color=java > exceptions.svg\n",
        .options = options,
        .script_has_help = true,
    },
    .name = "a Java stack trace",
    .notes = notes,
    .note_count = sizeof notes / sizeof *notes,
    .line = exceptions_line,
    .end = exceptions_end,
};

int main(int argc, char **argv)
{
    static struct exceptions state;

    return collapse_main(&exceptions, &state, argc, argv);
}
