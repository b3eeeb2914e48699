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

/* FRAMETAB_NONE, with the probe where the name belongs, if it is not there. */
static uint32_t find(struct frametab *t, struct slice name, struct htab_probe *probe)
{
    uint32_t number;

    *probe = htab_probe(&t->index, hash_bytes(&t->key, name.p, name.n));
    while ((number = htab_next(&t->index, probe)) != HTAB_NONE)
        if (slice_equal(t->names[number], name))
            return number;
    return FRAMETAB_NONE;
}

uint32_t frametab_find(struct frametab *t, struct slice name)
{
    struct htab_probe probe;

    return find(t, name, &probe);
}

uint32_t frametab_intern(struct frametab *t, struct slice name)
{
    struct htab_probe probe;
    uint32_t number = find(t, name, &probe);

    if (number != FRAMETAB_NONE)
        return number;
    number = (uint32_t)t->count;
    htab_insert(&t->index, &probe, number);
    t->names = grow_array(t->names, &t->capacity, t->count + 1, sizeof *t->names);
    t->names[t->count++] = arena_copy(&t->arena, name);
    return number;
}
