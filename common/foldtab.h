/*
 * FOLDED STACKS: the table of distinct stacks and how often each was seen.
 *
 * A stack is a sequence of frame numbers from the root to the leaf. Frame
 * names hold no ';' here: a text that does is entered as several frames, so
 * that two stacks are the same exactly when their texts "a;b;c" are.
 */
#ifndef FG_FOLDTAB_H
#define FG_FOLDTAB_H

#include <stddef.h>
#include <stdint.h>

#include "frametab.h"
#include "output.h"
#include "perl/number.h"
#include "slice.h"

/* A stack under construction. foldtab_add() wants the root first; who reads a
 * profile that prints the leaf first reverses. A zeroed struct is empty. */
struct stack {
    uint32_t *frames;
    size_t count;
    size_t capacity;
};

struct foldtab_entry {
    uint32_t *frames;           /* the root first */
    size_t depth;
    struct number counts[2];    /* the second is for differentials only */
};

struct foldtab {
    struct frametab frames;
    struct foldtab_entry *entries;
    size_t count;
    size_t capacity;
    struct htab index;
    struct arena arena;
    struct stack scratch;
    struct slice *names;        /* by frame number, once sorted */
};

void foldtab_init(struct foldtab *t);
void foldtab_free(struct foldtab *t);

/* Puts frames behind those that are there: the parts of `text` between ';'. */
void stack_add(struct stack *s, struct foldtab *t, struct slice text);

/* Turns the order of the frames from position `from` on round. */
void stack_reverse(struct stack *s, size_t from);

void stack_free(struct stack *s);

/* Adds `count` to column 0 or 1 of a stack that is not empty; returns what was
 * there before. */
struct number foldtab_add(struct foldtab *t, const struct stack *stack, int column,
                          struct number count);

/* Likewise for the text "root;...;leaf". */
struct number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                               struct number count);

/* Puts the entries into the bytewise order of their texts, which gives the
 * frames new numbers. Nothing may be added after that. */
void foldtab_sort(struct foldtab *t);

/* Appends the text of a stack, once sorted. */
void foldtab_stack_text(const struct foldtab *t, const struct foldtab_entry *entry,
                        struct strbuf *to);

/* Sorts, and writes "STACK COUNT" lines, the output of every collapser. */
void foldtab_output(struct foldtab *t, struct output *o);

#endif
