/* SPDX-License-Identifier: MIT */
/*
 * Standard output (or another descriptor, or memory), buffered, with one check at
 * the end: output_close() reports whether everything was written. After an error
 * the rest is discarded; output_failed() lets a long run stop early.
 */
#ifndef FG_IO_OUTPUT_H
#define FG_IO_OUTPUT_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perl/number.h"

struct output {
    int fd;                 /* -1: memory */
    int error;              /* the first error number, 0 without any */
    bool flushed;           /* something was written */
    struct strbuf pending;  /* what is not written yet; may be added to directly,
                             * before the next call */
};

/* Begins writing to the descriptor `fd`, which output_close() closes. */
void output_open(struct output *o, int fd);

/* Begins writing to memory: `pending` then holds all that was written, and is
 * to be freed in place of output_close(). */
void output_open_memory(struct output *o);

void output_add(struct output *o, struct slice bytes);
void output_char(struct output *o, char c);
void output_str(struct output *o, const char *string);

/* The number as Perl prints it. */
void output_number(struct output *o, struct perl_number n);

/* Writes what is pending, to a descriptor. */
void output_flush(struct output *o);

/* Whether a write failed, so that more output is in vain. */
static inline bool output_failed(const struct output *o)
{
    return o->error != 0;
}

/* Whether nothing was added yet. */
static inline bool output_is_empty(const struct output *o)
{
    return !o->flushed && o->pending.n == 0;
}

/* Writes what is left, closes the descriptor and frees the buffer. Returns the exit
 * status: FG_OK; FG_FAILED after a message that names `name` ("standard output"); FG_PIPE
 * without a message where the reader of a pipe is gone. */
int output_close(struct output *o, const char *name);

#endif
