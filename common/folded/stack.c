/* SPDX-License-Identifier: MIT */
#include "folded/stack.h"

#include <stdlib.h>
#include <string.h>

void stack_append(struct stack *s, const uint32_t *frames, size_t count)
{
    s->frames = grow_array(s->frames, &s->capacity, s->count + count, sizeof *s->frames);
    if (count > 0)
        memcpy(s->frames + s->count, frames, count * sizeof *frames);
    s->count += count;
}

void stack_reverse(struct stack *s, size_t from)
{
    for (size_t to = s->count; from + 1 < to; from++) {
        uint32_t frame = s->frames[from];
        s->frames[from] = s->frames[--to];
        s->frames[to] = frame;
    }
}

void stack_free(struct stack *s)
{
    free(s->frames);
    memset(s, 0, sizeof *s);
}
