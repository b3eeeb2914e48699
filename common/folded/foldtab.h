/* SPDX-License-Identifier: MIT */
/*
 * FOLDED STACKS: the table of distinct stacks with their counts.
 *
 * Frame names have no ';' here: a name that has one is entered as several frames, so
 * that two stacks are the same exactly if their texts "a;b;c" are.
 */
#ifndef FG_FOLDED_FOLDTAB_H
#define FG_FOLDED_FOLDTAB_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "folded/frametab.h"
#include "folded/stack.h"
#include "folded/stacktext.h"
#include "io/output.h"
#include "perl/number.h"

struct foldtab_entry {
    uint32_t *frames;               /* ids, the root first */
    size_t depth;
    struct perl_number counts[2];   /* the second is for differentials only */
};

struct foldtab {
    struct frametab frames;
    struct foldtab_entry *entries;
    size_t count;
    size_t capacity;
    size_t added;               /* how many counts were added */
    struct htab index;
    struct arena arena;
    struct stacktext texts;     /* of foldtab_add_text() */
};

void foldtab_init(struct foldtab *t);
void foldtab_free(struct foldtab *t);

/* Pushes the parts of `text` between ';'. */
void stack_push_text(struct stack *s, struct foldtab *t, struct slice text);

/* Adds `count` to column 0 or 1 of a stack, the root first, that is not empty; returns
 * the count before. */
struct perl_number foldtab_add(struct foldtab *t, const struct stack *stack, int column,
                               struct perl_number count);

/* The same for the text "root;...;leaf". */
struct perl_number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                                    struct perl_number count);

/* Removes all stacks; the frames keep their ids. */
void foldtab_clear(struct foldtab *t);

/* Sorts the entries by the bytes of their texts. Nothing may be added after that. */
void foldtab_sort(struct foldtab *t);

/* Appends the text "root;...;leaf" of a stack. */
void foldtab_stack_text(const struct foldtab *t, const struct foldtab_entry *entry,
                        struct strbuf *to);

/* Sorts, and writes "STACK COUNT" lines. */
void foldtab_output(struct foldtab *t, struct output *o);

#endif
