/* SPDX-License-Identifier: MIT */
/*
 * The difference of two folded files: each stack with its count in the one and in the
 * other, by the rules of difffolded.pl.
 */
#ifndef FG_FOLDED_DIFFERENTIAL_H
#define FG_FOLDED_DIFFERENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "folded/foldtab.h"
#include "io/notes.h"
#include "io/operands.h"
#include "perl/number.h"

struct differential_options {
    bool normalize;     /* scale the first file's counts to the second's total */
    bool strip_hex;     /* write hexadecimal numbers as 0x... */
    bool fix;           /* lines are read as they are meant, or left out */
};

struct differential {
    struct foldtab folded;          /* sorted; column 0 is the first file */
    struct perl_number totals[2];
    struct differential_file {
        struct operands input;      /* with its head */
        struct notes faults;        /* of lines without a count */
        size_t lines;               /* with a count */
        size_t malformed;           /* without, which count 0 unless they are left out */
    } files[2];
};

enum differential_result {
    DIFFERENTIAL_OK,
    DIFFERENTIAL_UNREADABLE,    /* a file could not be read */
    DIFFERENTIAL_NO_SCALE       /* the first file's counts add up to 0 */
};

/* Reads the two files, "-" being standard input, and normalizes them if asked to. Any
 * result but DIFFERENTIAL_OK comes after a message; the struct is freed all the same. */
enum differential_result differential_read(struct differential *d, char *const names[2],
                                           const struct differential_options *options);

/* Says what is wrong with the lines of a file. */
void differential_report(const struct differential *d, int column, bool fix);

/* Appends entry `i` of d->folded: "STACK COUNT COUNT2", without a newline. */
void differential_line(const struct differential *d, size_t i, struct strbuf *to);

void differential_free(struct differential *d);

#endif
