/*
 * stackcollapse-jstack: the text of `jstack PID`, any number of dumps, to
 * folded stacks of the threads that run.
 *
 *     "pool-1-thread-7" #23 prio=5 os_prio=0 tid=0x00007fdc nid=0x6b98 runnable
 *        java.lang.Thread.State: RUNNABLE
 *             at java.io.FileInputStream.readBytes(Native Method)
 *             at com.example.Indexer.run(Indexer.java:17)
 *             - locked <0x0000000687400010> (a java.io.FileInputStream)
 *     (an empty line)
 *
 * A thread counts once for each dump in which it is RUNNABLE, unless its name
 * or a frame tells that it belongs to the JVM or waits for the network all the
 * same.
 */
#include <stdlib.h>
#include <string.h>

#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "javaname.h"

static const char format[] = "jstack";

struct jstack {
    struct program_options common;
    bool include_tname;
    bool include_tid;
    bool shorten_pkgs;

    struct foldtab *folded;
    struct unrecognized unrecognized;

    /* The present thread. */
    enum { STATE_UNKNOWN, STATE_RUNNABLE, STATE_OTHER } state;
    bool named;
    struct strbuf name;
    struct stack stack;     /* the leaf first, without the thread */
    struct strbuf function;
};

/* The line without the blanks before it. */
static struct slice trimmed(struct slice line)
{
    return slice_from(line, skip_spaces(line, 0));
}

/* The name without "-" and digits at its end. */
static struct slice without_number(struct slice name)
{
    size_t end = name.n;

    while (end > 0 && is_digit(name.p[end - 1]))
        end--;
    if (end < name.n && end > 0 && name.p[end - 1] == '-')
        name.n = end - 1;
    return name;
}

/* Whether the JVM itself made the thread: those of its compilers, "C1 " and
 * "C2 CompilerThread0", and a few others. */
static bool is_background(struct slice name)
{
    static const char compiler[] = " CompilerThread";
    size_t at;

    if (slice_has(name, "Signal Dispatcher") || slice_has(name, "Service Thread")
        || slice_has(name, "Attach Listener"))
        return true;
    for (; (at = slice_search(name, compiler)) != SLICE_NONE; name = slice_from(name, at + 1))
        if (at >= 2 && name.p[at - 2] == 'C')
            return true;
    return false;
}

static void take_thread(struct jstack *s, struct slice name)
{
    size_t quote = slice_find(name, '"');

    if (quote != SLICE_NONE)
        name.n = quote;
    if (is_background(name))
        s->state = STATE_OTHER;
    if (!s->include_tname)
        return;
    strbuf_clear(&s->name);
    strbuf_add(&s->name, s->include_tid ? name : without_number(name));
    s->named = true;
}

/* The word behind "java.lang.Thread.State: ", where each "." is any character;
 * its length is 0 if there is none. */
static struct slice thread_state(struct slice line)
{
    static const char pattern[] = "java.lang.Thread.State: ";
    size_t length = strlen(pattern);

    for (size_t at = 0; at + length < line.n; at++) {
        size_t i = 0;
        while (i < length && (pattern[i] == '.' || line.p[at + i] == pattern[i]))
            i++;
        if (i < length || is_space(line.p[at + length]))
            continue;
        size_t end = at + length;
        while (end < line.n && !is_space(line.p[end]))
            end++;
        return slice_cut(line, at + length, end);
    }
    return slice_of("", 0);
}

/* Whether a thread in this function waits, whatever its state says. */
static bool is_waiting(struct slice function)
{
    size_t socket = slice_search(function, "Socket");

    return slice_has(function, "epollWait") || slice_has(function, "EPoll.wait")
           || slice_ends(function, "socketAccept") || slice_ends(function, "socketRead0")
           || (socket != SLICE_NONE
               && slice_ends(slice_from(function, socket + strlen("Socket")), "accept0"));
}

static void take_frame(struct jstack *s, struct slice frame)
{
    struct slice function = javaname_function(frame);

    strbuf_clear(&s->function);
    if (s->shorten_pkgs)
        javaname_shorten(function, &s->function);
    else
        strbuf_add(&s->function, function);
    function = strbuf_slice(&s->function);
    backtrace_add(&s->stack, s->folded, function);
    if (is_waiting(function))
        s->state = STATE_OTHER;
}

static void end_thread(struct jstack *s)
{
    if (s->state == STATE_RUNNABLE) {
        if (s->named)
            backtrace_add(&s->stack, s->folded, strbuf_slice(&s->name));
        if (s->stack.count > 0)
            backtrace_count(&s->stack, s->folded, perl_integer(1));
    }
    s->stack.count = 0;
    s->named = false;
    s->state = STATE_UNKNOWN;
}

/* Lines between and beside the stacks. */
static bool is_information(struct slice line)
{
    return slice_starts(trimmed(line), "-") || slice_starts(line, "Full thread dump")
           || slice_starts(line, "JNI global references:")
           || (line.n >= 5 && line.p[0] == '2' && is_digit(line.p[1]) && is_digit(line.p[2])
               && is_digit(line.p[3]) && line.p[4] == '-');
}

static void jstack_begin(void *state, struct foldtab *folded)
{
    struct jstack *s = state;

    s->folded = folded;
}

static bool jstack_line(void *state, struct slice line, struct position position)
{
    struct jstack *s = state;
    struct slice word;

    if (slice_starts(line, "#"))
        return true;
    if (line.n == 0) {
        end_thread(s);
    } else if (line.p[0] == '"') {
        take_thread(s, slice_from(line, 1));
    } else if ((word = thread_state(line)).n > 0) {
        if (s->state == STATE_UNKNOWN && !slice_is(word, "?"))
            s->state = slice_is(word, "RUNNABLE") ? STATE_RUNNABLE : STATE_OTHER;
    } else if (slice_starts(trimmed(line), "at ")) {
        take_frame(s, slice_from(trimmed(line), strlen("at ")));
    } else if (!is_information(line)) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void jstack_end(void *state)
{
    struct jstack *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (s->state == STATE_RUNNABLE && (s->named || s->stack.count > 0))
        warn("the input ends within a thread, which was dropped");
    strbuf_free(&s->name);
    stack_free(&s->stack);
    strbuf_free(&s->function);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the text of jstack, one dump or many, into folded stacks of the threads\n"
    "that run. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  --no-include-tname  leave out the names of the threads\n"
    "  --include-tid       keep the number at the end of a thread's name\n"
    "  --shorten-pkgs      o.e.s.Indexer.run instead of org.example.search.Indexer.run\n"
    "  --no-progress       show no progress on a terminal\n"
    "  --help, --version   print this, or the version\n"
    "Each of the first three also exists with and without \"no-\".\n";

static const struct getopt_option options[] = {
    {"include-tname", GETOPT_NEGATABLE, offsetof(struct jstack, include_tname), false},
    {"include-tid", GETOPT_NEGATABLE, offsetof(struct jstack, include_tid), false},
    {"shorten-pkgs", GETOPT_NEGATABLE, offsetof(struct jstack, shorten_pkgs), false},
    {"help", GETOPT_FLAG, offsetof(struct jstack, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser jstack = {
    .program = {usage, options},
    .begin = jstack_begin,
    .line = jstack_line,
    .end = jstack_end
};

int main(int argc, char **argv)
{
    struct jstack state = {0};

    state.include_tname = true;
    return collapse_main(&jstack, &state, argc, argv);
}
