/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-elfutils: the output of `eu-stack -p PID`, any number of times, to
 * folded stacks.
 *
 *     PID 1837 - process
 *     TID 1837:
 *     #0  0x00007fe364ea3f16 __futex_abstimed_wait_common
 *     #1  0x00007fe3650d4517
 *     #2  0x000055646803ec9f main
 *     TID 1842:
 *
 * With --source, lines that begin with a space follow a frame; they are skipped.
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "threads.h"

struct elfutils {
    struct collapse collapse; /* the stack: the leaf first, without "PID=" and "TID=" */
    bool with_pid;
    bool with_tid;
    struct strbuf pid; /* "PID=1837" */
    struct strbuf tid;
    struct strbuf module; /* "[libc.so.6]" */
};

enum { MARKED, UNNAMED, NOTES };

static const struct note_kind elfutils_notes[NOTES] = {
    [MARKED] = {"function name begins with '- 1' or spaces, so that one function may become "
                "several",
                "function names begin with '- 1' or spaces, so that one function may become "
                "several",
                "run eu-stack without -a and -v", true},
    [UNNAMED] = {"frame without a symbol is shown by its module",
                 "frames without symbols are shown by their modules", NULL, true},
};

static void elfutils_end_thread(struct elfutils *s)
{
    struct collapse *c = &s->collapse;

    if (s->with_tid && c->stack.count > 0)
        collapse_push_caller(c, strbuf_slice(&s->tid));
    if (s->with_pid && c->stack.count > 0)
        collapse_push_caller(c, strbuf_slice(&s->pid));
    thread_end(c);
}

/* Replaces the number after "PID=" by the one that `text` begins with, if any. */
static void elfutils_set_id(struct strbuf *id, struct slice text)
{
    id->n = strlen("PID=");
    strbuf_add(id, scan_digits(&text));
}

/* "#0  0x00007fe364ea3f16 NAME". In "#10x7f", without a blank, the address is 0x7f. */
static bool elfutils_parse_frame(struct slice line, struct slice *name)
{
    if (!slice_starts(line, "#"))
        return false;
    size_t at = skip_run(line, skip_digits(line, 1), ' ');
    if (at < line.n && line.p[at] == 'x')
        at--;
    struct slice rest = slice_from(line, at);
    if (!scan_text(&rest, "0x"))
        return false;
    scan_lower_hex(&rest);
    *name = scan_text(&rest, " ") ? rest : slice_str("[unknown]");
    return true;
}

/* Repairs what eu-stack puts before a name: "- 1" or blanks with -a; with -m and no symbol,
 * "- /lib/libc.so.6". */
static struct slice elfutils_repair(struct elfutils *s, struct slice name)
{
    struct slice rest = trim_left(name);
    bool marked = rest.n < name.n || scan_text(&rest, "- 1");
    size_t slash;

    rest = trim_left(rest);
    if (scan_text(&rest, "- ") && (slash = slice_find_last(rest, '/')) != SLICE_NONE) {
        strbuf_clear(&s->module);
        strbuf_printf(&s->module, "[%.*s]", (int)(rest.n - slash - 1), rest.p + slash + 1);
        rest = strbuf_slice(&s->module);
        if (!s->collapse.options.fix)
            collapse_note(&s->collapse, UNNAMED, 1);
    }
    if (marked && !s->collapse.options.fix)
        collapse_note(&s->collapse, MARKED, 1);
    if (!s->collapse.options.fix)
        return name;
    return rest.n > 0 ? rest : slice_str("[unknown]");
}

static enum collapse_step elfutils_line(void *state, struct slice line)
{
    struct elfutils *s = state;
    struct slice rest = line;
    struct slice name;

    if (elfutils_parse_frame(line, &name)) {
        if (slice_starts(name, "- ") || slice_starts(name, " "))
            name = elfutils_repair(s, name);
        thread_push_caller(&s->collapse, name);
    } else if (scan_text(&rest, "PID ")) {
        elfutils_end_thread(s);
        elfutils_set_id(&s->pid, rest);
    } else if (scan_text(&rest, "TID ")) {
        elfutils_end_thread(s);
        elfutils_set_id(&s->tid, rest);
    } else if (line.n > 0 && !is_space(line.p[0])) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void elfutils_end(void *state)
{
    struct elfutils *s = state;

    elfutils_end_thread(s);
    if (s->tid.n > strlen("TID="))
        collapse_nothing(&s->collapse, "no thread has a frame");
}

static const struct option options[] = {
    OPTION("pid", OPTION_FLAG, struct elfutils, with_pid, NULL,
           "begin each stack with PID=NUMBER"),
    OPTION("tid", OPTION_FLAG, struct elfutils, with_tid, NULL,
           "begin each stack with TID=NUMBER, after any PID=NUMBER"),
    OPTION_END
};

static const struct collapser elfutils = {
    .program = {
        .name = "stackcollapse-elfutils",
        .synopsis = "[--pid] [--tid] [FILE...] > FOLDED",
        .about = "Folds the stacks that eu-stack prints, from one run or many. Reads standard "
                 "input without FILE, or for -.",
        .example = "  for i in $(seq 100); do eu-stack -p PID; sleep 0.1; done |\n"
                   "    @stackcollapse-elfutils | @flamegraph > threads.svg\n",
        .options = options,
    },
    .name = "eu-stack",
    .notes = elfutils_notes,
    .note_count = NOTES,
    .line = elfutils_line,
    .end = elfutils_end,
};

int main(int argc, char **argv)
{
    static struct elfutils state;

    strbuf_add_str(&state.pid, "PID=");
    strbuf_add_str(&state.tid, "TID=");
    return collapse_main(&elfutils, &state, argc, argv);
}
