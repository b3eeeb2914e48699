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
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

struct ljp {
    struct collapse collapse;   /* frames: the leaf first */
    size_t depth;
    struct strbuf count;        /* of the present sample; empty before the first */
    bool complete;              /* "Total" was read */
    struct strbuf line;         /* without what stands in parentheses */
};

static void ljp_print_sample(struct ljp *s)
{
    collapse_print_leaf_first(&s->collapse, s->depth, strbuf_slice(&s->count));
}

static void ljp_begin_sample(struct ljp *s, struct slice count, struct slice leaf)
{
    if (awk_is_true(strbuf_slice(&s->count)))
        ljp_print_sample(s);
    strbuf_clear(&s->count);
    strbuf_add(&s->count, count);
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

static enum collapse_step ljp_line(void *state, struct slice line)
{
    struct ljp *s = state;
    struct slice rest = line;
    struct slice fields[4];
    size_t count = 0;

    if (awk_field(&rest, &fields[0]) && slice_is(fields[0], "Total")) {
        s->complete = true;
        return ENOUGH;
    }
    rest = ljp_strip_place(line, &s->line);
    while (count < 4 && awk_field(&rest, &fields[count]))
        count++;
    if (count == 3)
        ljp_begin_sample(s, fields[0], fields[2]);
    else if (count == 1)
        collapse_set_frame(&s->collapse, s->depth++, fields[0]);
    else if (count > 0)
        collapse_unrecognized(&s->collapse, line);
    return MORE;
}

static void ljp_end(void *state)
{
    struct ljp *s = state;

    if (s->complete && s->count.n > 0)
        ljp_print_sample(s);
    else if (s->count.n > 0)
        warn("dropped the last sample: no line 'Total' after it");
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
    .line = ljp_line,
    .end = ljp_end,
};

int main(int argc, char **argv)
{
    static struct ljp state;

    return collapse_main(&ljp, &state, argc, argv);
}
