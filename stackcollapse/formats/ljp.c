/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-ljp: the report of the lightweight Java profiler to folded stacks, in
 * their order.
 *
 *      42 3  com.example.Index.add(Index.java:45)
 *            com.example.Main.run(Main.java:12)
 *            java.lang.Thread.run(Thread.java:744)
 *     (more of these)
 *     Total trace count = 63
 *
 * Three words, without what stands in parentheses, begin a sample: its count, the
 * number of its frames, and the leaf. One word is a caller. A sample is printed when
 * the next one begins, the last one at "Total", which ends the report.
 */
#include "awk/fields.h"
#include "awk/number.h"
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"

struct ljp {
    struct collapse collapse;   /* frames: the leaf first */
    size_t depth;
    struct strbuf count;        /* of the present sample; empty before the first */
    bool complete;              /* "Total" was read */
    struct strbuf line;         /* without what stands in parentheses */
    struct strbuf frames;       /* how many the sample has, as its line says */
};

enum { LAST, CUT, UNREAD, NOTES };

static const struct note_kind ljp_notes[NOTES] = {
    [LAST] = {"sample is left out: the input ends without a line 'Total' after it",
              "samples are left out: the input ends without a line 'Total' after them", NULL, true},
    [CUT] = {"sample is left out: the input ends before all its frames",
             "samples are left out: the input ends before all their frames", NULL, false},
    [UNREAD] = {"report is not read: it follows the line 'Total'",
                "reports are not read: they follow the line 'Total'", "fold each by itself", true},
};

static void ljp_print_sample(struct ljp *s)
{
    collapse_print_leaf_first(&s->collapse, s->depth, strbuf_slice(&s->count));
}

static void ljp_begin_sample(struct ljp *s, struct slice count, struct slice frames,
                             struct slice leaf)
{
    if (awk_is_true(strbuf_slice(&s->count)))
        ljp_print_sample(s);
    strbuf_clear(&s->count);
    strbuf_add(&s->count, count);
    strbuf_clear(&s->frames);
    strbuf_add(&s->frames, frames);
    s->depth = 0;
    collapse_set_frame(&s->collapse, s->depth++, leaf);
}

/* The line without all from its first "(" to its last ")". */
static struct slice ljp_strip_place(struct slice line, struct strbuf *to)
{
    size_t open = slice_find(line, '(');
    size_t close = slice_find_last(line, ')');

    if (open == SLICE_NONE || close == SLICE_NONE || close < open)
        return line;
    strbuf_clear(to);
    strbuf_add(to, slice_cut(line, 0, open));
    strbuf_add(to, slice_from(line, close + 1));
    return strbuf_slice(to);
}

/* The line "Total" ends the report and, for the script, the input. */
static enum collapse_step ljp_total(struct ljp *s)
{
    struct operands *input = &s->collapse.input;

    s->complete = true;
    if (s->collapse.options.fix) {
        if (s->count.n > 0)
            ljp_print_sample(s);
        strbuf_clear(&s->count);
        s->depth = 0;
        return MORE;
    }
    if (slice_has(input->lines.block, "Total trace count"))
        collapse_note(&s->collapse, UNREAD, 1);
    if (input->next < input->count && input->operands != NULL)
        collapse_note(&s->collapse, UNREAD, input->count - input->next);
    return ENOUGH;
}

static enum collapse_step ljp_line(void *state, struct slice line)
{
    struct ljp *s = state;
    struct slice rest = line;
    struct slice fields[4];
    size_t count = 0;

    if (awk_field(&rest, &fields[0]) && slice_is(fields[0], "Total"))
        return ljp_total(s);
    rest = ljp_strip_place(line, &s->line);
    while (count < 4 && awk_field(&rest, &fields[count]))
        count++;
    if (count == 3)
        ljp_begin_sample(s, fields[0], fields[1], fields[2]);
    else if (count == 1)
        collapse_set_frame(&s->collapse, s->depth++, fields[0]);
    else if (count > 0)
        collapse_unrecognized(&s->collapse, line);
    return MORE;
}

/* Whether the last sample has as many frames as its line says. */
static bool ljp_is_whole(const struct ljp *s)
{
    struct slice frames = strbuf_slice(&s->frames);

    return (double)s->depth >= awk_number(frames);
}

static void ljp_end(void *state)
{
    struct ljp *s = state;

    if (s->count.n == 0) {
        if (s->complete && s->depth == 0)
            collapse_nothing(&s->collapse, "the report counts no sample");
        return;
    }
    bool fix = s->collapse.options.fix, whole = ljp_is_whole(s);
    if (fix ? whole : s->complete)
        ljp_print_sample(s);
    else
        collapse_note(&s->collapse, whole ? LAST : CUT, 1);
}

static const struct collapser ljp = {
    .program = {
        .name = "stackcollapse-ljp",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the report of the lightweight Java profiler. Reads standard input "
                 "without FILE, or for -.",
        .example = "  @stackcollapse-ljp traces.txt | @flamegraph --color=java > java.svg\n",
    },
    .name = "the lightweight Java profiler",
    .notes = ljp_notes,
    .note_count = NOTES,
    .line = ljp_line,
    .end = ljp_end,
};

int main(int argc, char **argv)
{
    static struct ljp state;

    return collapse_main(&ljp, &state, argc, argv);
}
