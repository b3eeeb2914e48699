/* SPDX-License-Identifier: MIT */
#include "folded/stacktext.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* How much of a text is kept for the next one. */
enum { MOST_TEXT = 1024 * 1024 };

size_t stacktext_common(const struct stacktext *t, struct slice text)
{
    return slice_common(strbuf_slice(&t->text), text, 0);
}

const struct stack *stacktext_read(struct stacktext *t, struct frametab *frames,
                                   struct slice text, size_t common)
{
    struct stack *stack = &t->stack;
    size_t end = 0;
    size_t from = 0;

    while (stack->count > 0 && t->ends[stack->count - 1] >= common)
        stack->count--;
    t->kept = stack->count;
    if (stack->count > 0)
        from = t->ends[stack->count - 1] + 1;
    t->text.n = from;
    t->cut = text.n > MOST_TEXT;
    if (from < MOST_TEXT)
        strbuf_add(&t->text, slice_cut(text, from, t->cut ? MOST_TEXT : text.n));
    do {
        uint32_t frame = frametab_follow(frames, stack_leaf(stack), slice_from(text, from));
        end = from + frametab_name(frames, frame).n;
        t->ends = grow_array(t->ends, &t->ends_capacity, stack->count + 1, sizeof *t->ends);
        t->ends[stack->count] = end;
        stack_push(stack, frame);
        from = end + 1;
    } while (end < text.n);
    return stack;
}

void stacktext_free(struct stacktext *t)
{
    strbuf_free(&t->text);
    stack_free(&t->stack);
    free(t->ends);
    memset(t, 0, sizeof *t);
}
