/*
 * BYTES: blocks from a descriptor. Reading ends at the end of the file, at
 * the first error, which is kept, or when the user interrupts it.
 */
#ifndef FG_IO_READER_H
#define FG_IO_READER_H

#include <stdbool.h>

#include "base/slice.h"

struct reader {
    int fd;
    int error;          /* the error number that ended it, 0 without any */
    bool interruptible; /* SIGINT and SIGTERM end it (interrupt.h) */
    char *buffer;       /* of reader_next() */
};

/* Begins reading the descriptor `fd`, which stays the caller's; the buffer of
 * an earlier file is used again. A zeroed struct has none yet. */
void reader_open(struct reader *r, int fd);

/* Reads up to `room` bytes to where the caller wants them; 0 at the end. */
size_t reader_read(struct reader *r, char *to, size_t room);

/* The next block, never empty, valid until the next call; false at the end. */
bool reader_next(struct reader *r, struct slice *block);

void reader_free(struct reader *r);

#endif
