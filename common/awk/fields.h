/* SPDX-License-Identifier: MIT */
/*
 * The fields of awk's records: words between blanks and tabs, and only those.
 */
#ifndef FG_AWK_FIELDS_H
#define FG_AWK_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

static inline bool is_awk_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes the next field off the beginning of `rest`; false, and an empty field,
 * when there is none. */
static inline bool awk_field(struct slice *rest, struct slice *field)
{
    size_t from = 0;

    while (from < rest->n && is_awk_blank(rest->p[from]))
        from++;
    size_t to = from;
    while (to < rest->n && !is_awk_blank(rest->p[to]))
        to++;
    *field = slice_cut(*rest, from, to);
    *rest = slice_from(*rest, to);
    return to > from;
}

#endif
