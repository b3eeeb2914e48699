/*
 * The call trees of VTune's reports in CSV: a function stands as many blanks to
 * the right as it has callers, which are the last functions before it with
 * fewer. Quotes are anywhere, or nowhere, and mean nothing.
 */
#ifndef FG_FORMATS_VTUNE_TREE_H
#define FG_FORMATS_VTUNE_TREE_H

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/output.h"

/* A zeroed struct is ready. */
struct vtune_tree {
    struct strbuf *frames;      /* the last one at each depth, from 0 */
    size_t capacity;
    struct strbuf line;
};

/* The line without quotes, valid until the next call. */
struct slice vtune_tree_line(struct vtune_tree *t, struct slice line);

/* An empty buffer for the name of the frame at this depth, valid until the next
 * call. */
struct strbuf *vtune_tree_frame(struct vtune_tree *t, size_t depth);

/* Writes the stack that ends at this depth, and a blank. A depth that was
 * skipped has an empty name. */
void vtune_tree_print(const struct vtune_tree *t, size_t depth, struct output *out);

void vtune_tree_free(struct vtune_tree *t);

#endif
