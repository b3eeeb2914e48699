/* SPDX-License-Identifier: MIT */
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
#include "base/chars.h"
#include "collapse.h"
#include "java_causes.h"
#include "javaframes.h"
#include "javaname.h"

struct exceptions {
    struct collapse collapse;   /* the stack: the leaf first */
    struct javaframes frames;
    struct java_causes causes;
    size_t indent;              /* of its first frame */
};

enum { MOST_FRAMES = 1024 };    /* unless -XX:MaxJavaStackTraceDepth changes it */

enum { EXCEPTIONS_MORE = JAVAFRAMES_COUNT, EXCEPTIONS_LOCK, EXCEPTIONS_TEXT, EXCEPTIONS_DEEP };

static const struct note_kind notes[] = {
    JAVAFRAMES_NOTES,
    {"stack lacks the frames that it shares with the exception around it (\"... 6 more\")",
     "stacks lack the frames that they share with the exceptions around them (\"... 6 more\")",
     NULL, true},
    {"stack is cut in two by a line about a lock", "stacks are cut in two by lines about locks",
     "use stackcollapse-jstack for a thread dump", true},
    {"line that begins with \"at\", but is not a frame, is read as one",
     "lines that begin with \"at\", but are not frames, are read as frames", NULL, true},
    {"stack has 1024 frames, as many as the JVM keeps, and may lack its root",
     "stacks have 1024 frames, as many as the JVM keeps, and may lack their roots",
     "start java with -XX:MaxJavaStackTraceDepth=0", false}
};

static void exceptions_end(void *state)
{
    struct exceptions *s = state;
    struct collapse *c = &s->collapse;

    javaframes_end(&s->frames, c, true);
    if (c->stack.count == 0)
        return;
    if (c->stack.count == MOST_FRAMES)
        collapse_note(c, EXCEPTIONS_DEEP, 1);
    if (c->options.fix)
        java_causes_keep(&s->causes, s->indent, &c->stack);
    collapse_count_leaf_first(c, perl_integer(1));
}

/* Whether the text after "at " has the form "org.example.Indexer.run(Indexer.java:17)". */
static bool exceptions_is_frame(struct slice line, struct slice function)
{
    bool opens = function.p + function.n < line.p + line.n;

    return opens && (slice_ends(line, ")") || slice_find(line, ')') != SLICE_NONE)
           && slice_find(function, '.') != SLICE_NONE;
}

/* "        - locked <0x00000000ffa18af0> (a java.lang.Object)" */
static bool exceptions_is_lock(struct slice line)
{
    return slice_starts(trim_left(line), "- ") && slice_has(line, " <");
}

/* A line after the frames of a stack, which it ends. */
static void exceptions_other(struct exceptions *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    size_t more = java_causes_more(line);

    if (exceptions_is_lock(line)) {
        if (c->options.fix)
            return;
        collapse_note(c, EXCEPTIONS_LOCK, 1);
    }
    if (more > 0 && c->options.fix)
        java_causes_complete(&s->causes, s->indent, more, &c->stack);
    else if (more > 0)
        collapse_note(c, EXCEPTIONS_MORE, 1);
    exceptions_end(s);
}

static enum collapse_step exceptions_line(void *state, struct slice line)
{
    struct exceptions *s = state;
    struct collapse *c = &s->collapse;
    struct slice function;
    bool frame = javaname_parse_frame(line, &function);

    if (frame && !exceptions_is_frame(line, function)) {
        frame = !c->options.fix;
        if (frame)
            collapse_note(c, EXCEPTIONS_TEXT, 1);
    }
    if (frame) {
        if (c->stack.count == 0)
            s->indent = skip_spaces(line, 0);
        javaframes_push(&s->frames, c, function);
    } else if (c->stack.count > 0 && !slice_has(line, "waiting on ")) {
        exceptions_other(s, line);
    }
    if (!frame && c->options.fix)
        java_causes_caption(&s->causes, line);
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
