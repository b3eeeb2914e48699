/* SPDX-License-Identifier: MIT */
#include "folded/frametab.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void frametab_init(struct frametab *t)
{
    memset(t, 0, sizeof *t);
    hash_key_init(&t->key);
}

void frametab_free(struct frametab *t)
{
    free(t->names);
    htab_free(&t->index);
    arena_free(&t->arena);
    memset(t, 0, sizeof *t);
}

/* The id of a name; FRAMETAB_NONE if it is not there, with the probe where it belongs. */
static inline uint32_t probe_name(struct frametab *t, struct slice name,
                                  struct htab_probe *probe)
{
    uint32_t id;

    *probe = htab_probe(&t->index, hash_bytes(&t->key, name.p, name.n));
    while ((id = htab_next(&t->index, probe)) != HTAB_NONE)
        if (slice_equal(t->names[id], name))
            return id;
    return FRAMETAB_NONE;
}

uint32_t frametab_find(struct frametab *t, struct slice name)
{
    struct htab_probe probe;

    return probe_name(t, name, &probe);
}

uint32_t frametab_intern(struct frametab *t, struct slice name)
{
    struct htab_probe probe;
    uint32_t id = probe_name(t, name, &probe);

    if (id != FRAMETAB_NONE)
        return id;
    id = (uint32_t)t->count;
    htab_insert(&t->index, &probe, id);
    t->names = grow_array(t->names, &t->capacity, t->count + 1, sizeof *t->names);
    t->names[t->count++] = arena_copy(&t->arena, name);
    return id;
}
