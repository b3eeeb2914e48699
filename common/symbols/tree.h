/* SPDX-License-Identifier: MIT */
/*
 * The red-black tree in which perf keeps symbols, with the shape that it has there: the same
 * insertions and deletions in the same order (Cormen, Leiserson, Rivest, Stein: "Introduction
 * to Algorithms", chapter 13). A node is the position of a symbol in the sorted table.
 */
#ifndef FG_SYMBOLS_TREE_H
#define FG_SYMBOLS_TREE_H

#include "symbols/table.h"

/* Builds the tree of a finished table. */
void tree_build(struct table *t);

/* The first symbol on the way down that covers the address; NULL: none. */
const struct table_symbol *tree_find(const struct table *t, uint64_t address);

#endif
