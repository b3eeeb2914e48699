/* SPDX-License-Identifier: MIT */
/*
 * A stack: the ids of its frames. Leaf-first formats call stack_reverse(). A zeroed
 * struct is empty.
 */
#ifndef FG_FOLDED_STACK_H
#define FG_FOLDED_STACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "perl/number.h"

struct stack {
    uint32_t *frames;   /* ids of a frametab */
    size_t count;
    size_t capacity;
};

/* A distinct stack, in little memory, as there may be very many. */
struct folded_stack {
    uint32_t *frames;   /* ids of a frametab, the root first */
    uint32_t depth;     /* 1 at least */
    uint32_t index;     /* before sorting */
    struct perl_number count;
};

static inline void stack_push(struct stack *s, uint32_t frame)
{
    s->frames = grow_array(s->frames, &s->capacity, s->count + 1, sizeof *s->frames);
    s->frames[s->count++] = frame;
}

/* The frame pushed last; UINT32_MAX, which is no frame, in an empty stack. */
static inline uint32_t stack_leaf(const struct stack *s)
{
    return s->count > 0 ? s->frames[s->count - 1] : UINT32_MAX;
}

/* Where a sorted list is read from its beginning: has the processor load the frames of a stack
 * that comes soon after number `i`. They lie anywhere. */
static inline void stack_prefetch(const struct folded_stack *list, size_t count, size_t i)
{
    enum { AHEAD = 8 };

    if (i + AHEAD < count)
        FG_PREFETCH(list[i + AHEAD].frames);
}

/* Appends `count` frames. */
void stack_append(struct stack *s, const uint32_t *frames, size_t count);

/* Reverses the frames from position `from` on. */
void stack_reverse(struct stack *s, size_t from);

void stack_free(struct stack *s);

#endif
