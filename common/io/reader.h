/* SPDX-License-Identifier: MIT */
/*
 * Blocks of bytes from a file descriptor, up to the end of the file, the first error,
 * or an interrupt.
 */
#ifndef FG_IO_READER_H
#define FG_IO_READER_H

#include <stdbool.h>

#include "base/slice.h"

struct reader {
    int fd;
    int error;          /* the error number that ended it, or 0 */
    bool interruptible; /* SIGINT and SIGTERM end it (interrupt.h) */
    char *buffer;       /* of reader_next() */
};

/* Begins with the descriptor `fd`, which is the caller's to close. The struct is zeroed,
 * or was used before: its buffer is reused. */
void reader_open(struct reader *r, int fd);

/* Whether standard output is written to the file that the descriptor reads, which would then
 * not end, or was emptied. */
bool reader_is_output(int fd);

/* Why such a file is not read. */
#define READER_IS_OUTPUT "the output is written to it; write to another file"

/* Reads up to `room` bytes into `to`; returns 0 at the end, and from an error on. */
size_t reader_read(struct reader *r, char *to, size_t room);

/* The next block, never empty, valid until the next call; false at the end. */
bool reader_next(struct reader *r, struct slice *block);

void reader_free(struct reader *r);

#endif
