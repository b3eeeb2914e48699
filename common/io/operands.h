/*
 * Perl's <>: the files named by the operands one after another, "-" and no
 * operand at all being standard input.
 *
 * Unlike in Perl an operand is only ever a file's name, never a command or a
 * mode (docs/COMPAT.md D1, D13). A file that cannot be opened or read gives a
 * message; what else there is is read all the same. With `assign` some operands
 * are none of files, as NAME=VALUE is for awk; if all are, it is as if there
 * were none.
 */
#ifndef FG_IO_OPERANDS_H
#define FG_IO_OPERANDS_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/lines.h"
#include "io/reader.h"

struct operands {
    char *const *operands;  /* NULL: the one file `name` */
    size_t count;
    size_t next;        /* the operand to open next */
    bool (*assign)(void *context, const char *operand);     /* true: it was taken; or NULL */
    void *context;
    size_t files;       /* how many operands were files */
    bool open;          /* a file is open */
    const char *name;   /* of the file opened last, or to open, for messages */
    size_t line;        /* the number of the line last returned, from 1 */
    uint64_t bytes;     /* how many were read so far, of all files */
    bool failed;        /* some file could not be opened or read to its end */
    struct strbuf *trouble; /* NULL: messages are printed; else they are put here, each
                             * with a NUL, and printing them is the caller's task */
    bool interruptible; /* SIGINT and SIGTERM end it at a pipe (interrupt.h) */
    struct reader reader;
    struct lines lines;
};

enum operands_event {
    OPERANDS_BLOCK,      /* some bytes */
    OPERANDS_FILE_END,   /* a file ended, and so did its last line */
    OPERANDS_DONE        /* there are no more files */
};

/* Begins with these operands, or with one file; "-" is standard input. The
 * texts stay the caller's and must outlive the struct. */
void operands_open(struct operands *d, char *const *operands, size_t count);
void operands_open_file(struct operands *d, const char *name);

/* Reads up to `room` bytes to where the caller wants them; *got is 0 at an end. */
enum operands_event operands_read(struct operands *d, char *to, size_t room, size_t *got);

/* Gives the next block, valid until the next call, or an end. */
enum operands_event operands_next(struct operands *d, struct slice *block);

/* The next line, without its newline, valid until the next call; false when
 * there are no more. Not to be mixed with operands_next(). */
bool operands_line(struct operands *d, struct slice *line);

/* Frees what was used; `failed` stays. */
void operands_close(struct operands *d);

#endif
