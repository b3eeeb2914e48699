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

struct frametab_entry {
    struct slice name;
    uint32_t newer, older;  /* the two frames that followed it last, or FRAMETAB_NONE */
};

struct frametab {
    struct frametab_entry *entries; /* by id */
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
    return t->count * sizeof *t->entries + t->arena.size + htab_bytes(&t->index);
}

/* The name of a frame; valid until frametab_free(). */
static inline struct slice frametab_name(const struct frametab *t, uint32_t id)
{
    return t->entries[id].name;
}

/* Slow path of frametab_follow(). */
uint32_t frametab_search_follower(struct frametab *t, uint32_t before, struct slice text);

/* Whether `text` begins with the name of a frame, which may be FRAMETAB_NONE, up to a ';' or the
 * end. */
static inline bool frametab_begins(const struct frametab *t, uint32_t frame, struct slice text)
{
    return frame != FRAMETAB_NONE && slice_begins_part(text, t->entries[frame].name);
}

/* The id of the name with which `text` begins, up to a ';' or the end. Before the table is
 * searched, those are tried that followed the frame `before` last. FRAMETAB_NONE: there is no
 * frame before. */
static inline uint32_t frametab_follow(struct frametab *t, uint32_t before, struct slice text)
{
    if (before != FRAMETAB_NONE && frametab_begins(t, t->entries[before].newer, text))
        return t->entries[before].newer;
    return frametab_search_follower(t, before, text);
}

#endif
