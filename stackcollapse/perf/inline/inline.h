/*
 * The option --inline: the functions that were inlined where a frame's address
 * lies, by addr2line, or, where that knows nothing of the address, by the
 * frame's symbol and nm. The rules are those of stackcollapse-perf.pl.
 */
#ifndef FG_PERF_INLINE_INLINE_H
#define FG_PERF_INLINE_INLINE_H

#include <stdbool.h>

#include "base/slice.h"
#include "perfscript/perfscript.h"

struct inliner;

/* `context`: put the source file and line behind each name. From now on a
 * write into a closed pipe is an error and no signal. */
struct inliner *inliner_new(bool context);

/* The names for a frame, the outermost function first, with ';' between; valid
 * until inliner_free(). Empty if there are none and the symbol is to be used. */
struct slice inliner_names(struct inliner *in, const struct perfscript_frame *frame);

void inliner_free(struct inliner *in);

#endif
