/* SPDX-License-Identifier: MIT */
/*
 * A RUN: a folded file, or a part of a spool, line by line. Lines stay in the buffer: the
 * newest one and the one before it are never copied, only moved when the buffer is filled
 * again.
 *
 * The first line that is wrong ends the run, after a message.
 */
#ifndef FG_MERGE_RUN_H
#define FG_MERGE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "io/program.h"
#include "io/reader.h"
#include "perl/number.h"
#include "merge/spool.h"

/* How many counts the lines have, which has to be the same for all runs of a merge. */
struct run_form {
    int counts;         /* 1 or 2; 0: as the first line of all */
    bool fixed;         /* it was asked for */
    const char *name;   /* where that line is */
    size_t line;
};

struct run {
    struct slice stack;             /* of the newest line, valid until the next call */
    struct perl_number counts[2];
    size_t common;                  /* bytes that `stack` begins with as the one before */
    bool descends;                  /* `stack` sorts before the one before */
    bool refused;                   /* it ended with a message */

    const char *name;
    size_t line;
    size_t lines;                   /* that were folded */
    struct run_form *form;
    const struct program *program;  /* for messages */

    struct reader reader;           /* fd -1: the spool is read */
    const struct spool *spool;
    uint64_t from, to;              /* what is left of it */

    char *buffer;
    size_t capacity;
    size_t at, end;                 /* what is not read as lines yet */
};

/* Begins with a file, which "-" and `fd` 0 are standard input's, or with bytes `from` up to
 * `to` of a spool. The buffer has `block` bytes at first. */
void run_open_file(struct run *r, const char *name, int fd, size_t block);
void run_open_spool(struct run *r, const struct spool *spool, uint64_t from, uint64_t to,
                    size_t block);

/* Reads the next line; false at the end. */
bool run_next(struct run *r);

/* Appends " COUNT...", as lines of a spool end. A count that is no integer is stored exactly,
 * which its text would not be. */
void run_store_counts(const struct run_form *form, const struct perl_number *counts,
                      struct strbuf *to);

void run_close(struct run *r);

#endif
