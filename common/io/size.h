/* SPDX-License-Identifier: MIT */
/* Sizes of memory, as options give them: "500000", "64K", "500M", "2G". */
#ifndef FG_IO_SIZE_H
#define FG_IO_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* Sets *bytes; false if the text is no size, or 0. A size that is too large for a size_t is
 * the largest. */
bool size_parse(const char *text, size_t *bytes);

#endif
