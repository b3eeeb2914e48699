#include "calltree.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void calltree_init(struct calltree *t)
{
    memset(t, 0, sizeof *t);
    frametab_init(&t->frames);
}

void calltree_free(struct calltree *t)
{
    frametab_free(&t->frames);
    free(t->nodes);
    htab_free(&t->index);
}

static uint32_t child_of_frame(struct calltree *t, uint32_t parent, uint32_t frame)
{
    struct calltree_node wanted = {parent, frame};
    uint32_t number;

    uint64_t hash = hash_bytes(&t->frames.key, &wanted, sizeof wanted);
    struct htab_probe probe = htab_probe(&t->index, hash);
    while ((number = htab_next(&t->index, &probe)) != HTAB_NONE)
        if (t->nodes[number].parent == parent && t->nodes[number].frame == frame)
            return number;
    number = (uint32_t)t->count;
    htab_insert(&t->index, &probe, number);
    t->nodes = grow_array(t->nodes, &t->capacity, t->count + 1, sizeof *t->nodes);
    t->nodes[t->count++] = wanted;
    return number;
}

uint32_t calltree_child(struct calltree *t, uint32_t parent, struct slice name)
{
    size_t length;

    while ((length = slice_find(name, ';')) != SLICE_NONE) {
        uint32_t frame = frametab_intern(&t->frames, slice_cut(name, 0, length));
        parent = child_of_frame(t, parent, frame);
        name = slice_from(name, length + 1);
    }
    return child_of_frame(t, parent, frametab_intern(&t->frames, name));
}

void calltree_text(const struct calltree *t, uint32_t node, struct strbuf *to)
{
    size_t length = 0;

    for (uint32_t n = node; n != CALLTREE_ROOT; n = t->nodes[n].parent)
        length += frametab_name(&t->frames, t->nodes[n].frame).n + 1;
    strbuf_reserve(to, length);
    to->n += length - 1;
    char *end = to->p + to->n;
    for (uint32_t n = node; n != CALLTREE_ROOT; n = t->nodes[n].parent) {
        struct slice name = frametab_name(&t->frames, t->nodes[n].frame);
        end -= name.n;
        memcpy(end, name.p, name.n);
        if (t->nodes[n].parent != CALLTREE_ROOT)
            *--end = ';';
    }
}
