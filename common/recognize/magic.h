/* SPDX-License-Identifier: MIT */
/* Files that no program of ours reads as they are, by their first bytes. */
#ifndef FG_RECOGNIZE_MAGIC_H
#define FG_RECOGNIZE_MAGIC_H

#include "base/slice.h"

struct magic {
    const char *format;     /* what messages call it: "compressed by gzip" */
    const char *filter;     /* the command that makes it readable: "gunzip -c"; or NULL */
    const char *advice;     /* what to do if there is no such command */
    struct slice bytes;     /* how it begins */
};

/* What a file is that begins with `head`; NULL if that is unknown, as with most text. */
const struct magic *magic_find(struct slice head);

#endif
