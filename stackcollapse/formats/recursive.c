/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-recursive: folded stacks without direct recursion: "main;f;f;f;g 1"
 * becomes "main;f;g 1".
 */
#include "collapse.h"
#include "folded/foldfault.h"

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

/* Notes why a line has no count. */
static void recursive_note(struct collapse *c, struct slice line)
{
    enum foldfault fault = foldfault_of(line);

    if (fault != FOLDFAULT_KINDS)
        collapse_note(c, fault, 1);
}

static enum collapse_step recursive_line(void *state, struct slice line)
{
    struct collapse *c = state;
    bool fix = c->options.fix;
    struct slice stack, count;

    foldfault_mark(&c->notes, &c->input, fix, &line);
    if (!(fix ? foldfault_cut(line, FOLDLINE_BYTES, true, &stack, &count)
              : foldline_cut(line, FOLDLINE_BYTES, &stack, &count))) {
        recursive_note(c, line);
    } else if (stack.n > 0 && (fix || !slice_is(stack, "0"))) {
        collapse_push(c, stack);
        recursive_shorten(c);
        collapse_count(c, foldline_value(count));
    } else {
        /* The script drops the stacks "" and "0", which are false in Perl. */
        collapse_unrecognized(c, line);
    }
    return MORE;
}

static const struct collapser recursive = {
    .program = {
        .name = "stackcollapse-recursive",
        .reads = "",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Removes direct recursion from folded stacks: main;f;f;f;g becomes main;f;g. "
                 "Reads standard input without FILE, or for -.",
        .example = "  @stackcollapse-perf out.perf | @stackcollapse-recursive |\n"
                   "    @flamegraph > out.svg\n",
    },
    .name = "folded stacks",
    .notes = foldfault_notes,
    .note_count = FOLDFAULT_KINDS,
    .crlf_harmless = true,  /* foldfault notes it */
    .line = recursive_line,
};

int main(int argc, char **argv)
{
    static struct collapse state;

    return collapse_main(&recursive, &state, argc, argv);
}
