/* SPDX-License-Identifier: MIT */
/*
 * A tree of calls with a total at each node. A node is a distinct stack, known by an id,
 * and stores its last frame only: where every beginning of a deep stack is a stack too,
 * this needs memory for the frames, not for all the stacks.
 *
 * Nothing is freed: a tree lasts as long as the process.
 */
#ifndef FG_CALLTREE_H
#define FG_CALLTREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/htab.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"

/* The node of the empty stack. */
#define CALLTREE_ROOT 0

struct calltree_node {
    uint32_t parent;
    uint32_t frame;
    bool counted;       /* the node is in `order` */
    double total;
};

struct calltree {
    struct frametab *frames;
    struct calltree_node *nodes;    /* by id */
    size_t count;
    size_t capacity;
    struct htab index;

    uint32_t *order;    /* the nodes that have a total, in the order of the first
                         * calltree_add() of each */
    size_t order_count;
    size_t order_capacity;
};

/* Begins a tree whose names are kept in `frames`. */
void calltree_init(struct calltree *t, struct frametab *frames);

/* The node of the stack `parent` with the frame `name` after it, or with several
 * frames where the name contains ';': stacks of the same text are one node. */
uint32_t calltree_child(struct calltree *t, uint32_t parent, struct slice name);

/* Adds to the total of a node. */
void calltree_add(struct calltree *t, uint32_t node, double value);

/* Appends "root;...;leaf". */
void calltree_text(const struct calltree *t, uint32_t node, struct strbuf *to);

#endif
