/* SPDX-License-Identifier: MIT */
#include "base/htab.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"

enum { FIRST_SIZE = 256 };

static void htab_resize(struct htab *t, size_t size)
{
    struct htab_slot *old = t->slots;
    size_t old_size = t->size;

    if (size > SIZE_MAX / sizeof *t->slots)
        out_of_memory();
    t->slots = xmalloc(size * sizeof *t->slots);
    t->size = size;
    htab_clear(t);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].id == HTAB_NONE)
            continue;
        struct htab_probe probe = {old[i].tag, old[i].tag};
        while (htab_next(t, &probe) != HTAB_NONE)
            continue;
        htab_insert(t, &probe, old[i].id);
    }
    free(old);
}

void htab_enlarge(struct htab *t)
{
    htab_resize(t, t->size == 0 ? FIRST_SIZE : t->size * 2);
}

void htab_insert(struct htab *t, const struct htab_probe *probe, uint32_t id)
{
    struct htab_slot *slot = &t->slots[probe->at & (t->size - 1)];

    if (id == HTAB_NONE)
        die(FG_FAILED, "too many distinct names");
    slot->tag = probe->tag;
    slot->id = id;
    t->used++;
}

void htab_clear(struct htab *t)
{
    if (t->size > 0)
        memset(t->slots, 0xff, t->size * sizeof *t->slots);
    t->used = 0;
}

void htab_free(struct htab *t)
{
    free(t->slots);
    memset(t, 0, sizeof *t);
}
