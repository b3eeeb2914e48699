/* SPDX-License-Identifier: MIT */
#include "java_causes.h"

#include "base/alloc.h"
#include "base/chars.h"
#include "base/scan.h"

struct java_level {
    size_t indent;
    struct stack stack;
};

size_t java_causes_more(struct slice line)
{
    size_t more = 0;

    line = trim_spaces(line);
    if (!scan_text(&line, "... "))
        return 0;
    struct slice digits = scan_digits(&line);
    if (!slice_is(line, " more") && !slice_is(line, " common frames omitted"))
        return 0;
    for (size_t i = 0; i < digits.n && i < 9; i++)
        more = more * 10 + (size_t)(digits.p[i] - '0');
    return more;
}

void java_causes_caption(struct java_causes *c, struct slice line)
{
    line = trim_left(line);
    if (slice_starts(line, "Suppressed: "))
        c->suppressed = true;
    else if (slice_starts(line, "Caused by: "))
        c->suppressed = false;
}

void java_causes_complete(struct java_causes *c, size_t indent, size_t more,
                          struct stack *stack)
{
    const struct stack *around = NULL;

    for (size_t i = 0; i < c->count; i++)
        if (c->levels[i].indent < indent || (c->levels[i].indent == indent && !c->suppressed))
            around = &c->levels[i].stack;
    if (around == NULL)
        return;
    if (more > around->count)
        more = around->count;
    if (more > 0)
        stack_append(stack, around->frames + around->count - more, more);
}

void java_causes_keep(struct java_causes *c, size_t indent, const struct stack *stack)
{
    size_t at = 0;

    while (at < c->count && c->levels[at].indent < indent)
        at++;
    if (at == c->capacity) {
        size_t had = c->capacity;
        c->levels = grow_array(c->levels, &c->capacity, at + 1, sizeof *c->levels);
        for (size_t i = had; i < c->capacity; i++)
            c->levels[i] = (struct java_level){0};
    }
    c->levels[at].indent = indent;
    c->levels[at].stack.count = 0;
    stack_append(&c->levels[at].stack, stack->frames, stack->count);
    c->count = at + 1;
    c->suppressed = false;
}
