/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-ibmjava: javacores, the thread dumps of the JVMs of IBM and OpenJ9, to
 * folded stacks of their threads.
 *
 *     3XMTHREADINFO      "pool-1-thread-7" J9VMThread:0x0F010500, ..., state:R, prio=5
 *     3XMTHREADINFO1            (native thread ID:0x814, native priority:0x5, ...)
 *     3XMTHREADINFO3           Java callstack:
 *     4XESTACKTRACE                at java/io/FileInputStream.read(FileInputStream.java:182)
 *     4XESTACKTRACE                at com/example/Indexer.run(Indexer.java:17)
 *     3XMTHREADINFO3           Native callstack:
 *
 * In the script only the last of these lines ends a thread; a header does not end the one
 * before. Where a JVM cannot show native stacks, the line is "No native callstack available
 * for this thread". If there is no other, headers end threads.
 */
#include "base/alloc.h"
#include "base/chars.h"
#include "base/scan.h"
#include "collapse.h"
#include "javathread.h"

enum { IBMJAVA_MERGED = JAVATHREAD_COUNT, IBMJAVA_LAST };

static const struct note_kind notes[] = {
    JAVATHREAD_NOTES,
    {"thread is merged into the next: no native callstack after it",
     "threads are merged into the next: no native callstacks after them", NULL, true},
    {"thread is left out: the input ends without a native callstack after it",
     "threads are left out: the input ends without native callstacks after them", NULL, true}
};

/* A thread without a native stack. */
struct ibmjava_thread {
    size_t frames;      /* where its frames end on the stack */
    bool named;
    size_t name;        /* where its name ends in `names` */
    struct note place;
};

struct ibmjava {
    struct javathread thread;
    bool ends;          /* some native stack came */
    bool begun;         /* the current thread has a header or a frame */
    bool named;         /* its header named it */
    struct note place;  /* its first line */
    struct ibmjava_thread *open;    /* the threads before it, since the last native stack */
    size_t open_count, open_capacity;
    struct strbuf names;
};

/* The name in a header. A '"' ends it, or else the last " state:" that has a ", "
 * after it. */
static bool ibmjava_parse_header(struct slice line, struct slice *name)
{
    if (!scan_text(&line, "3XMTHREADINFO      \""))
        return false;
    size_t end = slice_search_last(line, ", ");
    if (end == SLICE_NONE)
        return false;
    size_t state = slice_search_last(slice_cut(line, 0, end), " state:");
    if (state == SLICE_NONE)
        return false;
    *name = slice_before(slice_cut(line, 0, state), '"');
    return true;
}

/* The word after "ID:", without its comma. */
static bool ibmjava_parse_id(struct slice line, struct slice *id)
{
    if (!scan_text(&line, "3XMTHREADINFO1            (native thread ID:"))
        return false;
    struct slice word = slice_before(line, ' ');
    if (!slice_ends(word, ",") || !slice_starts(slice_from(line, word.n), " native priority"))
        return false;
    *id = slice_cut(word, 0, word.n - 1);
    return true;
}

static void ibmjava_begin(struct ibmjava *s)
{
    if (!s->begun)
        s->place = (struct note){1, s->thread.collapse.input.name, s->thread.collapse.input.line};
    s->begun = true;
}

static void ibmjava_add_id(struct ibmjava *s, struct slice id)
{
    struct javathread *t = &s->thread;

    ibmjava_begin(s);
    s->named = t->named = true;
    strbuf_add_char(&t->name, '-');
    strbuf_add(&t->name, id);
}

/* The current thread ended without a native stack. */
static void ibmjava_end_open(struct ibmjava *s)
{
    struct javathread *t = &s->thread;
    bool named = s->named && t->named;

    if (!s->begun)
        return;
    if (named)
        strbuf_add(&s->names, strbuf_slice(&t->name));
    s->open = grow_array(s->open, &s->open_capacity, s->open_count + 1, sizeof *s->open);
    s->open[s->open_count++] = (struct ibmjava_thread){
        t->collapse.stack.count, named, s->names.n, s->place
    };
    s->begun = s->named = false;
}

static void ibmjava_end_thread(struct ibmjava *s)
{
    javathread_end(&s->thread, true);
    s->open_count = 0;
    strbuf_clear(&s->names);
    s->begun = s->named = false;
}

static void ibmjava_note_open(struct ibmjava *s, size_t kind)
{
    if (s->open_count > 0)
        collapse_note_at(&s->thread.collapse, kind, s->open_count, s->open->place.file,
                         s->open->place.line);
}

static void ibmjava_native_stack(struct ibmjava *s)
{
    ibmjava_note_open(s, IBMJAVA_MERGED);
    s->ends = true;
    ibmjava_end_thread(s);
}

/* A line that begins a thread. */
static void ibmjava_header(struct ibmjava *s)
{
    if (s->thread.collapse.options.fix)
        ibmjava_end_thread(s);
    else
        ibmjava_end_open(s);
    ibmjava_begin(s);
    s->named = true;
}

/* Counts the open threads, each with its own part of the stack. */
static void ibmjava_count_open(struct ibmjava *s)
{
    struct javathread *t = &s->thread;
    struct collapse *c = &t->collapse;
    struct stack frames = c->stack;
    size_t frame = 0, name = 0;

    c->stack = (struct stack){0};
    for (size_t i = 0; i < s->open_count; i++) {
        const struct ibmjava_thread *open = &s->open[i];
        if (open->frames > frame)
            stack_append(&c->stack, frames.frames + frame, open->frames - frame);
        t->named = false;
        if (open->named)
            javathread_set_name(t, slice_cut(strbuf_slice(&s->names), name, open->name));
        javathread_end(t, true);
        frame = open->frames;
        name = open->name;
    }
    stack_free(&frames);
}

/* Whether the line begins as all lines of a javacore do, "3XMCPUTIME" or "NULL". */
static bool ibmjava_has_tag(struct slice line)
{
    return line.n == 0 || is_digit(line.p[0]) || slice_starts(line, "NULL");
}

static enum collapse_step ibmjava_line(void *state, struct slice line)
{
    struct ibmjava *s = state;
    struct javathread *t = &s->thread;
    struct slice frame = line;
    struct slice word;

    if (slice_starts(line, "#"))
        return MORE;
    if (slice_starts(line, "3XMTHREADINFO3           Native callstack:")) {
        ibmjava_native_stack(s);
    } else if (ibmjava_parse_header(line, &word)) {
        ibmjava_header(s);
        if (t->include_tname)
            javathread_set_name(t, word);
    } else if (slice_has(line, "3XMTHREADINFO      Anonymous native thread")) {
        ibmjava_header(s);
        javathread_set_name(t, slice_str("Anonymous native thread"));
    } else if (ibmjava_parse_id(line, &word)) {
        if (t->include_tname && t->include_tid)
            ibmjava_add_id(s, word);
    } else if (scan_text(&frame, "4XESTACKTRACE                at ")) {
        ibmjava_begin(s);
        javathread_push(t, slice_before(frame, '('));
    } else if (!ibmjava_has_tag(line)) {
        collapse_unrecognized(&t->collapse, line);
    }
    return MORE;
}

static void ibmjava_end(void *state)
{
    struct ibmjava *s = state;

    if (s->thread.collapse.options.fix) {
        ibmjava_end_thread(s);
        return;
    }
    ibmjava_end_open(s);
    if (s->ends)
        ibmjava_note_open(s, IBMJAVA_LAST);
    else
        ibmjava_count_open(s);
}

static const struct collapser ibmjava = {
    .program = {
        .name = "stackcollapse-ibmjava",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks of all threads in javacores, the thread dumps of the JVMs of "
                 "IBM and OpenJ9. Reads standard input without FILE, or for -.",
        .example = "  @stackcollapse-ibmjava --no-include-tname javacore.*.txt |\n"
                   "    @flamegraph --color=java > threads.svg\n",
        .options = javathread_options,
        .script_has_help = true,
    },
    .name = "a javacore",
    .notes = notes,
    .note_count = sizeof notes / sizeof *notes,
    .line = ibmjava_line,
    .end = ibmjava_end,
};

int main(int argc, char **argv)
{
    static struct ibmjava state = {.thread.include_tname = true};

    return collapse_main(&ibmjava, &state, argc, argv);
}
