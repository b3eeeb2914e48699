/*
 * LINES: cuts blocks of bytes into lines. A line that lies within one block
 * is handed out in place; only one that goes on in the next block is copied.
 *
 *     lines_feed(&l, block);
 *     while (lines_next(&l, &line))
 *         ...
 *     (at the end of each file)
 *     if (lines_last(&l, &line))
 *         ...
 *
 * A line comes without its newline; carriage returns and NUL bytes are bytes
 * as others. A zeroed struct is ready.
 */
#ifndef FG_IO_LINES_H
#define FG_IO_LINES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"

struct lines {
    struct slice block;     /* what is left of the newest block */
    struct strbuf carry;    /* the beginning of a line that it continues */
    bool handed_out;        /* the carry was a line and is to be forgotten */
};

/* Gives the next block, which must stay where it is until lines_next() has
 * returned false. */
void lines_feed(struct lines *l, struct slice block);

/* The next whole line, or false when the block is used up. The line is valid
 * until the next call of any of these functions. */
bool lines_next(struct lines *l, struct slice *line);

/* At the end of a file: the last line if it has no newline, else false. */
bool lines_last(struct lines *l, struct slice *line);

void lines_free(struct lines *l);

#endif
