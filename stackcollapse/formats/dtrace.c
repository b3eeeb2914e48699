/*
 * stackcollapse: the stacks that DTrace prints, to folded stacks.
 *
 *     CPU     ID                    FUNCTION:NAME
 *       0  64091                        :tick-60s
 *     (an empty line)
 *                   genunix`vn_rele+0x82
 *                   genunix`copen+0x20c
 *                   unix`sys_syscall+0x17a
 *                     7
 *
 * A number on a line of its own ends a stack, whose leaf comes first. A frame of Java can
 * contain several functions, inlined into one another.
 */
#include "base/message.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

enum { HEADER_LINES = 3 };

struct dtrace {
    struct collapse collapse; /* the stack: the leaf first */
    size_t lines;             /* of the header, so far */
    struct strbuf functions;  /* of one line, "outer;inner_[i]" */
    bool carriage_return;     /* a frame ended in one */
};

/* Without the offset, "+0x82". */
static struct slice dtrace_without_offset(struct slice name)
{
    size_t plus = slice_find_last(name, '+');

    return plus == SLICE_NONE ? name : slice_cut(name, 0, plus);
}

/* Without the arguments of a C++ function: up to the last '(' or '<' after the first
 * "::". */
static struct slice dtrace_without_arguments(struct slice name)
{
    size_t scope = slice_search(name, "::");

    if (scope == SLICE_NONE)
        return name;
    for (size_t i = name.n; i-- > scope + 2;)
        if (name.p[i] == '(' || name.p[i] == '<')
            return slice_cut(name, 0, i);
    return name;
}

/* Appends a function without the "L" of a Java class, and with ':' for each ';'. */
static void dtrace_add_function(struct strbuf *to, struct slice name)
{
    size_t i = to->n;

    scan_text(&name, "L");
    strbuf_add(to, name);
    for (; i < to->n; i++)
        if (to->p[i] == ';')
            to->p[i] = ':';
}

/* Appends "outer->inner" as "outer;inner_[i]". */
static void dtrace_add_functions(struct strbuf *to, struct slice name)
{
    for (bool inlined = false;; inlined = true) {
        size_t arrow = slice_search(name, "->");
        if (inlined)
            strbuf_add_char(to, ';');
        dtrace_add_function(to, arrow == SLICE_NONE ? name : slice_cut(name, 0, arrow));
        if (inlined)
            strbuf_add_str(to, "_[i]");
        if (arrow == SLICE_NONE)
            return;
        name = slice_from(name, arrow + strlen("->"));
    }
}

static void dtrace_push_caller(struct dtrace *s, struct slice text)
{
    struct slice name = dtrace_without_arguments(dtrace_without_offset(text));

    if (name.n == 0)
        name = slice_str("-");
    while (slice_ends(name, "->"))
        name.n -= strlen("->");
    if (name.n == 0)
        return;
    strbuf_clear(&s->functions);
    dtrace_add_functions(&s->functions, name);
    collapse_push_caller(&s->collapse, strbuf_slice(&s->functions));
}

static void dtrace_skip_header(struct dtrace *s, struct slice line)
{
    s->lines++;
    if (slice_has(line, "`"))
        warn("%s:%zu: skipped a frame: the first %d lines are a header; add empty lines "
             "before the stacks",
             s->collapse.input.name, s->collapse.input.line, HEADER_LINES);
}

static enum collapse_step dtrace_line(void *state, struct slice line)
{
    struct dtrace *s = state;
    struct slice text = slice_from(line, skip_spaces(line, 0));

    if (s->lines < HEADER_LINES) {
        dtrace_skip_header(s, line);
    } else if (text.n > 0 && skip_digits(text, 0) == text.n) {
        collapse_count_leaf_first(&s->collapse, perl_count(text));
    } else if (text.n > 0) {
        s->carriage_return |= slice_ends(text, "\r");
        dtrace_push_caller(s, text);
    }
    return MORE;
}

static void dtrace_end(void *state)
{
    struct dtrace *s = state;

    if (s->collapse.stack.count > 0)
        warn("dropped the last stack: no count after it%s",
             s->carriage_return ? "; lines end in CR LF, remove the CRs (tr -d '\\r')" : "");
}

static const struct collapser dtrace = {
    .program = {
        .name = "stackcollapse",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the stacks and counts that DTrace prints. Skips the first three lines, "
                 "which are a header. Reads standard input without FILE, or for -.",
        .example = "  dtrace -n 'profile-97 { @[stack()] = count(); } "
                   "tick-60s { exit(0); }' |\n"
                   "    @stackcollapse | @flamegraph > kernel.svg\n",
    },
    .name = "dtrace",
    .line = dtrace_line,
    .end = dtrace_end,
};

int main(int argc, char **argv)
{
    static struct dtrace state;

    return collapse_main(&dtrace, &state, argc, argv);
}
