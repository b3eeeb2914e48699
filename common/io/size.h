/* SPDX-License-Identifier: MIT */
/* Sizes and numbers that options give: of memory, "500000", "64K", "500M", "2G"; or plain ones. */
#ifndef FG_IO_SIZE_H
#define FG_IO_SIZE_H

#include <stdbool.h>
#include <stddef.h>

#include "perl/number.h"

/* Sets *bytes; false if the text is no size, or 0. A size that is too large for a size_t is
 * the largest. */
bool size_parse(const char *text, size_t *bytes);

/* Sets *value to what the option --NAME gave, or to `usual` if that is 0, or was not given.
 * False, after a message, if it is not a whole number up to `most`. */
bool size_option(struct perl_number given, size_t usual, size_t most, const char *name,
                 size_t *value);

#endif
