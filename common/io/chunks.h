/* SPDX-License-Identifier: MIT */
/*
 * Pieces of the input, so that each can be parsed without the others. They end after a line; or
 * after an empty line, as samples do: then a piece ends elsewhere only where it has no empty line,
 * and at the end of a file.
 *
 * Each worker can read the chunks that it takes from a regular file by itself: where a chunk ends
 * depends on the block that it was taken for and on the one before, not on other chunks.
 */
#ifndef FG_IO_CHUNKS_H
#define FG_IO_CHUNKS_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/blocks.h"
#include "io/operands.h"

/* A zeroed struct is ready for chunker_next(). */
struct chunk {
    struct slice text;
    const char *file;       /* its name, for messages */
    bool within;            /* it may begin within a sample, since the chunk before it has no
                             * empty line */
    bool file_start;        /* it is the first one of its file, ... */
    bool file_end;          /* ... the last one */
    bool failed;            /* chunk_read() could not: it ends its file, and what comes after it
                             * there is to be left out */
    struct blocks *unread;  /* chunk_read() is to be called, or NULL */
    struct block block;
    struct strbuf buffer;   /* holds the text */
    struct strbuf messages; /* see operands_read() */
};

/* A zeroed struct with the first two members set is ready. */
struct chunker {
    struct operands *input;
    size_t size;            /* bytes to read for a chunk, at least 1 */
    bool lines;             /* chunks end after lines, and are as long as one needs */
    struct blocks *apart;   /* for chunk_read(); NULL, as for chunks of lines: chunker_next() reads
                             * all */
    struct strbuf rest;     /* read already, but after the newest chunk */
    bool within;            /* of the next chunk */
    bool begun;             /* the file that is open; its first bytes are known to be text */
    bool (*is_other)(struct slice start);   /* whether a file that begins so is no text; or NULL */
    bool stopped;           /* at such a file, whose first bytes are in `rest` */
};

/* Reads the next chunk, whose text may be empty; it is valid until the struct is used
 * again here. False if there are no more, or if the next file is no text. Before either, and
 * before the end of a file, it waits until chunk_read() was called for all earlier chunks. */
bool chunker_next(struct chunker *c, struct chunk *chunk);

/* Reads the text of the chunk, if that is still to be done. Several threads may do so, each for
 * its chunk, while chunker_next() is called. */
void chunk_read(struct chunk *chunk);

/* After the caller has read that file: goes on with the next one. */
void chunker_go_on(struct chunker *c);

/* Prints the messages about files that could not be opened or read before the end of the
 * chunk. They are kept with it so that workers can print them in input order. */
void chunk_report(const struct chunk *chunk);

void chunk_free(struct chunk *chunk);
void chunker_free(struct chunker *c);

#endif
