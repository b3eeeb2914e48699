/*
 * stackcollapse-jstack: the output of `jstack PID`, any number of thread dumps, to
 * folded stacks of the running threads.
 *
 *     "pool-1-thread-7" #23 prio=5 os_prio=0 tid=0x00007fdc nid=0x6b98 runnable
 *        java.lang.Thread.State: RUNNABLE
 *             at java.io.FileInputStream.readBytes(Native Method)
 *             at com.example.Indexer.run(Indexer.java:17)
 *             - locked <0x0000000687400010> (a java.io.FileInputStream)
 *     (an empty line)
 *
 * A thread counts once for each dump in which it is RUNNABLE, unless its name shows
 * that it belongs to the JVM, or a frame that it waits for the network.
 */
#include "base/chars.h"
#include "base/scan.h"
#include "base/message.h"
#include "collapse.h"
#include "javaname.h"
#include "javathread.h"

struct jstack {
    struct javathread thread;
    enum { STATE_UNKNOWN, STATE_RUNNABLE, STATE_OTHER } state;
};

/* The name without "-7" at its end. */
static struct slice jstack_strip_number(struct slice name)
{
    size_t end = skip_digits_back(name, name.n);

    if (end < name.n && end > 0 && name.p[end - 1] == '-')
        name.n = end - 1;
    return name;
}

/* Whether the JVM started the thread for itself, as "C1 CompilerThread0". */
static bool jstack_is_background(struct slice name)
{
    size_t at;

    if (slice_has(name, "Signal Dispatcher") || slice_has(name, "Service Thread")
        || slice_has(name, "Attach Listener"))
        return true;
    for (; (at = slice_search(name, " CompilerThread")) != SLICE_NONE;
         name = slice_from(name, at + 1))
        if (at >= 2 && name.p[at - 2] == 'C')
            return true;
    return false;
}

static void jstack_begin_thread(struct jstack *s, struct slice name)
{
    if (jstack_is_background(name))
        s->state = STATE_OTHER;
    if (s->thread.include_tname)
        javathread_set_name(&s->thread,
                            s->thread.include_tid ? name : jstack_strip_number(name));
}

/* The word after "java.lang.Thread.State: ", empty without one. As in the script's
 * pattern, each "." stands for any character. */
static struct slice jstack_thread_state(struct slice line)
{
    static const char pattern[] = "java.lang.Thread.State: ";
    size_t length = strlen(pattern);

    for (; line.n > length; line = slice_from(line, 1)) {
        size_t i = 0;
        while (i < length && (pattern[i] == '.' || line.p[i] == pattern[i]))
            i++;
        if (i == length && !is_space(line.p[length]))
            return slice_cut(line, length, skip_non_spaces(line, length));
    }
    return slice_of("", 0);
}

/* Whether a thread in this function waits, although it is RUNNABLE. */
static bool jstack_is_waiting(struct slice function)
{
    size_t socket = slice_search(function, "Socket");

    return slice_has(function, "epollWait") || slice_has(function, "EPoll.wait")
           || slice_ends(function, "socketAccept") || slice_ends(function, "socketRead0")
           || (socket != SLICE_NONE
               && slice_ends(slice_from(function, socket + strlen("Socket")), "accept0"));
}

/* Lines beside the frames: locks, the title of a dump and its time, as 2024-05-01. */
static bool jstack_is_information(struct slice line)
{
    return slice_starts(trim_left(line), "-") || slice_starts(line, "Full thread dump")
           || slice_starts(line, "JNI global references:")
           || (skip_digits(line, 0) == 4 && line.p[0] == '2'
               && slice_starts(slice_from(line, 4), "-"));
}

static enum collapse_step jstack_line(void *state, struct slice line)
{
    struct jstack *s = state;
    struct slice word;

    if (slice_starts(line, "#"))
        return MORE;
    if (line.n == 0) {
        javathread_end(&s->thread, s->state == STATE_RUNNABLE);
        s->state = STATE_UNKNOWN;
    } else if (scan_text(&line, "\"")) {
        jstack_begin_thread(s, slice_before(line, '"'));
    } else if ((word = jstack_thread_state(line)).n > 0) {
        if (s->state == STATE_UNKNOWN && !slice_is(word, "?"))
            s->state = slice_is(word, "RUNNABLE") ? STATE_RUNNABLE : STATE_OTHER;
    } else if (javaname_parse_frame(line, &word)) {
        if (jstack_is_waiting(javathread_push(&s->thread, word)))
            s->state = STATE_OTHER;
    } else if (!jstack_is_information(line)) {
        collapse_unrecognized(&s->thread.collapse, line);
    }
    return MORE;
}

static void jstack_end(void *state)
{
    const struct jstack *s = state;

    if (s->state == STATE_RUNNABLE && (s->thread.named || s->thread.collapse.stack.count > 0))
        warn("dropped the last thread: no empty line after it");
    javathread_report(&s->thread);
}

static const struct collapser jstack = {
    .program = {
        .name = "stackcollapse-jstack",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks of running threads in the output of jstack, one thread dump "
                 "or many. Reads standard input without FILE, or for -.",
        .example = "  for i in $(seq 100); do jstack PID; sleep 0.1; done |\n"
                   "    @stackcollapse-jstack | @flamegraph --color=java > threads.svg\n",
        .options = javathread_options,
        .script_has_help = true,
    },
    .name = "jstack",
    .line = jstack_line,
    .end = jstack_end,
};

int main(int argc, char **argv)
{
    static struct jstack state = {.thread.include_tname = true};

    return collapse_main(&jstack, &state, argc, argv);
}
