#include "io/lines.h"

static void forget_handed_out(struct lines *l)
{
    if (l->handed_out)
        strbuf_clear(&l->carry);
    l->handed_out = false;
}

void lines_feed(struct lines *l, struct slice block)
{
    l->block = block;
}

bool lines_next(struct lines *l, struct slice *line)
{
    forget_handed_out(l);
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
        l->handed_out = true;
    }
    return true;
}

bool lines_last(struct lines *l, struct slice *line)
{
    forget_handed_out(l);
    if (l->carry.n == 0)
        return false;
    *line = strbuf_slice(&l->carry);
    l->handed_out = true;
    return true;
}

void lines_free(struct lines *l)
{
    strbuf_free(&l->carry);
    l->block.n = 0;
}
