/*
 * Texts "root;...;leaf" to stacks, one after the other. Mostly a text begins as
 * the one before it did, and where it goes on another way, one that was seen
 * before: the frames in common are kept, and those that followed a frame last
 * time are tried first.
 */
#ifndef FG_FOLDED_STACKTEXT_H
#define FG_FOLDED_STACKTEXT_H

#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"
#include "folded/stack.h"

/* A zeroed struct is ready. */
struct stacktext {
    struct strbuf text;     /* the newest text */
    struct stack stack;     /* its frames */
    size_t *ends;           /* where each of them ends */
    size_t ends_capacity;
    uint32_t *followers;    /* by frame: the one that came behind it last */
    size_t follower_count, follower_capacity;
};

/* How many bytes the text has in common with the last one, from its beginning. */
size_t stacktext_common(const struct stacktext *t, struct slice text);

/* The frames of a text, which are the parts between ';', at least one; valid
 * until the next call. All calls are to be for the same table of frames. `common`
 * is what stacktext_common() gave for this text. */
const struct stack *stacktext_read(struct stacktext *t, struct frametab *frames,
                                   struct slice text, size_t common);

void stacktext_free(struct stacktext *t);

#endif
