/* SPDX-License-Identifier: MIT */
#include "io/lines.h"

static void lines_drop_returned(struct lines *l)
{
    if (l->carry_returned)
        strbuf_clear(&l->carry);
    l->carry_returned = false;
}

void lines_feed(struct lines *l, struct slice block)
{
    l->block = block;
}

bool lines_join(struct lines *l, struct slice *line)
{
    lines_drop_returned(l);
    size_t end = slice_find(l->block, '\n');
    if (end == SLICE_NONE) {
        strbuf_add(&l->carry, l->block);
        l->block.n = 0;
        return false;
    }
    *line = slice_cut(l->block, 0, end);
    l->block = slice_from(l->block, end + 1);
    if (l->carry.n > 0) {
        strbuf_add(&l->carry, *line);
        *line = strbuf_slice(&l->carry);
        l->carry_returned = true;
    }
    return true;
}

bool lines_last(struct lines *l, struct slice *line)
{
    lines_drop_returned(l);
    if (l->carry.n == 0)
        return false;
    *line = strbuf_slice(&l->carry);
    l->carry_returned = true;
    return true;
}

void lines_free(struct lines *l)
{
    strbuf_free(&l->carry);
    l->block.n = 0;
}
