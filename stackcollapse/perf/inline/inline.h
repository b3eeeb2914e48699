/* SPDX-License-Identifier: MIT */
/*
 * The option --inline: the functions that are inlined at the address of a frame, as
 * addr2line finds them, or, if it does not know the address, by the symbol of the frame
 * and nm. The rules are those of stackcollapse-perf.pl.
 */
#ifndef FG_PERF_INLINE_INLINE_H
#define FG_PERF_INLINE_INLINE_H

#include <stdbool.h>

#include "base/slice.h"
#include "perfscript/text.h"

struct inliner;

/* `context`: append the source file and line to each name. SIGPIPE is ignored from now on.
 * The result is never freed. */
struct inliner *inliner_new(bool context);

/* The names for a frame, the outermost function first, with ';' between them. Empty if
 * there are none, so that the symbol is to be used. */
struct slice inliner_names(struct inliner *in, const struct perfscript_frame *frame);

/* Ends all processes, and prints how many modules failed that no message has named. False if
 * names are missing because this system failed, as without memory or descriptors, and not
 * because there is no addr2line or no debug information. */
bool inliner_end(struct inliner *in);

#endif
