/*
 * stackcollapse-recursive: folded stacks without direct recursion: "main;f;f;f;g 1"
 * becomes "main;f;g 1".
 */
#include "collapse.h"
#include "folded/foldline.h"

static bool recursive_is_empty(const struct collapse *c, uint32_t frame)
{
    return frametab_name(&c->folded.frames, frame).n == 0;
}

/* Removes frames that repeat the one before, and empty frames at both ends. */
static void recursive_shorten(struct collapse *c)
{
    uint32_t *frames = c->stack.frames;
    size_t kept = 0;

    for (size_t i = 0; i < c->stack.count; i++)
        if (kept > 0 ? frames[i] != frames[kept - 1] : !recursive_is_empty(c, frames[i]))
            frames[kept++] = frames[i];
    if (kept > 0 && recursive_is_empty(c, frames[kept - 1]))
        kept--;
    c->stack.count = kept;
}

static enum collapse_step recursive_line(void *state, struct slice line)
{
    struct collapse *c = state;
    struct slice stack, count;

    /* The script drops the stacks "" and "0", which are false in Perl. */
    if (foldline_cut(line, FOLDLINE_BYTES, &stack, &count) && stack.n > 0
        && !slice_is(stack, "0")) {
        collapse_push(c, stack);
        recursive_shorten(c);
        collapse_count(c, foldline_value(count));
    } else if (line.n > 0) {
        collapse_unrecognized(c, line);
    }
    return MORE;
}

static const struct collapser recursive = {
    .program = {
        .name = "stackcollapse-recursive",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Removes direct recursion from folded stacks: main;f;f;f;g becomes main;f;g. "
                 "Reads standard input without FILE, or for -.",
        .example = "  @stackcollapse-perf out.perf | @stackcollapse-recursive |\n"
                   "    @flamegraph > out.svg\n",
    },
    .name = "folded stacks",
    .line = recursive_line,
};

int main(int argc, char **argv)
{
    static struct collapse state;

    return collapse_main(&recursive, &state, argc, argv);
}
