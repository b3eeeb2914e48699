/* SPDX-License-Identifier: MIT */
/*
 * The symbols of a module, sorted by address, and which of them perf finds at an address.
 *
 * perf keeps symbols in a red-black tree by their starts and takes the first that it meets
 * and that covers the address. Where symbols overlap, which one that is depends on the shape
 * of the tree. So the tree is built here too, but only when such a place is asked for: anywhere
 * else the last symbol that begins at or before the address is the one.
 */
#ifndef FG_SYMBOLS_TABLE_H
#define FG_SYMBOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* More symbols are not read. */
enum { TABLE_MOST = 1 << 25 };

enum {
    /* What perf looks at, to choose among symbols that begin at one address. */
    TABLE_UNTYPED = 1, TABLE_WEAK = 2, TABLE_GLOBAL = 4,
    /* The three loads: the choice is made after the first, again after the second, and not
     * after the third. */
    TABLE_FIRST = 0, TABLE_SECOND = 8, TABLE_THIRD = 16, TABLE_LOADS = 24,
    /* Of the table itself. */
    TABLE_OVERLAPPED = 32, TABLE_LOSER = 64, TABLE_ORDER_SHIFT = 7
};

struct table_symbol {
    uint64_t start;
    uint32_t size;      /* UINT32_MAX: that or more */
    uint32_t name;      /* where: the caller's */
    uint32_t bits;      /* flags, and the order in which it was added */
};

/* Gets the name of a symbol, as the choice looks at it: demangled if `final`, else as it is in
 * the file. An empty name if it has none. */
typedef void table_namer(void *context, const struct table_symbol *symbol, bool final,
                         struct strbuf *name);

/* Called before and after many names are asked for. */
typedef void table_holder(void *context, bool begins);

struct table_tree {
    uint32_t root;
    uint32_t *left, *right;
};

struct table {
    struct table_symbol *symbols;
    size_t count, capacity;
    struct table_tree tree;     /* left is NULL before it is needed */
    uint32_t unchosen;          /* the first load in which no choice is made: TABLE_THIRD, unless
                                 * an earlier one failed */
    table_namer *namer;
    table_holder *holder;       /* or NULL */
    void *context;
};

/* Whether a symbol has the address: a symbol of size 0 has that of its start. */
static inline bool table_covers(const struct table_symbol *s, uint64_t address)
{
    return address >= s->start && (address - s->start < s->size || address == s->start);
}

static inline void table_init(struct table *t, table_namer *namer, table_holder *holder,
                              void *context)
{
    struct table empty = {NULL, 0, 0, {0, NULL, NULL}, TABLE_THIRD, namer, holder, context};
    *t = empty;
}

/* Adds a symbol, unless it goes beyond the last address, where perf never finds it; false if
 * there are too many. Loads come in their order. */
bool table_add(struct table *t, uint64_t start, uint64_t size, uint32_t name, uint32_t flags);

/* Sorts by start, then order. */
void table_sort(struct table *t);

/* Gives symbols without a size the addresses up to the next one. After table_sort(). */
void table_fix_ends(struct table *t);

/* After the last change of starts and sizes. */
void table_finish(struct table *t);

/* The symbol that perf finds; NULL: none. */
const struct table_symbol *table_find(struct table *t, uint64_t address);

/* Which of two symbols at one address perf keeps, the first of which was added before the
 * other: whether it is the second. */
bool table_prefers_second(struct table *t, const struct table_symbol *a,
                          const struct table_symbol *b);

void table_free(struct table *t);

#endif
