/* SPDX-License-Identifier: MIT */
/*
 * A frame of a gdb backtrace as it is meant.
 *
 *     #1  0x000055f1c8a014b2 in std::map<int, Shop (*)()>::find (this=0x7ffd) at shop.hpp:31
 *     #2  <signal handler called>
 *     #3  main ()
 */
#ifndef FG_GDB_FRAME_H
#define FG_GDB_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/chars.h"
#include "base/slice.h"

/* Removes "#3" and returns its number in *number; false without it. A "#" without a number is
 * removed, too. */
static inline bool gdb_scan_number(struct slice *line, size_t *number)
{
    size_t end = 1;

    if (!slice_starts(*line, "#"))
        return false;
    for (*number = 0; end < line->n && is_digit(line->p[end]); end++)
        *number = *number * 10 + (size_t)(line->p[end] - '0');
    *line = slice_from(*line, end);
    return end > 1;
}

/* Whether no bracket of a name without blanks is open at its end, so that a " (" behind it
 * begins the arguments. */
bool gdb_is_closed(struct slice name);

/* The name of a frame's function, what precedes the arguments, in what follows the number. False
 * if it is empty. */
bool gdb_parse_function(struct slice rest, struct slice *name);

#endif
