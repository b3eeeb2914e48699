/* SPDX-License-Identifier: MIT */
/*
 * A hash table of ids: open addressing with linear probing. An id is the index of a
 * record in an array of the caller. The caller compares, so that keys can be of any
 * kind:
 *
 *     struct htab_probe probe = htab_probe(&index, hash);
 *     while ((id = htab_next(&index, &probe)) != HTAB_NONE)
 *         if (records[id] has the key)
 *             return id;
 *     htab_insert(&index, &probe, new_id);
 *
 * A zeroed struct is an empty table.
 */
#ifndef FG_BASE_HTAB_H
#define FG_BASE_HTAB_H

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"

#define HTAB_NONE UINT32_MAX

struct htab_slot {
    uint32_t tag;   /* 32 bits of the hash: where to begin, and what to compare */
    uint32_t id;    /* HTAB_NONE: the slot is free */
};

struct htab {
    struct htab_slot *slots;
    size_t size;    /* a power of two, or 0 */
    size_t used;
};

struct htab_probe {
    uint32_t tag;
    size_t at;
};

/* The memory that the table has. */
static inline size_t htab_bytes(const struct htab *t)
{
    return t->size * sizeof *t->slots;
}

/* Doubles the size. */
void htab_enlarge(struct htab *t);

/* Makes room for one more id and begins a search. Nothing may be inserted until it ends,
 * with an id found or with htab_insert(). */
static inline struct htab_probe htab_probe(struct htab *t, uint64_t hash)
{
    struct htab_probe probe = {(uint32_t)hash, (uint32_t)hash};

    if (t->used >= t->size / 2)
        htab_enlarge(t);
    return probe;
}

/* Has the processor load what a search reads first. */
static inline void htab_prefetch(const struct htab *t, const struct htab_probe *probe)
{
    FG_PREFETCH(&t->slots[probe->at & (t->size - 1)]);
}

/* The next id whose hash may be the one searched for, or HTAB_NONE. */
static inline uint32_t htab_next(const struct htab *t, struct htab_probe *probe)
{
    for (;; probe->at++) {
        const struct htab_slot *slot = &t->slots[probe->at & (t->size - 1)];
        if (slot->id == HTAB_NONE)
            return HTAB_NONE;
        if (slot->tag == probe->tag) {
            probe->at++;
            return slot->id;
        }
    }
}

/* Inserts an id after a search that ended with HTAB_NONE. */
void htab_insert(struct htab *t, const struct htab_probe *probe, uint32_t id);

/* Removes all ids, keeps the memory. */
void htab_clear(struct htab *t);

void htab_free(struct htab *t);

#endif
