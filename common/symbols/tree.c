/* SPDX-License-Identifier: MIT */
#include "symbols/tree.h"

#include <stdlib.h>

#include "base/alloc.h"

enum { NONE = TABLE_MOST };     /* no node */

enum side { LEFT, RIGHT };

struct tree {
    struct table *table;
    uint32_t root;
    uint32_t *child[2], *parent;
    bool *red, *present;
};

static bool tree_is_red(const struct tree *t, uint32_t node)
{
    return node != NONE && t->red[node];
}

/* Which child of its parent a node is. */
static enum side tree_side(const struct tree *t, uint32_t parent, uint32_t node)
{
    return t->child[LEFT][parent] == node ? LEFT : RIGHT;
}

/* Puts `new` where `old` is below `parent`. */
static void tree_put(struct tree *t, uint32_t parent, uint32_t old, uint32_t new)
{
    if (parent == NONE)
        t->root = new;
    else
        t->child[tree_side(t, parent, old)][parent] = new;
    if (new != NONE)
        t->parent[new] = parent;
}

/* Moves a node down to `side`, and its other child into its place. */
static void tree_rotate(struct tree *t, uint32_t node, enum side side)
{
    uint32_t up = t->child[!side][node], inner = t->child[side][up];

    tree_put(t, t->parent[node], node, up);
    t->child[!side][node] = inner;
    if (inner != NONE)
        t->parent[inner] = node;
    t->child[side][up] = node;
    t->parent[node] = up;
}

static void tree_balance_insert(struct tree *t, uint32_t node)
{
    while (tree_is_red(t, t->parent[node])) {
        uint32_t parent = t->parent[node], grand = t->parent[parent];
        enum side side = tree_side(t, grand, parent);
        uint32_t uncle = t->child[!side][grand];
        if (tree_is_red(t, uncle)) {
            t->red[parent] = t->red[uncle] = false;
            t->red[grand] = true;
            node = grand;
            continue;
        }
        if (tree_side(t, parent, node) != side) {
            tree_rotate(t, parent, side);
            parent = node;
        }
        t->red[parent] = false;
        t->red[grand] = true;
        tree_rotate(t, grand, !side);
        break;
    }
    t->red[t->root] = false;
}

/* Nodes are in the order of the starts; of equal starts, of insertion. */
static void tree_insert(struct tree *t, uint32_t node)
{
    uint32_t parent = NONE, at = t->root;
    enum side side = LEFT;

    while (at != NONE) {
        parent = at;
        side = node < at ? LEFT : RIGHT;
        at = t->child[side][at];
    }
    t->child[LEFT][node] = t->child[RIGHT][node] = NONE;
    t->parent[node] = parent;
    t->red[node] = true;
    t->present[node] = true;
    if (parent == NONE)
        t->root = node;
    else
        t->child[side][parent] = node;
    tree_balance_insert(t, node);
}

/* The paths through `node`, a child of `parent` or NONE, lack a black node. */
static void tree_balance_remove(struct tree *t, uint32_t parent, uint32_t node)
{
    while (parent != NONE && !tree_is_red(t, node)) {
        enum side side = tree_side(t, parent, node);
        uint32_t sibling = t->child[!side][parent];
        if (tree_is_red(t, sibling)) {
            t->red[sibling] = false;
            t->red[parent] = true;
            tree_rotate(t, parent, side);
            sibling = t->child[!side][parent];
        }
        if (!tree_is_red(t, t->child[LEFT][sibling]) && !tree_is_red(t, t->child[RIGHT][sibling])) {
            t->red[sibling] = true;
            node = parent;
            parent = t->parent[node];
            continue;
        }
        if (!tree_is_red(t, t->child[!side][sibling])) {
            t->red[t->child[side][sibling]] = false;
            t->red[sibling] = true;
            tree_rotate(t, sibling, !side);
            sibling = t->child[!side][parent];
        }
        t->red[sibling] = t->red[parent];
        t->red[parent] = false;
        t->red[t->child[!side][sibling]] = false;
        tree_rotate(t, parent, side);
        return;
    }
    if (node != NONE)
        t->red[node] = false;
}

static void tree_remove(struct tree *t, uint32_t node)
{
    uint32_t left = t->child[LEFT][node], right = t->child[RIGHT][node];
    uint32_t parent = t->parent[node], moved;   /* into the gap, and its parent */
    bool black = !t->red[node];

    t->present[node] = false;
    if (left == NONE || right == NONE) {
        moved = left == NONE ? right : left;
        tree_put(t, parent, node, moved);
    } else {
        uint32_t next = right;
        while (t->child[LEFT][next] != NONE)
            next = t->child[LEFT][next];
        moved = t->child[RIGHT][next];
        black = !t->red[next];
        parent = next;
        if (next != right) {
            parent = t->parent[next];
            tree_put(t, parent, next, moved);
            t->child[RIGHT][next] = right;
            t->parent[right] = next;
        }
        tree_put(t, t->parent[node], node, next);
        t->child[LEFT][next] = left;
        t->parent[left] = next;
        t->red[next] = t->red[node];
    }
    if (black)
        tree_balance_remove(t, parent, moved);
}

/* Leaves one of the symbols that begin at one address. */
static void tree_remove_losers(struct tree *t)
{
    const struct table_symbol *symbols = t->table->symbols;
    uint32_t current = NONE;

    for (uint32_t next = 0; next < t->table->count; next++) {
        if (!t->present[next])
            continue;
        if (current == NONE || symbols[current].start != symbols[next].start)
            current = next;
        else if (table_prefers_second(t->table, &symbols[current], &symbols[next])) {
            tree_remove(t, current);
            current = next;
        } else
            tree_remove(t, next);
    }
}

void tree_build(struct table *table)
{
    size_t count = table->count, room = count * sizeof(uint32_t);
    struct tree t = {table, NONE, {xmalloc(room), xmalloc(room)}, xmalloc(room),
                     xcalloc(count, sizeof(bool)), xcalloc(count, sizeof(bool))};
    uint32_t *node = xmalloc(room), load = TABLE_FIRST;     /* nodes in the order of insertion */

    if (table->holder != NULL)
        table->holder(table->context, true);
    for (uint32_t i = 0; i < count; i++)
        node[table->symbols[i].bits >> TABLE_ORDER_SHIFT] = i;
    for (size_t i = 0; i < count; i++) {
        uint32_t its = table->symbols[node[i]].bits & TABLE_LOADS;
        if (its != load && load < table->unchosen)
            tree_remove_losers(&t);
        load = its;
        tree_insert(&t, node[i]);
    }
    if (load < table->unchosen)
        tree_remove_losers(&t);
    if (table->holder != NULL)
        table->holder(table->context, false);
    table->tree.root = t.root;
    table->tree.left = t.child[LEFT];
    table->tree.right = t.child[RIGHT];
    free(t.parent);
    free(t.red);
    free(t.present);
    free(node);
}

const struct table_symbol *tree_find(const struct table *t, uint64_t address)
{
    uint32_t at = t->tree.root;

    while (at != NONE) {
        const struct table_symbol *s = &t->symbols[at];
        if (table_covers(s, address))
            return s;
        at = (address < s->start ? t->tree.left : t->tree.right)[at];
    }
    return NULL;
}
