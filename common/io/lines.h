/* SPDX-License-Identifier: MIT */
/*
 * Cuts blocks of bytes into lines. A line that lies within one block is returned in
 * place; only one that continues in the next block is copied.
 *
 *     lines_feed(&l, block);
 *     while (lines_next(&l, &line))
 *         ...
 *     (at the end of each file)
 *     if (lines_last(&l, &line))
 *         ...
 *
 * Lines are returned without their newline; carriage returns and NUL bytes are not
 * special. A zeroed struct is ready.
 */
#ifndef FG_IO_LINES_H
#define FG_IO_LINES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"

struct lines {
    struct slice block;     /* the rest of the newest block */
    struct strbuf carry;    /* the beginning of a line that the block continues */
    bool carry_returned;    /* the carry was returned as a line */
};

/* Takes the next block, which must stay unchanged until lines_next() has returned
 * false. */
void lines_feed(struct lines *l, struct slice block);

/* Slow path of lines_next(). */
bool lines_join(struct lines *l, struct slice *line);

/* The next whole line, valid until the next call of any of these functions; false when
 * the block is used up. */
static inline bool lines_next(struct lines *l, struct slice *line)
{
    size_t end = l->carry.n == 0 ? slice_find(l->block, '\n') : SLICE_NONE;

    if (end == SLICE_NONE)
        return lines_join(l, line);
    *line = slice_cut(l->block, 0, end);
    l->block = slice_from(l->block, end + 1);
    return true;
}

/* At the end of a file: the last line if it has no newline; else false. */
bool lines_last(struct lines *l, struct slice *line);

void lines_free(struct lines *l);

#endif
