/*
 * stackcollapse-stap: stacks and counts as SystemTap prints them to folded
 * stacks.
 *
 *      0xffffffff810a2c4e : schedule+0x3e/0x90 [kernel]
 *      0xffffffff810b7f21 : do_nanosleep+0x71/0xe0 [kernel]
 *      0x7f2ab98f7205 : __nanosleep+0x15/0x60 [/lib/libc-2.17.so]
 *             128
 *
 * A line of a number alone ends a stack, whose leaf comes first. Of a frame
 * counts what stands before the last "+" and behind the last " : ".
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct stap {
    struct program_options common;
    struct foldtab *folded;
    struct stack stack;     /* the leaf first */
    bool carriage_return;   /* some count was none because of it */
};

/* The name in a frame's text, "-" without any. */
static struct slice frame_name(struct slice text)
{
    static const char separator[] = " : ";
    size_t plus = slice_find_last(text, '+');

    if (plus != SLICE_NONE)
        text.n = plus;
    size_t at = slice_search_last(text, separator);
    if (at != SLICE_NONE)
        text = slice_from(text, at + strlen(separator));
    return text.n > 0 ? text : slice_str("-");
}

static void stap_begin(void *state, struct foldtab *folded)
{
    struct stap *s = state;

    s->folded = folded;
}

static bool stap_line(void *state, struct slice line, struct position position)
{
    struct stap *s = state;
    struct slice text = slice_from(line, skip_spaces(line, 0));
    size_t digits = skip_digits(text, 0);

    (void)position;
    if (text.n == 0)
        return true;
    if (digits == text.n) {
        backtrace_count(&s->stack, s->folded, perl_count(text));
        return true;
    }
    s->carriage_return |= digits > 0 && slice_is(slice_from(text, digits), "\r");
    backtrace_add(&s->stack, s->folded, frame_name(text));
    return true;
}

static void stap_end(void *state)
{
    struct stap *s = state;

    if (s->carriage_return)
        warn("counts are not seen where lines end in CR LF; remove the CRs");
    if (s->stack.count > 0)
        warn("the input ends within a stack, which was dropped");
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns stacks that a SystemTap script printed, each with its count in a line\n"
    "behind it, into folded stacks. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  stap -e 'global n; probe timer.profile { n[backtrace()]++ }\n"
    "      probe end { foreach (s in n) { print_stack(s); println(n[s]) } }' > out.txt\n"
    "  stackcollapse-stap out.txt | flamegraph > stap.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser stap = {
    .program = {usage, collapse_options},
    .begin = stap_begin,
    .line = stap_line,
    .end = stap_end
};

int main(int argc, char **argv)
{
    struct stap state = {0};

    return collapse_main(&stap, &state, argc, argv);
}
