/*
 * stackcollapse-ljp: the report of the lightweight Java profiler to folded
 * stacks.
 *
 *      42 3  com.example.Index.add(Index.java:45)
 *            com.example.Main.run(Main.java:12)
 *            java.lang.Thread.run(Thread.java:744)
 *     (more of these)
 *     Total trace count = 63
 *
 * A sample begins with a line of three words: the count, the number of frames,
 * which nobody needs, and the leaf; each line of one word is another frame.
 * What stands in parentheses does not count. A sample is printed when the next
 * one begins, and the last one at the line "Total", which ends the report.
 */
#include "awk/fields.h"
#include "awk/number.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "the lightweight Java profiler";

struct ljp {
    struct program_options common;
    struct foldtab *folded;         /* only for the names of frames */
    struct output *out;
    struct unrecognized unrecognized;

    /* The present sample. */
    struct strbuf count;
    struct stack stack;             /* the leaf first */
    bool ended;                     /* by "Total" */

    struct strbuf line;             /* without what stands in parentheses */
};

static void print_sample(struct ljp *s)
{
    for (size_t i = s->stack.count; i-- > 0;) {
        output_add(s->out, frametab_name(&s->folded->frames, s->stack.frames[i]));
        output_char(s->out, i > 0 ? ';' : ' ');
    }
    output_add(s->out, strbuf_slice(&s->count));
    output_char(s->out, '\n');
}

static void add_frame(struct ljp *s, struct slice name)
{
    size_t from = s->stack.count;

    stack_push_text(&s->stack, s->folded, name);
    stack_reverse(&s->stack, from);
}

/* The line without everything from its first "(" to its last ")". */
static struct slice without_place(struct slice line, struct strbuf *to)
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

static void ljp_begin(void *state, struct foldtab *folded)
{
    struct ljp *s = state;

    s->folded = folded;
    add_frame(s, slice_of("", 0));
}

static void ljp_begin_output(void *state, struct output *out)
{
    struct ljp *s = state;

    s->out = out;
}

static bool ljp_line(void *state, struct slice line, struct position position)
{
    struct ljp *s = state;
    struct slice rest = line;
    struct slice fields[4];
    size_t count = 0;

    if (awk_field(&rest, &fields[0]) && slice_is(fields[0], "Total")) {
        s->ended = true;
        return false;
    }
    rest = without_place(line, &s->line);
    while (count < 4 && awk_field(&rest, &fields[count]))
        count++;
    if (count == 3) {
        if (awk_is_true(strbuf_slice(&s->count)))
            print_sample(s);
        strbuf_clear(&s->count);
        strbuf_add(&s->count, fields[0]);
        s->stack.count = 0;
        add_frame(s, fields[2]);
    } else if (count == 1) {
        add_frame(s, fields[0]);
    } else if (count > 0) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void ljp_end(void *state)
{
    struct ljp *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (s->ended && s->count.n > 0)
        print_sample(s);
    else if (s->count.n > 0)
        warn("the input ends without a line that begins with Total; the last sample was dropped");
    strbuf_free(&s->count);
    strbuf_free(&s->line);
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the report of the lightweight Java profiler into folded stacks. Without\n"
    "FILE, or for -, it reads standard input.\n"
    "\n"
    "  stackcollapse-ljp traces.txt | flamegraph --color java > java.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser ljp = {
    .program = {usage, collapse_options},
    .begin = ljp_begin,
    .begin_output = ljp_begin_output,
    .line = ljp_line,
    .end = ljp_end
};

int main(int argc, char **argv)
{
    struct ljp state = {0};

    return collapse_main(&ljp, &state, argc, argv);
}
