/*
 * One line on a terminal that tells how far a long run has come. There is none
 * where standard error is no terminal, nor in the first second.
 */
#ifndef FG_IO_PROGRESS_H
#define FG_IO_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "folded/foldtab.h"

struct progress {
    bool wanted;
    bool shown;                     /* the line is on the terminal */
    const struct foldtab *folded;   /* whose stacks are told */
    uint64_t total;                 /* the bytes of the input, 0 if that is not known */
    double start, last;             /* in seconds */
};

/* Begins. `files` are the operands, none for standard input. */
void progress_start(struct progress *p, bool wanted, const struct foldtab *folded,
                    char *const *files, size_t count);

/* So many bytes of the input are done. May be called often. */
void progress_update(struct progress *p, uint64_t bytes);

/* Takes the line off the terminal. */
void progress_end(struct progress *p);

#endif
