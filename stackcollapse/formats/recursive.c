/*
 * stackcollapse-recursive: folded stacks in which a function that calls itself
 * directly stands once: "main;f;f;f;g 1" becomes "main;f;g 1".
 */
#include "collapse.h"
#include "folded/foldline.h"

static const char format[] = "folded stacks";

struct recursive {
    struct program_options common;
    struct foldtab *folded;
    struct unrecognized unrecognized;

    struct stack stack;
    uint32_t empty;         /* the frame without a name */
};

/* Drops frames that repeat the one before them, empty ones at the beginning and
 * empty ones at the end; if none is left, one that is empty stays. */
static void shorten(struct stack *stack, uint32_t empty)
{
    uint32_t last = empty;
    size_t kept = 0;

    for (size_t i = 0; i < stack->count; i++)
        if (stack->frames[i] != last)
            stack->frames[kept++] = last = stack->frames[i];
    if (kept > 0 && last == empty)
        kept--;
    if (kept == 0)
        stack->frames[kept++] = empty;
    stack->count = kept;
}

static void recursive_begin(void *state, struct foldtab *folded)
{
    struct recursive *s = state;

    s->folded = folded;
    s->empty = frametab_intern(&folded->frames, slice_of("", 0));
}

/* A stack that Perl takes for none, "" or "0", is dropped. */
static bool recursive_line(void *state, struct slice line, struct position position)
{
    struct recursive *s = state;
    struct slice stack, count;

    if (!foldline_cut(line, FOLDLINE_BYTES, &stack, &count) || stack.n == 0
        || slice_is(stack, "0")) {
        if (line.n > 0)
            unrecognized_line(&s->unrecognized, format, line, position);
        return true;
    }
    s->stack.count = 0;
    stack_push_text(&s->stack, s->folded, stack);
    shorten(&s->stack, s->empty);
    foldtab_add(s->folded, &s->stack, 0, foldline_value(count));
    return true;
}

static void recursive_end(void *state)
{
    struct recursive *s = state;

    unrecognized_report(&s->unrecognized, format);
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Joins the frames of functions that call themselves directly, in folded stacks.\n"
    "Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  stackcollapse-perf out.perf | stackcollapse-recursive | flamegraph > out.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser recursive = {
    .program = {usage, collapse_options},
    .begin = recursive_begin,
    .line = recursive_line,
    .end = recursive_end
};

int main(int argc, char **argv)
{
    struct recursive state = {0};

    return collapse_main(&recursive, &state, argc, argv);
}
