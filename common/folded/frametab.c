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
    free(t->entries);
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
        if (slice_equal(t->entries[id].name, name))
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
    t->entries = grow_array(t->entries, &t->capacity, t->count + 1, sizeof *t->entries);
    t->entries[t->count++] = (struct frametab_entry){arena_copy(&t->arena, name), FRAMETAB_NONE,
                                                     FRAMETAB_NONE};
    return id;
}

uint32_t frametab_search_follower(struct frametab *t, uint32_t before, struct slice text)
{
    if (before == FRAMETAB_NONE)
        return frametab_intern(t, slice_before(text, ';'));
    uint32_t older = t->entries[before].older;
    uint32_t frame = frametab_begins(t, older, text) ? older
                                                     : frametab_intern(t, slice_before(text, ';'));
    struct frametab_entry *e = &t->entries[before];
    e->older = e->newer;
    e->newer = frame;
    return frame;
}
