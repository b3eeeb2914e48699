/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-wcp: the report of wallClockProfiler to folded stacks.
 *
 *     Full stacks, sorted by frequency:
 *
 *     74.999% ===================================== (300 samples)
 *      1: poll   (at poll.c:29)
 *      2: main   (at server.c:120)
 *     (an empty line)
 *
 * The number of samples comes before the stack, and the leaf first. Everything above
 * "Full stacks" is skipped.
 */
#include "base/chars.h"
#include "base/scan.h"
#include "collapse.h"

struct wcp {
    struct collapse collapse;   /* the stack: the leaf first */
    bool started;               /* "Full stacks" was read */
    struct perl_number samples;
    bool counted;               /* they are of this stack */
};

enum { NOT_STARTED, JOINED, COPIED, LAST, NOTES };

static const struct note_kind wcp_notes[NOTES] = {
    [NOT_STARTED] = {"report has no line that begins with 'Full stacks'",
                     "reports have no line that begins with 'Full stacks'",
                     "fold the whole output of wallClockProfiler", false},
    [JOINED] = {"stack is merged into the one before: no empty line between them",
                "stacks are merged into the ones before: no empty line between them", NULL, true},
    [COPIED] = {"stack has no number of samples and takes that of the one before",
                "stacks have no number of samples and take those of the ones before",
                "fold the whole output of wallClockProfiler", false},
    [LAST] = {"stack is left out: the input ends without an empty line after it",
              "stacks are left out: the input ends without an empty line after them", NULL, true},
};

static bool wcp_skip_digits(struct slice *s)
{
    size_t end = skip_digits(*s, 0);

    *s = slice_from(*s, end);
    return end > 0;
}

/* "74.999% === (300 samples)" */
static bool wcp_parse_samples(struct slice line, struct slice *count)
{
    if (!wcp_skip_digits(&line) || !scan_text(&line, ".") || !wcp_skip_digits(&line)
        || !scan_text(&line, "% ="))
        return false;
    while (scan_text(&line, "="))
        continue;
    if (!scan_text(&line, " ("))
        return false;
    *count = slice_cut(line, 0, skip_digits(line, 0));
    return count->n > 0 && slice_starts(slice_from(line, count->n), " samples)");
}

/* "2: main   (at server.c:120)" */
static bool wcp_parse_frame(struct slice line, struct slice *frame)
{
    *frame = line;
    return wcp_skip_digits(frame) && scan_text(frame, ": ");
}

/* A stack without a number of samples takes that of the one before, in the form that
 * Perl's addition left it in. */
static void wcp_end_stack(struct wcp *s)
{
    if (!s->counted)
        collapse_note(&s->collapse, COPIED, 1);
    s->counted = false;
    struct perl_number before = collapse_count_leaf_first(&s->collapse, s->samples);

    s->samples = perl_used_right(s->samples, before);
}

static void wcp_begin_stack(struct wcp *s, struct slice samples)
{
    if (s->collapse.stack.count > 0 && s->collapse.options.fix)
        wcp_end_stack(s);
    else if (s->collapse.stack.count > 0)
        collapse_note(&s->collapse, JOINED, 1);
    s->samples = perl_count(samples);
    s->counted = true;
}

static enum collapse_step wcp_line(void *state, struct slice line)
{
    struct wcp *s = state;
    struct slice text;

    line = trim_spaces(line);
    if (slice_starts(line, "Full stacks")) {
        s->started = true;
    } else if (!s->started) {
        return MORE;
    } else if (wcp_parse_samples(line, &text)) {
        wcp_begin_stack(s, text);
    } else if (wcp_parse_frame(line, &text)) {
        collapse_push_caller(&s->collapse, text);
    } else if (line.n == 0 && s->collapse.stack.count > 0) {
        wcp_end_stack(s);
    }
    return MORE;
}

static void wcp_end(void *state)
{
    struct wcp *s = state;

    if (!s->started && s->collapse.input.line > 0)
        collapse_note(&s->collapse, NOT_STARTED, 1);
    if (s->collapse.stack.count == 0) {
        if (s->started)
            collapse_nothing(&s->collapse, "the report has no full stack");
        return;
    }
    if (s->collapse.options.fix)
        wcp_end_stack(s);
    else
        collapse_note(&s->collapse, LAST, 1);
}

static const struct collapser wcp = {
    .program = {
        .name = "stackcollapse-wcp",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the report of wallClockProfiler. Reads standard input without FILE, or "
                 "for -.",
        .example = "  wallClockProfiler 50 ./app | @stackcollapse-wcp | @flamegraph > wall.svg\n",
    },
    .name = "wallClockProfiler's report",
    .crlf_harmless = true,
    .notes = wcp_notes,
    .note_count = NOTES,
    .line = wcp_line,
    .end = wcp_end,
};

int main(int argc, char **argv)
{
    static struct wcp state;

    return collapse_main(&wcp, &state, argc, argv);
}
