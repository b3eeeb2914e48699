/*
 * BYTES: blocks from a descriptor. Reading ends at the end of the file or at
 * the first error, which is kept.
 */
#ifndef FG_READER_H
#define FG_READER_H

#include <stdbool.h>

#include "slice.h"

struct reader {
    int fd;
    int error;      /* the error number that ended it, 0 without any */
    char *buffer;
};

/* Begins reading the descriptor `fd`, which stays the caller's; the buffer of
 * an earlier file is used again. A zeroed struct has none yet. */
void reader_open(struct reader *r, int fd);

/* The next block, never empty, valid until the next call; false at the end. */
bool reader_next(struct reader *r, struct slice *block);

void reader_free(struct reader *r);

#endif
