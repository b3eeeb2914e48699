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

/* The frame that followed the leaf so far last time, if `rest` begins with it; else
 * FRAMETAB_NONE. */
static uint32_t guess_frame(const struct stacktext *t, const struct frametab *frames,
                            struct slice rest)
{
    if (t->stack.count == 0)
        return FRAMETAB_NONE;
    uint32_t frame = t->followers[t->stack.frames[t->stack.count - 1]];
    if (frame == FRAMETAB_NONE)
        return FRAMETAB_NONE;
    struct slice name = frametab_name(frames, frame);
    if (name.n > rest.n || memcmp(name.p, rest.p, name.n) != 0
        || (name.n < rest.n && rest.p[name.n] != ';'))
        return FRAMETAB_NONE;
    return frame;
}

/* Looks a frame up and notes that it follows the leaf so far. */
static uint32_t look_up_frame(struct stacktext *t, struct frametab *frames, struct slice name)
{
    uint32_t frame = frametab_intern(frames, name);

    if (frame >= t->follower_count) {
        t->followers = grow_array(t->followers, &t->follower_capacity, (size_t)frame + 1,
                                  sizeof *t->followers);
        memset(t->followers + t->follower_count, 0xff,
               (t->follower_capacity - t->follower_count) * sizeof *t->followers);
        t->follower_count = t->follower_capacity;
    }
    if (t->stack.count > 0)
        t->followers[t->stack.frames[t->stack.count - 1]] = frame;
    return frame;
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
        struct slice name = slice_from(text, from);
        uint32_t frame = guess_frame(t, frames, name);
        if (frame != FRAMETAB_NONE) {
            end = from + frametab_name(frames, frame).n;
        } else {
            size_t length = slice_find(name, ';');
            if (length != SLICE_NONE)
                name.n = length;
            frame = look_up_frame(t, frames, name);
            end = from + name.n;
        }
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
    free(t->followers);
    memset(t, 0, sizeof *t);
}
