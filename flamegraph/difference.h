/* SPDX-License-Identifier: MIT */
/*
 * The records of --diff: the difference of two folded files.
 */
#ifndef FG_DIFFERENCE_H
#define FG_DIFFERENCE_H

#include <stdbool.h>

#include "options.h"
#include "records.h"

/* Begins the records with the stacks of the files BEFORE and AFTER, and says what of BEFORE is not
 * drawn since AFTER has none of it. False, after a message, if there is no difference to draw. */
bool difference_read(struct records *records, char *const *files,
                     const struct options *options);

#endif
