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
 * The first three lines of the input are a header. A number on a line of its
 * own ends a stack, whose leaf comes first. A frame of Java may hold several
 * functions that were inlined into one another, "outer->inner".
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

enum { HEADER_LINES = 3 };

struct dtrace {
    struct program_options common;
    struct foldtab *folded;

    int header;             /* how many of its lines were seen */
    struct stack stack;     /* the leaf first */
    struct strbuf frames;   /* those of one line */
    bool carriage_return;   /* a frame ended in one */
};

/* Without the offset, "+0x82". */
static struct slice without_offset(struct slice name)
{
    size_t plus = slice_find_last(name, '+');

    return plus == SLICE_NONE ? name : slice_cut(name, 0, plus);
}

/* Without the arguments of a C++ function: behind "::", all from the last "("
 * or "<" on. */
static struct slice without_arguments(struct slice name)
{
    size_t scope = slice_search(name, "::");

    if (scope == SLICE_NONE)
        return name;
    for (size_t i = name.n; i-- > scope + 2;)
        if (name.p[i] == '(' || name.p[i] == '<')
            return slice_cut(name, 0, i);
    return name;
}

/* Appends a function without Java's "L" before it; ';' separates frames only. */
static void add_function(struct strbuf *to, struct slice name)
{
    size_t i = to->n;

    strbuf_add(to, slice_starts(name, "L") ? slice_from(name, 1) : name);
    for (; i < to->n; i++)
        if (to->p[i] == ';')
            to->p[i] = ':';
}

/* Appends the functions between "->", the inlined ones marked. */
static void add_functions(struct strbuf *to, struct slice name)
{
    for (bool inlined = false;; inlined = true) {
        size_t arrow = slice_search(name, "->");
        if (inlined)
            strbuf_add_char(to, ';');
        add_function(to, arrow == SLICE_NONE ? name : slice_cut(name, 0, arrow));
        if (inlined)
            strbuf_add_str(to, "_[i]");
        if (arrow == SLICE_NONE)
            return;
        name = slice_from(name, arrow + 2);
    }
}

static void take_frame(struct dtrace *s, struct slice text)
{
    struct slice name = without_arguments(without_offset(text));

    if (name.n == 0)
        name = slice_str("-");
    while (slice_ends(name, "->"))
        name.n -= 2;
    if (name.n == 0)
        return;
    strbuf_clear(&s->frames);
    add_functions(&s->frames, name);
    backtrace_add(&s->stack, s->folded, strbuf_slice(&s->frames));
}

static void dtrace_begin(void *state, struct foldtab *folded)
{
    struct dtrace *s = state;

    s->folded = folded;
}

static bool dtrace_line(void *state, struct slice line, struct position position)
{
    struct dtrace *s = state;
    struct slice text = slice_from(line, skip_spaces(line, 0));

    if (s->header < HEADER_LINES) {
        s->header++;
        if (slice_has(text, "`"))
            warn("%s:%zu: a frame among the first %d lines, which are the header; "
                 "put empty lines before it", position.file, position.line, HEADER_LINES);
    } else if (text.n > 0 && skip_digits(text, 0) == text.n) {
        backtrace_count(&s->stack, s->folded, perl_count(text));
    } else if (text.n > 0) {
        s->carriage_return |= slice_ends(text, "\r");
        take_frame(s, text);
    }
    return true;
}

static void dtrace_end(void *state)
{
    struct dtrace *s = state;

    if (s->stack.count > 0 && s->carriage_return)
        warn("lines end in CR LF, so that no stack ends; remove the CRs");
    else if (s->stack.count > 0)
        warn("the input ends within a stack, which was dropped");
    stack_free(&s->stack);
    strbuf_free(&s->frames);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the stacks and counts that DTrace prints into folded stacks. The first\n"
    "three lines are a header. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  dtrace -n 'profile-97 { @[stack()] = count(); } tick-60s { exit(0); }' |\n"
    "    stackcollapse | flamegraph > kernel.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser dtrace = {
    .program = {usage, collapse_options},
    .begin = dtrace_begin,
    .line = dtrace_line,
    .end = dtrace_end
};

int main(int argc, char **argv)
{
    struct dtrace state = {0};

    return collapse_main(&dtrace, &state, argc, argv);
}
