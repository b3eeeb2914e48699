/* SPDX-License-Identifier: MIT */
/*
 * VTune's reports as CSV, whose columns are found by their titles:
 *
 *     Function Stack,CPU Time:Self,Module
 *     main,0,app
 *      "load(int, char**)",0.020,app
 *
 * "Function Stack" comes first; the character after it separates the columns. A blank
 * before a function is a level.
 */
#ifndef FG_FORMATS_VTUNE_TABLE_H
#define FG_FORMATS_VTUNE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* A zeroed struct has no titles. */
struct vtune_table {
    char separator;
    struct strbuf titles;   /* without quotes, and without blanks after a ':' */
    size_t columns;
    struct vtune_field {
        size_t from, to;    /* in the row, with quotes */
    } *fields;              /* of the newest row */
    size_t count, capacity;
    struct strbuf text;     /* of the newest field */
};

/* Reads the titles; false if the line is none. */
bool vtune_read_titles(struct vtune_table *t, struct slice line);

/* The first column whose title begins and ends so; SLICE_NONE if there is none. */
size_t vtune_find_title(const struct vtune_table *t, const char *start, const char *end);

/* Splits a row; false if it has too few columns. Commas too many belong to the function. */
bool vtune_read_row(struct vtune_table *t, struct slice line);

/* A column of the row, without the quotes and blanks around it; valid until the next
 * call. `line` is that row. */
struct slice vtune_column(struct vtune_table *t, struct slice line, size_t column);

/* The function of the row, valid as above; *module is that column, empty for SLICE_NONE. */
struct slice vtune_function(struct vtune_table *t, struct slice line, size_t column,
                            struct strbuf *module);

/* The blanks before the function. */
size_t vtune_level(const struct vtune_table *t, struct slice line);

#endif
