/* SPDX-License-Identifier: MIT */
/* Temporary files, which have no name. */
#ifndef FG_IO_TEMPFILE_H
#define FG_IO_TEMPFILE_H

/* The folder that they are in: $TMPDIR, or /tmp. */
const char *tempfile_folder(void);

/* Makes an empty one, which had a name that begins with `name` for a moment. Returns its
 * descriptor, or -1, and errno. Says so where the name cannot be removed. */
int tempfile_make(const char *name);

#endif
