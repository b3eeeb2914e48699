/*
 * stackcollapse-faulthandler: the tracebacks of Python's faulthandler, such as those of
 * dump_traceback_later(), to folded stacks of FILE:LINE:FUNCTION.
 *
 *     Timeout (0:00:00.020000)!
 *     Thread 0x00007f90014ea6c0 (most recent call first):
 *       File "/usr/lib/python3.11/threading.py", line 327 in wait
 *       File "/srv/app/report.py", line 12 in <module>
 *     (an empty line, or any other that is not a frame)
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "threads.h"

struct faulthandler {
    struct collapse collapse; /* the stack: the leaf first */
    struct strbuf frame;
    size_t dropped; /* stacks cut off by the next "Thread" */
};

/* `  File "FILE", line LINE in FUNCTION` to "FILE:LINE:FUNCTION" */
static bool faulthandler_parse_frame(struct slice line, struct strbuf *frame)
{
    struct slice file, number;

    if (!scan_text(&line, "  File \"") || !scan_to(&line, '"', &file)
        || !scan_text(&line, ", line "))
        return false;
    number = scan_digits(&line);
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

/* Other lines that faulthandler prints. */
static bool faulthandler_is_information(struct slice line)
{
    return line.n == 0 || slice_is(line, "\r") || slice_starts(line, "Timeout (")
           || slice_starts(line, "Current thread ") || slice_starts(line, "Stack (")
           || slice_starts(line, "Fatal Python error: ") || slice_is(line, "  ...")
           || slice_starts(line, "  <") || slice_starts(line, "Extension modules: ");
}

static enum collapse_step faulthandler_line(void *state, struct slice line)
{
    struct faulthandler *s = state;
    struct collapse *c = &s->collapse;

    if (faulthandler_parse_frame(line, &s->frame)) {
        collapse_push_caller(c, strbuf_slice(&s->frame));
    } else if (slice_starts(line, "Thread")) {
        s->dropped += thread_drop(c);
    } else {
        thread_end(c);
        if (!faulthandler_is_information(line))
            collapse_unrecognized(c, line);
    }
    return MORE;
}

static void faulthandler_end(void *state)
{
    struct faulthandler *s = state;

    thread_end(&s->collapse);
    thread_report_dropped(s->dropped);
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
    .line = faulthandler_line,
    .end = faulthandler_end,
};

int main(int argc, char **argv)
{
    static struct faulthandler state;

    return collapse_main(&faulthandler, &state, argc, argv);
}
