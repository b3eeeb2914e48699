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

struct foldtab {
    struct frametab frames;
    struct folded_stack *entries;   /* with their counts of column 0 */
    size_t count;
    size_t capacity;
    struct perl_number *second; /* by index: the counts of column 1, of which few tables have */
    size_t second_count;        /* any; the rest are 0 */
    size_t second_capacity;
    size_t added;               /* how many counts were added */
    size_t elsewhere;           /* at least so many stacks are in a table that will be appended */
    uint32_t generation;        /* how often foldtab_reset() was called */
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

/* A stack, which is a part of an array of frames, and what is to be added to its count. */
struct foldtab_sample {
    size_t first, depth;
    struct perl_number count;
    uint64_t hash;      /* these are for foldtab_add_all() */
    uint32_t likely;
};

/* As foldtab_add(), for column 0 of several stacks, in their order. What they need from memory is
 * loaded for all at once, where one after the other waits for it each time: this takes 5 to 20 %
 * off the time of stackcollapse-perf where the stacks do not fit into a processor's caches. */
void foldtab_add_all(struct foldtab *t, const uint32_t *frames, struct foldtab_sample *samples,
                     size_t count);

/* The same for the text "root;...;leaf". A table is added to by one of the two functions only:
 * they find different entries. */
struct perl_number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                                    struct perl_number count);

/* The count of entry `i` in column 0 or 1. */
static inline struct perl_number foldtab_count(const struct foldtab *t, size_t i, int column)
{
    if (column == 0)
        return t->entries[i].count;
    size_t index = t->entries[i].index;
    return index < t->second_count ? t->second[index] : perl_integer(0);
}

/* The memory that the table has, and will need to be sorted. */
size_t foldtab_bytes(const struct foldtab *t);

/* Removes all stacks and frames and gives their memory back; `added` stays. */
void foldtab_reset(struct foldtab *t);

/* Removes all stacks; the frames keep their ids. */
void foldtab_clear(struct foldtab *t);

/* Sorts the entries by the bytes of their texts. Nothing may be added after that. */
void foldtab_sort(struct foldtab *t);

/* Appends the text "root;...;leaf" of a stack. */
void foldtab_stack_text(const struct foldtab *t, const struct folded_stack *entry,
                        struct strbuf *to);

/* Moves the stacks of `other`, which have the ids of this table's frames, to this table, which may
 * then have a stack several times: only foldtab_output() may follow. `other` must outlive that.
 * Neither has counts of column 1. */
void foldtab_append(struct foldtab *t, struct foldtab *other);

/* Sorts, and writes "STACK COUNT" lines, with this number of threads if there are many stacks; 0 is
 * one. The counts of a stack that the table has several times are added. */
void foldtab_output(struct foldtab *t, struct output *o, size_t threads);

#endif
