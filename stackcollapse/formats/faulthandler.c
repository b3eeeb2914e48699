/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-faulthandler: the tracebacks of Python's faulthandler, such as those of
 * dump_traceback_later(), to folded stacks of FILE:LINE:FUNCTION.
 *
 *     Timeout (0:00:00.020000)!
 *     Thread 0x00007f90014ea6c0 (most recent call first):
 *       File "/usr/lib/python3.11/threading.py", line 327 in wait
 *       File "/srv/app/report.py", line 12 in <module>
 *     (an empty line, or any other that is not a frame)
 *
 * A frame without a name for its file or without a number has ??? for it, which the script
 * does not read.
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "threads.h"

struct faulthandler {
    struct collapse collapse; /* the stack: the leaf first */
    struct strbuf frame;
    bool threads;             /* a traceback began */
    bool interrupted;         /* the stack, by a line that is not of faulthandler */
};

enum { LOST, SPLIT, UNREAD, NOTES };

static const struct note_kind faulthandler_notes[NOTES] = {
    [LOST] = {"stack is left out: no empty line before the next thread",
              "stacks are left out: no empty line before the next thread", NULL, true},
    [SPLIT] = {"stack is cut in two by a line between its frames",
               "stacks are cut in two by lines between their frames",
               "write the traces to a file of their own (file=...)", true},
    [UNREAD] = {"frame without a file or a line number, \"?\?\?\", is left out and ends its stack",
                "frames without a file or a line number, \"?\?\?\", are left out and end their "
                "stacks",
                NULL, true},
};

/* `"FILE"`, or ??? */
static bool faulthandler_scan_file(struct slice *line, struct slice *file)
{
    if (scan_text(line, "\""))
        return scan_to(line, '"', file);
    *file = slice_str("???");
    return scan_text(line, "???");
}

/* `  File "FILE", line LINE in FUNCTION` to "FILE:LINE:FUNCTION"; *complete is false where ???
 * stands for a part. */
static bool faulthandler_parse_frame(struct slice line, struct strbuf *frame, bool *complete)
{
    struct slice file, number;
    bool quoted;

    if (!scan_text(&line, "  File "))
        return false;
    quoted = slice_starts(line, "\"");
    if (!faulthandler_scan_file(&line, &file) || !scan_text(&line, ", line "))
        return false;
    *complete = quoted && !slice_starts(line, "???");
    number = scan_text(&line, "???") ? slice_str("???") : scan_digits(&line);
    if (!scan_text(&line, " in "))
        return false;
    strbuf_clear(frame);
    strbuf_add(frame, file);
    strbuf_add_char(frame, ':');
    strbuf_add(frame, number);
    strbuf_add_char(frame, ':');
    strbuf_add(frame, line);
    return true;
}

/* Other lines that faulthandler prints, without those of threads. */
static bool faulthandler_is_information(struct slice line)
{
    return line.n == 0 || slice_is(line, "\r") || slice_starts(line, "Timeout (")
           || slice_starts(line, "Current thread") || slice_starts(line, "Stack (")
           || slice_starts(line, "Fatal Python error: ") || slice_is(line, "  ...")
           || slice_starts(line, "  <") || slice_starts(line, "Extension modules: ")
           || slice_starts(line, "  Binary file ") || slice_is(line, "  Garbage-collecting");
}

static void faulthandler_take_frame(struct faulthandler *s, bool complete)
{
    struct collapse *c = &s->collapse;

    if (complete || c->options.fix) {
        if (s->interrupted)
            collapse_note(c, SPLIT, 1);
        collapse_push_caller(c, strbuf_slice(&s->frame));
    } else {
        collapse_note(c, UNREAD, 1);
        thread_end(c);
    }
    s->interrupted = false;
}

static void faulthandler_begin_thread(struct faulthandler *s)
{
    if (s->collapse.options.fix)
        thread_end(&s->collapse);
    else if (thread_drop(&s->collapse))
        collapse_note(&s->collapse, LOST, 1);
    s->interrupted = false;
    s->threads = true;
}

static enum collapse_step faulthandler_line(void *state, struct slice line)
{
    struct faulthandler *s = state;
    struct collapse *c = &s->collapse;
    bool complete;

    if (faulthandler_parse_frame(line, &s->frame, &complete)) {
        faulthandler_take_frame(s, complete);
    } else if (slice_starts(line, "Thread")) {
        faulthandler_begin_thread(s);
    } else if (faulthandler_is_information(line)) {
        thread_end(c);
        s->interrupted = false;
        s->threads |= slice_starts(line, "Current thread") || slice_starts(line, "Stack (");
    } else {
        if (!c->options.fix) {
            s->interrupted |= c->stack.count > 0;
            thread_end(c);
        }
        collapse_unrecognized(c, line);
    }
    return MORE;
}

static void faulthandler_end(void *state)
{
    struct faulthandler *s = state;

    thread_end(&s->collapse);
    if (s->threads)
        collapse_nothing(&s->collapse, "no thread has a Python frame");
}

static const struct collapser faulthandler = {
    .program = {
        .name = "stackcollapse-faulthandler",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the tracebacks that Python's faulthandler writes, one or many. Reads "
                 "standard input without FILE, or for -.",
        .example = "  # in app.py\n"
                   "  import faulthandler; "
                   "faulthandler.dump_traceback_later(0.01, repeat=True)\n"
                   "\n"
                   "  python3 app.py 2> traces.txt\n"
                   "  @stackcollapse-faulthandler traces.txt | @flamegraph > python.svg\n",
    },
    .name = "faulthandler",
    .notes = faulthandler_notes,
    .note_count = NOTES,
    .line = faulthandler_line,
    .end = faulthandler_end,
};

int main(int argc, char **argv)
{
    static struct faulthandler state;

    return collapse_main(&faulthandler, &state, argc, argv);
}
