/* SPDX-License-Identifier: MIT */
/*
 * The first failure of the system, not of a file, while files are read: without memory,
 * descriptors or a disk that works, names are missing that the files have.
 */
#ifndef FG_SYMBOLS_FAILURE_H
#define FG_SYMBOLS_FAILURE_H

/* Forgets what was noted. */
void failure_reset(void);

/* Notes `errno` after a call that failed, unless it says that there is no such file or that it may
 * not be read. Leaves `errno` as it is. */
void failure_note(void);

/* Why a file of that name cannot be read, valid until the next call; NULL if it can be. */
const char *failure_reason(const char *path);

/* The first error number that was noted, or 0. */
int failure_first(void);

#endif
