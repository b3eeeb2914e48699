/* SPDX-License-Identifier: MIT */
/*
 * Bytes that are written and then read again, from any position: in memory while there are
 * few, then in a file in TMPDIR. The file has no name, so it is gone when the program is,
 * however that ends.
 */
#ifndef FG_MERGE_SPOOL_H
#define FG_MERGE_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "io/output.h"

struct spool {
    struct output out;      /* writes to it; spool_settle() after each line */
    int fd;                 /* -1: all is in out.pending */
    uint64_t flushed;       /* bytes that are in the file */
    size_t memory;          /* from how many bytes on a file is made */
};

/* Begins an empty one, and keeps up to `memory` bytes in memory. */
void spool_open(struct spool *s, size_t memory);

/* Empties it, to be written again. */
void spool_clear(struct spool *s);

/* Makes the file if there are many bytes, and writes to it. After an error, of which
 * spool_end() tells, output_failed(&s->out) is true. */
void spool_settle(struct spool *s);

/* How many bytes were added. */
uint64_t spool_size(const struct spool *s);

/* Ends writing; false after a message if not all is stored. */
bool spool_end(struct spool *s);

/* After spool_end(): reads up to `room` bytes from a position on; 0 at the end, and with
 * an error number in *error. */
size_t spool_read(const struct spool *s, uint64_t from, char *to, size_t room, int *error);

void spool_close(struct spool *s);

#endif
