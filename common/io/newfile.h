/* SPDX-License-Identifier: MIT */
/*
 * A file that is there as a whole or not at all: it is written under another name in the
 * same folder, and renamed at the end. What is not a regular file, such as a pipe or a
 * device, is written directly. A symbolic link leads to the file, but not one of somebody else
 * in a folder that everybody can write to. One is open at a time.
 */
#ifndef FG_IO_NEWFILE_H
#define FG_IO_NEWFILE_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "io/output.h"

struct newfile {
    struct output out;
    const char *name;           /* as the user wrote it */
    struct strbuf target;       /* where its symbolic links lead to */
    struct strbuf temporary;    /* empty: the file is written directly */
};

/* Whether the name is no link as above, that somebody else put there; if it is, after a message. */
bool newfile_is_ours(const char *name);

/* Whether the permissions of the folder allow a file of that name; if not, after a message. */
bool newfile_check(const char *name);

/* Begins; false after a message. A signal that ends the program removes the temporary. */
bool newfile_open(struct newfile *f, const char *name);

/* Ends, and gives the file its name. Returns the exit status, as output_close(). */
int newfile_close(struct newfile *f);

/* Ends without a file; returns FG_FAILED. */
int newfile_abandon(struct newfile *f);

#endif
