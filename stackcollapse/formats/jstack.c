/* SPDX-License-Identifier: MIT */
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
 * What jcmd PID Thread.dump_to_file writes is read, too (jstack_file.c).
 *
 * A thread counts once for each dump in which it is RUNNABLE, unless its name shows
 * that it belongs to the JVM, or a frame that it waits for the network.
 */
#include "jstack.h"

#include "base/chars.h"
#include "base/scan.h"
#include "collapse.h"
#include "javaname.h"
#include "javathread.h"

enum { MOST_FRAMES = 1024 };    /* unless -XX:MaxJavaStackTraceDepth changes it */

static const struct note_kind notes[] = {
    JAVATHREAD_NOTES,
    {"RUNNABLE thread is counted, although it only waits",
     "RUNNABLE threads are counted, although they only wait", NULL, true},
    {"thread runs a virtual thread and is left out",
     "threads run virtual threads and are left out",
     "get all of those with jcmd PID Thread.dump_to_file FILE", true},
    {"thread is merged into the next: no empty line after it",
     "threads are merged into the next: no empty line after them", NULL, true},
    {"thread has a name with quotation marks, which is cut there",
     "threads have names with quotation marks, which are cut there", NULL, true},
    {"frame is left out: it is in the form of jhsdb jstack",
     "frames are left out: they are in the form of jhsdb jstack",
     "use jstack or jcmd PID Thread.print", true},
    {"stack has 1024 frames, as many as the JVM prints, and may lack its root",
     "stacks have 1024 frames, as many as the JVM prints, and may lack their roots",
     "start java with -XX:MaxJavaStackTraceDepth=0", false},
    {"thread is left out: the input ends without an empty line after it",
     "threads are left out: the input ends without an empty line after them", NULL, true},
    {"JSON file ends early or is damaged; the threads before that are counted",
     "JSON files end early or are damaged; the threads before that are counted",
     "check that the file is complete", false},
    {"JSON file has no threads", "JSON files have no threads",
     "write one with jcmd PID Thread.dump_to_file -format=json FILE", false}
};

/* The name without "-7" at its end. */
static struct slice jstack_strip_number(struct slice name)
{
    size_t end = skip_digits_back(name, name.n);

    if (end < name.n && end > 0 && name.p[end - 1] == '-')
        name.n = end - 1;
    return name;
}

static struct note jstack_here(const struct jstack *s)
{
    const struct collapse *c = &s->thread.collapse;
    struct note here = {1, c->input.name, c->input.line};

    return here;
}

void jstack_begin_thread(struct jstack *s, struct slice name)
{
    s->header = jstack_here(s);
    if (jstack_is_background(name))
        s->state = STATE_OTHER;
    else if (jstack_is_of_jvm(name))
        s->waits = s->header;
    if (s->thread.include_tname)
        javathread_set_name(&s->thread,
                            s->thread.include_tid ? name : jstack_strip_number(name));
}

void jstack_set_state(struct jstack *s, struct slice word)
{
    s->states++;
    if (s->state == STATE_UNKNOWN && !slice_is(word, "?"))
        s->state = slice_is(word, "RUNNABLE") ? STATE_RUNNABLE : STATE_OTHER;
}

void jstack_push(struct jstack *s, struct slice function)
{
    struct javafunction *known = javathread_push(&s->thread, function);

    if (known->kind == 0)
        known->kind = (unsigned char)jstack_kind_of(known->printed);
    if (known->kind == JSTACK_FUNCTION_WAITS)
        s->state = STATE_OTHER;
    else if (known->kind == JSTACK_LEAF_WAITS && !s->inside)
        s->waits = jstack_here(s);
    s->inside = true;
}

static void jstack_note(struct jstack *s, size_t kind, const struct note *at)
{
    collapse_note_at(&s->thread.collapse, kind, 1, at->file, at->line);
}

/* Whether the current thread counts. */
static bool jstack_is_running(struct jstack *s)
{
    bool fix = s->thread.collapse.options.fix;
    bool running = s->state == STATE_RUNNABLE;

    if (s->in_file)
        return (running || (s->state == STATE_UNKNOWN && s->inside)) && s->waits.count == 0;
    if (fix)
        return (running || (s->carries && s->state == STATE_UNKNOWN)) && s->waits.count == 0;
    if (running && s->waits.count > 0)
        jstack_note(s, JSTACK_WAITS, &s->waits);
    if (s->carries && s->state == STATE_UNKNOWN && s->waits.count == 0)
        jstack_note(s, JSTACK_CARRIER, &s->header);
    return running;
}

void jstack_end_thread(struct jstack *s)
{
    struct collapse *c = &s->thread.collapse;
    bool running = jstack_is_running(s);

    if (running && c->stack.count == MOST_FRAMES)
        jstack_note(s, JSTACK_DEEP, &s->header);
    stack_append(&c->stack, s->carrier.frames, s->carrier.count);
    javathread_end(&s->thread, running);
    s->state = STATE_UNKNOWN;
    s->in_file = s->thread.frames.repair = s->carries = s->inside = false;
    s->carrier.count = 0;
    s->waits.count = 0;
}

/* Whether the text before `end` is as the script's pattern, where each "." stands for any
 * character. */
static bool jstack_ends_title(struct slice line, size_t end)
{
    static const char pattern[] = "java.lang.Thread.State: ";
    size_t i = strlen(pattern);

    if (end < i)
        return false;
    for (; i > 0 && (pattern[i - 1] == '.' || line.p[end - 1] == pattern[i - 1]); i--)
        end--;
    return i == 0;
}

/* The word after "java.lang.Thread.State: ", empty without one. */
static struct slice jstack_thread_state(struct slice line)
{
    size_t colon, at = 0;

    while ((colon = slice_find(slice_from(line, at), ':')) != SLICE_NONE) {
        at += colon + 1;
        size_t word = at + 1;
        if (word < line.n && line.p[at] == ' ' && !is_space(line.p[word])
            && jstack_ends_title(line, word))
            return slice_cut(line, word, skip_non_spaces(line, word));
    }
    return slice_of("", 0);
}

/* Whether the rest of a header, behind the name, says that the thread waits. */
static bool jstack_header_waits(struct slice rest)
{
    struct slice before;

    while (scan_to(&rest, ' ', &before))
        if (slice_starts(rest, "waiting ") || slice_starts(rest, "in Object.wait()")
            || slice_starts(rest, "sleeping"))
            return true;
    return false;
}

/* Looks forwards, since what follows a name is long and seldom has a quotation mark. */
static size_t jstack_last_quote(struct slice line)
{
    size_t last = SLICE_NONE;
    struct slice rest = line, before;

    while (scan_to(&rest, '"', &before))
        last = line.n - rest.n - 1;
    return last;
}

static void jstack_header(struct jstack *s, struct slice line)
{
    struct collapse *c = &s->thread.collapse;
    struct slice name = slice_before(line, '"');
    size_t last = jstack_last_quote(line);

    if (c->options.fix || s->in_file)
        jstack_end_thread(s);
    if (c->options.fix) {
        if (last != SLICE_NONE)
            name = slice_cut(line, 0, last);
    } else {
        if (s->state == STATE_RUNNABLE)
            jstack_note(s, JSTACK_MERGED, &s->header);
        if (last != SLICE_NONE && last > name.n)
            collapse_note(c, JSTACK_QUOTE, 1);
    }
    jstack_begin_thread(s, name);
    if (last != SLICE_NONE && jstack_header_waits(slice_from(line, last)))
        s->waits = s->header;
}

/* The frames of a virtual thread follow those of the thread that runs it, which call
 * them. */
static void jstack_mounted(struct jstack *s)
{
    struct collapse *c = &s->thread.collapse;

    if (!c->options.fix)
        return;
    stack_append(&s->carrier, c->stack.frames, c->stack.count);
    c->stack.count = 0;
    s->inside = false;
}

/* " - org.example.Indexer.run() @bci=12, line=17 (Compiled frame)" */
static bool jstack_is_jhsdb_frame(struct slice line)
{
    return slice_starts(line, " - ") && slice_has(line, " @bci=");
}

/* A line that is neither a header, a state nor a frame. */
static void jstack_other(struct jstack *s, struct slice line)
{
    struct collapse *c = &s->thread.collapse;

    if (jstack_is_jhsdb_frame(line)) {
        if (c->options.fix)
            jstack_push(s, slice_before(slice_from(line, strlen(" - ")), '('));
        else
            collapse_note(c, JSTACK_JHSDB, 1);
    } else if (slice_starts(line, "   Mounted virtual thread ")) {
        jstack_mounted(s);
    } else if (slice_starts(line, "   Carrying virtual thread #")) {
        s->carries = true;
        s->states++;
    } else if (!jstack_is_information(line)) {
        collapse_unrecognized(c, line);
    }
}

static enum collapse_step jstack_line(void *state, struct slice line)
{
    struct jstack *s = state;
    struct slice word;

    if (jstack_json_line(s, line))
        return MORE;
    if (slice_starts(line, "#")) {
        jstack_file_header(s, line);
    } else if (line.n == 0) {
        jstack_end_thread(s);
    } else if (scan_text(&line, "\"")) {
        jstack_header(s, line);
    } else if (s->in_file) {
        jstack_file_line(s, line);
    } else if ((word = jstack_thread_state(line)).n > 0) {
        jstack_set_state(s, word);
    } else if (javaname_parse_frame(line, &word)) {
        jstack_push(s, word);
    } else {
        jstack_other(s, line);
    }
    return MORE;
}

/* The input may lack the empty line after its last thread. */
static void jstack_end_last(struct jstack *s)
{
    struct collapse *c = &s->thread.collapse;
    bool there = s->thread.named || c->stack.count > 0 || s->carrier.count > 0;

    if (c->options.fix || s->in_file)
        jstack_end_thread(s);
    else if (there && s->state == STATE_RUNNABLE)
        jstack_note(s, JSTACK_LAST, &s->header);
}

/* Whether threads were left out that should count. */
static bool jstack_lost_any(const struct collapse *c)
{
    static const size_t kinds[] = {JSTACK_CARRIER, JSTACK_MERGED, JSTACK_JHSDB, JSTACK_LAST};
    bool lost = c->damaged;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        lost |= notes_count(&c->notes, kinds[i]) > 0;
    return lost;
}

static void jstack_end(void *state)
{
    struct jstack *s = state;
    struct collapse *c = &s->thread.collapse;

    if (s->json_name != NULL)
        jstack_json_end(s);
    jstack_end_last(s);
    if (s->states > 0 && !jstack_lost_any(c))
        c->nothing = "no thread is RUNNABLE, except those that only wait";
}

static const struct collapser jstack = {
    .program = {
        .name = "stackcollapse-jstack",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks of running threads in the output of jstack, one thread dump "
                 "or many, and in the files that jcmd PID Thread.dump_to_file writes. Reads "
                 "standard input without FILE, or for -.",
        .example = "  for i in $(seq 100); do jstack PID; sleep 0.1; done |\n"
                   "    @stackcollapse-jstack | @flamegraph --color=java > threads.svg\n",
        .options = javathread_options,
        .script_has_help = true,
    },
    .name = "jstack",
    .notes = notes,
    .note_count = sizeof notes / sizeof *notes,
    .line = jstack_line,
    .end = jstack_end,
};

int main(int argc, char **argv)
{
    static struct jstack state = {.thread.include_tname = true};

    return collapse_main(&jstack, &state, argc, argv);
}
