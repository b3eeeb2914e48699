/*
 * A tree of calls: each distinct stack is a node, known by a number from 0
 * upwards, and takes no more memory than its leaf. For formats that name all
 * the stacks below a stack too, which would be as long as they are many.
 */
#ifndef FG_CALLTREE_H
#define FG_CALLTREE_H

#include <stddef.h>
#include <stdint.h>

#include "base/htab.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"

/* The empty stack, which is no node. */
#define CALLTREE_ROOT UINT32_MAX

struct calltree_node {
    uint32_t parent;
    uint32_t frame;
};

struct calltree {
    struct frametab frames;
    struct calltree_node *nodes;
    size_t count;
    size_t capacity;
    struct htab index;
};

void calltree_init(struct calltree *t);
void calltree_free(struct calltree *t);

/* The node of the stack `parent` with `name` called from it, made if it is new.
 * A ';' in the name makes frames, so that the same text is the same node. */
uint32_t calltree_child(struct calltree *t, uint32_t parent, struct slice name);

/* Appends "root;...;leaf". */
void calltree_text(const struct calltree *t, uint32_t node, struct strbuf *to);

#endif
