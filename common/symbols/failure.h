/* SPDX-License-Identifier: MIT */
/*
 * The first failure of the system, not of a file, while files are read: without memory,
 * descriptors or a disk that works, names are missing that the files have. It is an error number,
 * 0 at first, that the functions that read files are given a pointer to.
 */
#ifndef FG_SYMBOLS_FAILURE_H
#define FG_SYMBOLS_FAILURE_H

/* Stores `errno` after a call that failed, unless it says that there is no such file or that it may
 * not be read, or an earlier one is stored. Leaves `errno` as it is. */
void failure_note(int *first);

/* Why a file of that name cannot be read, valid until the next call; NULL if it can be. */
const char *failure_reason(const char *path);

#endif
