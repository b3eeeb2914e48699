/* SPDX-License-Identifier: MIT */
/*
 * Where the symbols of a file are: in its debug file, in perf's cache of files by build-id, or
 * in itself. The places, and their order, are perf's. A file with another build-id than the
 * recorded one is not the file that ran, and is not read.
 */
#ifndef FG_SYMBOLS_FILES_H
#define FG_SYMBOLS_FILES_H

#include "symbols/image.h"
#include "symbols/symbols.h"

/* Opens the files that have the symbols of the file `name`. False, with *why saying why not,
 * if there are none; *why is empty if the file is there and has no symbols. `failure`: see
 * failure.h. */
bool files_open(struct image *image, const struct symbols_options *options, const char *name,
                struct slice build_id, struct strbuf *why, int *failure);

/* The folder or file of a build-id in perf's cache, below which the file `base` is. */
void files_cached(struct slice build_id, const char *base, struct strbuf *path, int *failure);

/* Opens a file if it has that build-id, or none is given. */
bool files_open_one(struct elf *file, const char *path, struct slice build_id, int *failure);

#endif
