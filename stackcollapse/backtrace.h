/*
 * A stack that its format prints from the leaf to the root: taken frame by
 * frame, and turned round when it is counted. A zeroed struct stack is empty.
 */
#ifndef FG_BACKTRACE_H
#define FG_BACKTRACE_H

#include "base/slice.h"
#include "folded/foldtab.h"

/* Puts the caller of what is there onto the stack: the parts of `frame` between
 * ';', of which the last one is called by the others. */
void backtrace_add(struct stack *s, struct foldtab *t, struct slice frame);

/* Adds `count` to the stack, that of one frame without a name if there is none,
 * and forgets its frames. */
void backtrace_count(struct stack *s, struct foldtab *t, struct perl_number count);

#endif
