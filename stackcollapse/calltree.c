/* SPDX-License-Identifier: MIT */
#include "calltree.h"

#include <string.h>

#include "base/alloc.h"
#include "base/double.h"

static uint32_t calltree_add_node(struct calltree *t, uint32_t parent, uint32_t frame)
{
    const struct calltree_node node = {parent, frame, false, 0};

    t->nodes = grow_array(t->nodes, &t->capacity, t->count + 1, sizeof *t->nodes);
    t->nodes[t->count] = node;
    return (uint32_t)t->count++;
}

void calltree_init(struct calltree *t, struct frametab *frames)
{
    memset(t, 0, sizeof *t);
    t->frames = frames;
    calltree_add_node(t, CALLTREE_ROOT, FRAMETAB_NONE);
}

static uint32_t calltree_add_frame(struct calltree *t, uint32_t parent, uint32_t frame)
{
    const uint32_t key[2] = {parent, frame};
    uint32_t id;

    uint64_t hash = hash_bytes(&t->frames->key, key, sizeof key);
    struct htab_probe probe = htab_probe(&t->index, hash);
    while ((id = htab_next(&t->index, &probe)) != HTAB_NONE)
        if (t->nodes[id].parent == parent && t->nodes[id].frame == frame)
            return id;
    id = calltree_add_node(t, parent, frame);
    htab_insert(&t->index, &probe, id);
    return id;
}

uint32_t calltree_child(struct calltree *t, uint32_t parent, struct slice name)
{
    size_t length;

    while ((length = slice_find(name, ';')) != SLICE_NONE) {
        uint32_t frame = frametab_intern(t->frames, slice_cut(name, 0, length));
        parent = calltree_add_frame(t, parent, frame);
        name = slice_from(name, length + 1);
    }
    return calltree_add_frame(t, parent, frametab_intern(t->frames, name));
}

void calltree_add(struct calltree *t, uint32_t node, double value)
{
    struct calltree_node *n = &t->nodes[node];

    if (n->counted) {
        n->total = double_add(n->total, value);
        return;
    }
    n->counted = true;
    n->total = value;   /* not 0 + value: a total may be -0.0 */
    t->order = grow_array(t->order, &t->order_capacity, t->order_count + 1, sizeof *t->order);
    t->order[t->order_count++] = node;
}

void calltree_text(const struct calltree *t, uint32_t node, struct strbuf *to)
{
    size_t length = 0;

    for (uint32_t n = node; n != CALLTREE_ROOT; n = t->nodes[n].parent)
        length += frametab_name(t->frames, t->nodes[n].frame).n + 1;
    if (length == 0)
        return;
    strbuf_reserve(to, length);
    to->n += length - 1;
    char *end = to->p + to->n;
    for (uint32_t n = node; n != CALLTREE_ROOT; n = t->nodes[n].parent) {
        struct slice name = frametab_name(t->frames, t->nodes[n].frame);
        end -= name.n;
        memcpy(end, name.p, name.n);
        if (t->nodes[n].parent != CALLTREE_ROOT)
            *--end = ';';
    }
}
