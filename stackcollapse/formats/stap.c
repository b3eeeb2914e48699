/*
 * stackcollapse-stap: stacks and counts that SystemTap printed to folded stacks.
 *
 *      0xffffffff810a2c4e : schedule+0x3e/0x90 [kernel]
 *      0xffffffff810b7f21 : do_nanosleep+0x71/0xe0 [kernel]
 *      0x7f2ab98f7205 : __nanosleep+0x15/0x60 [/lib/libc-2.17.so]
 *             128
 *
 * The leaf comes first; a count alone in a line ends the stack. A frame's name begins
 * after the last " : " and ends before the last "+".
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct stap {
    struct collapse collapse;   /* the stack: the leaf first */
    bool carriage_return;       /* one kept a count from being recognized */
};

/* The name in a frame's text, "-" without any. */
static struct slice stap_frame_name(struct slice text)
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

static enum collapse_step stap_line(void *state, struct slice line)
{
    struct stap *s = state;
    struct slice text = trim_left(line);
    size_t digits = skip_digits(text, 0);

    if (text.n == 0)
        return MORE;
    if (digits == text.n) {
        collapse_count_leaf_first(&s->collapse, perl_count(text));
    } else {
        s->carriage_return |= digits > 0 && slice_is(slice_from(text, digits), "\r");
        collapse_push_caller(&s->collapse, stap_frame_name(text));
    }
    return MORE;
}

static void stap_end(void *state)
{
    const struct stap *s = state;

    if (s->carriage_return)
        warn("lines that end in CR LF are not recognized as counts; remove the CRs");
    if (s->collapse.stack.count > 0)
        warn("dropped the last stack: no count after it");
}

static const struct collapser stap = {
    .program = {
        .name = "stackcollapse-stap",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds stacks that a SystemTap script printed, each followed by its count in a "
                 "line of its own. Reads standard input without FILE, or for -.",
        .example =
            "  stap -e 'global n; probe timer.profile { n[backtrace()]++ }\n"
            "      probe end { foreach (s in n) { print_stack(s); println(n[s]) } }' > out.txt\n"
            "  @stackcollapse-stap out.txt | @flamegraph > stap.svg\n",
    },
    .name = "a SystemTap stack",
    .line = stap_line,
    .end = stap_end,
};

int main(int argc, char **argv)
{
    static struct stap state;

    return collapse_main(&stap, &state, argc, argv);
}
