/* SPDX-License-Identifier: MIT */
/*
 * One of the two files of a difference, line by line, by the rules of difffolded.pl.
 */
#ifndef FG_FOLDED_DIFFERENTIAL_FILE_H
#define FG_FOLDED_DIFFERENTIAL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "io/notes.h"
#include "io/operands.h"
#include "perl/number.h"

struct differential_options {
    bool normalize;     /* scale the first file's counts to the second's total */
    bool strip_hex;     /* write hexadecimal numbers as 0x... */
    bool fix;           /* lines are read as they are meant, or left out */
};

struct differential_file {
    struct operands input;      /* with its head */
    struct notes faults;        /* of lines without a count */
    size_t lines;               /* with a count */
    size_t malformed;           /* without, which count 0 unless they are left out */
    struct perl_number total;

    /* The newest line, valid until the next one. */
    struct slice stack;
    struct perl_number value;
    bool counted;               /* the line has a count */
    struct strbuf stripped;     /* the stack, with strip_hex */

    /* A regular file, of which parts are read again. */
    uint64_t start;             /* where it began */
    uint64_t next;              /* where the next line begins */
    uint64_t place;             /* where the newest stack is */
    int fd;                     /* to read it again; -1: none */
    char *buffer;               /* the part of it that was read again last ... */
    uint64_t buffer_from;       /* ... which begins here, ... */
    size_t buffer_size;         /* ... its size, ... */
    size_t buffer_room;         /* ... and how much was asked for */
};

/* Begins with a file, "-" being standard input. */
void differential_file_open(struct differential_file *f, const char *name);

/* Closes it, but for what differential_file_again() and messages need. */
void differential_file_close(struct differential_file *f);
void differential_file_free(struct differential_file *f);

/* Reads the next line that is not left out; false at the end. */
bool differential_file_next(struct differential_file *f,
                            const struct differential_options *options);

/* Adds the newest line to the file's total, after it was added to the count of its stack, which
 * was `before`. */
void differential_file_total(struct differential_file *f, struct perl_number before);

/* Whether two files are regular ones, and not the same, so that they can be read side by side,
 * and in parts again: where one is a pipe, its writer may wait until the other one is read. */
bool differential_files_are_regular(char *const names[2]);

/* Opens a regular file, to be read again too; false after a message. */
bool differential_file_open_regular(struct differential_file *f, const char *name);

/* Appends `n` bytes at a place of the file, which is fast if places ascend. False after a
 * message if they cannot be read, as when the file was cut meanwhile. */
bool differential_file_again(struct differential_file *f, uint64_t place, size_t n,
                             struct strbuf *to);

#endif
