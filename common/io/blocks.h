/* SPDX-License-Identifier: MIT */
/*
 * What is left of a regular file, in blocks that several threads read side by side, each at the
 * position of its block. Who opened the file says which blocks there are, one after another.
 */
#ifndef FG_IO_BLOCKS_H
#define FG_IO_BLOCKS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/strbuf.h"

struct blocks {
    int fd;
    size_t size;        /* of a block: the owner's to set */
    off_t at;           /* of the next block */
    off_t end;          /* of the file when it was opened */
    bool open;
    size_t before;      /* of the next block */
    pthread_mutex_t lock;   /* guards the other members: */
    pthread_cond_t done;
    size_t reading;     /* how many blocks are still to be read */
};

struct block {
    off_t at;
    size_t n;
    size_t before;      /* the length of the block before it and of the byte before that, if the
                         * file has one: how far back a chunk looks for its beginning */
};

void blocks_init(struct blocks *b);

/* Begins at `at`, after a first block of `before` bytes; the file ends at `end`. */
void blocks_open(struct blocks *b, int fd, off_t at, off_t end, size_t before);

/* The next block, for which block_done() is to be called. At the end false, when that was called
 * for all blocks, so that the file may be closed; the block is then an empty one there. */
bool blocks_next(struct blocks *b, struct block *block);

/* Replaces the content of `to` by the block and `before` bytes before it. Returns 0, or the error
 * number, EIO if the file is shorter than it was; `to` then has what comes before the error. */
int block_read(const struct blocks *b, const struct block *block, size_t before,
               struct strbuf *to);

/* The block is read. */
void block_done(struct blocks *b);

void blocks_free(struct blocks *b);

#endif
