/* SPDX-License-Identifier: MIT */
#include "io/source.h"

#include "io/interrupt.h"

void source_text(struct source *s, struct slice text)
{
    s->p = text.p;
    s->end = text.p + text.n;
    s->input = NULL;
    s->line = 1;
}

bool source_fill(struct source *s)
{
    struct slice block;

    if (s->input == NULL)
        return false;
    if (operands_next(s->input, &block) == OPERANDS_BLOCK) {
        s->p = block.p;
        s->end = block.p + block.n;
        return true;
    }
    s->input = NULL;
    return false;
}

bool source_file(struct source *s, struct operands *input)
{
    struct slice block;

    while (source_fill(s))
        continue;
    enum operands_event event = operands_next(input, &block);
    source_text(s, slice_of("", 0));
    if (event == OPERANDS_BLOCK) {
        source_text(s, block);
        s->input = input;
    }
    return event != OPERANDS_DONE;
}

bool source_is_cut(struct source *s)
{
    return interrupt_signal() != 0 && source_peek(s) == SOURCE_END;
}
