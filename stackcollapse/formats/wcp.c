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
 * The leaf comes first, and the number of samples before the stack. What stands
 * above "Full stacks" is passed over.
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct wcp {
    struct program_options common;
    struct foldtab *folded;

    bool started;               /* behind "Full stacks" */
    struct perl_number samples;
    struct stack stack;         /* the present one, the leaf first */
};

static struct slice trimmed(struct slice s)
{
    s = slice_from(s, skip_spaces(s, 0));
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Takes the text off the beginning, if it is there. */
static bool take_text(struct slice *s, const char *text)
{
    if (!slice_starts(*s, text))
        return false;
    *s = slice_from(*s, strlen(text));
    return true;
}

static bool take_digits(struct slice *s, struct slice *digits)
{
    size_t end = skip_digits(*s, 0);

    *digits = slice_cut(*s, 0, end);
    *s = slice_from(*s, end);
    return end > 0;
}

/* "74.999% === (300 samples)" */
static bool parse_samples(struct slice line, struct slice *count)
{
    struct slice ignored;

    if (!take_digits(&line, &ignored) || !take_text(&line, ".")
        || !take_digits(&line, &ignored) || !take_text(&line, "% ="))
        return false;
    while (take_text(&line, "="))
        continue;
    return take_text(&line, " (") && take_digits(&line, count)
           && slice_starts(line, " samples)");
}

/* "2: main   (at server.c:120)" */
static bool parse_frame(struct slice line, struct slice *function)
{
    struct slice ignored;

    *function = line;
    return take_digits(function, &ignored) && take_text(function, ": ");
}

static void end_stack(struct wcp *s)
{
    if (s->stack.count == 0)
        return;
    stack_reverse(&s->stack, 0);
    struct perl_number before = foldtab_add(s->folded, &s->stack, 0, s->samples);
    s->samples = perl_used_right(s->samples, before);
    s->stack.count = 0;
}

static void wcp_begin(void *state, struct foldtab *folded)
{
    struct wcp *s = state;

    s->folded = folded;
}

static bool wcp_line(void *state, struct slice line, struct position position)
{
    struct wcp *s = state;
    struct slice text;

    (void)position;
    line = trimmed(line);
    if (slice_starts(line, "Full stacks")) {
        s->started = true;
    } else if (!s->started) {
        return true;
    } else if (parse_samples(line, &text)) {
        s->samples = perl_count(text);
    } else if (parse_frame(line, &text)) {
        size_t from = s->stack.count;
        stack_push_text(&s->stack, s->folded, text);
        stack_reverse(&s->stack, from);
    } else if (line.n == 0) {
        end_stack(s);
    }
    return true;
}

static void wcp_end(void *state)
{
    struct wcp *s = state;

    if (!s->started)
        warn("the input has no line that begins with 'Full stacks'; nothing was read");
    if (s->stack.count > 0)
        warn("the input ends within a stack, which was dropped; an empty line ends it");
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the report of wallClockProfiler into folded stacks. Without FILE, or for\n"
    "-, it reads standard input.\n"
    "\n"
    "  wallClockProfiler 50 ./app | stackcollapse-wcp | flamegraph > wall.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser wcp = {
    .program = {usage, options},
    .begin = wcp_begin,
    .line = wcp_line,
    .end = wcp_end
};

int main(int argc, char **argv)
{
    struct wcp state = {0};

    return collapse_main(&wcp, &state, argc, argv);
}
