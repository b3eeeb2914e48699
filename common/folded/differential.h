/* SPDX-License-Identifier: MIT */
/*
 * The difference of two folded files: each stack with its count in the one and in the
 * other, by the rules of difffolded.pl.
 *
 * Two regular files whose stacks are in bytewise order, as the collapsers print them, are read
 * side by side. Of their stacks only the places are kept, and the texts are read again for the
 * lines of the result. Other files are joined in a table.
 */
#ifndef FG_FOLDED_DIFFERENTIAL_H
#define FG_FOLDED_DIFFERENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "folded/differential_file.h"
#include "folded/differential_merge.h"
#include "folded/foldtab.h"

struct differential {
    size_t count;                       /* of stacks, which are sorted, ... */
    bool merged;
    struct differential_places places;  /* ... and here if the files were merged, ... */
    struct foldtab folded;              /* ... or else here */
    struct differential_file files[2];
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

/* The count of stack `i` in a file. */
struct perl_number differential_count(const struct differential *d, size_t i, int column);

/* Appends the line of stack `i`: "STACK COUNT COUNT2", without a newline. It is fast for one
 * after another. False, after a message, if the stack cannot be read again. */
bool differential_line(struct differential *d, size_t i, struct strbuf *to);

void differential_free(struct differential *d);

#endif
