/* SPDX-License-Identifier: MIT */
/*
 * The lines of the input files as records. Threads read blocks of lines into pieces of the
 * records, which are put together in the order of the input.
 */
#ifndef FG_INPUT_H
#define FG_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"
#include "records.h"

/* Reads the files into records, which it begins; *complete is false if one of them could not be
 * read. False: nothing may be drawn, since it would be written to one of them. */
bool input_read(struct records *records, char *const *files, size_t count,
                const struct options *options, bool *complete);

#endif
