/* SPDX-License-Identifier: MIT */
/*
 * One line on a terminal that shows how far a long run is. It is not shown where
 * standard error is not a terminal, nor in the first second.
 */
#ifndef FG_IO_PROGRESS_H
#define FG_IO_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool wanted;
    bool shown;             /* the line is on the terminal */
    uint64_t total;         /* the bytes of the input, 0 if unknown */
    double start, last;     /* in seconds */
};

/* Begins. `files` are the operands, none for standard input. */
void progress_start(struct progress *p, bool wanted, char *const *files, size_t count);

/* Shows that `bytes` of the input are read, with these numbers of samples and distinct
 * stacks (unless there are no samples). May be called often. */
void progress_update(struct progress *p, uint64_t bytes, size_t samples, size_t stacks);

/* Erases the line. */
void progress_end(struct progress *p);

#endif
