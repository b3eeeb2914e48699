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

#include "base/slice.h"

/* Removes "#3" and returns its number in *number; false without it. A "#" without a number is
 * removed, too. */
bool gdb_scan_number(struct slice *line, size_t *number);

/* Whether no bracket of a name without blanks is open at its end, so that a " (" behind it
 * begins the arguments. */
bool gdb_is_closed(struct slice name);

/* The number of a frame, and the name of its function: what precedes the arguments. False
 * if the line is not a frame. */
bool gdb_parse_function(struct slice line, size_t *number, struct slice *name);

#endif
