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
 * Only the last of these lines ends a thread; a header does not end the one before.
 */
#include "base/chars.h"
#include "base/scan.h"
#include "base/message.h"
#include "collapse.h"
#include "javathread.h"

static const struct note_kind notes[] = {JAVATHREAD_NOTES};

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

static void ibmjava_add_id(struct javathread *t, struct slice id)
{
    t->named = true;
    strbuf_add_char(&t->name, '-');
    strbuf_add(&t->name, id);
}

/* Whether the line begins as all lines of a javacore do, "3XMCPUTIME" or "NULL". */
static bool ibmjava_has_tag(struct slice line)
{
    return line.n == 0 || is_digit(line.p[0]) || slice_starts(line, "NULL");
}

static enum collapse_step ibmjava_line(void *state, struct slice line)
{
    struct javathread *t = state;
    struct slice frame = line;
    struct slice word;

    if (slice_starts(line, "#"))
        return MORE;
    if (slice_starts(line, "3XMTHREADINFO3           Native callstack:")) {
        javathread_end(t, true);
    } else if (ibmjava_parse_header(line, &word)) {
        if (t->include_tname)
            javathread_set_name(t, word);
    } else if (slice_has(line, "3XMTHREADINFO      Anonymous native thread")) {
        javathread_set_name(t, slice_str("Anonymous native thread"));
    } else if (ibmjava_parse_id(line, &word)) {
        if (t->include_tname && t->include_tid)
            ibmjava_add_id(t, word);
    } else if (scan_text(&frame, "4XESTACKTRACE                at ")) {
        javathread_push(t, slice_before(frame, '('));
    } else if (!ibmjava_has_tag(line)) {
        collapse_unrecognized(&t->collapse, line);
    }
    return MORE;
}

static void ibmjava_end(void *state)
{
    const struct javathread *t = state;

    if (t->collapse.stack.count > 0)
        warn("dropped the last thread: no line 'Native callstack:' after it");
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
    static struct javathread state = {.include_tname = true};

    return collapse_main(&ibmjava, &state, argc, argv);
}
