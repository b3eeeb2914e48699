/* SPDX-License-Identifier: MIT */
/*
 * FRAMES: every distinct frame name once, under an id from 0 upwards.
 */
#ifndef FG_FOLDED_FRAMETAB_H
#define FG_FOLDED_FRAMETAB_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/htab.h"
#include "base/slice.h"

#define FRAMETAB_NONE UINT32_MAX

struct frametab {
    struct slice *names;    /* by id */
    size_t count;
    size_t capacity;
    struct htab index;
    struct arena arena;
    struct hash_key key;
};

void frametab_init(struct frametab *t);
void frametab_free(struct frametab *t);

/* The id of the frame `name`, which is copied if it is new. */
uint32_t frametab_intern(struct frametab *t, struct slice name);

/* The id of a frame if it has one, else FRAMETAB_NONE. */
uint32_t frametab_find(struct frametab *t, struct slice name);

/* The memory that the table has. */
static inline size_t frametab_bytes(const struct frametab *t)
{
    return t->count * sizeof *t->names + t->arena.size + htab_bytes(&t->index);
}

/* The name of a frame; valid until frametab_free(). */
static inline struct slice frametab_name(const struct frametab *t, uint32_t id)
{
    return t->names[id];
}

#endif
