/* SPDX-License-Identifier: MIT */
/*
 * Reads texts "root;...;leaf" as stacks, fast where texts are alike: the frames that
 * the text has in common with the one before are kept, and after each frame the one
 * that followed it last time is tried first (frametab_follow()). Frames that nobody needs
 * can be left out.
 */
#ifndef FG_FOLDED_STACKTEXT_H
#define FG_FOLDED_STACKTEXT_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"
#include "folded/stack.h"

/* A zeroed struct is ready. */
struct stacktext {
    struct strbuf text;     /* the last text, or its beginning if it is long */
    bool cut;               /* it is */
    bool more;              /* frames were left out of the stack */
    struct stack stack;     /* its frames */
    size_t kept;            /* how many of them were those of the text before */
    size_t *ends;           /* where each of them ends in the text */
    size_t ends_capacity;
};

/* How many bytes at its beginning the text has in common with the last one. */
size_t stacktext_common(const struct stacktext *t, struct slice text);

/* The frames of a text, which are the parts between ';', at least one; valid until the
 * next call. All calls use the same table of frames. `common` is at most what
 * stacktext_common() returned for this text. */
const struct stack *stacktext_read(struct stacktext *t, struct frametab *frames,
                                   struct slice text, size_t common);

/* As stacktext_read(), but leaves frames out: those after the first that has a name and ends
 * behind position `needed` of the text. A text that is long is read whole. */
const struct stack *stacktext_read_some(struct stacktext *t, struct frametab *frames,
                                        struct slice text, size_t common, size_t needed);

/* Adds frames that were left out, with a new `needed`. Before the next text is read, whose
 * `common` is not more. */
void stacktext_read_more(struct stacktext *t, struct frametab *frames, size_t needed);

/* From now on there is no last text, or it is that of another, with none of its frames. */
void stacktext_forget(struct stacktext *t);
void stacktext_follow(struct stacktext *t, const struct stacktext *other);

void stacktext_free(struct stacktext *t);

#endif
