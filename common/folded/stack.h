/*
 * A stack as the numbers that its frames have in a table. Who reads a profile
 * that prints the leaf first reverses. A zeroed struct is empty.
 */
#ifndef FG_FOLDED_STACK_H
#define FG_FOLDED_STACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"

struct stack {
    uint32_t *frames;
    size_t count;
    size_t capacity;
};

static inline void stack_push(struct stack *s, uint32_t frame)
{
    s->frames = grow_array(s->frames, &s->capacity, s->count + 1, sizeof *s->frames);
    s->frames[s->count++] = frame;
}

/* Puts `count` frames behind those that are there. */
void stack_append(struct stack *s, const uint32_t *frames, size_t count);

/* Turns the order of the frames from position `from` on round. */
void stack_reverse(struct stack *s, size_t from);

void stack_free(struct stack *s);

#endif
