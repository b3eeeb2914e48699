/* SPDX-License-Identifier: MIT */
/*
 * Rows of deep copies that stackcollapse-instruments.pl does not read: from the CPU
 * profiler, of allocations, with other columns, and from Xcode 26.
 */
#ifndef FG_FORMATS_INSTRUMENTS_COPY_H
#define FG_FORMATS_INSTRUMENTS_COPY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Where the columns are, counted from 0; the first one is the weight. */
struct instruments_columns {
    bool known;     /* there were titles */
    size_t self;    /* SLICE_NONE: no such column */
    size_t name;
};

/* Reads the titles; false, and columns that are not known, if the line has none. */
bool instruments_read_titles(struct slice line, struct instruments_columns *columns);

struct instruments_copy {
    double weight;      /* in milliseconds, cycles, bytes or pieces */
    double self;        /* in the same; 0 without the column */
    size_t blanks;      /* before the name */
    struct slice name;
};

/* Reads a row; false if it is not one. `text` is scratch. */
bool instruments_read_copy(struct slice line, const struct instruments_columns *columns,
                           struct instruments_copy *row, struct strbuf *text);

#endif
