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

/* Reads the frames of the text that follow those of the stack, as far as they are needed. */
static void read_frames(struct stacktext *t, struct frametab *frames, struct slice text,
                        size_t needed)
{
    struct stack *stack = &t->stack;
    bool begun = stack->count > 0;
    size_t end = begun ? t->ends[stack->count - 1] : 0;
    bool named = begun && frametab_name(frames, stack_leaf(stack)).n > 0;

    while (stack->count == 0 || (end < text.n && (end <= needed || !named))) {
        size_t from = stack->count > 0 ? end + 1 : 0;
        uint32_t frame = frametab_follow(frames, stack_leaf(stack), slice_from(text, from));
        size_t length = frametab_name(frames, frame).n;
        named = length > 0;
        end = from + length;
        t->ends = grow_array(t->ends, &t->ends_capacity, stack->count + 1, sizeof *t->ends);
        t->ends[stack->count] = end;
        stack_push(stack, frame);
    }
    t->more = end < text.n;
}

const struct stack *stacktext_read_some(struct stacktext *t, struct frametab *frames,
                                        struct slice text, size_t common, size_t needed)
{
    struct stack *stack = &t->stack;

    while (stack->count > 0 && t->ends[stack->count - 1] >= common)
        stack->count--;
    t->kept = stack->count;
    size_t from = stack->count > 0 ? t->ends[stack->count - 1] + 1 : 0;
    t->text.n = from;
    t->cut = text.n > MOST_TEXT;
    if (from < MOST_TEXT)
        strbuf_add(&t->text, slice_cut(text, from, t->cut ? MOST_TEXT : text.n));
    read_frames(t, frames, text, t->cut ? SIZE_MAX : needed);
    return stack;
}

const struct stack *stacktext_read(struct stacktext *t, struct frametab *frames,
                                   struct slice text, size_t common)
{
    return stacktext_read_some(t, frames, text, common, SIZE_MAX);
}

void stacktext_read_more(struct stacktext *t, struct frametab *frames, size_t needed)
{
    if (t->more)
        read_frames(t, frames, strbuf_slice(&t->text), needed);
}

void stacktext_forget(struct stacktext *t)
{
    strbuf_clear(&t->text);
    t->cut = t->more = false;
    t->stack.count = t->kept = 0;
}

void stacktext_follow(struct stacktext *t, const struct stacktext *other)
{
    stacktext_forget(t);
    strbuf_add(&t->text, strbuf_slice(&other->text));
    t->cut = other->cut;
}

void stacktext_free(struct stacktext *t)
{
    strbuf_free(&t->text);
    stack_free(&t->stack);
    free(t->ends);
    memset(t, 0, sizeof *t);
}
