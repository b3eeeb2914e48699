/* SPDX-License-Identifier: MIT */
/*
 * Perl's <>: the files that the operands name, one after another. "-" is standard input,
 * which is also read if there are no operands.
 *
 * Unlike in Perl an operand is only ever a file name, never a command or a mode
 * (docs/COMPAT.md D1, D13). After a file that cannot be opened or read, the remaining
 * ones are still read. assign() may claim operands that are not files, as NAME=VALUE is
 * not for awk; if it claims all, standard input is read.
 */
#ifndef FG_IO_OPERANDS_H
#define FG_IO_OPERANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/lines.h"
#include "io/reader.h"

/* The length of `start` in the struct. */
#define OPERANDS_START ((size_t)8)

struct operands {
    char *const *operands;  /* NULL: the one file `name` */
    size_t count;
    size_t next;        /* the operand to open next */
    bool (*assign)(void *context, const char *operand);     /* true: claimed; or NULL */
    void *context;
    size_t files;       /* how many operands were files */
    bool open;          /* a file is open */
    const char *name;   /* for messages: of the file opened last, or to open */
    size_t line;        /* the number of the line last returned, from 1 */
    uint64_t bytes;     /* read so far, from all files */
    bool rewinds;       /* the one file stays open at its end, to be read again, ... */
    off_t first;        /* ... from here */
    bool failed;        /* some file could not be opened or read to its end */
    bool refused;       /* some file is what standard output is written to */
    bool unended;       /* some file had no newline at its end */
    bool quiet;         /* nothing is said when standard input is a terminal */
    bool keep_head;     /* the first bytes of the first file are kept in `head` */
    struct strbuf head; /* the owner's to free */
    const char *head_name;  /* as `name` */
    bool interruptible; /* SIGINT and SIGTERM end the input, unless it is a regular file
                         * (interrupt.h) */
    bool confined;      /* confine() is called once the last file is open */
    bool (*opens)(struct slice start);  /* or NULL; true: to read a file that begins so, others
                         * are opened. confine() then waits for the first bytes of the last file,
                         * and is not called for such a file */
    char start[OPERANDS_START]; /* the first bytes of the file */
    size_t started;     /* how many were read */
    struct reader reader;
    struct lines lines;
};

/* How many bytes of the first file are kept. */
#define OPERANDS_HEAD ((size_t)64 * 1024)

enum operands_event {
    OPERANDS_BLOCK,     /* some bytes */
    OPERANDS_FILE_END,  /* a file ended, and with it its last line */
    OPERANDS_DONE       /* there are no more files */
};

/* Begins with these operands, or with one file; "-" is standard input. The struct keeps
 * the pointers. */
void operands_open(struct operands *d, char *const *operands, size_t count);
void operands_open_file(struct operands *d, const char *name);

/* From when the last file is open the program opens nothing else (confine.h). Call it before there
 * are threads. */
void operands_confine(struct operands *d);

/* Says that a program waits for input, if the descriptor is a terminal. */
void operands_announce(int fd);

/* How many of the names are "-": standard input can be read only once. */
size_t operands_standard_inputs(char *const *names, size_t count);

/* Opens the first file that can be opened before anything is read; false, after messages, if
 * there is none. */
bool operands_begin(struct operands *d);

/* Opens the first file. True if it is the only one, and regular, so that it can be read twice. */
bool operands_can_rewind(struct operands *d);

/* Goes back to the beginning of such a file, as if nothing was read; false after a message. */
bool operands_rewind(struct operands *d);

/* Reads up to `room` bytes into `to`; *got is 0 at an end. Messages about files that
 * cannot be opened or read are printed, or, if `messages` is not NULL, appended to it,
 * a NUL after each. */
enum operands_event operands_read(struct operands *d, char *to, size_t room, size_t *got,
                                  struct strbuf *messages);

/* Returns the next block, valid until the next call, or an end. */
enum operands_event operands_next(struct operands *d, struct slice *block);

/* Slow path of operands_line(). */
bool operands_more_lines(struct operands *d, struct slice *line);

/* The next line, without its newline, valid until the next call; false when there are no
 * more. A line that an interrupt cuts is dropped. Not to be mixed with operands_next(). */
static inline bool operands_line(struct operands *d, struct slice *line)
{
    if (!lines_next(&d->lines, line) && !operands_more_lines(d, line))
        return false;
    d->line++;
    return true;
}

/* Whether the file that is open is regular, so that its bytes from *at to *end, where it ends now,
 * can be read at their positions. */
bool operands_span(struct operands *d, off_t *at, off_t *end);

/* Goes on at `at`, after the caller has read what is before. An error number other than 0 ends the
 * file there, as if operands_read() had met it. */
void operands_resume(struct operands *d, off_t at, int error);

/* Closes the file that is open, as if it ended here. */
void operands_end_file(struct operands *d);

/* Whether there was nothing but blanks in the files, whose head was kept. */
bool operands_are_blank(const struct operands *d);

/* Closes the file and frees the buffers. */
void operands_close(struct operands *d);

#endif
