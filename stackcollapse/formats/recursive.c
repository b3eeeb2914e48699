/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-recursive: folded stacks without direct recursion: "main;f;f;f;g 1"
 * becomes "main;f;g 1".
 */
#include "collapse.h"
#include "folded/foldfault.h"

struct recursive {
    struct collapse collapse;
    struct stacktext reader;
};

static bool recursive_is_empty(const struct collapse *c, uint32_t frame)
{
    return frametab_name(&c->folded.frames, frame).n == 0;
}

/* Pushes the frames without those that repeat the one before, and without empty frames at
 * both ends. */
static void recursive_push(struct collapse *c, const struct stack *whole)
{
    struct stack *stack = &c->stack;

    for (size_t i = 0; i < whole->count; i++) {
        uint32_t frame = whole->frames[i];
        if (stack->count > 0 ? frame != stack_leaf(stack) : !recursive_is_empty(c, frame))
            stack_push(stack, frame);
    }
    if (stack->count > 0 && recursive_is_empty(c, stack_leaf(stack)))
        stack->count--;
}

/* Cuts the count off a line; false if there is none. */
static bool recursive_cut(struct slice line, bool fix, struct slice *stack,
                          struct perl_number *count)
{
    struct slice text;
    uint64_t integer;

    *stack = line;
    if (foldline_cut_integer(stack, &integer)) {
        *count = perl_integer(integer);
        return true;
    }
    if (!(fix ? foldfault_cut(line, FOLDLINE_BYTES, true, stack, &text)
              : foldline_cut(line, FOLDLINE_BYTES, stack, &text)))
        return false;
    *count = foldline_value(text);
    return true;
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
    struct recursive *s = state;
    struct collapse *c = &s->collapse;
    bool fix = c->options.fix;
    struct slice stack;
    struct perl_number count;

    foldfault_mark(&c->notes, c->input.name, c->input.line, fix, &line);
    if (!recursive_cut(line, fix, &stack, &count)) {
        recursive_note(c, line);
    } else if (stack.n > 0 && (fix || !slice_is(stack, "0"))) {
        size_t common = stacktext_common(&s->reader, stack);
        recursive_push(c, stacktext_read(&s->reader, &c->folded.frames, stack, common));
        collapse_count(c, count);
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
    static struct recursive state;

    return collapse_main(&recursive, &state, argc, argv);
}
